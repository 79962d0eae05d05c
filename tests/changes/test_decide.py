"""What may stand and what it does: the rules of change as stories, decided as the cloud decides them."""

from dataclasses import replace
from typing import Any

import pytest

from onetool_desktop.changes import merge
from onetool_desktop.changes.decide import decide
from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.changes.values import Change, Code, Effects, Issue, Op, Refusal
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.paper import snapshot_sha, to_snapshot
from tests.support.memory_rows import FIELD, OFFICE, ORG, USERS, Author, Rows, send, uid

CLIENT, QUOTE, LINE, SECOND, PROJECT, TASK = uid(1), uid(2), uid(3), uid(4), uid(5), uid(6)


@pytest.fixture
def office() -> Author:
    return Author(OFFICE)


@pytest.fixture
def field() -> Author:
    return Author(FIELD, role="office")


@pytest.fixture
def cloud(office: Author) -> Rows:
    rows = Rows()
    made = send(
        rows,
        office,
        office.group(
            Change(
                "organizations", ORG, f={"name": "Northside", "currency": "EUR", "timezone": "Europe/Berlin"}
            ),
            Change(
                "clients",
                CLIENT,
                f={"companyName": "Harbour Street Dental", "status": "active", "tags:vip": True},
            ),
            Change(
                "quotes",
                QUOTE,
                f={"clientId": CLIENT, "status": "draft", "currency": "EUR", "validUntil": "2026-12-11"},
            ),
            line(LINE, "85.00"),
        ),
    )
    assert isinstance(made, Effects), made
    return rows


def line(line_id: str, price: str) -> Change:
    fields = {"quoteId": QUOTE, "position": "a", "description": "Drain", "quantity": "1", "unit": "job"}
    return Change("quoteLineItems", line_id, f={**fields, "unitPrice": price, "taxRate": "19"})


def put(
    rows: Rows, c: str, row_id: str, start: str | None = None, f: dict[str, Any] | None = None, **more: Any
) -> Change:
    """A put based on what `rows` hold now."""
    row = rows.rows[c, row_id]
    whole = merge.complete(COLLECTIONS[c], row, {**(f or {}), **more})
    return Change(c, row_id, f=whole, b=merge.stamps_of(row, whole, COLLECTIONS[c]), start=start)


def issue(rows: Rows, no: int | None, series: str) -> Issue:
    snap = to_snapshot(build_paper(rows, org=ORG, c="quotes", id=QUOTE, day="2026-11-22"))
    return Issue(
        c="quotes", id=QUOTE, series=series, no=no, day="2026-11-22", sha=snapshot_sha(snap), snap=snap
    )


def notices(rows: Rows) -> list[dict[str, object]]:
    return [dict(row.f) for (c, _), row in rows.rows.items() if c == "notices"]


def code(answer: Effects | Refusal) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


def test_the_later_note_wins_and_the_earlier_author_is_told(
    cloud: Rows, office: Author, field: Author
) -> None:
    early = office.group(put(cloud, "clients", CLIENT, notes="from the office"), ms=1_900_000_000_000)
    late = field.group(put(cloud, "clients", CLIENT, notes="from the field"), ms=1_900_000_060_000)
    send(cloud, field, late)
    answer = send(cloud, office, early)
    assert isinstance(answer, Effects)
    assert [lost.r for lost in answer.lost] == ["notes"]
    assert cloud.rows["clients", CLIENT].f["notes"] == "from the field"
    assert [n["userId"] for n in notices(cloud)] == [USERS[OFFICE]]
    assert notices(cloud)[0]["lost"] == {"notes": "from the office"}


def test_who_comes_first_does_not_decide(cloud: Rows, office: Author, field: Author) -> None:
    early = office.group(put(cloud, "clients", CLIENT, notes="from the office"), ms=1_900_000_000_000)
    late = field.group(put(cloud, "clients", CLIENT, notes="from the field"), ms=1_900_000_060_000)
    send(cloud, office, early)
    send(cloud, field, late)
    assert cloud.rows["clients", CLIENT].f["notes"] == "from the field"
    assert [n["lost"] for n in notices(cloud)] == [{"notes": "from the office"}]


def test_equal_values_make_no_notice(cloud: Rows, office: Author, field: Author) -> None:
    groups = [(who, who.group(put(cloud, "clients", CLIENT, notes="same"))) for who in (office, field)]
    for who, group in groups:
        send(cloud, who, group)
    assert notices(cloud) == []


