"""Colours can be read on every ground they stand on, sizes follow the font, icons are one family."""

import re

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.runtime.colours import (
    READABLE,
    SEEN,
    Colours,
    Tone,
    colours_of,
    contrast,
    fallback_palette,
    luminance,
)
from onetool_desktop.ui.runtime.look import Look, Scheme
from onetool_desktop.ui.runtime.measures import measures_of

SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def colours(*, dark: bool) -> Colours:
    return colours_of(fallback_palette(dark=dark))


@SCHEMES
@pytest.mark.parametrize("tone", Tone)
def test_a_state_can_be_read_on_every_row_and_on_its_own_tint(tone: Tone, *, dark: bool) -> None:
    here = colours(dark=dark)
    for ground in (*here.rows(), here.tint(tone)):
        assert contrast(here.tone(tone), ground) >= READABLE, ground.name()


@SCHEMES
def test_text_secondary_text_and_accent_can_be_read_on_every_row(*, dark: bool) -> None:
    here = colours(dark=dark)
    for ground in (*here.rows(), here.field):
        assert contrast(here.text, ground) >= READABLE
        assert contrast(here.secondary, ground) >= READABLE
        assert contrast(here.accent, ground) >= READABLE
    assert contrast(here.text, here.side) >= READABLE
    assert contrast(here.secondary, here.side) >= READABLE
    assert contrast(here.tone(Tone.BAD), here.side) >= READABLE
    assert contrast(here.accent, here.accent_tint) >= READABLE
    assert contrast(here.on_accent, here.accent) >= READABLE


def grounds(here: Colours) -> tuple[QColor, ...]:
    """Everything that text stands on."""
    return (*here.rows(), here.side, here.field, here.line, here.accent_tint, *map(here.tint, Tone))


@SCHEMES
def test_every_ink_can_be_read_on_every_ground(*, dark: bool) -> None:
    here = colours(dark=dark)
    inks = {"text": here.text, "secondary": here.secondary, "accent": here.accent}
    inks |= {tone: here.tone(tone) for tone in Tone}
    poor = [
        f"{name} on {ground.name()}"
        for name, ink in inks.items()
        for ground in grounds(here)
        if contrast(ink, ground) < READABLE
    ]
    assert not poor
    for ink in (here.on_accent, here.on_accent_quiet):
        assert contrast(ink, here.accent) >= READABLE


@SCHEMES
def test_rings_bars_and_what_cannot_be_done_now_are_seen(*, dark: bool) -> None:
    here = colours(dark=dark)
    assert all(contrast(here.accent, ground) >= SEEN for ground in grounds(here)), "the ring of the keyboard"
    assert contrast(here.bar, here.page) >= SEEN
    assert all(contrast(here.outline, ground) >= SEEN for ground in (here.page, here.field, here.side))
    for ground in (here.page, here.field, here.side):
        assert contrast(here.faint, ground) >= SEEN


@SCHEMES
def test_what_qt_draws_by_itself_can_be_read(*, dark: bool) -> None:
    palette, here, role = fallback_palette(dark=dark), colours(dark=dark), QPalette.ColorRole
    pairs = {
        role.PlaceholderText: (role.Base, here.field),
        role.HighlightedText: (role.Highlight,),
        role.ToolTipText: (role.ToolTipBase,),
        role.ButtonText: (role.Button,),
        role.WindowText: (role.Window,),
        role.Link: (role.Base,),
    }
    for ink, grounds in pairs.items():
        for ground in grounds:
            under = ground if isinstance(ground, QColor) else palette.color(ground)
            assert contrast(palette.color(ink), under) >= READABLE, ink.name


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


@pytest.mark.parametrize("path", sorted(resource_path("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_an_icon_is_of_the_family(path) -> None:  # noqa: ANN001 - a path of the parameters
    drawing = path.read_text(encoding="utf-8")
    assert 'viewBox="0 0 16 16"' in drawing
    assert 'stroke-width="1.5"' in drawing
    assert 'stroke="currentColor"' in drawing
    assert not re.search(r"#[0-9a-fA-F]{3,6}", drawing), "an icon has no colour of its own"


def test_an_icon_is_drawn_in_the_colour_asked_for(look: Look, qapp: QApplication) -> None:
    widget = QWidget()
    picture = look.pixmap("check", colour=QColor("#ff0000"), on=widget).toImage()
    inks = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 200
    }
    assert inks == {"#ff0000"}


def test_a_missing_drawing_is_seen_at_once(look: Look, qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        look.pixmap("no-such-icon", colour=QColor("black"), on=QWidget())
