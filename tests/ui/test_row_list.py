"""The one list model: any number of rows, one page at a time, and nothing jumps."""

from array import array
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from onetool_desktop.domain.changed import Changes
from onetool_desktop.store.engine import connect
from onetool_desktop.store.lanes import InlineLanes
from onetool_desktop.ui.models.listing import ListQuestion
from onetool_desktop.ui.models.row_diff import Inserted, Removed, steps_between
from onetool_desktop.ui.models.row_list import PAGE, RowListModel
from onetool_desktop.ui.runtime.delivery import Delivery
from onetool_desktop.ui.runtime.errors import ErrorPlaces
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceModel
from onetool_desktop.ui.widgets.table import RowTable
from tests.ui.support.rows import COLUMNS, MadeUpRows

LOOKED_THROUGH = 10_000  # the tester looks at each row that comes: seconds for more
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Listing:
    """A model over made-up rows, watched by Qt's own tester."""

    def __init__(self, qtbot: QtBot, count: int) -> None:
        self.bot = qtbot
        self.rows = MadeUpRows(count)
        self.errors = ErrorPlaces()
        self.delivery = Delivery(self.errors)
        operations = Operations(lanes=InlineLanes(), delivery=self.delivery, errors=self.errors)
        self.model = RowListModel(
            columns=COLUMNS, source=self.rows, operations=operations, parent=self.errors
        )
        if count <= LOOKED_THROUGH:
            self.tester = QAbstractItemModelTester(self.model, FATAL)
        self.resets: list[bool] = []
        self.model.modelReset.connect(lambda: self.resets.append(True))

    def ask(self, question: ListQuestion | None = None) -> None:
        self.model.ask(question or ListQuestion(sort="name"))
        self.settle()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: self.delivery.idle)

    def change(self, *rids: int, collection: str = "clients") -> None:
        self.model.apply(Changes.of({collection: [f"id{rid}" for rid in rids]}, label="x"))
        self.settle()

    @property
    def names(self) -> list[str]:
        return [self.model.cells(row).texts[0] for row in range(self.model.rowCount())]


@pytest.fixture
def listing(qtbot: QtBot) -> Callable[[int], Listing]:
    return lambda count: Listing(qtbot, count)


def test_the_tester_is_content_with_none_some_and_many_rows(listing: Callable[[int], Listing]) -> None:
    for count in (0, 1, PAGE, PAGE + 1, 3 * PAGE):
        made = listing(count)
        made.ask()
        assert made.model.rowCount() == count


def test_no_cell_asks_for_more_than_the_page_it_stands_on(listing: Callable[[int], Listing]) -> None:
    made = listing(10_000)
    made.ask()
    made.rows.pages.clear()
    for row in (0, 5_000, 9_999):
        made.model.data(made.model.index(row, 0), Qt.ItemDataRole.DisplayRole)
    assert len(made.rows.pages) <= 3
    assert max(made.rows.pages) <= PAGE


def test_a_page_is_read_once_however_often_it_is_drawn(listing: Callable[[int], Listing]) -> None:
    made = listing(PAGE)
    made.ask()
    made.rows.pages.clear()
    made.model._forget_pages()
    for _ in range(5):
        for row in range(PAGE):
            made.model.data(made.model.index(row, 1), Qt.ItemDataRole.DisplayRole)
    assert made.rows.pages == [PAGE]


def test_roles_that_are_not_served_read_nothing(listing: Callable[[int], Listing]) -> None:
    made = listing(PAGE)
    made.ask()
    made.model._forget_pages()
    made.rows.pages.clear()
    for role in (Qt.ItemDataRole.FontRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.CheckStateRole):
        assert made.model.data(made.model.index(0, 0), role) is None
    assert made.rows.pages == []


