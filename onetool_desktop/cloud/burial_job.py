"""The job that gives rows that fell with a large delete their tombstones, step by step (`burying`).

Promises: one step is one transaction of one organisation, with a place of its own in its order and in its log; steps
that were taken are not taken again, by whichever process.
May not know: when it is run.
"""

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import burying, ledger as ledgers, rights
from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.writer import Writer


def bury(cloud: Cloud) -> bool:
    """Takes one step for one organisation; False where nothing waits."""
    with cloud.database.read() as connection:
        found = connection.one("SELECT min(org_id) FROM burials WHERE due IS NOT NULL")
    if found is None or found[0] is None:
        return False
    with cloud.database.write() as connection:
        held = ledgers.lock(connection, found[0])
        if held is not None:
            _step(cloud, connection, held)
    return True


def _step(cloud: Cloud, connection: Connection, held: Ledger) -> None:
    first = connection.one(
        "SELECT due, gid FROM burials WHERE org_id = ? AND due IS NOT NULL ORDER BY due, gid LIMIT 1",
        (held.org,),
    )
    if first is None:
        return
    due, gid = first
    keys = connection.all(
        "SELECT c, id FROM burials WHERE org_id = ? AND gid = ? AND due IS NOT NULL ORDER BY c, id LIMIT ?",
        (held.org, gid, cloud.at_once),
    )
    user_id, body = connection.one(
        "SELECT user_id, body FROM log WHERE org_id = ? AND seq = ?", (held.org, due)
    )
    step = burying.Step(
        gid=cloud.ids.new_id(), h=loads(body)["h"], user_id=user_id, now_ms=cloud.clock.now_ms()
    )
    nobody = rights.made(held.org, "", user_id, "owner", "{}", 0)  # nothing is decided here
    reader = CloudReader(connection, held.org, nobody)
    Writer(connection, held, reader).bury(gid, [(c, row_id) for c, row_id in keys], step=step)
    burying.done(connection, held.org, gid, keys)
    held.save(connection)
