"""Files: `files:uploadUrl`, `files:commit`, `files:url` (WIRE sections 1 and 6).

Promises: every call goes by an attachment row that the caller may see; a hash alone gives nothing, neither across
organisations nor within one, since bytes count for a row only once they were sent for it; a file is `ready` when the
bytes here have the size and the SHA-256 that its row names. Bytes that have them not are dropped, and that is told.
May not know: HTTP, where blobs lie.

Why an upload's name follows from organisation, account, row and hash: a device that lost everything but its file goes
on where the bytes ended, and nobody else can add to them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onetool_desktop.changes.values import Row
from onetool_desktop.cloud import ledger as ledgers, rights, tickets
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.blob_store import BusyUploadError, Upload
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError, forbidden, invalid
from onetool_desktop.cloud.publishing import publish
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.rights import Member

ATTACHMENTS = "attachments"
PART_BYTES = 4 * 1024 * 1024
MAX_PART = 8 * 1024 * 1024
_SENT = "SELECT 1 FROM blob_rows WHERE org_id = ? AND id = ? AND sha = ?"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The bytes a call is about: those of a row's file or of its preview."""

    row: Row
    sha: str
    size: int

    @property
    def whole(self) -> bool:
        """Whether they are the file and not its preview."""
        return self.sha == self.row.f.get("sha256")


def upload_url(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, id, sha256}` → `{url, have, partBytes}`: where to send the bytes, and how many have come."""
    args.rid()
    with cloud.database.read() as connection:
        member = _member(connection, caller, args, "modify")
        wanted = _wanted(connection, member, args)
        kept = connection.one("SELECT sum(size) FROM blobs WHERE org_id = ?", (member.org,))[0] or 0
    upload = _upload(member, wanted)
    have = cloud.blobs.have(upload)
    if not 0 < wanted.size <= cloud.limits.one:
        raise _quota(f"A file has at most {cloud.limits.one // 1024**2} MB here.")
    if kept + cloud.blobs.arriving_bytes(member.org) + wanted.size - have > cloud.limits.organisation:
        raise _quota("The room for files of this organisation is used up.")
    ticket = tickets.Sending(org=member.org, upload=upload.name, size=wanted.size)
    url = f"/api/files/arriving/{tickets.issue(cloud.tokens, ticket)}"
    return {"url": url, "have": have, "partBytes": PART_BYTES}


def commit(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, id, sha256, size}` → `{state}`: the bytes are all sent; repeated, it answers the same."""
    args.rid()
    with cloud.database.read() as connection:
        member = _member(connection, caller, args, "modify")
        wanted = _wanted(connection, member, args)
        sent = _is_sent(connection, member, wanted)
    if args.whole("size", least=1) != wanted.size:
        raise invalid("The record of this file names another size.")
    if not sent:
        _take(cloud, member, wanted)
    return {"state": "ready"}


def url(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org, id, sha256}` → `{url, size}`: where the bytes of a file, or of its preview, can be fetched."""
    with cloud.database.read() as connection:
        member = _member(connection, caller, args, "view")
        wanted = _wanted(connection, member, args)
        sent = _is_sent(connection, member, wanted)
    if not sent or not cloud.blobs.path(member.org, wanted.sha).exists():
        raise CallError("not_found", "The cloud does not have this file yet.")
    name = str(wanted.row.f.get("name", ""))
    ticket = tickets.Fetching(org=member.org, sha=wanted.sha, size=wanted.size, name=name)
    return {"url": f"/api/files/kept/{tickets.issue(cloud.tokens, ticket)}", "size": wanted.size}


def kept(cloud: Cloud, connection: Connection, org: str) -> Iterator[tuple[str, int, Path]]:
    """The blobs of an organisation that live rows name, as (SHA-256, size, where it lies): what it takes along."""
    found = connection.all(
        "SELECT b.sha, b.size FROM blobs b WHERE b.org_id = ? AND EXISTS ("
        "SELECT 1 FROM blob_rows r JOIN c_attachments a ON a.org_id = r.org_id AND a.id = r.id"
        " WHERE r.org_id = b.org_id AND r.sha = b.sha AND a.del IS NULL) ORDER BY b.sha",
        (org,),
    )
    for sha, size in found:
        path = cloud.blobs.path(org, sha)
        if path.exists():
            yield sha, size, path


