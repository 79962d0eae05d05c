"""The line table keeps its laws for rows of any number and height."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import given, strategies as st

from onetool_desktop.documents.flow import Frame, paginate
from onetool_desktop.documents.lines import Carry, LineTable, Row
from onetool_desktop.documents.sheet import Placed, Sheet
from onetool_desktop.documents.text import Style, TextLine

STYLE = Style()
LINE = 10.0
# Heights are no multiples of a line, so that a line that hangs over an edge is seen.
FIRST, LATER = Frame(300, 704), Frame(100, 707)


def sheet(name: str, count: int) -> Sheet:
    """A sheet of so many lines that say whose they are."""
    texts = tuple(
        Placed(0, at * LINE + 8, at * LINE, (at + 1) * LINE, TextLine(((name, str(at)),), 0), STYLE)
        for at in range(count)
    )
    return Sheet(count * LINE, texts)


def table(rows: Sequence[Row], tail: int = 4) -> LineTable:
    carry = Carry(lambda amount: sheet(f"forward {amount}", 1), lambda amount: sheet(f"brought {amount}", 1))
    return LineTable(sheet("header", 2), rows, sheet("tail", tail), carry)


@dataclass
class Drawn:
    """Stands in for a pen: notes what is drawn and where."""

    names: list[tuple[str, str, float]]

    def text(self, x: float, y: float, line: TextLine, style: Style) -> None:
        self.names.append((*line.runs[0], y))

    def rule(self, *args: object, **more: object) -> None:
        raise AssertionError("these sheets have no rules")


def drawn_pages(rows: Sequence[Row], tail: int = 4) -> list[list[tuple[str, str, float]]]:
    """What each page shows, from its top down."""
    pages: list[list[tuple[str, str, float]]] = []
    for page in paginate([sheet("head", 3), table(rows, tail), sheet("end", 2)], first=FIRST, later=LATER):
        pen = Drawn([])
        for y, part in page:
            part.draw(pen, 0, y)  # type: ignore[arg-type]
        pages.append(pen.names)
    return pages


def row(at: int, lines: int, *, heading: bool = False) -> Row:
    return Row(sheet(f"row {at}", lines), 0 if heading else 10**at % 97 + at, heading)


def rows_of(heights: Sequence[tuple[int, bool]]) -> list[Row]:
    return [row(at, lines, heading=heading) for at, (lines, heading) in enumerate(heights)]


HEIGHTS = st.lists(
    st.tuples(st.sampled_from([1, 1, 2, 3, 7, 25, 58, 59, 60, 140]), st.just(False)), max_size=45
)
WITH_HEADINGS = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 4, 26]), st.booleans()), min_size=1, max_size=120
)
LOW_ROWS = st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=120)
TAILS = st.sampled_from([1, 4, 30, 52, 56, 90])


def names(page: list[tuple[str, str, float]]) -> list[str]:
    return list(dict.fromkeys(name for name, _, _ in page))


@given(HEIGHTS, TAILS)
def test_every_line_of_every_row_stands_once_and_in_order(heights: list[tuple[int, bool]], tail: int) -> None:
    shown = [
        (name, line)
        for page in drawn_pages(rows_of(heights), tail)
        for name, line, _ in page
        if name.startswith(("row", "tail", "end", "head")) and name != "header"
    ]
    wanted = [("head", str(at)) for at in range(3)]
    wanted += [(f"row {at}", str(line)) for at, (lines, _) in enumerate(heights) for line in range(lines)]
    wanted += [("tail", str(at)) for at in range(tail)] + [("end", str(at)) for at in range(2)]
    assert shown == wanted


@given(HEIGHTS, TAILS)
def test_nothing_stands_outside_its_frame_nor_on_top_of_another(
    heights: list[tuple[int, bool]], tail: int
) -> None:
    for place, page in enumerate(drawn_pages(rows_of(heights), tail)):
        frame = LATER if place else FIRST
        places = [y for _, _, y in page]
        assert all(frame.top <= y - 8 and y + 2 <= frame.bottom + 0.01 for y in places)
        assert places == sorted(places)
        assert all(below - above >= LINE - 0.01 for above, below in pairwise(places))


@given(HEIGHTS)
def test_what_is_carried_forward_is_brought_forward_and_is_the_sum_above(
    heights: list[tuple[int, bool]],
) -> None:
    rows = rows_of(heights)
    amounts = {f"row {at}": row.amount for at, row in enumerate(rows)}
    above: dict[str, int] = {}
    carried: str | None = None
    for page in drawn_pages(rows):
        found = names(page)
        assert [name.split()[1] for name in found if name.startswith("brought")] == (
            [carried] if carried else []
        )
        above |= {name: amounts[name] for name in found if name in amounts}
        forward = [name.split()[1] for name in found if name.startswith("forward")]
        assert forward in ([], [str(sum(above.values()))])
        carried = forward[0] if forward else None
    assert carried is None


@given(LOW_ROWS, st.sampled_from([1, 4, 30]))
def test_totals_have_two_rows_above_them_where_there_are_two(
    heights: list[tuple[int, bool]], tail: int
) -> None:
    last = next(
        page for page in drawn_pages(rows_of(heights), tail) if any(name == "tail" for name, _, _ in page)
    )
    assert len([name for name in names(last) if name.startswith("row")]) >= min(2, len(heights))


@given(WITH_HEADINGS)
def test_a_heading_is_never_the_last_row_of_a_page(heights: list[tuple[int, bool]]) -> None:
    heights = [*heights, (1, False)]
    rows = rows_of(heights)
    for page in drawn_pages(rows):
        found = [name for name in names(page) if name.startswith("row")]
        if found and "tail" not in names(page):
            assert not heights[int(found[-1].split()[1])][1] or all(
                heights[int(n.split()[1])][1] for n in found
            )


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=120))
def test_the_sum_of_a_section_is_never_parted_from_what_is_above_it(heights: list[tuple[int, bool]]) -> None:
    heights = [(1, False), *heights]
    rows = [replace(row(at, lines), closing=closing) for at, (lines, closing) in enumerate(heights)]
    for page in drawn_pages(rows):
        found = [int(name.split()[1]) for name in names(page) if name.startswith("row")]
        if found:
            assert not rows[found[0]].closing or all(one.closing for one in rows[1 : found[0] + 1])


@given(HEIGHTS)
def test_the_header_stands_on_every_page_that_has_rows(heights: list[tuple[int, bool]]) -> None:
    for page in drawn_pages(rows_of(heights)):
        found = names(page)
        if any(name.startswith("row") for name in found):
            assert "header" in found


@given(WITH_HEADINGS)
def test_rows_below_half_a_page_are_never_cut(heights: list[tuple[int, bool]]) -> None:
    pages = drawn_pages(rows_of(heights))
    homes = [name for page in pages for name in names(page) if name.startswith("row")]
    assert len(homes) == len(set(homes))


def test_a_row_taller_than_a_page_keeps_its_amount_on_its_first_page() -> None:
    pages = drawn_pages([row(0, 1), Row(sheet("row 1", 150), 500), row(2, 1)])
    carried = [name for page in pages for name in names(page) if name.startswith("forward")]
    assert len(carried) >= 2
    assert set(carried) == {"forward 501"}
