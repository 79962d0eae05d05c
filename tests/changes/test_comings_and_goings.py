"""Deletes, restores and papers that cross each other."""

from dataclasses import replace

import pytest

from onetool_desktop.changes.decide import Site, decide
from onetool_desktop.changes.fold import fold
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.collections import COLLECTIONS
from tests.support.changing import (
    CLIENT,
    INVOICE,
    LINE,
    QUOTE,
    TASK,
    business,
    code,
    delete,
    issue,
    papers,
    put,
    restore,
    stands,
)
from tests.support.memory_rows import FIELD, OFFICE, ORG, Author, Rows, send, uid


@pytest.fixture
def rows() -> Rows:
    return business()


@pytest.fixture
def office() -> Author:
    return Author(OFFICE)


@pytest.fixture
def field() -> Author:
    return Author(FIELD, role="office")


def test_a_line_deleted_before_its_quote_stays_deleted_when_the_quote_comes_back(
    rows: Rows, office: Author
) -> None:
    first, second = (
        office.group(delete(rows, "quoteLineItems", LINE)),
        office.group(delete(rows, "quotes", QUOTE)),
    )
    for group in (first, second, office.group(restore("quotes", QUOTE, second.gid))):
        stands(send(rows, office, group))
    assert (rows.rows["quotes", QUOTE].live, rows.rows["quoteLineItems", LINE].deleted) == (True, first.gid)


def test_nothing_comes_back_beneath_a_dead_parent(rows: Rows, office: Author) -> None:
    line, client = office.group(delete(rows, "quotes", QUOTE)), office.group(delete(rows, "clients", CLIENT))
    for group in (line, client):
        stands(send(rows, office, group))
    assert code(send(rows, office, office.group(restore("quotes", QUOTE, line.gid)))) == "parent_deleted"


def test_a_line_does_not_come_back_into_a_sent_quote(rows: Rows, office: Author) -> None:
    gone = office.group(delete(rows, "quoteLineItems", LINE))
    stands(send(rows, office, gone))
    stands(send(rows, office, office.group(commands=(issue(rows, "main"),))))
    assert code(send(rows, office, office.group(restore("quoteLineItems", LINE, gone.gid)))) == "locked"


def test_one_group_brings_back_two_rows_of_one_delete_and_keeps_its_own_edit(
    rows: Rows, office: Author
) -> None:
    gone = office.group(delete(rows, "tasks", TASK), delete(rows, "quotes", QUOTE))
    edit = replace(put(rows, "tasks", TASK, report="done"), start=None)
    stands(send(rows, office, gone))
    back = office.group(restore("tasks", TASK, gone.gid), edit, restore("quotes", QUOTE, gone.gid))
    before = rows.rows["tasks", TASK]
    effects = stands(send(rows, office, back))
    assert rows.rows["quotes", QUOTE].live
    assert rows.rows["tasks", TASK].f["report"] == "done"
    assert fold(COLLECTIONS["tasks"], before, [back], TASK, ORG) == effects.rows["tasks", TASK]


def test_nobody_brings_back_what_he_does_not_see(rows: Rows, office: Author, field: Author) -> None:
    gone = office.group(delete(rows, "quotes", QUOTE))
    stands(send(rows, office, gone))
    rows.hidden.add(("quotes", QUOTE))
    assert code(send(rows, field, field.group(restore("quotes", QUOTE, gone.gid)))) == "not_found"


def test_a_quote_printed_while_it_was_deleted_comes_back_as_printed(
    rows: Rows, office: Author, field: Author
) -> None:
    printed, gone = field.group(commands=(issue(rows, "C2", 7),)), office.group(delete(rows, "quotes", QUOTE))
    for who, group in (
        (office, gone),
        (field, printed),
        (office, office.group(restore("quotes", QUOTE, gone.gid))),
    ):
        stands(send(rows, who, group))
    quote = rows.rows["quotes", QUOTE].f
    assert (quote["number"], quote["status"], rows.rows["quoteLineItems", LINE].live) == (
        "Q-C2-0007",
        "sent",
        True,
    )
    assert code(send(rows, office, office.group(commands=(issue(rows, "main"),)))) == "step"


