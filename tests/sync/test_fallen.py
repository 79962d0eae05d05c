"""A large delete reaches its rows in the cloud step by step: whoever pulls meanwhile keeps nothing of what it took."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices
from onetool_desktop.store import exchange
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call
from tests.sync.world import Person, World, add_client, open_service

LINES = [{"description": f"Work {at}", "quantity": "1", "unitPrice": "10"} for at in range(3)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A cloud that takes one row along at once."""
    made = World(tmp_path)
    made.service.database.close()
    made.service = open_service(tmp_path, made.clock, at_once=1)
    yield made
    made.close()


def sums(person: Person) -> tuple[Any, Any]:
    """What this person's device holds, and what the cloud keeps for him."""
    ours = exchange.digest(person.replica.writer)
    theirs = person.session.ask(calls.digest(person.replica.identity.org))["sums"]
    return {c: s for c, s in ours.items() if s["count"]}, theirs


def test_lines_whose_document_changed_and_fell_before_it_came_fall_with_it(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client = ClientId(add_client(owner, "Harbour Bakery"))
    invoice = invoices.create_invoice(owner.replica, client_id=client, today="2026-01-05", lines=LINES).id
    owner.sync()
    invoices.edit_invoice(owner.replica, id=invoice, fields={"title": "Roof"})  # comes after its lines now
    owner.sync()
    owner.sync()
    pages: list[dict[str, Any]] = []

    def between(call: Call, value: Any) -> Any:
        if call.path == "sync:pull":
            pages.append(value)
            if len(pages) == 1:
                clients.delete_client(owner.replica, id=client)
                owner.sync()
        return value

    def few_at_once(call: Call) -> None:
        if call.path == "sync:pull":
            cast("dict[str, Any]", call.args)["limit"] = 4

    colleague.wire.before, colleague.wire.after = few_at_once, between
    colleague.sync()
    assert len(pages[0]["rows"]["invoiceLineItems"]) == len(LINES)
    assert "invoices" not in pages[0]["rows"]
    ours, theirs = sums(colleague)
    assert ours == theirs
    assert "invoiceLineItems" not in ours
    while world.service.bury():
        pass
    colleague.sync()
    ours, theirs = sums(colleague)
    assert ours == theirs
