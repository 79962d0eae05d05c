"""What stands below the lines: totals, payment, schedule, terms, notes and the customer's acceptance.

Promises: totals are printed as they were computed, never computed here; the amount due, or a quote's total, is the
largest text below the title; the acceptance is never cut in two.
May not know: lines, pages, files.
"""

from dataclasses import replace

from onetool_desktop.documents.job import BODY, DETAIL, GAP, HAIR, INK, MM, SOFT, STRONG, Job
from onetool_desktop.documents.sheet import Part, Sheet, SheetMaker, Together
from onetool_desktop.documents.text import Style, one_line

_SUMS = 88 * MM
_LARGE = Style("bold", 15, 24, INK)
_SMALLER = replace(BODY, size=8.5, leading=12.5)


def sums(job: Job) -> Sheet:
    """The totals at the right; an empty sheet where the customer shall not see them."""
    sheet = SheetMaker()
    if not job.paper.show.totals:
        return sheet.done()
    x, y = job.width - _SUMS, 7.0
    for label, amount in _before_total(job):
        y = _pair(sheet, label, job.formats.amount(amount), BODY, x=x, y=y) + 1
    if _before_total(job):
        sheet.rule(x, y + 2, _SUMS, colour=HAIR)
        y += 4
    due = _due(job)
    if due is None:
        y = _large(job, sheet, job.words.total, job.paper.totals.total, x=x, y=y)
    else:
        y = _pair(sheet, job.words.total, job.formats.amount(job.paper.totals.total), STRONG, x=x, y=y) + 1
        if job.paper.totals.total != due:
            paid = job.formats.amount(due - job.paper.totals.total)
            y = _pair(sheet, job.words.paid, paid, BODY, x=x, y=y) + 1
        y = _large(job, sheet, job.words.amount_due, due, x=x, y=y + 3)
    for label, amount in _within_total(job):
        y = _pair(sheet, label, job.formats.amount(amount), DETAIL, x=x, y=y)
    return sheet.done(after=GAP)


def _due(job: Job) -> int | None:
    """What an invoice asks for; None on a quote and on paper that asks for nothing."""
    if job.paper.kind == "quote" or job.status == "void" or job.pro_forma:
        return None
    totals = job.paper.totals
    return 0 if job.status == "paid" else totals.total - totals.paid


def _pair(sheet: SheetMaker, label: str, amount: str, style: Style, *, x: float, y: float) -> float:
    """A label and an amount on one line; the label gives way."""
    value = one_line(amount, style)
    sheet.put(value, style, x=x, y=y, width=_SUMS, align="right")
    words = replace(style, colour=SOFT) if style.face == "regular" else style
    return sheet.text(label, words, x=x, y=y, width=max(_SUMS - value.width - 8, 60))


def _large(job: Job, sheet: SheetMaker, label: str, amount: int, *, x: float, y: float) -> float:
    """The amount everybody looks for."""
    style = replace(_LARGE, colour=job.accent)
    value = one_line(job.formats.money(amount), style)
    sheet.put(value, style, x=x, y=y, width=_SUMS, align="right")
    room = max(_SUMS - value.width - 8, 60)
    sheet.text(label, replace(STRONG, size=10, leading=24), x=x, y=y, width=room)
    return y + style.leading


def _rates(job: Job) -> list[tuple[str, int, int]]:
    """Label, base and tax of each group worth a row: all, unless there is no tax at all."""
    taxes = job.paper.totals.taxes
    if not any(tax.tax for tax in taxes) and len(taxes) < 2:
        return []
    label = job.tax_label
    return [(f"{label} {job.formats.percent(tax.rate)}", tax.base, tax.tax) for tax in taxes]


def _before_total(job: Job) -> list[tuple[str, int]]:
    """The rows that lead to the total; none where nothing comes between lines and total."""
    totals, words = job.paper.totals, job.words
    rates = [] if job.paper.prices_include_tax else _rates(job)
    if not rates and not totals.discount:
        return []
    rows = [(words.subtotal, totals.subtotal)]
    if totals.discount:
        percent = job.formats.percent(totals.discount_percent) if totals.discount_percent else ""
        rows.append((f"{words.discount} {percent}".strip(), -totals.discount))
        if rates:
            rows.append((words.net, totals.net))
    rows += [(words.tax_on.format(label, job.formats.amount(base)), tax) for label, base, tax in rates]
    return rows


