"""Colours can be read on every ground they stand on."""

import pytest
from PySide6.QtGui import QColor, QPalette

from onetool_desktop.ui.runtime.colours import (
    READABLE,
    SEEN,
    Colours,
    Tone,
    colours_of,
    contrast,
    fallback_palette,
)

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
