"""The lines of a quote or an invoice as rows of the line table.

Promises: numbers stand right-aligned in columns as wide as their widest entry; what the customer shall not see has
no column; a long description, detail or unit wraps in its own column; a section ends with what it comes to, where the
document has more than one part.
May not know: pages, files.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onetool_desktop.documents.job import BODY, CAPTION, DETAIL, HAIR, SOFT, STRONG, Job
from onetool_desktop.documents.lines import Carry, LineTable, Row
from onetool_desktop.documents.sheet import Align, Rule, Sheet, SheetMaker
from onetool_desktop.documents.text import Style, TextLine, one_line, wrap
from onetool_desktop.domain.document_totals import section_sums
from onetool_desktop.domain.paper import PaperLine

_GAP = 11.0
_PAD = 4.2
_UNIT_MOST = 64.0
_DESCRIPTION_LEAST = 110.0
_SMALL = replace(BODY, size=7, leading=12.5)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what stands above it, its entry on each line, and where it ends up."""

    label: str
    entries: Sequence[list[TextLine]]
    align: Align
    style: Style
    x: float = 0.0
    width: float = 0.0


def line_table(job: Job, tail: Sheet) -> LineTable:
    """The table with the document's lines, and `tail` kept with the last of them."""
    style = BODY
    columns = _columns(job, style)
    if sum([column.width + _GAP for column in columns]) > job.width - _DESCRIPTION_LEAST:
        columns = _columns(job, style := _SMALL)
    columns, left, room = _placed(job, columns)
    rows = _rows(job, columns, left, room, style)
    shown = job.paper.show
    sums = shown.line_totals and shown.totals
    return LineTable(_header(job, columns, left), rows, tail, _carry(job) if sums else None)


def _columns(job: Job, style: Style) -> list[_Column]:
    """The columns right of the description, with the widths they need."""
    lines = [line for line in job.paper.lines if line.kind == "line"]
    show, words, formats = job.paper.show, job.words, job.formats
    found: list[_Column] = []

    def numbers(label: str, texts: list[str]) -> None:
        entries = [[one_line(text, style)] if text else [] for text in texts]
        found.append(_measured(label, entries, "right", style))

    if show.quantities:
        numbers(words.quantity, [formats.decimal(line.quantity) if line.quantity else "" for line in lines])
        if any(line.unit for line in lines):
            units = [wrap(line.unit, replace(style, colour=SOFT), _UNIT_MOST) for line in lines]
            found.append(_measured(words.unit, units, "left", replace(style, colour=SOFT)))
    if show.unit_prices:
        numbers(words.price, [formats.price(line.unit_price) for line in lines])
        if any(line.discount for line in lines):
            numbers(words.discount, [_discount(job, line) for line in lines])
    if len({line.tax_rate for line in lines} | {tax.rate for tax in job.paper.totals.taxes}) > 1:
        numbers(job.tax_label, [formats.percent(line.tax_rate) if line.tax_rate else "" for line in lines])
    if show.line_totals:
        numbers(f"{words.amount} {formats.symbol}", [formats.amount(line.amount) for line in lines])
    return found


def _discount(job: Job, line: PaperLine) -> str:
    if line.discount_percent and line.discount:
        return job.formats.percent(line.discount_percent)
    return job.formats.amount(-line.discount) if line.discount else ""


def _measured(label: str, entries: Sequence[list[TextLine]], align: Align, style: Style) -> _Column:
    widest = max([line.width for lines in entries for line in lines], default=0.0)
    return _Column(label, entries, align, style, width=max(widest, one_line(label, CAPTION).width, 18.0))


def _placed(job: Job, columns: list[_Column]) -> tuple[list[_Column], float, float]:
    """The columns at their places from the right edge, and place and width of the description."""
    x = job.width
    placed: list[_Column] = []
    for column in reversed(columns):
        x -= column.width
        placed.append(replace(column, x=x))
        x -= _GAP
    count = len(str(max([line.position for line in job.paper.lines], default=0)))
    left = 8.0 + 5.2 * count
    return placed[::-1], left, max(x - left, _DESCRIPTION_LEAST / 2)


def _header(job: Job, columns: list[_Column], left: float) -> Sheet:
    sheet = SheetMaker()
    sheet.word(job.words.item, CAPTION, x=left, y=0)
    for column in columns:
        label = one_line(column.label, CAPTION, width=column.width)
        sheet.put(label, CAPTION, x=column.x, y=0, width=column.width, align=column.align)
    sheet.rule(0, CAPTION.leading + 3, job.width, colour=job.accent, weight=1)
    return sheet.done(after=0.5)


