"""Job sheets: what is on them, where it stands, and that no text of any length makes them fail."""

from dataclasses import replace
from pathlib import Path

from onetool_desktop.documents.job_sheet import render_job_sheet
from onetool_desktop.documents.pages_image import page_count, page_text
from onetool_desktop.domain.job_sheet import JobSheet
from tests.documents.papers import SELLER, seen

GOLDEN = Path(__file__).parent / "golden"
SHEET = JobSheet(
    seller=SELLER,
    client="Harbour Street Dental",
    title="Replace mixing valve",
    number="P-2041",
    project="Bathroom repair",
    day="2026-11-27",
    start="08:00",
    end="10:30",
    person="Robin Keller",
    place_name="Surgery, second floor",
    place=("Harbour Street 12", "20457 Hamburg"),
    access="Key at reception. The alarm is off from seven.",
    contact="Dr. Miriam Okafor",
    phone="+49 40 5550 0177",
    what="Shut off and drain.\nReplace both valves, descale, test at 4 bar.",
    printed_day="2026-11-26",
    printed_time="16:40",
    locale="en_GB",
)
ENOUGH = 3_000


def words(pdf: bytes) -> str:
    return "\n".join(page_text(pdf, page) for page in range(page_count(pdf)))


def test_golden_places_of_everything_on_a_blank_sheet() -> None:
    found = "".join(
        f"{item.left:6.1f} {item.top:6.1f}  {item.text}\n" for item in seen(render_job_sheet(SHEET))
    )
    assert found == (GOLDEN / "job_sheet.txt").read_text()


def test_equal_values_give_equal_bytes() -> None:
    assert render_job_sheet(SHEET) == render_job_sheet(replace(SHEET))


def test_a_finished_visit_shows_its_times_and_its_report() -> None:
    done = replace(
        SHEET, began="08:05", ended="10:10", report="Second valve was seized; replaced the elbow too."
    )
    text = words(render_job_sheet(done))
    assert "08:05" in text
    assert "10:10" in text
    assert "replaced the elbow too" in text


def test_a_sheet_that_knows_next_to_nothing_says_nothing_it_does_not_know() -> None:
    text = words(render_job_sheet(JobSheet(seller=SELLER, client="", title="Look at the roof")))
    assert "Look at the roof" in text
    assert "How to get in" not in text
    assert "Ask for" not in text
    assert "Technician" in text  # where he signs
    assert "Page 1 of 1" in text


def test_long_texts_flow_on_and_each_page_counts_the_pages() -> None:
    long = " ".join(f"w{n}" for n in range(ENOUGH))
    pdf = render_job_sheet(replace(SHEET, what=long, access=long, report=long))
    count = page_count(pdf)
    assert count > 3
    for page in range(count):
        assert f"Page {page + 1} of {count}" in page_text(pdf, page)
    assert words(pdf).count(f"w{ENOUGH - 1}") == 3


def test_both_sign_on_one_page() -> None:
    for lines in range(20, 70):
        places = [
            item.page
            for item in seen(render_job_sheet(replace(SHEET, what="line\n" * lines)))
            if item.text == "Signature"
        ]
        assert len(set(places)) == 1


def test_it_speaks_german() -> None:
    text = words(render_job_sheet(replace(SHEET, locale="de_DE")))
    assert "Arbeitsauftrag" in text
    assert "Unterschrift" in text


def test_letters_of_any_kind_print_as_themselves_or_as_a_mark() -> None:
    text = words(render_job_sheet(replace(SHEET, client="<b>A & B</b> Łódź", access="\x00\x07 Tür")))
    assert "<b>A & B</b> Łódź" in text
    assert "Tür" in text