def _within_total(job: Job) -> list[tuple[str, int]]:
    """The taxes a total includes."""
    if not job.paper.prices_include_tax:
        return []
    return [
        (job.words.includes.format(label, job.formats.amount(base)), tax) for label, base, tax in _rates(job)
    ]


def closing(job: Job) -> list[Part]:
    """Everything after the totals."""
    paper, words = job.paper, job.words
    parts: list[Part] = []
    if paper.kind == "invoice" and job.status in ("draft", "issued") and not job.pro_forma:
        parts += _payment(job)
    if len(paper.instalments) > 1:
        parts += _schedule(job)
    last: list[Sheet] = []
    if paper.terms:
        last.append(_titled(job, words.terms, paper.terms))
    if paper.kind == "quote" and job.status in ("draft", "issued"):
        last.append(_acceptance(job))
    return [*parts, *([Together(tuple(last))] if last else [])]


def _titled(job: Job, title: str, text: str) -> Sheet:
    """A heading and a text that may flow on."""
    sheet = SheetMaker()
    y = sheet.word(title, STRONG, x=0, y=6)
    sheet.text(text, _SMALLER, x=0, y=y + 1, width=job.width)
    return sheet.done(after=GAP, least=6 + STRONG.leading + 3 * _SMALLER.leading)


def _payment(job: Job) -> list[Part]:
    """How to pay: the day, the account, the reference, then the organisation's own words."""
    paper, words = job.paper, job.words
    seller = paper.seller
    facts = [
        (words.due, job.formats.day(paper.due_day)),
        (words.bank, seller.bank),
        ("IBAN", grouped_iban(seller.iban)),
        ("BIC", seller.bic),
        (words.payment_reference, job.number or ""),
    ]
    if not seller.iban and not paper.payment:
        return []
    sheet = SheetMaker()
    y = sheet.word(words.payment, STRONG, x=0, y=6) + 1
    shown = [(one_line(label, _SMALLER), value) for label, value in facts if value] if seller.iban else []
    x = max([label.width for label, _ in shown], default=0) + 2 * GAP
    for label, value in shown:
        sheet.put(label, replace(_SMALLER, colour=SOFT), x=0, y=y)
        y = sheet.text(value, _SMALLER, x=x, y=y, width=job.width - x)
    sheet.text(paper.payment, _SMALLER, x=0, y=y + 1, width=job.width)
    return [sheet.done(after=GAP, least=6 + STRONG.leading + 5 * _SMALLER.leading)]


def grouped_iban(iban: str) -> str:
    """An IBAN in groups of four, as banks print it."""
    plain = "".join(iban.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _schedule(job: Job) -> list[Part]:
    """The payment schedule: a heading, then a row for each instalment."""
    sheet = SheetMaker()
    sheet.word(job.words.schedule, STRONG, x=0, y=6)
    first = sheet.done(after=1, least=6 + 4 * STRONG.leading)
    rows: list[Part] = [first]
    for place, part in enumerate(job.paper.instalments, start=1):
        row = SheetMaker()
        row.word(job.formats.amount(part.amount), _SMALLER, x=0, y=0, width=job.width, align="right")
        row.word(job.formats.day(part.day), _SMALLER, x=job.width * 0.6, y=0)
        row.text(part.description or str(place), _SMALLER, x=0, y=0, width=job.width * 0.6 - 8)
        rows.append(row.done(after=1))
    rows.append(Sheet(GAP))
    return rows


def _acceptance(job: Job) -> Sheet:
    """Where the customer signs."""
    words = job.words
    sheet = SheetMaker()
    y = sheet.word(words.acceptance, STRONG, x=0, y=6)
    total = job.formats.money(job.paper.totals.total)
    text = words.accept_text.format(job.name, job.formats.day(job.paper.issue_day), total)
    y = (
        sheet.text(
            text if job.paper.show.totals else words.accept_plain, _SMALLER, x=0, y=y + 1, width=job.width
        )
        + 30
    )
    widths = (job.width * 0.36, job.width * 0.18, job.width * 0.36)
    x = 0.0
    for width, label in zip(widths, (words.name, words.date, words.signature), strict=True):
        sheet.rule(x, y, width, colour=SOFT, weight=0.6)
        sheet.word(label, DETAIL, x=x, y=y + 2)
        x += width + job.width * 0.05
    made = sheet.done(after=4)
    return replace(made, least=made.height)