def test_paper_of_an_earlier_issue_leaves_a_revision_under_way_alone(
    rows: Rows, office: Author, field: Author
) -> None:
    late = field.group(commands=(issue(rows, "C2", 7),))
    stands(send(rows, office, office.group(commands=(issue(rows, "main"),))))
    stands(send(rows, office, office.group(put(rows, "quotes", QUOTE, start="sent", status="draft"))))
    stands(send(rows, field, late))
    quote = rows.rows["quotes", QUOTE].f
    assert (quote["number"], quote["status"]) == ("Q-000001", "draft")
    assert papers(rows) == [("Q-000001", ""), ("Q-C2-0007", "document")]


def test_a_revision_keeps_the_number_and_one_printed_twice_stands_in_review(
    rows: Rows, office: Author, field: Author
) -> None:
    stands(send(rows, office, office.group(commands=(issue(rows, "B7", 4),))))
    stands(send(rows, office, office.group(put(rows, "quotes", QUOTE, start="sent", status="draft"))))
    twice = [(who, who.group(commands=(issue(rows, "B7", 4, rev=2),))) for who in (office, field)]
    for who, group in twice:
        stands(send(rows, who, group))
    assert papers(rows) == [("Q-B7-0004", ""), ("Q-B7-0004 r2", ""), ("Q-B7-0004 r2", "document")]
    assert (rows.rows["quotes", QUOTE].f["revision"], rows.counters["quote", "B7"]) == (2, 4)


def test_a_revision_of_a_number_that_another_document_has_stands_in_review_as_well(
    rows: Rows, office: Author, field: Author
) -> None:
    there = {"kind": "quote", "series": "B7", "no": 4, "number": "Q-B7-0004", "quoteId": uid(33)}
    rows.rows["issued", uid(34)] = Row(uid(34), there, {"row": ""}, "000000000001")
    stands(send(rows, field, field.group(commands=(issue(rows, "B7", 4),))))
    stands(send(rows, office, office.group(put(rows, "quotes", QUOTE, start="sent", status="draft"))))
    stands(send(rows, office, office.group(commands=(issue(rows, "main"),))))
    assert papers(rows) == [("Q-B7-0004", ""), ("Q-B7-0004", "number"), ("Q-B7-0004 r2", "number")]


def test_a_revised_quote_shows_no_number_of_the_clouds_before_the_cloud_gave_it(
    rows: Rows, office: Author
) -> None:
    stands(send(rows, office, office.group(commands=(issue(rows, "main"),))))
    stands(send(rows, office, office.group(put(rows, "quotes", QUOTE, start="sent", status="draft"))))
    device = Rows(gives_numbers=False)
    device.rows = dict(rows.rows)
    group = office.group(commands=(issue(rows, "main"),))
    here = stands(decide(device, office.principal, group, site=Site.DEVICE))
    assert list(here.rows) == [("quotes", QUOTE)]
    assert (
        fold(COLLECTIONS["quotes"], rows.rows["quotes", QUOTE], [group], QUOTE, ORG)
        == here.rows["quotes", QUOTE]
    )
    stands(send(rows, office, group))
    assert papers(rows) == [("Q-000001", ""), ("Q-000001 r2", "")]


def test_counts_are_kept_for_each_kind_of_paper(rows: Rows, office: Author) -> None:
    for c in ("quotes", "invoices"):
        stands(send(rows, office, office.group(commands=(issue(rows, "B7", 1, c=c),))))
    assert papers(rows) == [("Q-B7-0001", ""), ("INV-B7-0001", "")]
    assert rows.counters == {("quote", "B7"): 1, ("invoice", "B7"): 1}
    assert rows.rows["invoices", INVOICE].f["status"] == "sent"


def test_a_business_brought_along_keeps_the_counts_it_gave(rows: Rows, office: Author) -> None:
    office.principal = replace(office.principal, importing=True)
    stands(send(rows, office, office.group(commands=(issue(rows, "main", 41),))))
    assert papers(rows) == [("Q-000041", "")]
    assert rows.next_number("quote", "main") == 42
