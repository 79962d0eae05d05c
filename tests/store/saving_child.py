"""A headless writer for the kill test: saves until it is killed, and says what was acknowledged.

Prints `in` from within a save, after its first statement, and `ok GID CLIENT CONTACT` when the save has returned.
"""

import sys
from pathlib import Path

from onetool_desktop.changes.values import Change
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transaction import Transaction


def main(path: str, key: str, life: str) -> None:
    clock = ManualClock()
    clock.advance(int(life) * 1_000_000)
    ids = SeededIds(1_000 + int(life), clock)
    replica = Replica.open(Path(path), key=key, clock=clock, ids=ids)
    while True:
        clock.advance(5)
        client, contact = ids.new_id(), ids.new_id()

        def save(tx: Transaction, client: str = client, contact: str = contact) -> str:
            tx.get("clients", client)
            print("in", flush=True)
            new = Change(
                "clients", client, f={"companyName": "Killed Not", "status": "lead", "notes": "x" * 500}
            )
            under = Change("clientContacts", contact, f={"clientId": client, "firstName": "Ada"})
            return tx.commit(action="test", label="New client", changes=[new, under])

        print("ok", replica.write(save), client, contact, flush=True)


main(*sys.argv[1:])
