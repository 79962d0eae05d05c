"""Redaction in the cloud: values of a row taken out of everything that is kept of it (WIRE section 6).

Promises: in one transaction the values leave the row, dead or alive, the log, the history, answers that are kept, what
was surrendered, the notices and the archives that were made, and the bytes of a file their place; the rest of each
entry stays, with its place, its stamp and who wrote it. Work that was written before its author heard of it is taken
without these values, whenever and by whichever copy it is offered. A row that was merged is one with whoever stands
for it, which may have taken over what it said: where both say the same, both are redacted.
What is on paper stays: an issued document is kept as the law asks. Each redaction also stands in a file beside the
database, ids and field names alone, so that a database that is brought back from before it is redacted again.
May not know: who may ask for it.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from onetool_desktop.changes import merged, redact, stamp
from onetool_desktop.changes.merge import register_fields
from onetool_desktop.changes.values import NOTHING, Effects, Fields, Row, RowKey
from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud import ledger as ledgers, redacting_files, rights
from onetool_desktop.cloud.blob_store import BlobStore, files_beside
from onetool_desktop.cloud.database import Connection, Database
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.writer import Writer
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.collections.files import BYTES
from onetool_desktop.domain.ports import Clock, Ids

NOTICES, FILES = "notices", "attachments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Which registers of which row are blank from the stamp `h` on, and why."""

    org: str
    c: str
    id: str
    registers: tuple[str, ...]
    reason: str
    at: int
    h: str = ""


def redact_row(database: Database, asked: Redaction, *, clock: Clock, ids: Ids) -> bool:
    """Redacts; False where the organisation has no such row and never had one redacted. `asked.h` is set here."""
    with database.write() as connection:
        held = ledgers.lock(connection, asked.org)
        if (
            held is None
            or CloudReader(connection, asked.org, _nobody(asked.org)).get(asked.c, asked.id) is None
        ):
            return False
        reader = CloudReader(connection, asked.org, _nobody(asked.org))
        done = replace(asked, h=held.tick(clock.now_ms(), stamp.JOBS))
        for one in (done, *_in_the_same_words(reader, done)):
            _apply(connection, held, BlobStore(lambda: files_beside(database)), one, ids)
            _write_down(database, one)
    return True


def one_with(database: Database, org: str, c: str, row_id: str) -> list[str]:
    """The rows that were merged with one, either way: what these say in words of their own is redacted apart."""
    with database.read() as connection:
        return _one_with(CloudReader(connection, org, _nobody(org)), c, row_id)


def redact_again(database: Database, *, ids: Ids) -> int:
    """After a database was brought back: what the file beside it tells and the database does not; how many it were."""
    count = 0
    for done in _written_down(database):
        with database.write() as connection:
            held = ledgers.lock(connection, done.org)
            known = of(connection, done.org).get((done.c, done.id), {})
            if held is not None and any(known.get(register, "") < done.h for register in done.registers):
                held.merge(done.h)
                _apply(connection, held, BlobStore(lambda: files_beside(database)), done, ids)
                count += 1
    return count


def of(connection: Connection, org: str) -> dict[RowKey, dict[str, str]]:
    """Every redaction of an organisation: by row, the stamp of each register."""
    found: dict[RowKey, dict[str, str]] = {}
    for c, row_id, register, h in connection.all(
        "SELECT c, id, register, h FROM redactions WHERE org_id = ?", (org,)
    ):
        found.setdefault((c, row_id), {})[register] = h
    return found


def of_row(connection: Connection, org: str, c: str, row_id: str) -> dict[str, str]:
    """The redactions of one row, also of one that is not there."""
    found = connection.all(
        "SELECT register, h FROM redactions WHERE org_id = ? AND c = ? AND id = ?", (org, c, row_id)
    )
    return dict(found)


