"""Parts find their pages, and pages always come to an end."""

from dataclasses import dataclass

from onetool_desktop.documents.flow import Frame, paginate
from onetool_desktop.documents.pen import Pen
from onetool_desktop.documents.sheet import Part, Placed, Sheet
from onetool_desktop.documents.text import Style, TextLine

FRAME = Frame(0, 100)


@dataclass(frozen=True)
class Stubborn:
    """A part that refuses every page."""

    height: float = 40

    def split(self, room: float, page: float) -> tuple[Part, Part | None] | None:
        return None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Nothing to draw."""


def tall(height: float) -> Sheet:
    """A sheet with one line at its foot."""
    line = Placed(0, height - 2, height - 10, height, TextLine((), 0), Style())
    return Sheet(height, (line,))


def test_a_document_of_nothing_is_one_empty_page() -> None:
    assert paginate([], first=FRAME, later=FRAME) == [[]]


def test_parts_stand_under_one_another_and_go_on_overleaf() -> None:
    pages = paginate([tall(60), tall(20), tall(30)], first=Frame(10, 100), later=FRAME)
    assert [[y for y, _ in page] for page in pages] == [[10, 70], [0]]


def test_a_part_that_refuses_every_page_still_stands_on_one() -> None:
    pages = paginate([tall(60), Stubborn(), tall(30)], first=FRAME, later=FRAME)
    assert [[y for y, _ in page] for page in pages] == [[0], [0, 40]]