def _rows(job: Job, columns: list[_Column], left: float, room: float, style: Style) -> list[Row]:
    """A row for each line, heading and text; a document without any says so."""
    rows: list[Row] = []
    place, section = 0, ""
    sums = _section_sums(job)
    for line in job.paper.lines:
        if line.kind != "line":
            if line.kind == "heading":
                rows += _section_sum(job, sums.get(section), left)
                section = line.id
            rows.append(_heading(job, line) if line.kind == "heading" else _words(job, line, left))
            continue
        cells = [(column, column.entries[place]) for column in columns]
        amount = 0 if line.optional else line.amount
        rows.append(Row(_line(job, line, cells, left, room, style), amount, id=line.id))
        place += 1
    rows += _section_sum(job, sums.get(section), left)
    if not rows:
        sheet = SheetMaker()
        sheet.word(job.words.no_lines, replace(BODY, colour=SOFT), x=left, y=_PAD)
        rows.append(Row(sheet.done(after=_PAD)))
    return rows


def _heading(job: Job, line: PaperLine) -> Row:
    sheet = SheetMaker()
    y = sheet.text(line.description, replace(STRONG, colour=job.accent), x=0, y=_PAD + 5, width=job.width)
    sheet.text(line.detail, DETAIL, x=0, y=y, width=job.width)
    sheet.rule(0, y + 2, job.width, colour=HAIR)
    return Row(sheet.done(after=0.5), heading=True, id=line.id)


def _section_sums(job: Job) -> dict[str, tuple[str, int]]:
    """What each section is called and comes to, by the id of its heading; none where sums are not shown, or of one
    without a name, whose sum would read as the whole paper's.
    """
    lines, shown = job.paper.lines, job.paper.show
    if not (shown.line_totals and shown.totals):
        return {}
    sums = section_sums((line.kind, 0 if line.optional else line.amount) for line in lines)
    named = {at: lines[at].description.strip() for at in sums}
    return {lines[at].id: (called, sums[at]) for at, called in named.items() if called}


def _section_sum(job: Job, found: tuple[str, int] | None, left: float) -> list[Row]:
    """The last row of a section, if it has one."""
    if found is None:
        return []
    called, amount = found
    sheet, style = SheetMaker(), replace(BODY, face=STRONG.face)
    figures = one_line(job.formats.amount(amount), style)
    room = job.width - left - figures.width - _GAP
    sheet.text(f"{job.words.subtotal} {called}", replace(BODY, colour=SOFT), x=left, y=_PAD, width=room)
    sheet.word(job.formats.amount(amount), style, x=0, y=_PAD, width=job.width, align="right")
    return [Row(_ruled(job, sheet), closing=True)]


def _words(job: Job, line: PaperLine, left: float) -> Row:
    """A text between lines, from the column of what is sold to the right edge."""
    sheet, room = SheetMaker(), job.width - left
    y = sheet.text(line.description, BODY, x=left, y=_PAD, width=room)
    sheet.text(line.detail, DETAIL, x=left, y=y, width=room)
    return Row(_ruled(job, sheet), id=line.id)


def _line(
    job: Job,
    line: PaperLine,
    cells: list[tuple[_Column, list[TextLine]]],
    left: float,
    room: float,
    style: Style,
) -> Sheet:
    sheet = SheetMaker()
    if line.position:
        sheet.word(str(line.position), replace(style, colour=SOFT), x=0, y=_PAD)
    y = sheet.text(line.description, replace(BODY, leading=style.leading), x=left, y=_PAD, width=room)
    y = sheet.text(line.detail, DETAIL, x=left, y=y, width=room)
    if line.optional:
        y = sheet.word(job.words.optional, replace(DETAIL, face="italic"), x=left, y=y)
    for column, lines in cells:
        last = column is cells[-1][0]
        look = replace(column.style, colour=SOFT) if line.optional and last else column.style
        sheet.lines(lines, look, x=column.x, y=_PAD, width=column.width, align=column.align)
    return _ruled(job, sheet)


def _ruled(job: Job, sheet: SheetMaker) -> Sheet:
    """The row with its hairline below."""
    made = sheet.done(after=_PAD)
    return replace(made, rules=(*made.rules, Rule(0, made.height, job.width, HAIR)))


def _carry(job: Job) -> Carry:
    def row(label: str, amount: int) -> Sheet:
        sheet = SheetMaker()
        style = replace(BODY, face="italic", colour=SOFT)
        sheet.word(label, style, x=0, y=_PAD, width=job.width)
        sheet.word(job.formats.amount(amount), style, x=0, y=_PAD, width=job.width, align="right")
        return _ruled(job, sheet)

    return Carry(lambda amount: row(job.words.forward, amount), lambda amount: row(job.words.brought, amount))
