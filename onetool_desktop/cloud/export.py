"""`orgs:export`: everything an organisation has here, as one archive at a signed address (WIRE section 1).

Promises: rows as they are sent, live and dead, one JSON object a line and a file a collection; the log and what each
row was, as far as they are kept; every file a live row names, under its SHA-256; all of one snapshot. For whoever may
change the settings and sees all records. Memory is bounded by a row. The archive is gone after a day.
May not know: what rows mean.

Why JSON lines in a ZIP: any program reads them, today and in ten years; it is what a person takes along who leaves.
"""

import hashlib
import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud import files, rights, tickets
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.blob_store import BLOCK, BusyUploadError, Incoming, Upload
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError, forbidden
from onetool_desktop.cloud.file_cleaning import KEPT_MS
from onetool_desktop.cloud.rows import told
from onetool_desktop.cloud.tables import table_name
from onetool_desktop.domain.collections import ALL

THERE_MS = 24 * 3_600_000
_SOME = 500


def export(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org}` → `{url, size, sha256}`; each call makes the archive anew."""
    args.rid()
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        if not (member.principal.may("settings", "modify") and member.principal.all_records):
            raise forbidden()
        upload = Upload(member.org, hashlib.sha256(f"export\n{member.org}".encode()).hexdigest())
        try:
            cloud.blobs.drop(upload)
            with cloud.blobs.receiving(upload, 0) as incoming:
                _write(cloud, connection, member.org, incoming)
        except BusyUploadError as error:
            raise CallError("busy", "An archive is being made already.", status=409) from error
    with cloud.blobs.hold(upload):
        size, sha = cloud.blobs.summed(upload)
        cloud.blobs.keep(upload, sha)
    _forget_tomorrow(cloud, member.org, sha)
    ticket = tickets.Fetching(org=member.org, sha=sha, size=size, name="onetool-export.zip")
    return {"url": f"/api/files/kept/{tickets.issue(cloud.tokens, ticket)}", "size": size, "sha256": sha}


def _write(cloud: Cloud, connection: Connection, org: str, incoming: Incoming) -> None:
    with ZipFile(_Onward(incoming), "w", ZIP_DEFLATED) as archive:
        for c in ALL:
            _lines(archive, f"rows/{c.name}.jsonl", _rows(connection, org, c.name))
        _lines(archive, "log.jsonl", _log(connection, org))
        _lines(archive, "history.jsonl", _history(connection, org))
        for sha, _, path in files.kept(cloud, connection, org):
            entry = ZipInfo(f"files/{sha}")
            entry.compress_type = ZIP_STORED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while block := source.read(BLOCK):
                    target.write(block)


def _lines(archive: ZipFile, name: str, values: Iterator[str]) -> None:
    with archive.open(name, "w", force_zip64=True) as target:
        for value in values:
            target.write(value.encode() + b"\n")


def _rows(connection: Connection, org: str, c: str) -> Iterator[str]:
    after = ""
    while found := connection.all(
        f"SELECT id, body, del FROM {table_name(c)} WHERE org_id = ? AND id > ? ORDER BY id LIMIT {_SOME}",
        (org, after),
    ):
        for _, body, deleted in found:
            yield told(body, deleted)
        after = found[-1][0]


def _log(connection: Connection, org: str) -> Iterator[str]:
    after = 0
    while found := connection.all(
        f"SELECT seq, user_id, at, body FROM log WHERE org_id = ? AND seq > ? ORDER BY seq LIMIT {_SOME}",
        (org, after),
    ):
        for seq, user_id, at, body in found:
            yield dumps({"seq": seq, "user": user_id, "at": at, "group": loads(body)}).decode()
        after = found[-1][0]


def _history(connection: Connection, org: str) -> Iterator[str]:
    after = ("", "", 0)
    while found := connection.all(
        "SELECT c, id, seq, op, f FROM history WHERE org_id = ? AND (c, id, seq) > (?, ?, ?)"
        f" ORDER BY c, id, seq LIMIT {_SOME}",
        (org, *after),
    ):
        for c, row_id, seq, op, f in found:
            yield dumps({"c": c, "id": row_id, "seq": seq, "op": op, "f": loads(f)}).decode()
        after = found[-1][:3]


def _forget_tomorrow(cloud: Cloud, org: str, sha: str) -> None:
    """Known to the job that clears away bytes nobody needs; it takes no room of the organisation's meanwhile."""
    now = cloud.clock.now_ms()
    with cloud.database.write() as connection:
        connection.run(
            "INSERT INTO blobs (org_id, sha, size, made, idle_since) VALUES (?, ?, 0, ?, ?)"
            " ON CONFLICT (org_id, sha) DO NOTHING",
            (org, sha, now, now - KEPT_MS + THERE_MS),
        )


class _Onward(io.RawIOBase):
    """A ZIP goes to the disk as it is made; nothing is written twice."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    def writable(self) -> bool:
        """Overrides io.RawIOBase."""
        return True

    def write(self, data: Any, /) -> int:
        """Overrides io.RawIOBase: all of it."""
        view = memoryview(data).cast("B")
        self._incoming.write(bytes(view))
        return len(view)
