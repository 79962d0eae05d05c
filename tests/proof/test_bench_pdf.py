"""The bench of paper measures what it says, and its floor draws the same words."""

import pytest

from onetool_desktop.documents.fonts import font_name
from onetool_desktop.documents.pages_image import page_count, page_text
from onetool_desktop.proof import bench_pdf
from onetool_desktop.proof.floors.pdf import BareLine, BarePaper, bare_pdf


def test_the_floor_draws_every_word_once() -> None:
    words = [f"w{at}" for at in range(200)]
    paper = BarePaper(
        ["above"], [BareLine((" ".join(words),), ("1.00",))] * 40, ["below"], ["foot"], frozenset()
    )
    pdf = bare_pdf(paper, regular=font_name("regular"), strong=font_name("bold"))
    text = "\n".join(page_text(pdf, page) for page in range(page_count(pdf)))
    assert [text.split().count(word) for word in words] == [40] * 200
    assert text.split().count("1.00") == 40


@pytest.mark.proof
def test_the_rows_have_values_and_their_ratios_are_to_the_floor_of_the_same_run() -> None:
    found = bench_pdf.run(60)
    assert (found["name"], found["size"]) == ("pdf", 60)
    assert len(found["rows"]) == 5
    assert all(row["value"] > 0 for row in found["rows"])
    for row in found["rows"][:2]:
        assert row["ratio"] == pytest.approx(
            row["value"] / row["floor"], rel=0.05
        )  # how long it took is told