def test_different_registers_of_one_row_both_stand(cloud: Rows, office: Author, field: Author) -> None:
    one = office.group(put(cloud, "clients", CLIENT, notes="n"))
    two = field.group(put(cloud, "clients", CLIENT, companyDescription="d"))
    send(cloud, office, one)
    send(cloud, field, two)
    row = cloud.rows["clients", CLIENT]
    assert (row.f["notes"], row.f["companyDescription"]) == ("n", "d")
    assert notices(cloud) == []


def test_a_price_block_wins_or_loses_whole(cloud: Rows, office: Author, field: Author) -> None:
    one = office.group(put(cloud, "quoteLineItems", LINE, unitPrice="90.00"))
    two = field.group(put(cloud, "quoteLineItems", LINE, quantity="3"), ms=1_900_000_000_000)
    send(cloud, office, one)
    send(cloud, field, two)
    row = cloud.rows["quoteLineItems", LINE]
    assert (row.f["quantity"], row.f["unitPrice"]) == ("3", "85.00")


def test_tags_of_two_people_are_joined(cloud: Rows, office: Author, field: Author) -> None:
    one = office.group(put(cloud, "clients", CLIENT, f={"tags:dental": True}))
    two = field.group(put(cloud, "clients", CLIENT, f={"tags:vip": False, "tags:key%20here": True}))
    send(cloud, office, one)
    send(cloud, field, two)
    assert cloud.rows["clients", CLIENT].f["tags"] == ["dental", "key here"]


def test_a_line_under_a_sent_quote_is_refused(cloud: Rows, office: Author, field: Author) -> None:
    late = field.group(put(cloud, "quoteLineItems", LINE, unitPrice="1.00"))
    send(cloud, office, office.group(commands=(issue(cloud, 42, "B7"),)))
    answer = send(cloud, field, late)
    assert code(answer) is Code.LOCKED
    assert "Q-B7-0042" in str(answer.message)  # type: ignore[union-attr]
    assert cloud.rows["quoteLineItems", LINE].f["unitPrice"] == "85.00"


def test_of_a_sent_quote_the_customer_chooses_and_nothing_else_is_changed(
    cloud: Rows, office: Author, field: Author
) -> None:
    def sent(author: Author, change: Change) -> Effects | Refusal:
        return send(cloud, author, replace(author.group(change), schema=2))

    sent(office, put(cloud, "quoteLineItems", LINE, optional=True))
    send(cloud, office, office.group(commands=(issue(cloud, 42, "B7"),)))
    assert isinstance(sent(field, put(cloud, "quoteLineItems", LINE, chosen=True)), Effects)
    assert code(sent(field, put(cloud, "quoteLineItems", LINE, chosen=None, optional=None))) is Code.LOCKED
    seen = cloud.rows["quoteLineItems", LINE].seq or ""
    assert code(sent(field, Change("quoteLineItems", LINE, Op.DELETE, b={"row": seen}))) is Code.LOCKED


def test_a_printed_number_is_recorded_and_the_unprinted_edit_told(
    cloud: Rows, office: Author, field: Author
) -> None:
    paper = office.group(commands=(issue(cloud, 42, "B7"),))
    send(cloud, field, field.group(put(cloud, "quoteLineItems", LINE, unitPrice="1.00")))
    send(cloud, field, field.group(line(SECOND, "7.00")))
    answer = send(cloud, office, paper)
    assert isinstance(answer, Effects)
    quote = cloud.rows["quotes", QUOTE]
    assert (quote.f["number"], quote.f["status"]) == ("Q-B7-0042", "sent")
    told = {(n["userId"], n["rowId"], n["r"]) for n in notices(cloud)}
    assert told == {(USERS[FIELD], LINE, "price"), (USERS[FIELD], SECOND, "row")}
    price = next(n for n in notices(cloud) if n["r"] == "price")
    assert (price["lost"]["unitPrice"], price["won"]["unitPrice"]) == ("1.00", "85.00")  # type: ignore[index]


def test_an_edit_that_comes_back_beneath_a_paper_is_told(cloud: Rows, office: Author, field: Author) -> None:
    paper = office.group(commands=(issue(cloud, 42, "B7"),))
    send(cloud, field, field.group(put(cloud, "quoteLineItems", LINE, unitPrice="1.00")))
    gone = field.group(
        Change("quotes", QUOTE, op=Op.DELETE, b={"row": cloud.rows["quotes", QUOTE].seq or ""})
    )
    for who, group in ((field, gone), (office, paper)):
        assert isinstance(send(cloud, who, group), Effects)
    assert not notices(cloud)
    send(cloud, field, field.group(Change("quotes", QUOTE, op=Op.RESTORE, start=gone.gid)))
    assert cloud.rows["quotes", QUOTE].f["number"] == "Q-B7-0042"
    assert [(n["userId"], n["rowId"], n["r"]) for n in notices(cloud)] == [(USERS[FIELD], LINE, "price")]


