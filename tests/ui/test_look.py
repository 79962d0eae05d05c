"""The look of the program: dark where the palette is, said once, and sizes that follow the font."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from onetool_desktop.ui.runtime.colours import (
    READABLE,
    colours_of,
    contrast,
    fallback_palette,
    luminance,
)
from onetool_desktop.ui.runtime.look import Look, Scheme
from onetool_desktop.ui.runtime.measures import measures_of
from onetool_desktop.ui.widgets.facts import Fact
from onetool_desktop.ui.widgets.table import RowTable
from onetool_desktop.ui.widgets.text import Text
from tests.ui.support.office import Office


def test_dark_follows_the_palette_and_no_setting() -> None:
    palette = QPalette(QColor("#222222"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    assert colours_of(palette).dark
    assert not colours_of(fallback_palette(dark=False)).dark


def test_an_accent_too_pale_to_read_is_moved_until_it_can_be_read() -> None:
    palette = fallback_palette(dark=False)
    palette.setColor(QPalette.ColorRole.Accent, QColor("#ffee88"))
    here = colours_of(palette)
    assert contrast(here.accent, here.page) >= READABLE


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert luminance(QColor("#777777")) == pytest.approx(0.1845, abs=0.001)


def test_choosing_dark_changes_the_palette_and_says_so_once(qapp: QApplication, look: Look) -> None:
    heard: list[bool] = []
    look.changed.connect(lambda: heard.append(look.colours.dark))
    look.choose(Scheme.DARK)
    assert heard == [True]
    look.choose(Scheme.DARK)
    assert heard == [True], "nothing is another than before"
    look.choose(Scheme.LIGHT)
    assert heard == [True, False]


def test_sizes_grow_with_the_text(qapp: QApplication) -> None:
    small, large = QFont(qapp.font()), QFont(qapp.font())
    small.setPixelSize(13)
    large.setPixelSize(26)
    one, two = measures_of(small), measures_of(large)
    assert (one.unit, one.icon, one.big_icon) == (4, 16, 20)
    assert two.unit == 8
    assert two.row >= 2 * one.row - 2


@pytest.fixture
def larger(qapp: QApplication) -> Iterator[Callable[[], None]]:
    """Doubles the text of the system; it is as it was afterwards."""
    before = qapp.font()

    def enlarge() -> None:
        font = QFont(before)
        font.setPointSizeF(before.pointSizeF() * 2)
        qapp.setFont(font)

    yield enlarge
    qapp.setFont(before)


def test_what_stands_on_a_screen_grows_with_the_text_and_has_the_same_room_in_other_colours(
    office: Office, larger: Callable[[], None]
) -> None:
    look, resized = office.window.work.look, list[bool]()
    look.resized.connect(lambda: resized.append(True))
    client = office.client("Birch & Amber")
    office.go("clients")
    table = office.window.screen_here.findChild(RowTable)
    office.go("clients", client)
    fact = office.window.screen_here.findChild(Fact)
    assert table is not None
    assert fact is not None
    title = next(one for one in office.window.findChildren(Text) if one.text() == "Birch & Amber")

    def room() -> list[int]:
        return [table.rowHeight(0), fact.sizeHint().height(), title.sizeHint().height()]

    before = room()
    look.choose(Scheme.DARK)
    look.choose(Scheme.LIGHT)
    assert (room(), resized) == (before, [])
    larger()
    office.until(lambda: all(now > 1.5 * then for now, then in zip(room(), before, strict=True)))
    assert resized == [True]
