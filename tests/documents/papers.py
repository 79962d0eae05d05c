"""Papers for the tests of documents, and what can be read off their pages."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pypdfium2 as pdfium

from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.paper import Customer, Paper, PaperLine, PaperTax, PaperTotals, Seller
from onetool_desktop.domain.totals import Discount, LineAmounts, compute_totals

SELLER = Seller(
    name="Northside Services",
    address=("Kiefernweg 8", "10115 Berlin"),
    phone="+49 30 5550 0142",
    email="office@northside.example",
    tax_number="DE123456789",
    iban="DE89370400440532013000",
    footer="Managing director: Ayşe Łukasiewicz",
)
CUSTOMER = Customer("Harbour Street Dental", "Dr. Miriam Okafor", ("Harbour Street 12", "20457 Hamburg"))
_ITEMS = [
    ("Shut-off and drain", "", "1", "job", "85.00"),
    ("Replace mixing valve", "thermostatic, incl. seals and descaling", "2", "ea", "142.50"),
    ("Labour, plumber", "", "3.5", "h", "62.00"),
    ("Travel within the city", "", "1", "", "25.00"),
]


def make_lines(count: int) -> tuple[PaperLine, ...]:
    """Lines with distinct names and amounts."""
    lines: list[PaperLine] = []
    for at in range(count):
        name, detail, quantity, unit, price = _ITEMS[at % len(_ITEMS)]
        amounts = LineAmounts(Decimal(quantity), Decimal(price) + at, Decimal(19))
        lines.append(
            PaperLine(
                id=f"l{at}",
                position=at + 1,
                description=f"{name} no{at + 1}x",
                detail=detail,
                quantity=quantity,
                unit=unit,
                unit_price=decimal_text(amounts.unit_price),
                tax_rate="19",
                amount=compute_totals([amounts], currency="EUR").subtotal,
            )
        )
    return tuple(lines)


def make_paper(count: int = 3, *, kind: Literal["quote", "invoice"] = "invoice", **more: Any) -> Paper:
    """A paper with that many lines; its totals are computed from them."""
    lines = make_lines(count)
    totals = compute_totals(
        [LineAmounts(Decimal(line.quantity), Decimal(line.unit_price), Decimal(19)) for line in lines],
        currency="EUR",
        discount=Discount("percent", Decimal(10)),
    )
    values: dict[str, Any] = {
        "kind": kind,
        "document_id": "0192f0c1-7e55-7c1c-9a6b-0242ac120002",
        "currency": "EUR",
        "issue_day": "2026-11-20",
        "due_day": "2026-12-04",
        "seller": SELLER,
        "customer": CUSTOMER,
        "lines": lines,
        "title": "Bathroom repair",
        "terms": "Payment within 14 days.",
        "locale": "en_GB",
        "totals": PaperTotals(
            subtotal=totals.subtotal,
            total=totals.total,
            net=totals.net,
            tax=totals.tax,
            discount=totals.discount,
            discount_percent="10" if count else "",
            taxes=tuple(PaperTax(decimal_text(g.rate), g.base, g.tax) for g in totals.groups),
        ),
    }
    return Paper(**(values | more))


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of text on a page: page from 0, left and top in points from the top left corner."""

    page: int
    left: float
    top: float
    text: str


def seen(pdf: bytes) -> list[Seen]:
    """Every stretch of text, page by page."""
    document: Any = pdfium.PdfDocument(pdf)
    found: list[Seen] = []
    for place in range(len(document)):
        page = document[place]
        height = page.get_height()
        text = page.get_textpage()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            words = text.get_text_bounded(left, bottom, right, top).strip()
            found.append(Seen(place, round(left, 1), round(height - top, 1), words))
        text.close()
        page.close()
    document.close()
    return found


def letters(pdf: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Each character of a page with its left edge and its top, in points."""
    document: Any = pdfium.PdfDocument(pdf)
    found = document[page]
    height = found.get_height()
    text = found.get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    chars = [text.get_text_range(at, 1) for at in range(text.count_chars())]
    text.close()
    found.close()
    document.close()
    return [(char, box[0], height - box[3]) for char, box in zip(chars, boxes, strict=True)]
