"""Pages as pictures."""

import io

import pytest
from PIL import Image

from onetool_desktop.documents.bundle import joined
from onetool_desktop.documents.commercial import render
from onetool_desktop.documents.pages_image import (
    page_count,
    page_text,
    render_band,
    render_page,
    render_page_png,
)
from tests.documents.papers import make_paper

PDF = render(make_paper(40), number="INV-000612")


def test_pages_are_counted_and_have_text() -> None:
    assert page_count(PDF) == 3
    assert "Page 2 of 3" in page_text(PDF, 1)


def test_a_page_is_pixels_of_four_bytes_at_the_asked_resolution() -> None:
    image = render_page(PDF, 0, dpi=36)
    assert (image.width, image.height) == (298, 421)
    assert len(image.rgba) == 4 * image.width * image.height
    assert image.rgba[:4] == b"\xff\xff\xff\xff"
    picture = Image.frombytes("RGBA", (image.width, image.height), image.rgba)
    title = picture.crop((34, 110, 120, 150)).convert("RGB")
    # The accent is teal: taken for blue-green-red it would be brown.
    assert any(blue > red + 20 for red, _, blue in zip(*[iter(title.tobytes())] * 3, strict=True))


def test_a_page_is_a_png_file() -> None:
    assert Image.open(io.BytesIO(render_page_png(PDF, 2, dpi=36))).size == (298, 421)


def test_a_page_that_is_not_there_and_a_file_that_is_none_are_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="has no page 4"):
        render_page(PDF, 3, dpi=36)
    with pytest.raises(ValueError, match="cannot be read as a PDF"):
        page_count(b"not a pdf")


def test_the_bands_of_a_page_are_the_page() -> None:
    pdf = render(make_paper(5), number="INV-000001")
    whole = render_page(pdf, 0, dpi=150)
    bands = [render_band(pdf, 0, dpi=150, top=top, rows=100) for top in range(0, whole.height, 100)]
    assert b"".join(band.rgba for band in bands) == whole.rgba
    assert {band.width for band in bands} == {whole.width}


def test_files_become_one_page_after_page() -> None:
    first, second = (render(make_paper(2), number=number) for number in ("INV-000001", "INV-000002"))
    whole = joined([first, second])
    assert page_count(whole) == page_count(first) + page_count(second)
    assert [page_text(whole, page) for page in range(2)] == [page_text(first, 0), page_text(second, 0)]
    with pytest.raises(ValueError, match="cannot be read as a PDF"):
        joined([b"no pdf"])