def out_of_sight(
    connection: Connection, member: rights.Member, above: int = 0
) -> dict[str, dict[str, dict[str, str]]]:
    """What was redacted of rows that a member saw once and sees no more, told above this place of the order:
    collection → row → the stamp of each register.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    if member.principal.all_records:
        return found
    for c, row_id, register, h in connection.all(
        "SELECT r.c, r.id, r.register, r.h FROM redactions r"
        " JOIN grants g ON g.org_id = r.org_id AND g.user_id = ? AND g.id = r.id AND g.c = r.c"
        " WHERE r.org_id = ? AND g.live = 0 AND g.gseq > ?",
        (member.user_id, member.org, above),
    ):
        if member.sees_collection(c):
            found.setdefault(c, {}).setdefault(row_id, {})[register] = h
    return found


def without(connection: Connection, org: str, raw: dict[str, Any]) -> dict[str, Any]:
    """A group that is kept as it came, without what was redacted."""
    for (c, row_id), registers in of(connection, org).items():
        raw = redact.scrubbed(raw, c, row_id, registers) or raw
    return raw


def _in_the_same_words(reader: CloudReader, done: Redaction) -> list[Redaction]:
    """The same redaction of every row that was merged with this one, of the registers that say the same there."""

    def said(row_id: str) -> dict[str, dict[str, Any]]:
        row = reader.get(done.c, row_id)
        f = NOTHING if row is None else _fields(row)
        return {register: register_fields(COLLECTIONS[done.c], f, register) for register in done.registers}

    own, found = said(done.id), list[Redaction]()
    for other in _one_with(reader, done.c, done.id):
        same = tuple(register for register, words in said(other).items() if words and words == own[register])
        found += [replace(done, id=other, registers=same)] if same else []
    return found


def _one_with(reader: CloudReader, c: str, row_id: str) -> list[str]:
    """The others that a row was merged into, deleted or not, and the live ones that were merged into these or it."""
    into, way = COLLECTIONS[c].merged, [row_id]
    if not into:
        return []
    for one in way:
        row = reader.get(c, one)
        following = _fields(row).get(into) if row is not None else None
        if following and following not in way:
            way.append(following)
    found = dict.fromkeys((*way, *(other for one in way for other in merged.together(reader, c, one))))
    return [one for one in found if one != row_id]


def _fields(row: Row) -> Fields:
    return row.f if row.live else row.was or NOTHING


def _apply(connection: Connection, held: Ledger, blobs: BlobStore, done: Redaction, ids: Ids) -> None:
    connection.run_many(
        "INSERT INTO redactions (org_id, c, id, register, h, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (org_id, c, id, register) DO UPDATE SET h = excluded.h",
        [(done.org, done.c, done.id, register, done.h, done.at, done.reason) for register in done.registers],
    )
    _rewrite(connection, done)
    reader = CloudReader(connection, done.org, _nobody(done.org))
    file = reader.get(done.c, done.id) if _is_file(done) else None
    if file is not None:
        redacting_files.forget_bytes(connection, blobs, done.org, file)
    redacting_files.forget_archives(connection, blobs, done.org)
    rows = _rows(connection, reader, done)
    gid = ids.new_id()
    body = {
        "gid": gid,
        "by": "cloud",
        "h": done.h,
        "rows": [list(key) for key in rows],
        "redacted": done.reason,
    }
    Writer(connection, held, reader).write(Effects(rows), gid=gid, user_id="", now_ms=done.at, body=body)
    connection.run(  # whoever sees it no more is told as well: he may still have what he himself wrote
        "UPDATE grants SET gseq = ? WHERE org_id = ? AND c = ? AND id = ? AND live = 0",
        (held.seq, done.org, done.c, done.id),
    )
    held.save(connection)


def _rows(connection: Connection, reader: CloudReader, done: Redaction) -> dict[RowKey, Row]:
    """The row without its values, and the notices that told of them."""
    rows: dict[RowKey, Row] = {}
    row = reader.get(done.c, done.id)
    if row is not None:
        blank = redact.redacted(done.c, row, done.registers, done.h)
        rows[done.c, done.id] = _without_bytes(blank, done.h) if _is_file(done) else blank
    for (notice_id,) in connection.all(
        "SELECT id FROM c_notices WHERE org_id = ? AND body LIKE ?", (done.org, f"%{done.id}%")
    ):
        notice = reader.get(NOTICES, notice_id)
        if (
            notice is not None
            and notice.live
            and (notice.f.get("c"), notice.f.get("rowId")) == (done.c, done.id)
        ):
            told: dict[str, Any] = {
                name: redact.scrubbed_fields(done.c, notice.f[name], done.registers)
                for name in ("lost", "won")
                if notice.f.get(name)
            }
            register = str(notice.f.get("r", ""))
            if redact.named(register, done.registers) != register:
                told["r"] = redact.named(register, done.registers)
            clk = {**notice.clk, **dict.fromkeys(told, done.h)}
            rows[NOTICES, notice_id] = Row(notice_id, {**notice.f, **told}, clk, notice.seq)
    return rows


def _is_file(done: Redaction) -> bool:
    return done.c == FILES and BYTES in done.registers


def _without_bytes(row: Row, h: str) -> Row:
    """A file of which nothing is here, and which nobody need fetch."""

    def pending(f: Fields) -> Fields:
        return {**f, "state": "pending"} if "state" in f else f

    was = None if row.was is None else pending(row.was)
    return replace(row, f=pending(row.f), was=was, clk={**row.clk, "state": h})


def _rewrite(connection: Connection, done: Redaction) -> None:
    """Every kept text that names the row."""
    like = f"%{done.id}%"

    def group(body: dict[str, Any]) -> dict[str, Any] | None:
        return redact.scrubbed(body, done.c, done.id, done.registers)

    def answer(body: dict[str, Any]) -> dict[str, Any] | None:
        return _answer(body, done)

    _each(connection, "log", "seq", done.org, like, group)
    _each(connection, "surrendered", "gid", done.org, like, group)
    _each(connection, "outcomes", "device, n", done.org, like, answer)
    connection.run(
        "DELETE FROM answers WHERE body LIKE ?", (like,)
    )  # repeated calls are answered from the record
    past = connection.all(
        "SELECT seq, f FROM history WHERE org_id = ? AND c = ? AND id = ?", (done.org, done.c, done.id)
    )
    connection.run_many(
        "UPDATE history SET f = ? WHERE org_id = ? AND c = ? AND id = ? AND seq = ?",
        [
            (_text(redact.scrubbed_fields(done.c, loads(f), done.registers)), done.org, done.c, done.id, seq)
            for seq, f in past
        ],
    )


def _each(
    connection: Connection,
    table: str,
    key: str,
    org: str,
    like: str,
    without: Callable[[dict[str, Any]], dict[str, Any] | None],
) -> None:
    """Writes anew the bodies of a table that `without` changes."""
    names = key.split(", ")
    found = connection.all(f"SELECT body, {key} FROM {table} WHERE org_id = ? AND body LIKE ?", (org, like))
    which = " AND ".join(f"{name} = ?" for name in names)
    for body, *values in found:
        after = without(loads(body))
        if after is not None:
            connection.run(
                f"UPDATE {table} SET body = ? WHERE org_id = ? AND {which}", (_text(after), org, *values)
            )


def _answer(body: dict[str, Any], done: Redaction) -> dict[str, Any] | None:
    """An answer to a group without the winners' values of this row."""
    detail: dict[str, Any] = body.get("detail") or {}
    lost = redact.scrubbed_losses(detail.get("lost") or (), done.c, done.id, done.registers)
    return {**body, "detail": {**detail, "lost": lost}} if lost else None


