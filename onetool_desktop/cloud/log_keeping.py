"""The job that lets go of the log after 24 months (WIRE section 6, kept).

Promises: groups and what rows were before them go together, oldest first; rows, tombstones, the answers to every gid
and numbers on paper stay for ever. Run as often as one likes, it does the same.
May not know: when it is run.
"""

from onetool_desktop.cloud.context import Cloud

KEPT_MS = 731 * 24 * 3_600_000


def thin_log(cloud: Cloud) -> int:
    """Deletes what is older than 24 months; how many groups went."""
    before, gone = cloud.clock.now_ms() - KEPT_MS, 0
    with cloud.database.read() as connection:
        orgs = [org for (org,) in connection.all("SELECT org_id FROM orgs ORDER BY org_id")]
    for org in orgs:
        with cloud.database.write() as connection:
            last = connection.one("SELECT max(seq) FROM log WHERE org_id = ? AND at < ?", (org, before))[0]
            if last is not None:
                went = connection.all(
                    "DELETE FROM log WHERE org_id = ? AND seq <= ? RETURNING seq", (org, last)
                )
                connection.run("DELETE FROM history WHERE org_id = ? AND seq <= ?", (org, last))
                gone += len(went)
    return gone
