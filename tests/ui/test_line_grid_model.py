"""The grid's model under Qt's own tester, with rows that move while a hand is in them."""

import random
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QAbstractItemModel, QLocale, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.services.line_work import Line, after_steps
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.models.line_work import Doing
from onetool_desktop.ui.runtime.formats import Formats

HEAD = {"currency": "EUR", "status": "draft"}


class Paper:
    """A model with a store that is a list: what is made is saved when told."""

    def __init__(self, *names: str) -> None:
        self.clock = ManualClock()
        self.ids = SeededIds(5, self.clock)
        formats = Formats(QLocale("en_GB"), ZoneInfo("UTC"), self.clock.now_ms)
        self.model = LineGridModel(formats=formats, ids=self.ids, currency="EUR")
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        self.stored: list[Line] = [(name, {"description": name, "kind": "line"}) for name in names]
        self.waiting: list[Doing] = []
        self.model.made.connect(self.waiting.append)
        self.model.start(HEAD, self.stored, rounding="group", usual_tax="19")

    def save(self) -> None:
        for doing in self.waiting:
            self.stored = after_steps(self.stored, doing.steps)
            doing.done = True
        self.waiting.clear()
        self.arrive()

    def arrive(self) -> None:
        self.model.take(HEAD, self.stored, self.model.work.finished(), rounding="group", usual_tax="19")

    def type(self, row: int, cell: Cell, text: str) -> None:
        self.model.setData(self.model.index(row, cell), text)

    def ids_shown(self) -> list[str]:
        return [self.model.line(row)[0] for row in range(self.model.rowCount() - 1)]

    def column(self, cell: Cell) -> list[str]:
        return [self.model.shown(row, cell) for row in range(self.model.rowCount())]


def test_the_first_value_in_the_waiting_row_makes_a_line_and_another_waits(qtbot: QtBot) -> None:
    paper = Paper()
    paper.type(0, Cell.ITEM, "Tap")
    assert paper.column(Cell.ITEM) == ["Tap", ""]
    assert paper.model.line(0)[1]["taxRate"] == "19"
    paper.save()
    assert paper.stored[0][1]["description"] == "Tap"


def test_totals_follow_what_is_being_typed_and_go_back_when_it_is_given_up(qtbot: QtBot) -> None:
    paper = Paper()
    paper.type(0, Cell.ITEM, "Tap")
    paper.model.type_into(0, Cell.PRICE, "12")
    assert paper.model.totals.total == 1428
    paper.model.type_into(0, Cell.PRICE, "=12*")
    assert paper.model.totals.total == 0
    paper.model.type_into(0, Cell.PRICE, "=12*2")
    assert paper.model.shown(0, Cell.TOTAL) == "24.00"
    paper.model.stop_typing()
    assert paper.model.totals.total == 0


def test_what_was_typed_does_not_flicker_back_while_it_is_saved(qtbot: QtBot) -> None:
    paper = Paper("a")
    paper.type(0, Cell.ITEM, "mine")
    paper.arrive()
    assert paper.column(Cell.ITEM)[0] == "mine"
    paper.save()
    assert paper.column(Cell.ITEM)[0] == "mine"


def test_an_edit_from_elsewhere_patches_the_other_cells_and_glows(qtbot: QtBot) -> None:
    paper = Paper("a")
    glowing: list[set[tuple[str, Cell]]] = []
    paper.model.glowing.connect(glowing.append)
    paper.model.type_into(0, Cell.ITEM, "half ty")
    paper.stored = [("a", {"description": "theirs", "kind": "line", "unitPrice": "5"})]
    paper.arrive()
    assert paper.model.shown(0, Cell.PRICE) == "5.00"
    assert paper.model.fields(0)["description"] == "half ty"
    assert ("a", Cell.PRICE) in glowing[-1]


def test_own_edits_do_not_glow(qtbot: QtBot) -> None:
    paper = Paper("a")
    glowing: list[set[tuple[str, Cell]]] = []
    paper.model.glowing.connect(glowing.append)
    paper.type(0, Cell.PRICE, "5")
    paper.save()
    assert glowing == [set()]


def test_a_line_removed_elsewhere_while_it_is_typed_into_comes_back_with_what_was_typed(qtbot: QtBot) -> None:
    paper = Paper("a", "b", "c")
    paper.model.type_into(1, Cell.ITEM, "still wanted")
    paper.stored = [paper.stored[0], paper.stored[2]]
    paper.arrive()
    assert paper.ids_shown() == ["a", "b", "c"]
    paper.type(1, Cell.ITEM, "still wanted")
    paper.model.stop_typing()
    paper.save()
    assert [fields["description"] for _, fields in paper.stored] == ["a", "still wanted", "c"]