def _take(cloud: Cloud, member: Member, wanted: _Wanted) -> None:
    """Checks what has come, keeps it under its hash, and says so in the row."""
    upload = _upload(member, wanted)
    try:
        with cloud.blobs.hold(upload):
            _check(cloud, upload, wanted)
            _keep(cloud, member, upload, wanted)
    except BusyUploadError as error:
        raise CallError("busy", "This file is still being sent.", status=409) from error


def _check(cloud: Cloud, upload: Upload, wanted: _Wanted) -> None:
    have = cloud.blobs.have(upload)
    if have < wanted.size:
        words = "The file has not come whole. Please send what is missing."
        raise CallError("invalid", words, more={"have": have})
    if (wanted.size, wanted.sha) != cloud.blobs.summed(upload):
        cloud.blobs.drop(upload)
        words = "What came is not the file that its record names, and was not kept. Please send it again."
        raise CallError("invalid", words, more={"have": 0})


def _keep(cloud: Cloud, member: Member, upload: Upload, wanted: _Wanted) -> None:
    """In one transaction with the row, so that nothing is swept between the two."""
    with cloud.database.write() as connection:
        held = ledgers.lock(connection, member.org)
        if held is None:
            raise forbidden()
        row = CloudReader(connection, member.org, member).get(ATTACHMENTS, wanted.row.id)
        if row is None or not row.live:
            raise _not_there()
        cloud.blobs.keep(upload, wanted.sha)
        now = cloud.clock.now_ms()
        connection.run(
            "INSERT INTO blobs (org_id, sha, size, made) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (org_id, sha) DO UPDATE SET idle_since = NULL",
            (member.org, wanted.sha, wanted.size, now),
        )
        connection.run(
            "INSERT INTO blob_rows (org_id, id, sha) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (member.org, row.id, wanted.sha),
        )
        if wanted.whole and row.f.get("state") != "ready":
            publish(cloud, connection, held, member, {(ATTACHMENTS, row.id): {"state": "ready"}})
            held.save(connection)


def _member(connection: Connection, caller: Caller, args: Arguments, level: str) -> Member:
    member = rights.member(connection, args.id("org"), caller.account)
    if not member.principal.may("files", level):
        raise forbidden()
    return member


def _wanted(connection: Connection, member: Member, args: Arguments) -> _Wanted:
    """The row and which of its bytes are meant; one answer for a row that is not there, not his, or of other bytes."""
    reader, row_id, sha = CloudReader(connection, member.org, member), args.id("id"), args.text("sha256", 64)
    row = reader.get(ATTACHMENTS, row_id)
    if row is None or not row.live or not reader.sees(ATTACHMENTS, row_id):
        raise _not_there()
    for name, size in (("sha256", "size"), ("previewSha256", "previewSize")):
        if row.f.get(name) == sha:
            return _Wanted(row, sha, int(row.f.get(size) or 0))
    raise _not_there()


def _is_sent(connection: Connection, member: Member, wanted: _Wanted) -> bool:
    return connection.one(_SENT, (member.org, wanted.row.id, wanted.sha)) is not None


def upload_of(org: str, account: str, row_id: str, sha: str) -> Upload:
    """What an account sends of the bytes of a row."""
    parts = (org, account, row_id, sha)
    return Upload(org, hashlib.sha256("\n".join(parts).encode()).hexdigest())


def _upload(member: Member, wanted: _Wanted) -> Upload:
    return upload_of(member.org, member.account, wanted.row.id, wanted.sha)


def _not_there() -> CallError:
    return CallError("not_found", "This file is not available.")


def _quota(message: str) -> CallError:
    return CallError("quota", message)
