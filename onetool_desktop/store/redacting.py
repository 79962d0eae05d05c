"""What this computer forgets when the cloud tells of a redaction (WIRE section 6).

Promises: with the page that brings the mark, or tells of it where the row is out of this person's sight, the values
leave the row, its tombstone and its shadow, the groups that wait or were settled with their answers and labels, the
past that was kept, and what was half typed about it, in the same transaction, and the bytes of a file that no other
record here names; the journal beside the database is written anew after it, and the words leave the search index when
the replica next rests. A mark that was heard of before changes nothing and costs a look: rows bear theirs, and what was
told of rows out of sight, which comes again with every arrival, is noted. Backups made before are thinned away like all
others, and are redacted by the first pull after they were restored.
May not know: who redacts, why.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onetool_desktop.changes import redact
from onetool_desktop.changes.values import Op, Row, RowKey
from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.collections.files import BYTES
from onetool_desktop.domain.translate import _
from onetool_desktop.store import meta, outbox, past, projection, search, transfers
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.pages import Page, WireRow
from onetool_desktop.store.transaction import Transaction

_FILES = "attachments"
_HEARD = "redacted_out_of_sight"
_GROUPS = (
    (
        "SELECT gid, body FROM outbox WHERE instr(body, ?)",
        "UPDATE outbox SET body=:body, label=:label, size=:size WHERE gid=:gid",
    ),
    (
        "SELECT gid, body FROM settled WHERE instr(body, ?)",
        "UPDATE settled SET body=:body, label=:label WHERE gid=:gid",
    ),
)


def hear(tx: Transaction, page: Page) -> None:
    """Forgets what the rows of a page mark as redacted; called before they are written."""
    told = [found for c, rows in page.rows.items() if c in COLLECTIONS for found in _unheard(tx, c, rows)]
    told += _unheard_out_of_sight(tx, page) if page.redacted else []
    for key, registers in told:
        _forget(tx, key, registers)
        search.forget(tx.db)
        tx.journal_anew = True


def told_out_of_sight(tx: Transaction, key: RowKey) -> Mapping[str, str]:
    """What was told of a row that was out of sight: the stamp of each register."""
    known: dict[str, dict[str, dict[str, str]]] = from_json(meta.read(tx.db, _HEARD, "{}"))
    return known.get(key[0], {}).get(key[1], {})


def _unheard(tx: Transaction, c: str, rows: Sequence[WireRow]) -> list[tuple[RowKey, list[str]]]:
    """The rows with marks that are new here, and their registers."""
    found: list[tuple[RowKey, list[str]]] = []
    for row in rows:
        marks = redact.marks(row["clk"]) if len(row["clk"]) > 1 else {}  # one stamp alone is the row's own
        if marks:
            key = (c, row["id"])
            here = outbox.shadow(tx.db, *key) or tx.rows.get(*key)
            known: Mapping[str, str] = redact.marks(here.clk) if here is not None else {}
            fresh = [register for register, h in marks.items() if known.get(register) != h]
            if fresh:
                found.append((key, fresh))
    return found


def _unheard_out_of_sight(tx: Transaction, page: Page) -> list[tuple[RowKey, list[str]]]:
    """What a page tells of rows out of sight that was not told before, and notes it."""
    known: dict[str, dict[str, dict[str, str]]] = from_json(meta.read(tx.db, _HEARD, "{}"))
    found: list[tuple[RowKey, list[str]]] = []
    for c, by_row in page.redacted.items():
        for row_id, registers in by_row.items() if c in COLLECTIONS else ():
            heard = known.setdefault(c, {}).setdefault(row_id, {})
            fresh = [register for register, h in registers.items() if heard.get(register, "") < h]
            heard.update(registers)
            found += [((c, row_id), fresh)] if fresh else []
    if found:
        meta.write(tx.db, **{_HEARD: to_json(known)})
    return found


def _forget(tx: Transaction, key: RowKey, registers: Sequence[str]) -> None:
    c, row_id = key
    shadow, row = outbox.shadow(tx.db, *key), tx.rows.get(*key)
    if c == _FILES and BYTES in registers:
        _forget_bytes(tx, row_id, [one for one in (shadow, row) if one is not None])
    if shadow is not None:
        outbox.set_shadows(tx.db, [(key, redact.forgotten(c, shadow, registers))])
    if row is not None:
        tx.rows.write(c, row_id, redact.forgotten(c, row, registers))
    merged_into = _forget_groups(tx, key, registers)
    _forget_answers(tx, key, registers)
    past.forget(tx.db, key, lambda f: redact.scrubbed_fields(c, f, registers))
    tx.db.execute("DELETE FROM half_typed WHERE instr(place, ?)", (row_id,))
    projection.recompute(tx.rows, [key, *((c, one) for one in merged_into)], org=tx.identity.org)


def _forget_bytes(tx: Transaction, row_id: str, rows: Sequence[Row]) -> None:
    """The bytes of a file and its preview, but for those that another record names as well."""
    transfers.drop(tx, row_id)
    for sha in sorted({sha for row in rows for sha in transfers.hashes(row)}):
        if not transfers.is_named_elsewhere(tx.db, sha, row_id):
            tx.replica.blobs.remove(sha)


def _forget_groups(tx: Transaction, key: RowKey, registers: Sequence[str]) -> set[str]:
    """Groups of this device that wrote these values keep their place, their stamp and the names of the fields. The rows
    that such groups merged this one into: they may have taken them over.
    """
    merged_into: set[str] = set()
    for found, write in _GROUPS:
        for gid, body in tx.db.execute(found, (key[1],)).fetchall():
            raw = loads(body)
            after = redact.scrubbed(raw, *key, registers) or (raw if _ends(raw, key) else None)
            if after is not None:
                text = dumps(after)
                words = {"body": text.decode(), "label": _(redact.LABEL), "size": len(text), "gid": gid}
                tx.db.execute(write, words)
                merged_into.update(redact.merged_by(raw, *key))
    return merged_into


def _ends(raw: Mapping[str, Any], key: RowKey) -> bool:
    """Whether a group deletes the row or brings it back: it says no value, and its label may say the name."""
    changes: Iterable[Mapping[str, Any]] = raw.get("changes", ())
    return any((change["c"], change["id"]) == key and change["op"] != Op.PUT for change in changes)


def _forget_answers(tx: Transaction, key: RowKey, registers: Sequence[str]) -> None:
    """What the cloud answered that stood instead of a value of this device."""
    found = tx.db.execute("SELECT gid, detail FROM outbox WHERE instr(detail, ?)", (key[1],)).fetchall()
    for gid, text in found:
        detail = from_json(text)
        lost = redact.scrubbed_losses(detail.get("lost") or (), *key, registers)
        if lost:
            tx.db.execute("UPDATE outbox SET detail=? WHERE gid=?", (to_json({**detail, "lost": lost}), gid))
