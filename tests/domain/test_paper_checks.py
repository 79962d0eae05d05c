"""What a paper lacks is found by a table, and nothing is found on one that is whole."""

from dataclasses import replace

import pytest

from onetool_desktop.domain.paper import Customer, Paper, PaperLine, PaperTotals, Seller
from onetool_desktop.domain.paper_checks import Where, findings

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


def test_a_whole_paper_lacks_nothing() -> None:
    assert findings(WHOLE) == ()
    assert findings(replace(WHOLE, kind="quote")) == ()


@pytest.mark.parametrize(
    ("paper", "where"),
    [
        (replace(WHOLE, customer=Customer("Birch")), Where.CLIENT),
        (replace(WHOLE, seller=replace(WHOLE.seller, address=())), Where.ORGANISATION),
        (replace(WHOLE, seller=replace(WHOLE.seller, tax_number="")), Where.TAXES),
        (replace(WHOLE, due_day="2026-03-01"), Where.DAY),
        (replace(WHOLE, lines=(PaperLine("b", description=" "),)), Where.LINES),
        (replace(WHOLE, totals=PaperTotals(subtotal=0, total=0)), Where.LINES),
    ],
)
def test_each_part_that_is_missing_is_told_with_where_it_is_mended(paper: Paper, where: Where) -> None:
    assert [one.where for one in findings(paper)] == [where]


def test_no_tax_number_is_asked_for_where_no_tax_is_charged() -> None:
    untaxed = replace(WHOLE, totals=PaperTotals(subtotal=100, total=100), seller=Seller("G", address=("x",)))
    assert findings(untaxed) == ()


def test_a_quote_asks_for_nothing_of_the_sender() -> None:
    quote = replace(WHOLE, kind="quote", seller=Seller("Green Garden"))
    assert findings(quote) == ()
    assert [one.where for one in findings(replace(quote, customer=Customer("Birch")))] == [Where.CLIENT]
