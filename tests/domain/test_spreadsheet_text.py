"""What is copied stays what it was in a spreadsheet, and never becomes a formula."""

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.spreadsheet_text import cell, table


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("Harbour", "Harbour"),
        ("1,240.00", "1,240.00"),
        ("−12.50", "-12.50"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'=1"),
        ("two\nlines\tand tabs", "two lines and tabs"),
        ("", ""),
    ],
)
def test_a_cell_is_itself_or_harmless(text: str, put: str) -> None:
    assert cell(text) == put


@given(st.text())
def test_no_text_at_all_begins_a_formula_or_breaks_the_row(text: str) -> None:
    put = cell(text)
    assert not put.startswith(("=", "+", "@"))
    assert "\t" not in put
    assert "\n" not in put


def test_rows_are_lines() -> None:
    assert table([("Name", "Total"), ("Harbour", "1.00")]) == "Name\tTotal\nHarbour\t1.00"
