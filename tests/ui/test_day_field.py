"""A day typed key by key: a shorthand acts at once, and a name that begins with one is still a name."""

import gettext
from collections.abc import Callable, Iterator
from datetime import UTC

import pytest
from PySide6.QtCore import QLocale, Qt

from onetool_desktop.domain.translate import speak
from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.schedule.screen import ScheduleScreen
from onetool_desktop.ui.widgets.day_field import DayField
from tests.support.loop_discipline import WatchedBot
from tests.ui.support.office import NOON_MS, Office

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def german() -> Iterator[None]:
    speak(gettext.translation("onetool", localedir=str(resource_path("locale")), languages=["de"]))
    yield
    speak(gettext.NullTranslations())


@pytest.fixture
def typed(qtbot: WatchedBot, look: Look) -> Callable[[str], str]:
    """What stands after keys were typed into a field that shows 10 March; today is Monday, 2 March 2026."""

    def make(keys: str) -> str:
        formats = Formats(QLocale("en_GB"), UTC, lambda: NOON_MS)
        field = DayField("Day", look=look, formats=formats)
        qtbot.addWidget(field)
        field.show_day("2026-03-10")
        with qtbot.waitActive(field):
            field.show()
            field.activateWindow()
        field.edit.setFocus()
        qtbot.keyClicks(field.edit, keys)
        qtbot.keyClick(field.edit, ENTER)
        return field.reason or field.day

    return make


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("t", "2026-03-02"),
        ("m", "2026-03-01"),
        ("mm", "2026-02-01"),
        ("th", "2026-03-31"),  # today, and on to the end of its month
        ("tomorrow", "2026-03-03"),
        ("today", "2026-03-02"),
        ("thu", "2026-03-05"),
        ("mon", "2026-03-02"),
        ("wed", "2026-03-04"),
        ("sat", "2026-03-07"),
        ("last mon", "2026-02-23"),
        ("next mon", "2026-03-09"),
    ],
)
def test_shorthands_and_names_are_typed_key_by_key(typed: Callable[[str], str], keys: str, day: str) -> None:
    assert typed(keys) == day


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("keys", "day"),
    [("heute", "2026-03-02"), ("morgen", "2026-03-03"), ("mi", "2026-03-04"), ("h", "2026-03-31")],
)
def test_a_german_name_may_begin_with_a_shorthand_too(
    typed: Callable[[str], str], keys: str, day: str
) -> None:
    assert typed(keys) == day


def test_what_is_no_day_is_refused_beside_the_week_of_the_schedule(office: Office) -> None:
    office.go("schedule")
    screen = office.window.screen_here
    assert isinstance(screen, ScheduleScreen)
    field = next(one for one in screen.findChildren(DayField) if one.isVisible())
    field.edit.setFocus()
    office.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    office.type("soon")
    office.key(ENTER)
    assert screen.problem.isVisible()
    assert "last mon or next fri" in screen.problem.text()
    assert field.edit.text() == "soon"
