"""What a paper lacks is found by a table, and nothing is found on one that is whole."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from onetool_desktop.domain.paper import Customer, Paper, PaperLine, PaperTotals, Seller
from onetool_desktop.domain.paper_checks import Looked, Where, findings

WHOLE = Paper(
    kind="invoice",
    document_id="a",
    currency="EUR",
    issue_day="2026-03-02",
    due_day="2026-03-16",
    seller=Seller("Green Garden", address=("Kiln Lane 9",), tax_number="DE 1"),
    customer=Customer("Birch", address=("12 North Street",)),
    totals=PaperTotals(subtotal=100, total=119, tax=19),
    lines=(PaperLine("b", description="Tap", amount=100), PaperLine("c", kind="text")),
)
OWN = {"streetAddress": "Kiln Lane 9", "zipCode": "BS3 1EN", "city": "Bristol"}


def wheres(paper: Paper, *, own: Mapping[str, str] = OWN, unpriced: bool = False) -> list[Where]:
    return [one.where for one in findings(Looked(paper, own_address=own, unpriced=unpriced))]


def test_a_whole_paper_lacks_nothing() -> None:
    assert wheres(WHOLE) == []
    assert wheres(replace(WHOLE, kind="quote")) == []


@pytest.mark.parametrize(
    ("paper", "where"),
    [
        (replace(WHOLE, customer=Customer("Birch")), Where.CLIENT),
        (replace(WHOLE, seller=replace(WHOLE.seller, tax_number="")), Where.TAXES),
        (replace(WHOLE, due_day="2026-03-01"), Where.DAY),
        (replace(WHOLE, lines=(PaperLine("b", description=" "),)), Where.LINES),
        (replace(WHOLE, totals=PaperTotals(subtotal=0, total=0)), Where.LINES),
        (replace(WHOLE, totals=PaperTotals(subtotal=-100, total=-119, tax=-19)), Where.LINES),
    ],
)
def test_each_part_that_is_missing_is_told_with_where_it_is_mended(paper: Paper, where: Where) -> None:
    assert wheres(paper) == [where]


def test_no_tax_number_is_asked_for_where_no_tax_is_charged() -> None:
    untaxed = replace(WHOLE, totals=PaperTotals(subtotal=100, total=100), seller=Seller("G", address=("x",)))
    assert wheres(untaxed) == []


def test_a_quote_asks_for_nothing_of_the_sender() -> None:
    quote = replace(WHOLE, kind="quote", seller=Seller("Green Garden"))
    assert findings(Looked(quote, own_address={})) == ()
    assert wheres(replace(quote, customer=Customer("Birch"))) == [Where.CLIENT]


@pytest.mark.parametrize("part", ["streetAddress", "zipCode", "city"])
def test_an_own_address_is_asked_for_until_it_has_street_postcode_and_city(part: str) -> None:
    assert wheres(WHOLE, own={**OWN, part: " "}) == [Where.ORGANISATION]


def test_no_postcode_is_asked_for_where_none_is_used() -> None:
    assert wheres(WHOLE, own={**OWN, "zipCode": "", "country": "IE"}) == []


def test_a_line_without_a_price_is_told_once_and_not_as_nothing_too() -> None:
    assert wheres(WHOLE, unpriced=True) == [Where.PRICE]
    assert wheres(replace(WHOLE, totals=PaperTotals(subtotal=0, total=0)), unpriced=True) == [Where.PRICE]