def test_a_line_removed_elsewhere_goes_when_the_typing_is_given_up(qtbot: QtBot) -> None:
    paper = Paper("a", "b")
    paper.model.type_into(1, Cell.ITEM, "never mind")
    paper.stored = paper.stored[:1]
    paper.arrive()
    paper.model.stop_typing()
    assert paper.ids_shown() == ["a"]


def test_what_makes_no_sense_stays_typed_with_its_sentence_and_is_not_saved(qtbot: QtBot) -> None:
    paper = Paper("a")
    paper.type(0, Cell.PRICE, "dear")
    assert paper.model.shown(0, Cell.PRICE) == "dear"
    problem = paper.model.problem_at(0, Cell.PRICE)
    assert problem is not None
    assert "not a number" in problem.sentence
    assert paper.waiting == []
    paper.type(0, Cell.PRICE, "4")
    assert paper.model.problem_at(0, Cell.PRICE) is None


def test_a_line_that_could_not_be_saved_stays_with_the_reason_and_is_saved_when_typed_again(
    qtbot: QtBot,
) -> None:
    paper = Paper("a")
    paper.type(1, Cell.ITEM, "Tap")
    paper.model.fail(paper.waiting.pop(), "The disk is full.")
    assert paper.column(Cell.ITEM)[:2] == ["a", "Tap"]
    problem = paper.model.problem_at(1, Cell.ITEM)
    assert problem is not None
    assert problem.sentence == "The disk is full."
    paper.type(1, Cell.ITEM, "Tap")
    paper.save()
    assert [fields["description"] for _, fields in paper.stored] == ["a", "Tap"]


def test_an_inserted_line_is_saved_with_its_first_value_where_it_stands(qtbot: QtBot) -> None:
    paper = Paper("a", "b")
    paper.model.insert_blank(1)
    assert paper.waiting == []
    paper.type(1, Cell.ITEM, "between")
    paper.save()
    assert [fields["description"] for _, fields in paper.stored] == ["a", "between", "b"]


def test_a_pasted_block_fills_cells_and_makes_rows(qtbot: QtBot) -> None:
    paper = Paper("a")
    block = [["Tap", "2", "ea", "14.50"], ["Pipe", "3 m", "", "=2*5"], ["Odd", "many", "", "1"]]
    assert len(paper.model.paste(0, Cell.ITEM, block).refused) == 1
    assert paper.column(Cell.ITEM) == ["Tap", "Pipe", "Odd", ""]
    assert paper.column(Cell.TOTAL)[:2] == ["29.00", "30.00"]
    assert paper.column(Cell.QUANTITY)[2] == "many"
    paper.save()
    assert len(paper.stored) == 3


def test_a_block_moves_as_one_and_headings_are_not_counted(qtbot: QtBot) -> None:
    paper = Paper("a", "b", "c", "d")
    assert paper.model.move(1, 2, 1)
    assert paper.column(Cell.ITEM)[:4] == ["a", "d", "b", "c"]
    assert not paper.model.move(2, 3, 1)
    paper.type(1, Cell.ITEM, "# Part two")
    assert paper.column(Cell.COUNT) == ["1", "", "2", "3", ""]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_and_arrives_the_rows_are_those_and_marked_places_stay(
    qtbot: QtBot, seed: int
) -> None:
    rng = random.Random(seed)
    paper = Paper(*"abcdef")
    model: QAbstractItemModel = paper.model
    for _ in range(40):
        kept = {
            paper.model.line(r)[0]: QPersistentModelIndex(model.index(r, 1)) for r in range(model.rowCount())
        }
        something(rng, paper)
        shown = [row_id for row_id, _ in paper.model.work.shown()]
        assert paper.ids_shown() == shown
        for row_id, index in kept.items():
            if row_id in shown:
                assert index.row() == shown.index(row_id)
    paper.save()
    assert paper.ids_shown() == [row_id for row_id, _ in paper.stored]


def something(rng: random.Random, paper: Paper) -> None:
    """One thing that happens: here, elsewhere, or in the store."""
    rows = paper.model.rowCount() - 1
    row = rng.randrange(rows) if rows else 0
    kind = rng.randrange(8)
    if kind == 0:
        paper.type(rows, Cell.ITEM, f"new {rng.random()}")
    elif kind == 1 and rows:
        paper.model.move(row, row, rng.choice((-1, 1)))
    elif kind == 2 and rows > 2:
        paper.model.remove([row])
    elif kind == 3 and rows:
        paper.model.duplicate(row, min(row + 1, rows - 1))
    elif kind == 4:
        paper.save()
    elif kind == 5 and len(paper.stored) > 2:
        rng.shuffle(paper.stored)
        paper.arrive()
    elif kind == 6 and len(paper.stored) > 2:
        del paper.stored[rng.randrange(len(paper.stored))]
        paper.stored.insert(0, (paper.ids.new_id(), {"description": "from elsewhere", "kind": "line"}))
        paper.arrive()
    elif kind == 7 and rows:
        paper.type(row, Cell.PRICE, str(rng.randrange(100)))