def _beside(database: Database) -> Path | None:
    name = database.url.database
    return None if name in {None, "", ":memory:"} else Path(str(name)).with_suffix(".redactions")


def _write_down(database: Database, done: Redaction) -> None:
    """Into the file beside the database, before the transaction ends: rather there and not done than forgotten."""
    path = _beside(database)
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps(asdict(done))}\n")  # a line of its own, whatever was cut off before it
            file.flush()
            os.fsync(file.fileno())


def _written_down(database: Database) -> Iterable[Redaction]:
    path = _beside(database)
    if path is None or not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            facts: dict[str, Any] = json.loads(line)
        except (
            ValueError
        ):  # a blank line, or one cut off: its transaction never ended, and whoever asked was told
            continue
        facts["registers"] = tuple(facts["registers"])
        yield Redaction(**facts)


def _nobody(org: str) -> rights.Member:
    """Nothing is decided here."""
    return rights.made(org, "", "", "owner", "{}", 0)


def _text(value: Mapping[str, Any]) -> str:
    return dumps(value).decode()


def fields_asked(c: str, names: Iterable[str]) -> tuple[str, ...]:
    """The registers that a request names, or all personal ones; ValueError for a collection or field there is not."""
    if c not in COLLECTIONS:
        raise ValueError(f"There is no collection {c!r}.")
    return redact.registers_of(c, redact.fields_of(COLLECTIONS[c], names))
