"""A page in parts: nothing is lost, a document stays whole, only the last part moves the cursor."""

from dataclasses import replace
from typing import Any

import pytest

from onetool_desktop.store.pages import Page, WireRow, slices


def row(row_id: str, **f: Any) -> WireRow:
    return {"id": row_id, "f": f}


def page() -> Page:
    quotes = [row(f"quote{at}") for at in range(4)]
    lines = [row(f"line{at}", quoteId=f"quote{at % 4}") for at in range(10)]
    rows = {
        "clients": [row(f"client{at}") for at in range(5)],
        "quoteLineItems": [*lines, row("line of another page", quoteId="elsewhere")],
        "quotes": quotes,
    }
    return Page(rows=rows, cursor="here", more=False, head="7", epoch="e", gone={"tasks": ["gone"]})


def ids(part: Page) -> list[str]:
    return [one["id"] for rows in part.rows.values() for one in rows]


@pytest.mark.parametrize("size", [1, 2, 4, 7, 100])
def test_every_row_comes_once_and_each_document_with_its_lines(size: int) -> None:
    whole, parts = page(), list(slices(page(), size=size))

    assert sorted(one for part in parts for one in ids(part)) == sorted(ids(whole))
    for part in parts:
        documents = {quote["id"] for quote in part.rows.get("quotes", ())}
        lines = {line["id"] for line in part.rows.get("quoteLineItems", ())} - {"line of another page"}
        assert lines == {
            line["id"] for line in whole.rows["quoteLineItems"] if line["f"]["quoteId"] in documents
        }


def test_a_part_is_no_larger_than_asked_but_for_one_document() -> None:
    sizes = [part.count() for part in slices(page(), size=3)]

    assert sizes == [3, 3, 4, 4, 3, 3]


def test_only_the_last_part_moves_the_cursor_and_takes_away() -> None:
    *earlier, last = slices(page(), size=4)

    assert {(part.cursor, part.more, len(part.gone)) for part in earlier} == {(None, True, 0)}
    assert (last.cursor, last.more, last.gone) == ("here", False, {"tasks": ["gone"]})


@pytest.mark.parametrize("quote", [[], {}, 7, None])
def test_what_names_no_document_follows_none_and_ends_nothing(quote: object) -> None:
    there = page()
    lines = [*there.rows["quoteLineItems"], row("line of a lie", quoteId=quote)]
    whole = replace(there, rows={**there.rows, "quoteLineItems": lines})

    assert sorted(one for part in slices(whole, size=4) for one in ids(part)) == sorted(ids(whole))
