"""Numbers on paper are one-to-one with their parts; series codes never repeat."""

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.numbering import (
    MAIN,
    Number,
    format_number,
    main_count,
    parse_number,
    provisional_reference,
    series_code,
)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (Number("invoice", MAIN, 612), "INV-000612"),
        (Number("invoice", "B7", 42), "INV-B7-0042"),
        (Number("quote", MAIN, 231), "Q-000231"),
        (Number("quote", "B7", 7), "Q-B7-0007"),
        (Number("quote", MAIN, 231, 2), "Q-000231 r2"),
        (Number("invoice", MAIN, 1_000_000), "INV-1000000"),
    ],
)
def test_a_number_reads_as_people_know_it(parts: Number, text: str) -> None:
    assert format_number(parts.kind, parts.series, parts.no, parts.rev) == text
    assert parse_number(text) == parts


@pytest.mark.parametrize(
    "text", ["", "INV-", "INV-0", "X-000001", "INV-B7", "inv-000001", "INV-000001 r", "Draft 3F-12"]
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="such as INV-000612"):
        parse_number(text)


@pytest.mark.parametrize("text", ["612", " 000612 ", "INV-000612", "inv-000612", "INV-612 r2", "inv-612 R2"])
def test_a_number_of_the_main_series_is_taken_as_it_is_read_off_paper(text: str) -> None:
    assert main_count("invoice", text) == 612


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Q-000612", "INV-000612"),
        ("INV-A2-0007", "series A2"),
        ("0", "not a number"),
        ("-1", "not a number"),
        ("6.12", "not a number"),
        ("٦١٢", "not a number"),
        ("", "not a number"),
        ("9" * 30, "not a number"),
        ("INV-" + "9" * 30, "No series"),
    ],
)
def test_what_cannot_be_a_number_of_the_main_series_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        main_count("invoice", text)


def test_paper_without_numbers_and_counts_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="has no numbers"):
        format_number("letter", MAIN, 1)
    with pytest.raises(ValueError, match="begin at 1"):
        format_number("quote", MAIN, 0)


def test_a_paper_that_waits_for_its_number_has_a_reference() -> None:
    assert provisional_reference("B7", 12) == "P-B7-12"


def test_series_codes_never_repeat_and_hold_nothing_that_can_be_misread() -> None:
    codes = [series_code(n) for n in range(20_000)]
    assert len(set(codes)) == len(codes)
    assert not set("".join(codes)) & set("ILOQSUVZ0158")
    assert all(code[0].isalpha() and code[1:].isdigit() for code in codes)
    assert {len(code) for code in codes[:100]} == {2}


@given(
    st.sampled_from(["quote", "invoice"]),
    st.just(MAIN) | st.integers(0, 50_000).map(series_code),
    st.integers(1, 10**9),
    st.none() | st.integers(2, 99),
)
def test_text_and_parts_are_one_to_one(kind: str, series: str, no: int, rev: int | None) -> None:
    assert parse_number(format_number(kind, series, no, rev)) == Number(kind, series, no, rev)
