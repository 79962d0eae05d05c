"""Cells, blocks and the price book: what is shown and typed again means the same."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st
from PySide6.QtCore import QLocale

from onetool_desktop.domain.money import decimal_text
from onetool_desktop.store.queries.price_book import PriceItem
from onetool_desktop.ui.models import cell_blocks
from onetool_desktop.ui.models.grid_cells import Cell, CellWords
from onetool_desktop.ui.models.price_book import PriceBook

ENGLISH = CellWords(QLocale("en_GB"), "EUR")
GERMAN = CellWords(QLocale("de_DE"), "EUR")
SWISS = CellWords(QLocale("de_CH"), "CHF")
FRENCH = CellWords(QLocale("fr_FR"), "EUR")
words = st.sampled_from([ENGLISH, GERMAN, SWISS, FRENCH])
values = st.decimals(min_value=-99_999_999, max_value=99_999_999, places=4).map(decimal_text)
cells = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)


@given(words, values, st.sampled_from([Cell.QUANTITY, Cell.PRICE]))
def test_a_number_shown_or_edited_reads_back_as_it_was(words: CellWords, value: str, cell: Cell) -> None:
    name = "quantity" if cell is Cell.QUANTITY else "unitPrice"
    for text in (words.typed(cell, {name: value}), words.shown(cell, {name: value})):
        assert words.read(cell, text)[name] == value


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_block_that_is_copied_is_pasted_the_same(block: list[list[str]]) -> None:
    width = len(block[0])
    block = [(row + [""] * width)[:width] for row in block]
    if block[-1] == [""]:
        return  # one empty last cell cannot be told from a line end
    assert cell_blocks.read(cell_blocks.written(block)) == block


@given(st.text(max_size=60))
def test_any_text_is_some_block(text: str) -> None:
    assert all(row for row in cell_blocks.read(text))


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("2 h", {"quantity": "2", "unit": "h"}),
        ("3,5 m²", {"quantity": "3.5", "unit": "m²"}),
        ("=2*3 Stk", {"quantity": "6", "unit": "Stk"}),
        ("2x3", {"quantity": "6"}),
        ("12", {"quantity": "12"}),
        ("", {"quantity": None}),
    ],
)  # fmt: skip
def test_a_quantity_takes_its_unit_along(typed: str, fields: dict[str, Any]) -> None:
    assert GERMAN.read(Cell.QUANTITY, typed) == fields


@pytest.mark.parametrize("typed", ["1.240,00 €", "EUR 1.240,00", "1240"])
def test_a_price_pasted_with_its_currency_is_a_price(typed: str) -> None:
    assert GERMAN.read(Cell.PRICE, typed) == {"unitPrice": "1240"}


def test_an_item_has_its_detail_on_the_lines_below_and_a_heading_its_mark() -> None:
    item = ENGLISH.read(Cell.ITEM, "Mixing valve\nthermostatic\nincl. seals")
    assert item == {"description": "Mixing valve", "detail": "thermostatic\nincl. seals", "kind": "line"}
    heading = ENGLISH.read(Cell.ITEM, "# Preparation")
    assert heading["kind"] == "heading"
    assert ENGLISH.typed(Cell.ITEM, heading) == "# Preparation"


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (Cell.TAX, "120"),
        (Cell.TAX, "-1"),
        (Cell.UNIT, "u" * 21),
        (Cell.PRICE, "dear"),
        (Cell.QUANTITY, "1e5"),
        (Cell.QUANTITY, "2.5E3"),
        (Cell.DISCOUNT, "-5"),
        (Cell.DISCOUNT, "101 %"),
        (Cell.ITEM, "x" * 2_001),
    ],
)
def test_what_makes_no_sense_says_so(cell: Cell, typed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        ENGLISH.read(cell, typed)


@pytest.mark.parametrize(
    ("typed", "kind", "value", "shown"),
    [
        ("10%", "percent", "10", "10 %"),
        ("7,5 %", "percent", "7.5", "7,5 %"),
        ("50", "amount", "50", "50,00"),
        ("=3*4", "amount", "12", "12,00"),
        ("", None, None, ""),
        ("0 %", None, None, ""),
    ],
)
def test_a_discount_is_a_percent_or_an_amount(
    typed: str, kind: str | None, value: str | None, shown: str
) -> None:
    fields = GERMAN.read(Cell.DISCOUNT, typed)
    assert fields == {"discountKind": kind, "discountValue": value}
    assert GERMAN.shown(Cell.DISCOUNT, fields) == GERMAN.typed(Cell.DISCOUNT, fields) == shown


def item(name: str, detail: str = "", code: str = "") -> PriceItem:
    return PriceItem(name, name, code, detail, "ea", "1", "19", "")


def test_every_word_typed_begins_a_word_of_the_item_and_names_come_first() -> None:
    book = PriceBook(
        [item("Replace valve", "mixing"), item("Mixing valve"), item("Café machine"), item("Valve")]
    )
    assert [one.name for one in book.find("mix va")] == ["Mixing valve", "Replace valve"]
    assert [one.name for one in book.find("VALVE")] == ["Valve", "Mixing valve", "Replace valve"]
    assert [one.name for one in book.find("cafe")] == ["Café machine"]
    assert book.find("  ") == []
    assert book.find("ixing") == []


def test_the_item_of_a_code_comes_first() -> None:
    book = PriceBook([item("V2 adapter"), item("Valve", code="V-2"), item("Mixing valve", code="V2")])
    assert [one.name for one in book.find("v2")] == ["Mixing valve", "V2 adapter"]
    assert [one.name for one in book.find("v-2")] == ["Valve"]


def test_the_largest_amount_reads_in_full() -> None:
    assert GERMAN.shown(Cell.PRICE, {"unitPrice": "9999999.99"}) == "9.999.999,99"
    assert ENGLISH.read(Cell.PRICE, "9,999,999.99")["unitPrice"] == str(Decimal("9999999.99"))
