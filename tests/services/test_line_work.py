"""Work on lines: what is shown at once is what stands after the save, whatever the steps."""

import random

import pytest

from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, quotes, undo
from onetool_desktop.services.line_work import (
    AddLine,
    Line,
    LineStep,
    MoveLine,
    PutLine,
    RemoveLine,
    after_steps,
    save_lines,
)
from tests.services.conftest import TODAY, Desk


def draft(desk: Desk, *names: str) -> str:
    client = clients.create_client(desk.replica, fields={"companyName": "Birch"}).id
    lines = [{"description": name, "quantity": "1"} for name in names]
    return quotes.create_quote(desk.replica, client_id=ClientId(client), today=TODAY, lines=lines).id


def saved(desk: Desk, quote: str) -> list[Line]:
    rows = desk.replica.reads().children("quoteLineItems", "quoteId", quote)
    return in_order((row.id, row.f) for row in rows)


def names(lines: list[Line]) -> list[str]:
    return [str(fields.get("description")) for _, fields in lines]


def random_steps(rng: random.Random, ids: list[str], desk: Desk) -> list[LineStep]:
    steps: list[LineStep] = []
    for at in range(rng.randint(1, 4)):
        target = rng.choice(ids)
        after = rng.choice([None, *(other for other in ids if other != target)])
        kind = rng.randrange(4)
        if kind == 0:
            steps.append(AddLine(desk.ids.new_id(), after, {"description": f"new {at} {rng.random()}"}))
            ids.append(steps[-1].id)
        elif kind == 1:
            steps.append(PutLine(target, {"description": f"put {rng.random()}"}))
        elif kind == 2:
            steps.append(MoveLine(target, after))
        elif len(ids) > 2:
            steps.append(RemoveLine(target))
            ids.remove(target)
    return steps


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_is_what_is_saved(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    quote = draft(desk, "a", "b", "c", "d")
    for _ in range(12):
        before = saved(desk, quote)
        steps = random_steps(rng, [row_id for row_id, _ in before], desk)
        shown = after_steps(before, steps)
        save_lines(desk.replica, c="quotes", document=quote, steps=steps, label="Work")
        assert [row_id for row_id, _ in saved(desk, quote)] == [row_id for row_id, _ in shown]
        assert names(saved(desk, quote)) == names(shown)


def test_a_line_added_and_read_again_before_it_was_told_stands_once() -> None:
    step = AddLine("x", None, {"description": "once"})
    read = after_steps([], [step])
    assert after_steps(read, [step]) == read


def test_moving_a_line_writes_that_line_alone(desk: Desk) -> None:
    quote = draft(desk, "a", "b", "c")
    lines = saved(desk, quote)
    done = save_lines(
        desk.replica, c="quotes", document=quote, steps=[MoveLine(lines[2][0], None)], label="Move a line"
    )
    assert names(saved(desk, quote)) == ["c", "a", "b"]
    assert done.undo is not None
    assert [step.id for step in done.undo.steps] == [lines[2][0]]


def test_many_lines_removed_at_once_come_back_with_one_undo(desk: Desk) -> None:
    quote = draft(desk, "a", "b", "c", "d")
    steps = [RemoveLine(row_id) for row_id, _ in saved(desk, quote)[1:3]]
    done = save_lines(desk.replica, c="quotes", document=quote, steps=steps, label="Remove 2 lines")
    assert names(saved(desk, quote)) == ["a", "d"]
    assert done.undo is not None
    undo.take_back(desk.replica, done.undo)
    assert names(saved(desk, quote)) == ["a", "b", "c", "d"]


def test_actions_on_one_line_are_taken_back_one_after_another(desk: Desk) -> None:
    quote = draft(desk, "a")
    line = desk.ids.new_id()
    steps: list[LineStep] = [
        AddLine(line, None, {"description": "tap"}),
        PutLine(line, {"quantity": "2"}),
        PutLine(line, {"unitPrice": "30"}),
    ]
    done = [
        save_lines(desk.replica, c="quotes", document=quote, steps=[step], label="Edit").undo
        for step in steps
    ]
    left: list[list[object]] = []
    while done:
        last = done.pop()
        assert last is not None
        undone = undo.take_back(desk.replica, last)
        assert undone.skipped == ()
        done = [None if one is None else undo.after(one, undone) for one in done]
        left.append(
            [(f.get("quantity"), f.get("unitPrice")) for row_id, f in saved(desk, quote) if row_id == line]
        )
    assert left == [[("2", None)], [(None, None)], []]


def test_a_value_that_a_colleague_gave_is_never_taken_back_with_ones_own(desk: Desk) -> None:
    quote = draft(desk, "a")
    line = saved(desk, quote)[0][0]

    def put(value: str) -> undo.Undo | None:
        step = PutLine(line, {"unitPrice": value})
        return save_lines(desk.replica, c="quotes", document=quote, steps=[step], label="Edit").undo

    mine, _theirs, last = put("1"), put("2"), put("3")
    assert mine is not None
    assert last is not None
    undone = undo.take_back(desk.replica, last)
    assert undo.take_back(desk.replica, undo.after(mine, undone)).skipped == ("Quantity",)
    assert saved(desk, quote)[0][1]["unitPrice"] == "2"