def test_the_main_series_issues_only_what_was_seen(cloud: Rows, office: Author, field: Author) -> None:
    seen = office.group(commands=(issue(cloud, None, "main"),))
    send(cloud, field, field.group(put(cloud, "quoteLineItems", LINE, unitPrice="1.00")))
    assert code(send(cloud, office, seen)) is Code.CHANGED
    assert cloud.rows["quotes", QUOTE].f["status"] == "draft"
    again = send(cloud, office, office.group(commands=(issue(cloud, None, "main"),)))
    assert isinstance(again, Effects)
    assert cloud.rows["quotes", QUOTE].f["number"] == "Q-000001"


def test_nobody_brings_a_count_of_the_main_series(cloud: Rows, office: Author) -> None:
    answer = send(cloud, office, office.group(commands=(issue(cloud, 99, "main"),)))
    assert code(answer) is Code.VALIDATION


def test_a_number_given_twice_stands_twice_in_review(cloud: Rows, office: Author, field: Author) -> None:
    both = [(who, who.group(commands=(issue(cloud, 42, "B7"),))) for who in (office, field)]
    for who, group in both:
        assert isinstance(send(cloud, who, group), Effects)
    papers = [row for (c, _), row in cloud.rows.items() if c == "issued"]
    assert sorted(row.f.get("review") or "" for row in papers) == ["", "number"]


def test_a_deleted_draft_keeps_its_printed_number(cloud: Rows, office: Author, field: Author) -> None:
    paper = field.group(commands=(issue(cloud, 7, "C2"),))
    send(
        cloud,
        office,
        office.group(Change("quotes", QUOTE, op=Op.DELETE, b={"row": cloud.rows["quotes", QUOTE].seq or ""})),
    )
    assert isinstance(send(cloud, field, paper), Effects)
    assert [row.f["number"] for (c, _), row in cloud.rows.items() if c == "issued"] == ["Q-C2-0007"]


def test_delete_takes_the_lines_and_restore_brings_them_back(cloud: Rows, office: Author) -> None:
    gone = office.group(Change("quotes", QUOTE, op=Op.DELETE, b={"row": "000000000001"}))
    send(cloud, office, gone)
    assert not cloud.rows["quoteLineItems", LINE].live
    send(cloud, office, office.group(Change("quotes", QUOTE, op=Op.RESTORE, start=gone.gid)))
    assert cloud.rows["quoteLineItems", LINE].live
    assert cloud.rows["quoteLineItems", LINE].f["unitPrice"] == "85.00"


def test_a_delete_wins_over_an_unseen_edit_and_its_author_is_told(
    cloud: Rows, office: Author, field: Author
) -> None:
    seen = cloud.rows["quotes", QUOTE].seq or ""
    send(cloud, field, field.group(put(cloud, "quoteLineItems", LINE, unitPrice="1.00")))
    send(cloud, office, office.group(Change("quotes", QUOTE, op=Op.DELETE, b={"row": seen})))
    assert [(n["userId"], n["rowId"], n["r"]) for n in notices(cloud)] == [(USERS[FIELD], LINE, "row")]


def test_a_write_never_resurrects(cloud: Rows, office: Author, field: Author) -> None:
    late = field.group(put(cloud, "clients", CLIENT, notes="still there?"))
    send(cloud, office, office.group(Change("clients", CLIENT, op=Op.DELETE, b={"row": "000000000001"})))
    answer = send(cloud, field, late)
    assert isinstance(answer, Effects)
    assert [lost.r for lost in answer.lost] == ["notes"]
    assert not cloud.rows["clients", CLIENT].live
    assert notices(cloud)[-1]["lost"] == {"notes": "still there?"}


def test_a_child_of_a_deleted_parent_is_refused(cloud: Rows, office: Author, field: Author) -> None:
    send(cloud, office, office.group(Change("clients", CLIENT, op=Op.DELETE, b={"row": "000000000001"})))
    task = Change(
        "tasks", TASK, f={"title": "Visit", "clientId": CLIENT, "date": "2026-11-23", "status": "pending"}
    )
    assert code(send(cloud, field, field.group(task))) is Code.PARENT_DELETED


