"""The job that clears away bytes nobody needs: blobs without a live row for thirty days, uploads given up.

Promises: what a live row names is never touched, whatever is committed meanwhile; a blob whose row is brought back
within thirty days is still there. Run as often as one likes, it does the same.
May not know: when it is run.
"""

from dataclasses import dataclass

from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.database import Connection

KEPT_MS = 30 * 24 * 3_600_000
GIVEN_UP_MS = 7 * 24 * 3_600_000
_LIVE = (
    "EXISTS (SELECT 1 FROM blob_rows r JOIN c_attachments a ON a.org_id = r.org_id AND a.id = r.id"
    " WHERE r.org_id = blobs.org_id AND r.sha = blobs.sha AND a.del IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many blobs and how many unfinished uploads went."""

    blobs: int
    uploads: int


def clean_files(cloud: Cloud) -> Cleaned:
    """Marks what lost its last row, unmarks what has one again, deletes what was marked long enough."""
    now = cloud.clock.now_ms()
    with cloud.database.write() as connection:
        connection.run(f"UPDATE blobs SET idle_since = NULL WHERE idle_since IS NOT NULL AND {_LIVE}")
        connection.run(f"UPDATE blobs SET idle_since = ? WHERE idle_since IS NULL AND NOT {_LIVE}", (now,))
        idle = connection.all(
            "SELECT org_id, sha FROM blobs WHERE idle_since <= ? ORDER BY org_id, sha", (now - KEPT_MS,)
        )
        for org, sha in idle:
            _forget(cloud, connection, org, sha)
    return Cleaned(len(idle), cloud.blobs.sweep((now - GIVEN_UP_MS) / 1_000))


def _forget(cloud: Cloud, connection: Connection, org: str, sha: str) -> None:
    """Within the transaction: a file of the same bytes that is committed meanwhile waits, and is kept anew."""
    cloud.blobs.remove(org, sha)
    connection.run("DELETE FROM blob_rows WHERE org_id = ? AND sha = ?", (org, sha))
    connection.run("DELETE FROM blobs WHERE org_id = ? AND sha = ?", (org, sha))
