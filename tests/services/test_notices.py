"""A value that lost, in its author's hands: put back, left, or carried into a revision."""

from typing import Any

import pytest

from onetool_desktop.changes.values import ROW
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import NoticeId
from onetool_desktop.services import clients, notices, quotes
from onetool_desktop.store import exchange
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.pages import Page
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import a_client, a_quote

JOBS = "019cae6b6600" + "0000" + "ffffff00"


def a_notice(desk: Desk, c: str, row_id: str, r: str, lost: dict[str, Any]) -> NoticeId:
    """A notice as the cloud sends it to this desk's person."""
    notice = NoticeId(desk.ids.new_id())
    fields = {
        "userId": desk.replica.identity.user_id,
        "c": c,
        "rowId": row_id,
        "r": r,
        "lost": lost,
        "won": {},
    }
    row = {"id": notice, "seq": "000000000001", "clk": {ROW: JOBS}, "f": {**fields, "settled": False}}
    page = Page(rows={"notices": [row]}, cursor="x", more=False, head="000000000001", epoch="")
    exchange.apply_checkpoint(desk.replica, page)
    return notice


def test_my_value_is_put_back_and_the_notice_is_settled(desk: Desk) -> None:
    client = a_client(desk)
    notice = a_notice(desk, "clients", client, "notes", {"notes": "mine"})
    notices.put_mine_back(desk.replica, id=notice)
    assert desk.fields("clients", client)["notes"] == "mine"
    assert desk.fields("notices", notice)["settled"] is True


def test_a_value_that_was_empty_is_put_back_as_empty(desk: Desk) -> None:
    client = a_client(desk)
    clients.edit_client(desk.replica, id=client, fields={"notes": "theirs"})
    notices.put_mine_back(desk.replica, id=a_notice(desk, "clients", client, "notes", {}))
    assert "notes" not in desk.fields("clients", client)


def test_theirs_is_kept_and_the_notice_is_settled(desk: Desk) -> None:
    client = a_client(desk)
    clients.edit_client(desk.replica, id=client, fields={"notes": "theirs"})
    notice = a_notice(desk, "clients", client, "notes", {"notes": "mine"})
    notices.keep_theirs(desk.replica, id=notice)
    assert desk.fields("clients", client)["notes"] == "theirs"
    assert desk.fields("notices", notice)["settled"] is True


def test_a_record_deleted_over_my_edit_is_brought_back(desk: Desk) -> None:
    client = a_client(desk)
    clients.delete_client(desk.replica, id=client)
    notices.put_mine_back(
        desk.replica, id=a_notice(desk, "clients", client, ROW, {"companyName": "Margaret Ellis"})
    )
    assert desk.fields("clients", client)["companyName"] == "Margaret Ellis"


def test_a_sent_quote_takes_my_line_as_its_next_revision_only(desk: Desk) -> None:
    quote = a_quote(desk)
    line = desk.replica.reads().children("quoteLineItems", "quoteId", quote)[0].id
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    notice = a_notice(desk, "quoteLineItems", line, "description", {"description": "Kitchen tap, brass"})
    with pytest.raises(Refused, match="cannot be changed any more"):
        notices.put_mine_back(desk.replica, id=notice)
    notices.revise_and_put_back(desk.replica, id=notice)
    assert desk.fields("quotes", quote)["status"] == "draft"
    assert desk.fields("quoteLineItems", line)["description"] == "Kitchen tap, brass"


def test_only_a_quote_is_revised(desk: Desk) -> None:
    notice = a_notice(desk, "clients", a_client(desk), "notes", {"notes": "mine"})
    with pytest.raises(SentenceError, match="Only a quote"):
        notices.revise_and_put_back(desk.replica, id=notice)