def test_a_number_on_paper_is_never_deleted(cloud: Rows, office: Author) -> None:
    send(cloud, office, office.group(commands=(issue(cloud, 42, "B7"),)))
    answer = send(cloud, office, office.group(Change("clients", CLIENT, op=Op.DELETE, b={"row": "9"})))
    assert code(answer) is Code.LOCKED


def test_status_steps_follow_the_table_not_the_clock(cloud: Rows, office: Author, field: Author) -> None:
    send(cloud, office, office.group(commands=(issue(cloud, 42, "B7"),)))
    approve = office.group(put(cloud, "quotes", QUOTE, start="sent", status="approved"), ms=1_900_000_000_000)
    decline = field.group(put(cloud, "quotes", QUOTE, start="sent", status="declined"), ms=1_950_000_000_000)
    send(cloud, office, approve)
    answer = send(cloud, field, decline)
    assert isinstance(answer, Effects)
    assert cloud.rows["quotes", QUOTE].f["status"] == "approved"
    assert [lost.r for lost in answer.lost] == ["status"]


def test_a_step_the_table_bars_is_refused(cloud: Rows, office: Author) -> None:
    jump = office.group(put(cloud, "quotes", QUOTE, start="draft", status="approved"))
    assert code(send(cloud, office, jump)) is Code.STEP


def test_sent_is_made_by_issuing_only(cloud: Rows, office: Author) -> None:
    assert (
        code(send(cloud, office, office.group(put(cloud, "quotes", QUOTE, start="draft", status="sent"))))
        is Code.STEP
    )


def test_what_is_not_his_to_see_is_not_there(cloud: Rows, field: Author) -> None:
    edit = field.group(put(cloud, "clients", CLIENT, notes="x"))
    cloud.hidden.add(("clients", CLIENT))
    unknown = field.group(Change("clients", uid(99), f={"notes": "x"}, b={"notes": edit.h}))
    answers = [decide(cloud, field.principal, group) for group in (edit, unknown)]
    assert [code(answer) for answer in answers] == [Code.NOT_FOUND, Code.NOT_FOUND]
    assert len({answer.message for answer in answers if isinstance(answer, Refusal)}) == 1


def test_rights_are_asked_of_the_role(cloud: Rows) -> None:
    technician = Author(FIELD, role="technician")
    settings = technician.group(put(cloud, "organizations", ORG, name="Mine now"))
    assert code(decide(cloud, technician.principal, settings)) is Code.FORBIDDEN


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"companyName": ""}, "companyName"),
        ({"companyName": "x" * 201}, "companyName"),
        ({"status": "vip"}, "status"),
        ({"paymentDays": 1.5}, "paymentDays"),
        ({"invented": "x"}, "invented"),
        ({"primaryContactId": "not-an-id"}, "primaryContactId"),
        ({"notes": "\ud800"}, "notes"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_its_field(
    cloud: Rows, office: Author, fields: dict[str, object], field: str
) -> None:
    base = cloud.rows["clients", CLIENT].clk["row"]
    answer = decide(
        cloud, office.principal, office.group(Change("clients", CLIENT, f=fields, b={"notes": base}))
    )
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == (Code.VALIDATION, field)


def test_given_fields_are_not_typed(cloud: Rows, office: Author) -> None:
    answer = send(cloud, office, office.group(put(cloud, "quotes", QUOTE, number="Q-1")))
    assert code(answer) is Code.VALIDATION


def test_a_visit_ends_after_it_begins_but_one_of_before_the_rule_can_still_be_moved(
    cloud: Rows, office: Author
) -> None:
    visit = {
        "title": "Survey",
        "status": "pending",
        "date": "2026-11-23",
        "startTime": "10:00",
        "endTime": "09:00",
    }
    refused = send(cloud, office, office.group(Change("tasks", TASK, f=visit)))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == (Code.VALIDATION, "endTime")
    assert isinstance(
        send(cloud, office, office.group(Change("tasks", TASK, f={**visit, "endTime": "11:00"}))), Effects
    )
    row = cloud.rows["tasks", TASK]
    cloud.rows["tasks", TASK] = replace(row, f={**row.f, "endTime": "09:00"})  # as an earlier program left it
    assert isinstance(
        send(cloud, office, office.group(put(cloud, "tasks", TASK, date="2026-11-24"))), Effects
    )
    worse = send(cloud, office, office.group(put(cloud, "tasks", TASK, startTime="12:00")))
    assert code(worse) is Code.VALIDATION
