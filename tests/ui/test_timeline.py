"""The timeline's lines: what is asked too soon waits, what changed is taken over in place."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.widgets.timeline import PAGE, TimelineLine, TimelineModel


class Reading:
    """Takes questions and answers when told to."""

    def __init__(self) -> None:
        self.asked: list[Callable[[Any], None]] = []

    def read(self, _owner: object, _call: object, *, then: Callable[[Any], None], current: object) -> None:
        self.asked.append(then)


class Nothing:
    """A source that is never reached."""

    watches = frozenset[str]()

    def page(self, before: str, limit: int) -> Sequence[TimelineLine]:
        return ()


def line(number: int) -> TimelineLine:
    return TimelineLine(f"{number:03d}", "Today", "Today", "check", Tone.GOOD, f"Line {number}", "", None)


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def lines(qtbot: QtBot, reading: Reading) -> Iterator[TimelineModel]:
    owner = QWidget()
    qtbot.addWidget(owner)
    model = TimelineModel(source=Nothing(), operations=reading, parent=owner)  # pyright: ignore[reportArgumentType]
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, owner)
    reading.asked.clear()
    model.begin()
    yield model
    owner.deleteLater()


def test_a_page_is_not_asked_for_below_lines_that_have_not_come(
    lines: TimelineModel, reading: Reading
) -> None:
    assert len(reading.asked) == 1
    lines.fetchMore(lines.index(-1))
    assert len(reading.asked) == 1


def test_lines_that_are_all_others_are_taken_over(lines: TimelineModel, reading: Reading) -> None:
    reading.asked.pop()([line(number) for number in range(PAGE)])
    lines.refresh()
    reading.asked.pop()([line(number) for number in range(PAGE, 2 * PAGE)])
    assert [lines.line(row).text for row in (0, PAGE - 1)] == [f"Line {PAGE}", f"Line {2 * PAGE - 1}"]
    assert lines.rowCount() == PAGE
