"""Clients that were merged, as lists ask for them: the same rule as the one that follows them row by row."""

import random
from typing import Any

import pytest

from onetool_desktop.changes import merged as rule
from onetool_desktop.store import derived
from onetool_desktop.store.queries import merged
from tests.store.world import World


def drawn(world: World, draw: random.Random) -> list[str]:
    """Clients merged at random: into one another, in rings, into one that is deleted or not here."""
    ids = [world.ids.new_id() for _ in range(7)]
    rows: list[tuple[str, dict[str, Any]]] = []
    for at, row_id in enumerate(ids):
        into = draw.choice([None, *ids[:at], *ids[at + 1 :], world.ids.new_id()])
        rows.append(("clients", world.cloud_row(row_id, companyName=f"Client {at}", mergedInto=into)))
        rows.append(("invoices", world.cloud_row(clientId=row_id, status="sent", currency="EUR")))
    lines = [
        ("invoiceLineItems", world.cloud_row(invoiceId=row["id"], position="a", quantity="1", unitPrice="10"))
        for c, row in rows
        if c == "invoices"
    ]
    world.pull(*rows, *lines)
    world.pull(("clients", world.cloud_row(draw.choice(ids), ms=2_000, deleted=world.ids.new_id())))
    return ids


@pytest.mark.parametrize("seed", range(12))
def test_lists_follow_merged_clients_as_single_rows_do(world: World, seed: int) -> None:
    ids = drawn(world, random.Random(seed))
    reads = world.replica.reads()
    followed = f"SELECT {merged.survivor('clients', 'asked.id')} FROM (SELECT ? AS id) AS asked"
    stands = f"SELECT {merged.standing('clients')} FROM clients WHERE id=?"
    for one in (one for one in ids if reads.row("clients", one) is not None):
        survivor = rule.survivor(reads, "clients", one)
        assert reads.db.execute(followed, (one,)).fetchone() == (survivor,)
        assert reads.db.execute(stands, (one,)).fetchone() == (survivor == one,)
        together = {row_id for (row_id,) in reads.db.execute(merged.together("clients", "?"), (one,))}
        assert together == set(rule.together(reads, "clients", one))


@pytest.mark.parametrize("seed", range(4))
def test_what_clients_owe_is_what_it_is_when_computed_anew(world: World, seed: int) -> None:
    drawn(world, random.Random(seed))
    owed = "SELECT id, open_balance FROM clients ORDER BY id"
    before = world.replica.reads().db.execute(owed).fetchall()
    assert any(amount for _, amount in before)
    world.replica.write(lambda tx: derived.rebuild(tx.rows, org=world.org))
    assert world.replica.reads().db.execute(owed).fetchall() == before
