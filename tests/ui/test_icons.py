"""Icons are one family, drawn in the colour that is asked for."""

import re

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.runtime.icons import icon_names
from onetool_desktop.ui.runtime.look import Look, Scheme


@pytest.mark.parametrize("path", sorted(resource_path("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_an_icon_is_of_the_family(path) -> None:  # noqa: ANN001 - a path of the parameters
    drawing = path.read_text(encoding="utf-8")
    assert 'viewBox="0 0 16 16"' in drawing
    assert 'stroke-width="1.5"' in drawing
    assert 'stroke="currentColor"' in drawing
    assert not re.search(r"#[0-9a-fA-F]{3,6}", drawing), "an icon has no colour of its own"


def test_an_icon_is_drawn_in_the_colour_asked_for(look: Look, qapp: QApplication) -> None:
    widget = QWidget()
    red, blue = (look.pixmap("check", colour=QColor(ink), on=widget) for ink in ("#ff0000", "#0000ff"))
    assert inks(red) == {"#ff0000"}
    assert inks(blue) == {"#0000ff"}


def inks(pixmap: QPixmap) -> set[str]:
    picture = pixmap.toImage()
    return {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 200
    }


def test_in_other_colours_nothing_is_read_or_rendered_anew(look: Look, qapp: QApplication) -> None:
    widget = QWidget()
    for step in look.shapes_ahead():
        step()
    known = dict(look._icons._shapes)
    look.choose(Scheme.DARK)
    for name in icon_names():
        assert not look.pixmap(name, colour=look.colours.accent, on=widget).isNull()
    assert look._icons._shapes == known


def test_a_missing_drawing_is_seen_at_once(look: Look, qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        look.pixmap("no-such-icon", colour=QColor("black"), on=QWidget())
