"""One action for many records: done together, taken back together, and what it does not apply to is left."""

import pytest

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, many, quotes, undo
from onetool_desktop.services.many import Many, add_to_set, delete_drafts, set_status_of
from onetool_desktop.services.undo import after
from tests.services.conftest import TODAY, Desk


def some_clients(desk: Desk, count: int) -> list[str]:
    return [
        str(clients.create_client(desk.replica, fields={"companyName": f"Client {at}"}).id)
        for at in range(count)
    ]


def taken_back(desk: Desk, done: Many) -> None:
    assert done.saved.undo is not None
    undo.take_back(desk.replica, done.saved.undo)


def statuses(desk: Desk, ids: list[str]) -> set[object]:
    return {desk.fields("clients", row_id)["status"] for row_id in ids}


def test_more_clients_than_one_group_holds_are_archived_and_taken_back_as_one(desk: Desk) -> None:
    ids = some_clients(desk, 270)
    done = set_status_of(desk.replica, c="clients", ids=ids, status="archived", label="Archive")
    assert (done.done, done.left, len(done.saved.gids)) == (270, 0, 2)
    assert statuses(desk, ids) == {"archived"}
    assert done.saved.undo is not None
    undone = undo.take_back(desk.replica, done.saved.undo)
    assert len(undone.gids) == 4  # a lead comes back over active
    assert after(done.saved.undo, undone)
    assert statuses(desk, ids) == {"lead"}


def test_those_it_does_not_apply_to_are_left_and_counted(desk: Desk) -> None:
    ids = some_clients(desk, 3)
    clients.archive_client(desk.replica, id=ClientId(ids[1]))
    done = set_status_of(
        desk.replica, c="clients", ids=[*ids, "gone"], status="inactive", label="Make inactive"
    )
    assert (done.done, done.left) == (2, 2)
    assert desk.fields("clients", ids[1])["status"] == "archived"


def test_tags_are_added_beside_those_that_are_there(desk: Desk) -> None:
    ids = some_clients(desk, 2)
    clients.edit_client(desk.replica, id=ClientId(ids[0]), fields={"tags": ["key held"]})
    done = add_to_set(desk.replica, c="clients", ids=ids, field="tags", words=["dog & cat", "key held"])
    assert done.done == 2
    assert {tuple(desk.fields("clients", i)["tags"]) for i in ids} == {("dog & cat", "key held")}  # pyright: ignore[reportArgumentType]
    taken_back(desk, done)
    assert desk.fields("clients", ids[0])["tags"] == ["key held"]


def test_only_drafts_that_never_had_a_number_are_deleted_and_all_come_back(desk: Desk) -> None:
    client = ClientId(some_clients(desk, 1)[0])
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88", "taxRate": "20"}
    made = [
        quotes.create_quote(desk.replica, client_id=client, today=TODAY, lines=[line]).id for _ in range(3)
    ]
    quotes.send_quote(desk.replica, id=made[2], day=TODAY, online=False)
    done = delete_drafts(desk.replica, c="quotes", ids=made)
    assert (done.done, done.left) == (2, 1)
    reads = desk.replica.reads()
    assert [reads.row("quotes", row_id) is not None for row_id in made] == [False, False, True]
    taken_back(desk, done)
    assert [desk.replica.reads().row("quotes", row_id) is not None for row_id in made] == [True] * 3
    assert len(desk.replica.reads().children("quoteLineItems", "quoteId", made[0])) == 1


def test_nothing_to_do_saves_nothing(desk: Desk) -> None:
    ids = some_clients(desk, 1)
    done = set_status_of(desk.replica, c="clients", ids=ids, status="lead", label="Make a lead")
    assert (done.done, done.saved.gids, done.saved.undo) == (0, (), None)


def test_too_many_at_once_is_a_sentence_and_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = some_clients(desk, 2)
    monkeypatch.setattr(many, "MOST", 1)
    with pytest.raises(SentenceError, match="at once"):
        set_status_of(desk.replica, c="clients", ids=ids, status="inactive", label="Make inactive")
    assert statuses(desk, ids) == {"lead"}
