"""What a device knows of a record's past: its own work, what the cloud tells, and what the stamps say."""

from collections.abc import Sequence
from typing import Any

import pytest

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Op
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, history, quotes, undo
from onetool_desktop.services.history import UNKNOWN, Entry, FieldChange, History, What
from onetool_desktop.store import exchange
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.pages import Page
from onetool_desktop.store.past import Write
from tests.services.conftest import NOON_MS, TODAY, Desk
from tests.services.paper_work import a_client, a_quote

THEIRS = "0badcafe"


def of(desk: Desk, c: str, row_id: str, fetched: Any = None) -> History:
    return history.history_of(desk.replica.reads(), c=c, id=row_id, fetched=fetched)


def told(entries: Sequence[Entry]) -> list[tuple[Any, ...]]:
    return [(e.what, *((c.name, c.before, c.after) for c in e.changes)) for e in entries]


def a_colleague_writes(desk: Desk, c: str, row_id: str, minutes: int, **fields: Any) -> str:
    """A colleague's later values, as a pull brings them."""
    row = desk.replica.reads().row(c, row_id)
    assert row is not None
    h = stamp.make(NOON_MS + minutes * 60_000, 0, THEIRS)
    clk = {**row.clk, **dict.fromkeys(fields, h)}
    message = {"id": row_id, "seq": f"{minutes:012d}", "clk": clk, "f": {**row.f, **fields}}
    page = Page(rows={c: [message]}, cursor="x", more=False, head=f"{minutes:012d}", epoch="")
    exchange.apply_checkpoint(desk.replica, page)
    return h


def a_client_from_elsewhere(desk: Desk) -> tuple[ClientId, str]:
    """A client that another device made, as a pull brings it."""
    client, h = ClientId(desk.ids.new_id()), stamp.make(NOON_MS, 0, THEIRS)
    message = {
        "id": client,
        "seq": "000000000001",
        "clk": {ROW: h},
        "f": {"companyName": "Avon", "status": "lead"},
    }
    page = Page(rows={"clients": [message]}, cursor="x", more=False, head="000000000001", epoch="")
    exchange.apply_checkpoint(desk.replica, page)
    return client, h


