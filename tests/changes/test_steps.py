"""A status change against WIRE's sentence, for every pair and every `from` of every table."""

from itertools import product

import pytest

from onetool_desktop.changes import merge
from onetool_desktop.changes.values import Change, Effects, Row
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Collection, StatusTable
from tests.support.changing import LATE, OTHER, TASK, business, code, put, stands, told
from tests.support.memory_rows import FIELD, OFFICE, Author, send

NOW, H = "0" * 16 + OFFICE, "1" * 16 + FIELD
WITH_STATUS = [c for c in ALL if c.status is not None]


def by_the_sentence(table: StatusTable, start: str | None, now: str, to: str, *, creates: bool) -> str:
    """Applied if legal and `from` is current, or current → to is legal and rises; a rising change that finds current at
    `to` or higher is quietly superseded; else refused.
    """
    rank = table.ranks
    if start == now and (start, to) in table.steps:
        return "applied"
    if (now, to) in table.steps and rank[to] > rank[now]:
        return "applied"
    rising = creates or (start is not None and rank[to] > rank[start])
    return "superseded" if rising and rank[now] >= rank[to] else "refused"


def by_the_code(collection: Collection, start: str | None, now: str, to: str, *, creates: bool) -> str:
    row = Row(TASK, {"status": now}, {"row": NOW})
    change = Change(
        collection.name, TASK, f={"status": to}, b={} if creates else {"status": NOW}, start=start
    )
    merged = merge.apply_put(collection, row, change, H)
    if merged.took:
        assert (merged.row.f["status"], merged.row.clk["status"]) == (to, H)
        return "applied"
    assert merged.row == row
    return "superseded" if merged.lost else "refused"


@pytest.mark.parametrize("collection", WITH_STATUS, ids=lambda c: c.name)
def test_every_step_from_every_status_is_as_the_sentence_says(collection: Collection) -> None:
    table = collection.status
    assert table is not None
    words = list(table.ranks)
    for start, now, to in product([None, *words], words, words):
        wanted = by_the_sentence(table, start, now, to, creates=False)
        assert by_the_code(collection, start, now, to, creates=False) == wanted, (start, now, to)


@pytest.mark.parametrize("collection", WITH_STATUS, ids=lambda c: c.name)
def test_a_twin_made_elsewhere_rises_from_nothing(collection: Collection) -> None:
    table = collection.status
    assert table is not None
    for now, to in product(table.ranks, sorted(table.first)):
        wanted = by_the_sentence(table, None, now, to, creates=True)
        assert by_the_code(collection, None, now, to, creates=True) == wanted, (now, to)


def test_a_status_from_a_newer_cloud_is_read_only_and_breaks_no_fold() -> None:
    assert by_the_code(COLLECTIONS["tasks"], "pending", "paused", "completed", creates=False) == "refused"


def test_a_step_takes_the_groups_stamp_though_the_present_one_is_higher() -> None:
    rows, office, field = business(), Author(OFFICE), Author(FIELD, role="office")
    done = field.group(put(rows, "tasks", TASK, start="pending", status="completed"))
    stands(
        send(
            rows,
            office,
            office.group(put(rows, "tasks", TASK, start="pending", status="in-progress"), ms=LATE),
        )
    )
    stands(send(rows, field, done))
    assert rows.rows["tasks", TASK].clk["status"] == done.h


@pytest.mark.parametrize("turn", [0, 1])
def test_rising_steps_made_apart_end_at_the_higher_and_tell_nobody(turn: int) -> None:
    rows = business()
    apart = [
        (who, who.group(put(rows, "tasks", TASK, start="pending", status=status)))
        for who, status in ((Author(OFFICE), "in-progress"), (Author(FIELD, role="office"), "completed"))
    ]
    results = [bool(stands(send(rows, *apart[at])).lost) for at in (turn, 1 - turn)]
    assert rows.rows["tasks", TASK].f["status"] == "completed"
    assert (results, told(rows)) == ([False, bool(turn)], [])


def test_a_put_without_the_status_before_takes_nothing_back() -> None:
    rows, office = business(), Author(OFFICE)
    answer = send(rows, office, office.group(put(rows, "clients", OTHER, status="lead")))
    assert code(answer) == "step"
    assert not isinstance(answer, Effects)
