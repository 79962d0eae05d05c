"""The look of the program: dark where the palette is, said once, and sizes that follow the font."""

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