def test_own_changes_stand_with_what_was_before(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon"}).id
    clients.edit_client(desk.replica, id=client, fields={"notes": "Ring", "companyName": "Avon Ltd"})
    clients.edit_client(desk.replica, id=client, fields={"notes": ""})
    found = of(desk, "clients", client)
    assert told(found.entries) == [
        (What.CHANGED, ("notes", "Ring", None)),
        (What.CHANGED, ("notes", None, "Ring"), ("companyName", "Avon", "Avon Ltd")),
        (What.MADE, ("status", None, "lead"), ("companyName", None, "Avon")),
    ]
    assert found.whole


def test_tags_stand_one_by_one(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon", "tags": ["vip"]}).id
    clients.edit_client(desk.replica, id=client, fields={"tags": ["dog & cat"]})
    (last, *_) = of(desk, "clients", client).entries
    assert {(c.name, c.before, c.after) for c in last.changes} == {
        ("tags:vip", True, False),
        ("tags:dog%20%26%20cat", False, True),
    }


def test_contacts_and_lines_belong_to_the_history_of_their_record(desk: Desk) -> None:
    client = a_client(desk)
    contact = clients.add_contact(desk.replica, client_id=client, fields={"firstName": "Ben"}).id
    clients.remove(desk.replica, client_id=client, c="clientContacts", id=contact)
    found = of(desk, "clients", client).entries
    assert (found[0].what, found[0].id, found[0].returns) == (What.DELETED, contact, True)
    history.bring_back(desk.replica, c="clientContacts", id=contact)
    assert desk.fields("clientContacts", contact)["firstName"] == "Ben"
    quote = a_quote(desk)
    assert {entry.c for entry in of(desk, "quotes", quote).entries} == {"quotes", "quoteLineItems"}


def test_what_a_colleague_wrote_last_stands_by_its_stamp_and_nothing_is_guessed(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon", "notes": "mine"}).id
    h = a_colleague_writes(desk, "clients", client, 9, notes="theirs")
    (last, *_) = of(desk, "clients", client).entries
    assert (last.h, told([last])) == (h, [(What.CHANGED, ("notes", UNKNOWN, "theirs"))])
    assert not last.changes[0].returns
    assert not of(desk, "clients", client).whole


def test_the_clouds_answer_fills_what_is_missing(desk: Desk) -> None:
    client, made = a_client_from_elsewhere(desk)
    before = of(desk, "clients", client)
    assert (told(before.entries), before.whole) == ([(What.MADE,)], False)
    h = a_colleague_writes(desk, "clients", client, 9, notes="two")
    between = stamp.make(NOON_MS + 60_000, 0, THEIRS)
    fetched = {
        ("clients", client): [
            Write(made, Op.PUT, {"companyName": "Avon", "status": "lead"}, "g1"),
            Write(between, Op.PUT, {"notes": "one", "tags": ["vip"]}, "g2"),
            Write(h, Op.PUT, {"notes": "two", "tags": None}, "g3"),
        ]
    }
    found = of(desk, "clients", client, fetched)
    assert told(found.entries) == [
        (What.CHANGED, ("notes", "one", "two"), ("tags:vip", True, False)),
        (What.CHANGED, ("notes", None, "one"), ("tags:vip", False, True)),
        (What.MADE, ("companyName", None, "Avon"), ("status", None, "lead")),
    ]
    assert found.whole


def test_what_both_tell_stands_once(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon"}).id
    saved = clients.edit_client(desk.replica, id=client, fields={"notes": "Ring"})
    row = desk.replica.reads().row("clients", client)
    assert row is not None
    fetched = {("clients", client): [Write(row.clk["notes"], Op.PUT, {"notes": "Ring"}, saved.gid)]}
    assert len(of(desk, "clients", client, fetched).entries) == 2


def test_a_value_is_put_back_as_a_change_of_its_own_that_can_be_undone(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon", "notes": "one"}).id
    clients.edit_client(desk.replica, id=client, fields={"notes": "two"})
    change = of(desk, "clients", client).entries[0].changes[0]
    saved = history.put_back(desk.replica, c="clients", id=client, change=change)
    assert desk.fields("clients", client)["notes"] == "one"
    assert saved.undo is not None
    assert saved.undo.label == "Put back notes"
    undo.take_back(desk.replica, saved.undo)
    assert desk.fields("clients", client)["notes"] == "two"
    assert of(desk, "clients", client).entries[0].changes[0].after == "two"


def test_what_stands_already_and_what_is_given_once_are_not_put_back(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon", "notes": "one"}).id
    for words in ("two", "one"):
        clients.edit_client(desk.replica, id=client, fields={"notes": words})
    returns = [c.returns for e in of(desk, "clients", client).entries for c in e.changes]
    assert returns == [True, False, False, False, False]


def test_a_line_of_a_sent_quote_is_not_put_back_and_says_why(desk: Desk) -> None:
    quote = a_quote(desk)
    line = desk.replica.reads().children("quoteLineItems", "quoteId", quote)[0].id
    change = FieldChange("description", "Sink", "Kitchen tap", returns=True)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    with pytest.raises(Refused, match="cannot be changed any more"):
        history.put_back(desk.replica, c="quoteLineItems", id=line, change=change)


def test_what_was_brought_back_already_is_told(desk: Desk) -> None:
    client = a_client(desk)
    with pytest.raises(SentenceError, match="brought back already"):
        history.bring_back(desk.replica, c="clients", id=client)


def test_what_a_colleague_wrote_in_between_is_not_guessed(desk: Desk) -> None:
    client = clients.create_client(desk.replica, fields={"companyName": "Avon", "notes": "one"}).id
    a_colleague_writes(desk, "clients", client, 9, notes="two")
    desk.clock.advance(20 * 60_000)
    clients.edit_client(desk.replica, id=client, fields={"notes": "three"})
    assert told(of(desk, "clients", client).entries[:1]) == [(What.CHANGED, ("notes", UNKNOWN, "three"))]


def test_what_stood_in_a_record_made_elsewhere_is_not_guessed(desk: Desk) -> None:
    client, _ = a_client_from_elsewhere(desk)
    clients.edit_client(desk.replica, id=client, fields={"companyName": "Avon Ltd"})
    assert told(of(desk, "clients", client).entries[:1]) == [
        (What.CHANGED, ("companyName", UNKNOWN, "Avon Ltd"))
    ]