def test_a_changed_row_is_drawn_anew_where_it_stands(listing: Callable[[int], Listing]) -> None:
    made = listing(5)
    made.ask()
    assert made.names[2] == "Row 000003"
    made.resets.clear()
    drawn: list[tuple[int, int]] = []
    made.model.dataChanged.connect(lambda first, last, _roles: drawn.append((first.row(), last.row())))
    made.rows.names[3] = "Third"
    made.change(3)
    assert made.names[2] == "Third"
    assert drawn == [(2, 2)]
    assert made.resets == []


def test_rows_that_come_and_go_leave_the_others_in_place(listing: Callable[[int], Listing]) -> None:
    made = listing(6)
    made.ask()
    made.resets.clear()
    made.rows.rids.remove(2)
    made.rows.rids.append(7)
    made.change(2, 7)
    assert made.names == [f"Row {n:06d}" for n in (1, 3, 4, 5, 6, 7)]
    assert made.resets == []


def test_a_row_beside_one_that_goes_changes_only_when_that_is_told(
    listing: Callable[[int], Listing], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = listing(5)
    made.ask()
    order = made.rows.ids

    def meanwhile(*args: Any, **kwargs: Any) -> "array[int]":
        made.rows.names[2] = "Second"  # saved after what is shown was read, and not told yet
        return order(*args, **kwargs)

    monkeypatch.setattr(made.rows, "ids", meanwhile)
    made.model.dataChanged.connect(lambda: made.names)
    beside: list[str] = []
    made.model.rowsRemoved.connect(lambda: beside.append(made.names[1]))
    made.rows.rids.remove(3)
    made.change(3)
    assert beside == ["Row 000002"]
    made.change(2)
    assert made.names == ["Row 000001", "Second", "Row 000004", "Row 000005"]


def test_a_row_that_is_gone_before_its_page_is_read_is_blank(listing: Callable[[int], Listing]) -> None:
    made = listing(3)
    made.ask()
    made.model._forget_pages()
    made.rows.rids.remove(2)
    assert made.names == ["Row 000001", "", "Row 000003"]


def test_another_order_shows_the_first_page_before_the_whole_is_known(
    listing: Callable[[int], Listing],
) -> None:
    made = listing(1_000)
    made.ask()
    made.rows.questions.clear()
    made.ask(ListQuestion(sort="name", descending=True))
    assert made.names[0] == "Row 001000"
    assert len(made.rows.questions) == 2
    assert made.model.complete


def test_another_search_shows_its_first_page_then_all_then_the_counts(
    listing: Callable[[int], Listing],
) -> None:
    made = listing(1_000)
    made.ask()
    seen: list[tuple[str, int]] = []
    made.model.begun.connect(lambda: seen.append(("begun", made.model.rowCount())))
    made.model.answered.connect(lambda: seen.append(("answered", made.model.rowCount())))
    made.model.counted.connect(lambda _counts: seen.append(("counted", made.model.rowCount())))
    made.ask(ListQuestion(sort="name", search="Row 0001"))
    assert seen == [("begun", 64), ("answered", 100), ("counted", 100)]


def test_a_first_page_that_is_not_full_is_all_there_is(listing: Callable[[int], Listing]) -> None:
    made = listing(1_000)
    made.ask()
    made.rows.questions.clear()
    made.ask(ListQuestion(sort="name", search="Row 00001"))
    assert len(made.names) == 10
    assert made.model.complete
    assert len(made.rows.questions) == 1


def test_a_search_that_begins_with_the_rows_that_stand_there_shows_nothing_anew(
    listing: Callable[[int], Listing],
) -> None:
    made = listing(200)
    made.ask()
    made.resets.clear()
    made.rows.pages.clear()
    made.ask(ListQuestion(sort="name", search="Row 0000"))
    assert made.model.rowCount() == 99
    assert made.resets == []


def test_what_was_asked_before_is_given_up(listing: Callable[[int], Listing], tmp_path: Path) -> None:
    made = listing(30)
    made.ask()
    made.ask(ListQuestion(sort="name", search="Row 00000"))
    *before, last = made.rows.asked
    with pytest.raises(CancelledError), before[0].over(connect(tmp_path / "a.db", key=None)):
        pass
    with last.over(connect(tmp_path / "a.db", key=None)) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_another_search_is_read_from_its_top(
    listing: Callable[[int], Listing], look: Look, qtbot: QtBot
) -> None:
    made = listing(1_000)
    table = RowTable(model=made.model, look=look, name="Rows")
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    made.ask()
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    made.ask(ListQuestion(sort="name", search="Row 0005"))
    assert table.rowAt(0) == 0


def test_a_change_elsewhere_is_not_asked_about(listing: Callable[[int], Listing]) -> None:
    made = listing(3)
    made.ask()
    made.rows.questions.clear()
    made.change(1, collection="tasks")
    assert made.rows.questions == []


def test_a_change_in_a_collection_that_cells_are_made_from_reads_them_anew(
    listing: Callable[[int], Listing],
) -> None:
    made = listing(3)
    made.ask()
    made.rows.names[1] = "First"
    made.change(9, collection="invoices")
    assert made.names[0] == "First"


def test_searching_again_makes_the_older_answer_void(listing: Callable[[int], Listing]) -> None:
    made = listing(30)
    made.model.ask(ListQuestion(sort="name", search="Row 00000"))
    made.model.ask(ListQuestion(sort="name", search="Row 000030"))
    made.settle()
    assert made.names == ["Row 000030"]


def test_the_selection_stays_with_its_records_through_a_new_order(
    listing: Callable[[int], Listing], look: Look, qtbot: QtBot
) -> None:
    made = listing(200)
    table = RowTable(model=made.model, look=look, name="Rows")
    qtbot.addWidget(table)
    made.ask()
    table.select_row(3)
    made.ask(ListQuestion(sort="name", descending=True))
    assert table.selected_ids() == ("id4",)


def test_what_is_drawn_costs_few_pages_with_a_hundred_thousand_rows(
    listing: Callable[[int], Listing], look: Look, qtbot: QtBot
) -> None:
    made = listing(100_000)
    table = RowTable(model=made.model, look=look, name="Rows")
    qtbot.addWidget(table)
    table.resize(900, 600)
    made.ask()
    made.rows.pages.clear()
    made.model._forget_pages()
    table.show()
    table.grab()
    assert len(made.rows.pages) <= 2


def test_the_choices_of_the_palette_satisfy_the_tester(qapp: object) -> None:
    model: QAbstractItemModel = ChoiceModel(None)  # pyright: ignore[reportArgumentType] # no parent
    tester = QAbstractItemModelTester(model, FATAL)
    assert isinstance(model, ChoiceModel)
    for count in (3, 0, 1):
        model.show([Choice(str(n), "check", lambda: None) for n in range(count)])
    assert tester.model() is model


# --- from one order to another ------------------------------------------------------------------------


def walked(old: list[int], new: list[int]) -> list[int] | None:
    steps = steps_between(array("q", old), array("q", new))
    if steps is None:
        return None
    rows = list(old)
    for step in steps:
        if isinstance(step, Removed):
            del rows[step.first : step.last + 1]
        else:
            rows[step.first : step.first] = new[step.first : step.last + 1]
    return rows


@given(st.lists(st.integers(0, 40), unique=True), st.sets(st.integers(0, 40)))
def test_the_steps_lead_from_the_old_order_to_the_new(old: list[int], removed: set[int]) -> None:
    new = sorted(set(old) - removed | {100 + r for r in removed})
    assert walked(sorted(old), new) == new


@given(st.permutations(range(8)), st.permutations(range(8)))
def test_rows_that_change_places_are_shown_anew_as_a_whole(old: list[int], new: list[int]) -> None:
    walk = walked(list(old), list(new))
    assert walk == list(new) if old == new else walk in (None, list(new))


def test_an_order_that_only_grows_is_one_insertion() -> None:
    assert steps_between(array("q", [1, 2]), array("q", [1, 2, 3, 4])) == (Inserted(2, 3),)
