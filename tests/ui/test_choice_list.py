"""Lines of the palette and of the shortcut sheet: what is cut, and what is not."""

import pytest
from PySide6.QtGui import QFontMetrics

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, shortened

TITLE = "Undo: Merge Birch and Amber Café into Birch & Amber"


def choice(*, remark: str = "", keys: str = "") -> Choice:
    return Choice(TITLE, "undo", lambda: None, remark=remark, keys=keys)


@pytest.mark.parametrize("side", ["", "Ctrl+Z"])
def test_a_title_takes_the_room_that_its_side_leaves(look: Look, side: str) -> None:
    width = QFontMetrics(look.fonts.body).horizontalAdvance(TITLE + side) + look.measures.step(4)
    assert shortened(choice(keys=side), look, width) == (TITLE, side)


def test_a_long_remark_leaves_the_title_two_thirds(look: Look) -> None:
    width = QFontMetrics(look.fonts.body).horizontalAdvance(TITLE) * 3 // 2 + 6
    title, side = shortened(choice(remark="Client · 12 North Street, Bristol, " * 9), look, width)
    assert title == TITLE
    assert side.endswith("…")
