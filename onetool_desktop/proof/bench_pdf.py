"""`bench pdf`: a one-page invoice, a long quote and two hundred invoices, beside a bare canvas with the same text.

Promises: product and floor take turns in one run and each row gives the medians; the floor's texts are those of the
same paper. The last row is how long the first thread, where a window would live, had to wait for its turn while the
invoices were made in the paper lane.
"""

import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import Any, Literal

from onetool_desktop.documents.commercial import Print, render, render_batch
from onetool_desktop.documents.fonts import font_name
from onetool_desktop.documents.formats import formats
from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.paper import Customer, Paper, PaperLine, PaperTax, PaperTotals, Seller
from onetool_desktop.domain.totals import LineAmounts, compute_totals
from onetool_desktop.proof.floors.pdf import BareLine, BarePaper, bare_batch, bare_pdf
from onetool_desktop.store.lanes import Lane, ThreadLanes

_ITEMS = (
    ("Shut-off and drain", "", "1", "job", "85"),
    (
        "Replace mixing valve",
        "thermostatic, incl. seals and descaling of the lines on both sides",
        "2",
        "ea",
        "142.5",
    ),
    ("Labour, plumber", "including travel within the city", "3.5", "h", "62"),
    ("Disposal of old parts", "", "1", "flat", "12.4"),
)
_SELLER = Seller(
    name="Northside Services",
    address=("Kiefernweg 8", "10115 Berlin"),
    phone="+49 30 5550 0142",
    email="office@northside.example",
    tax_number="DE123456789",
    iban="DE89370400440532013000",
)
_CUSTOMER = Customer("Harbour Street Dental", "Dr. Miriam Okafor", ("Harbour Street 12", "20457 Hamburg"))
_BATCH = 200


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of the quote's lines, 500 unless given."""
    count = size or 500
    invoice, quote = _paper(8, "invoice"), _paper(count, "quote")
    batch = [Print(invoice, f"INV-{at:06d}") for at in range(1, _BATCH + 1)]
    rows = [
        _row(
            "one-page invoice",
            "ms",
            1_000,
            30,
            lambda: render(invoice, number="INV-000612"),
            _floor([invoice]),
        ),
        _row(
            f"{count}-line quote", "ms", 1_000, 5, lambda: render(quote, number="Q-000231"), _floor([quote])
        ),
        _row(f"{_BATCH} invoices, one file", "s", 1, 1, lambda: _in_one(batch), _floor([invoice] * _BATCH)),
        _row(f"{_BATCH} invoices, a file each", "s", 1, 1, lambda: _each(batch), _floor_each(invoice)),
        {
            "what": f"longest wait of the first thread during {_BATCH} invoices",
            "value": round(_longest_wait(lambda: _each(batch)) * 1_000, 1),
            "unit": "ms",
            "floor": None,
            "ratio": None,
        },
    ]
    return {"name": "pdf", "size": count, "rows": rows}


def _in_one(batch: list[Print]) -> bytes:
    return render_batch(batch, title="Invoices")


def _each(batch: list[Print]) -> list[bytes]:
    return [render(item.paper, number=item.number) for item in batch]


def _row(
    what: str, unit: str, scale: float, times: int, work: Callable[[], object], floor: Callable[[], object]
) -> dict[str, Any]:
    """A row from runs in turn, after one of each that does not count."""
    work()
    floor()
    pairs = [(_seconds(work), _seconds(floor)) for _ in range(times)]
    value, least = (median(column) for column in zip(*pairs, strict=True))
    return {
        "what": what,
        "value": round(value * scale, 3),
        "unit": unit,
        "floor": round(least * scale, 3),
        "ratio": round(value / least, 2),
    }


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _longest_wait(work: Callable[[], object]) -> float:
    """Seconds by which this thread, wanting a turn every millisecond, got its latest one too late."""
    lanes = ThreadLanes()
    try:
        made = lanes.submit(Lane.PAPER, work)
        longest = 0.0
        while not made.done():
            before = time.perf_counter()
            time.sleep(0.001)
            longest = max(longest, time.perf_counter() - before - 0.001)
        made.result()
        return longest
    finally:
        lanes.close()


def _floor(papers: list[Paper]) -> Callable[[], bytes]:
    bare = {id(paper): _bare(paper) for paper in papers}
    found = [bare[id(paper)] for paper in papers]
    regular, strong = font_name("regular"), font_name("bold")
    return lambda: bare_batch(found, regular=regular, strong=strong)


def _floor_each(paper: Paper) -> Callable[[], list[bytes]]:
    bare, regular, strong = _bare(paper), font_name("regular"), font_name("bold")
    return lambda: [bare_pdf(bare, regular=regular, strong=strong) for _ in range(_BATCH)]


def _paper(count: int, kind: Literal["quote", "invoice"]) -> Paper:
    """A paper with that many lines."""
    items = [_ITEMS[at % len(_ITEMS)] for at in range(count)]
    totals = compute_totals(
        [LineAmounts(Decimal(item[2]), Decimal(item[4]), Decimal(19)) for item in items], currency="EUR"
    )
    lines = tuple(
        PaperLine(str(at), "line", at, name, detail, quantity, unit, price, "19", amount)
        for at, ((name, detail, quantity, unit, price), amount) in enumerate(
            zip(items, totals.lines, strict=True), start=1
        )
    )
    return Paper(
        kind=kind,
        document_id="bench",
        currency="EUR",
        issue_day="2026-11-20",
        due_day="2026-12-04",
        seller=_SELLER,
        customer=_CUSTOMER,
        lines=lines,
        totals=PaperTotals(
            subtotal=totals.subtotal,
            total=totals.total,
            net=totals.net,
            tax=totals.tax,
            taxes=tuple(PaperTax(decimal_text(group.rate), group.base, group.tax) for group in totals.groups),
        ),
        title="Bathroom repair",
        intro="Thank you for your order. We carried out the work below.",
        terms="Payment within 14 days without deduction.",
        locale="en_GB",
    )


def _bare(paper: Paper) -> BarePaper:
    """The paper's texts as the floor takes them."""
    shown = formats(paper.locale, paper.currency)
    seller, customer, totals = paper.seller, paper.customer, paper.totals
    bold = (seller.name, customer.name, paper.title, "Total")
    above = [
        *bold[:2], *seller.address, seller.phone, seller.email, customer.attention, *customer.address,
        "Number", "INV-000612", "Date", shown.day(paper.issue_day), "Due", shown.day(paper.due_day),
        "Invoice INV-000612", paper.title, paper.intro, "Item Qty Unit Price Amount",
    ]  # fmt: skip
    lines = [
        BareLine(
            (f"{line.position} {line.description}", *([line.detail] if line.detail else [])),
            (
                shown.decimal(line.quantity),
                line.unit,
                shown.price(line.unit_price),
                shown.amount(line.amount),
            ),
        )
        for line in paper.lines
    ]
    below = [
        "Subtotal", shown.amount(totals.subtotal), "VAT", shown.amount(totals.tax), "Total", shown.money(totals.total),
        "Payment", "IBAN", seller.iban, "Reference", "INV-000612", "Terms", paper.terms,
    ]  # fmt: skip
    foot = [
        seller.name,
        *seller.address,
        seller.phone,
        seller.email,
        seller.tax_number,
        seller.iban,
        "Page 1 of 1",
    ]
    return BarePaper(above, lines, below, foot, frozenset(bold))
