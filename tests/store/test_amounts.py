"""Cached amounts follow from the rows in the transaction that changes them."""

from typing import Any

import pytest

from onetool_desktop.store import derived, exchange
from tests.store.world import World, put


def amounts(world: World, c: str, row_id: str) -> tuple[int, ...]:
    names = "subtotal, discount, tax, total" + (", paid, balance" if c == "invoices" else "")
    return world.replica.reads().db.execute(f"SELECT {names} FROM {c} WHERE id=?", (row_id,)).fetchone()


def invoice(world: World, client: str) -> tuple[str, str]:
    """A draft with one line of 2 × 50.00 at 20 %; ids of document and line."""
    document, line = world.ids.new_id(), world.ids.new_id()
    world.save(
        put("invoices", document, clientId=client, status="draft", currency="EUR", dueDate="2026-06-01"),
        put(
            "invoiceLineItems",
            line,
            invoiceId=document,
            position="a",
            description="Labour",
            quantity="2",
            unitPrice="50",
            taxRate="20",
        ),
    )
    return document, line


def test_totals_follow_lines_head_and_deletes(world: World) -> None:
    document, line = invoice(world, world.client())
    first = amounts(world, "invoices", document)
    world.edit("invoiceLineItems", line, quantity="3")
    second = amounts(world, "invoices", document)
    world.edit("invoices", document, discountKind="percent", discountValue="10")
    third = amounts(world, "invoices", document)
    world.delete("invoiceLineItems", line)

    assert first == (10_000, 0, 2_000, 12_000, 0, 0)  # a draft asks for nothing yet
    assert second == (15_000, 0, 3_000, 18_000, 0, 0)
    assert third == (15_000, 1_500, 2_700, 16_200, 0, 0)
    assert amounts(world, "invoices", document) == (0, 0, 0, 0, 0, 0)


def test_what_a_client_owes_counts_issued_invoices_less_payments(world: World) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    document, _ = invoice(world, client)
    world.push()
    lines = world.replica.reads().children("invoiceLineItems", "invoiceId", document)
    issued = world.echo("invoices", document, status="sent")
    world.pull(issued, world.echo("invoiceLineItems", lines[0].id))
    owed = world.replica.reads().db.execute("SELECT open_balance FROM clients").fetchone()

    world.pull(("payments", world.cloud_row(invoiceId=document, amount=2_000, day="2026-05-02")))

    assert owed == (12_000,)
    assert amounts(world, "invoices", document)[4:] == (2_000, 10_000)
    assert world.replica.reads().db.execute("SELECT open_balance FROM clients").fetchone() == (10_000,)
    world.edit("invoices", document, status="cancelled")
    assert amounts(world, "invoices", document)[4:] == (2_000, 0)
    assert world.replica.reads().db.execute("SELECT open_balance FROM clients").fetchone() == (0,)


def test_what_arrives_in_bulk_has_the_same_amounts_as_computed_one_by_one(world: World) -> None:
    client = world.cloud_row(companyName="Arrived", status="lead")
    document = world.cloud_row(clientId=client["id"], status="sent", currency="EUR")
    parts = [
        (
            "invoiceLineItems",
            world.cloud_row(
                invoiceId=document["id"], position=str(i), quantity="1", unitPrice="19.99", taxRate="20"
            ),
        )
        for i in range(5)
    ]
    paid = world.cloud_row(invoiceId=document["id"], amount=1_000, day="2026-05-02")

    page = world.page(
        ("clients", client), ("invoices", document), *parts, ("payments", paid), phase={"name": "x"}
    )
    exchange.apply_arrival(world.replica, page)
    exchange.apply_arrival(world.replica, world.page())
    arrived = (
        amounts(world, "invoices", document["id"]),
        world.replica.reads().db.execute("SELECT open_balance FROM clients").fetchone(),
    )
    world.replica.write(lambda tx: derived.rebuild(tx.rows, org=world.org))

    computed = (
        amounts(world, "invoices", document["id"]),
        world.replica.reads().db.execute("SELECT open_balance FROM clients").fetchone(),
    )
    assert arrived == computed
    assert arrived[0] == (9_995, 0, 1_999, 11_994, 1_000, 10_994)


def test_what_a_client_owes_is_asked_by_the_client_however_many_invoices_there_are(world: World) -> None:
    db = world.replica.reads().db
    plan = " ".join(str(step[3]) for step in db.execute(f"EXPLAIN QUERY PLAN {derived._OPEN} WHERE id='x'"))
    assert "ix_invoices_clientId" in plan
    assert "ix_invoices_status" not in plan


@pytest.mark.parametrize("wrong", [{"quantity": "abc"}, {"quantity": "1e99"}, {"unitPrice": "9" * 16}])
@pytest.mark.parametrize("arriving", [True, False])
def test_a_document_whose_lines_are_no_numbers_comes_without_amounts(
    world: World, wrong: dict[str, Any], *, arriving: bool
) -> None:
    quotes = [
        ("quotes", world.cloud_row(status="draft", currency="EUR", title=f"Hedge {at}")) for at in range(5)
    ]
    line: dict[str, Any] = {"position": "a", "kind": "line", "quantity": "2", "unitPrice": "50"}
    lines = [
        ("quoteLineItems", world.cloud_row(quoteId=row["id"], **(line | wrong if at == 2 else line)))
        for at, (_, row) in enumerate(quotes)
    ]
    if arriving:
        exchange.apply_arrival(world.replica, world.page(*quotes, *lines, phase={"name": "rest"}))
    else:
        world.client()
        world.pull(*quotes, *lines)

    found = [amounts(world, "quotes", row["id"])[0] for _, row in quotes]
    assert found == [10_000, 10_000, None, 10_000, 10_000]


def test_what_a_client_owes_follows_an_invoice_that_moved_with_many_others(world: World) -> None:
    """Rows that come together are written together: whose they were before is not lost."""
    first, second = (world.cloud_row(companyName=name, status="active") for name in ("First", "Second"))
    documents = [world.cloud_row(clientId=first["id"], status="sent", currency="EUR") for _ in range(5)]
    lines = [
        world.cloud_row(invoiceId=document["id"], position="a", quantity="1", unitPrice="10", taxRate="0")
        for document in documents
    ]
    heads = [("clients", first), ("clients", second), *(("invoices", one) for one in documents)]
    world.pull(*heads, *(("invoiceLineItems", line) for line in lines))
    assert owed_by(world, first["id"], second["id"]) == [5_000, 0]

    moved = [("invoices", world.cloud_row(one["id"], ms=2_000, **one["f"])) for one in documents]
    moved[0][1]["f"]["clientId"] = second["id"]
    world.pull(*moved)
    assert owed_by(world, first["id"], second["id"]) == [4_000, 1_000]

    elsewhere = [("invoiceLineItems", world.cloud_row(one["id"], ms=3_000, **one["f"])) for one in lines]
    elsewhere[0][1]["f"]["invoiceId"] = documents[1]["id"]
    world.pull(*elsewhere)
    assert amounts(world, "invoices", documents[0]["id"])[3] == 0
    assert owed_by(world, first["id"], second["id"]) == [5_000, 0]


def owed_by(world: World, *clients: str) -> list[int]:
    db = world.replica.reads().db
    asked = "SELECT open_balance FROM clients WHERE id=?"
    return [db.execute(asked, (client,)).fetchone()[0] for client in clients]
