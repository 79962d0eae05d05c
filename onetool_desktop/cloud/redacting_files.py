"""What a redaction takes of the files: the bytes of a record, and every archive that was made of the organisation.

Promises: bytes go at once, whole ones and those under way, but for what another record names as well; within the
transaction of the redaction. May not know: who may ask for it, what is left of the record.

Why the archives: each holds everything as it was, and is made anew when it is asked for.
"""

from onetool_desktop.changes.values import Row
from onetool_desktop.cloud.blob_store import BlobStore
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.files import upload_of

_NAMED = "SELECT 1 FROM blob_rows WHERE org_id = ? AND sha = ?"


def forget_bytes(connection: Connection, blobs: BlobStore, org: str, row: Row) -> None:
    """The bytes of a file and its preview."""
    fields = (row.f, row.was or {})
    named = {f.get(name) for f in fields for name in ("sha256", "previewSha256")}
    kept = connection.all("SELECT sha FROM blob_rows WHERE org_id = ? AND id = ?", (org, row.id))
    connection.run("DELETE FROM blob_rows WHERE org_id = ? AND id = ?", (org, row.id))
    accounts = connection.all("SELECT DISTINCT account FROM devices WHERE org_id = ?", (org,))
    for sha in sorted({sha for sha in named if sha} | {sha for (sha,) in kept}):
        for (account,) in accounts:
            blobs.drop(upload_of(org, account, row.id, sha))
        if connection.one(_NAMED, (org, sha)) is None:
            _remove(connection, blobs, org, sha)


def forget_archives(connection: Connection, blobs: BlobStore, org: str) -> None:
    """What was made for somebody to take along; it takes no room of the organisation's."""
    for (sha,) in connection.all("SELECT sha FROM blobs WHERE org_id = ? AND size = 0", (org,)):
        _remove(connection, blobs, org, sha)


def _remove(connection: Connection, blobs: BlobStore, org: str, sha: str) -> None:
    blobs.remove(org, sha)
    connection.run("DELETE FROM blobs WHERE org_id = ? AND sha = ?", (org, sha))
