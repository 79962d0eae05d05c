"""Quotes and invoices as they come out of the printer."""

import io
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from onetool_desktop.documents.commercial import (
    Print,
    paper_missing_glyphs,
    render,
    render_batch,
    render_placed,
)
from onetool_desktop.documents.pages_image import page_count, page_text
from onetool_desktop.documents.text import clean
from onetool_desktop.domain.paper import Customer, Instalment, Paper, PaperLine, Seller, Show
from tests.documents.papers import CUSTOMER, SELLER, letters, make_paper, seen

GOLDEN = Path(__file__).parent / "golden"
MM = 72 / 25.4


def texts(pdf: bytes) -> list[str]:
    return [page_text(pdf, page) for page in range(page_count(pdf))]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 20)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#0f5257").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("count", [0, 1, 2, 30, 74, 500])
def test_each_line_stands_once_carried_is_brought_and_totals_are_not_alone(count: int) -> None:
    pages = texts(render(make_paper(count), number="INV-000612"))
    found = [int(at) for page in pages for at in re.findall(r"no(\d+)x", page)]
    assert found == list(range(1, count + 1))
    forward = [re.findall(r"Carried forward\s+([\d,.]+)", page) for page in pages]
    brought = [re.findall(r"Brought forward\s+([\d,.]+)", page) for page in pages]
    assert forward[:-1] == brought[1:]
    assert [page for page in pages if "Amount due" in page] == [page for page in pages if "Total" in page]
    last = next(page for page in pages if "Amount due" in page)
    assert len(re.findall(r"no\d+x", last)) >= min(2, count)


def in_sections(**more: Any) -> Paper:
    """A paper of a line, and two sections of two lines, one of which is only offered."""
    one, two, three, four, five = make_paper(5).lines
    head, end = (PaperLine(id=at, kind="heading", description=at) for at in ("Preparation", "Finish"))
    lines = (one, head, two, three, end, four, replace(five, optional=True))
    return replace(make_paper(5), lines=lines, **more)


def test_each_section_ends_with_what_it_comes_to() -> None:
    paper = in_sections()
    (page,) = texts(render(paper, number="INV-000612"))
    _head, two, three, _end, four = paper.lines[1:6]
    money = lambda amount: f"{amount / 100:,.2f}"  # noqa: E731
    assert f"Subtotal Preparation {money(two.amount + three.amount)}" in " ".join(page.split())
    assert f"Subtotal Finish {money(four.amount)}" in " ".join(page.split()), "an option counts nothing"
    assert page.index("Subtotal Preparation") < page.index("no4x") < page.index("Subtotal Finish")


def test_one_section_alone_and_a_paper_without_sums_have_no_section_sum() -> None:
    paper = in_sections()
    alone = replace(paper, lines=paper.lines[1:4])
    hidden = in_sections(show=Show(line_totals=False))
    for one in (alone, hidden):
        assert not re.search(r"Subtotal (Preparation|Finish)", texts(render(one, number="INV-000612"))[0])


def test_a_section_without_a_name_has_no_sum_that_reads_as_the_whole() -> None:
    lines = tuple(
        replace(line, description="") if line.id == "Finish" else line for line in in_sections().lines
    )
    (page,) = texts(render(replace(in_sections(), lines=lines), number="INV-000612"))
    assert page.count("Subtotal") == 2, "of the named one, and of all"


@pytest.mark.parametrize("count", [1, 30])
def test_every_page_says_which_of_how_many_and_of_what(count: int) -> None:
    pages = texts(render(make_paper(count), number="INV-000612"))
    for place, page in enumerate(pages, start=1):
        assert f"Page {place} of {len(pages)}" in page
        assert "Invoice INV-000612" in page
        assert "DE123456789" in page
    assert all("Northside Services" in page.splitlines()[0] or page is pages[0] for page in pages)


def test_the_same_paper_gives_the_same_bytes_and_another_number_other_ones() -> None:
    assert render(make_paper(40), number="INV-000612") == render(make_paper(40), number="INV-000612")
    assert render(make_paper(40), number="INV-000612") != render(make_paper(40), number="INV-000613")


def test_only_our_own_fonts_are_used_and_all_are_embedded() -> None:
    pdf = render(replace(make_paper(30), intro="✓ שלום"), number="INV-000612", status="paid")
    assert b"Helvetica" not in pdf
    assert b"Times" not in pdf
    assert pdf.count(b"/Type /Font ") == 0 or pdf.count(b"/FontFile2") >= pdf.count(b"/Subtype /TrueType")
    names = set(re.findall(rb"/BaseFont /[A-Z]{6}\+(\S+)", pdf))
    assert names == {b"NotoSans-Regular", b"NotoSans-Bold", b"NotoSans-Italic", b"DejaVuSans"}


def test_the_file_has_a_title_an_author_and_a_language() -> None:
    pdf = render(make_paper(), number="INV-000612")
    assert b"/Lang (en-GB)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b"Invoice INV-000612" in pdf
    assert b"Northside Services" in pdf


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_address_stands_in_the_window_of_an_envelope(size: str) -> None:
    pdf = render(replace(make_paper(), paper_size=size), number="INV-000612")
    lines = [
        item for item in seen(pdf) if item.text in (CUSTOMER.name, CUSTOMER.attention, *CUSTOMER.address)
    ]
    assert len(lines) >= 4
    for item in lines:
        if item.top < 100 * MM:
            assert 20 * MM <= item.left <= 30 * MM
            assert 45 * MM <= item.top <= 90 * MM


def test_golden_places_of_everything_on_a_one_page_invoice() -> None:
    pdf = render(make_paper(3), number="INV-000612")
    found = "".join(f"{item.left:6.1f} {item.top:6.1f}  {item.text}\n" for item in seen(pdf))
    assert found == (GOLDEN / "invoice.txt").read_text()


def test_a_draft_says_that_its_number_follows_and_has_the_word_across_it() -> None:
    text = texts(render(make_paper(), number=None, status="draft"))[0]
    assert "number follows" in text
    assert "DRAFT" in text


def test_paper_that_waits_for_its_number_is_pro_forma_and_asks_for_no_payment() -> None:
    text = texts(render(make_paper(), number=None, reference="P-B7-12"))[0]
    assert "Pro forma invoice P-B7-12" in text
    assert "number follows" in text
    assert "This is not an invoice yet." in text
    assert "Amount due" not in text
    assert "Payment\r" not in text


def test_a_paid_invoice_is_due_nothing_and_a_void_one_asks_nothing() -> None:
    paid = texts(render(make_paper(), number="INV-000612", status="paid"))[0]
    assert "PAID" in paid
    assert "€0.00" in paid
    void = texts(render(make_paper(), number="INV-000612", status="void"))[0]
    assert "VOID" in void
    assert "Amount due" not in void


def test_a_quote_is_signed_under_its_number_day_and_total() -> None:
    paper = make_paper(3, kind="quote")
    text = squeezed("".join(texts(render(paper, number="Q-000231 r2"))))
    assert squeezed("I accept Quote Q-000231 r2 of 20 November 2026 for €") in text
    assert "Signature" in text
    assert squeezed("Valid until 4 December 2026") in text


def test_german_paper_is_german() -> None:
    text = texts(render(replace(make_paper(), locale="de"), number="INV-B7-0042"))[0]
    for words in (
        "Rechnung INV-B7-0042",
        "20. November 2026",
        "Zwischensumme",
        "Offener Betrag",
        "Seite 1 von 1",
    ):
        assert words in text
    assert not {"Invoice", "Amount", "Subtotal", "Page"} & set(text.split())


@pytest.mark.parametrize(
    ("locale", "given", "printed"),
    [
        ("de", "VAT", "USt 19"),
        ("en", "MwSt", "VAT 19%"),
        ("de-CH", "MWST", "MWST 19"),
        ("de", "Sales tax", "Sales tax 19"),
        ("fr", "TVA", "TVA 19"),
    ],
)
def test_the_name_of_the_tax_is_said_in_the_language_of_the_paper(
    locale: str, given: str, printed: str
) -> None:
    page = texts(render(replace(make_paper(), locale=locale, tax_label=given), number="INV-1"))[0]
    assert printed in page


@pytest.mark.parametrize(
    ("show", "gone"),
    [
        (Show(quantities=False), ["Qty", "Unit"]),
        (Show(unit_prices=False), ["Price"]),
        (Show(line_totals=False), ["Amount €", "Carried forward"]),
        (Show(totals=False), ["Subtotal", "Amount due", "Carried forward"]),
    ],
)
def test_what_the_customer_shall_not_see_is_not_there(show: Show, gone: list[str]) -> None:
    text = "".join(texts(render(replace(make_paper(40), show=show), number="INV-000612")))
    assert not [word for word in gone if word in text]
    assert "Shut-off and drain no1x" in text


@pytest.mark.parametrize(
    ("locale", "own", "theirs", "said"),
    [
        ("de", "DE123456789", "205/5555/1234", ("USt-IdNr. DE123456789", "Ihre Steuernummer")),
        ("de", "205/5555/1234", "ATU12345678", ("Steuernummer 205/5555/1234", "Ihre USt-IdNr.")),
        ("en", "DE123456789", "ATU12345678", ("VAT number DE123456789", "Your VAT number")),
    ],
)
def test_a_tax_number_is_called_what_it_is(locale: str, own: str, theirs: str, said: tuple[str, str]) -> None:
    paper = make_paper()
    paper = replace(
        paper,
        locale=locale,
        seller=replace(paper.seller, tax_number=own),
        customer=replace(paper.customer, tax_number=theirs),
    )
    page = squeezed(texts(render(paper, number="INV-1"))[0])
    for words in said:
        assert squeezed(words) in page


def test_a_german_invoice_says_when_the_work_was_done_also_where_that_is_its_own_day() -> None:
    said = "LeistungsdatumentsprichtdemRechnungsdatum"
    paper = make_paper()
    german = replace(paper, locale="de", service_day=paper.issue_day)
    assert said in squeezed(texts(render(german, number="INV-1"))[0])
    dated = squeezed(texts(render(replace(german, service_day="2026-11-18"), number="INV-1"))[0])
    assert "Leistungsdatum18.November2026" in dated
    assert said not in dated
    assert "Leistungsdatum" not in texts(render(replace(german, service_day=""), number="INV-1"))[0]
    assert "Date of service" not in texts(render(replace(german, locale="en"), number="INV-1"))[0]


def test_prices_with_tax_show_the_tax_below_the_total() -> None:
    text = texts(render(replace(make_paper(), prices_include_tax=True), number="INV-000612"))[0]
    assert re.search(r"including VAT 19% on [\d,.]+", text)
    assert text.index("Total") < text.index("including VAT")


def test_an_optional_line_says_so_and_is_not_carried() -> None:
    paper = make_paper(40)
    lines = (replace(paper.lines[0], optional=True), *paper.lines[1:])
    page = texts(render(replace(paper, lines=lines), number="INV-000612"))[0]
    shown = [int(at) for at in re.findall(r"no(\d+)x", page)]
    carried = sum(lines[at - 1].amount for at in shown if not lines[at - 1].optional)
    assert "optional" in page
    assert f"Carried forward {carried // 100:,}.{carried % 100:02d}" in " ".join(page.split())


def test_what_a_line_is_let_off_stands_in_a_column_of_its_own_only_where_there_is_any() -> None:
    paper = make_paper()
    first = replace(paper.lines[0], discount=850, discount_percent="10", amount=7650)
    second = replace(paper.lines[1], discount=2500, amount=26200)
    page = texts(render(replace(paper, lines=(first, second)), number="INV-1"))[0]
    head = page[: page.index("Shut-off")]
    assert "Discount" in head
    assert "10%" in page
    assert "-25.00" in page.replace("\u2212", "-")
    plain = texts(render(paper, number="INV-1"))[0]
    assert "Discount" not in plain[: plain.index("Shut-off")]


def test_a_text_between_lines_has_no_number_and_no_amount() -> None:
    paper = make_paper()
    words = PaperLine(id="t", kind="text", description="Access through the yard only.")
    page = texts(render(replace(paper, lines=(paper.lines[0], words, paper.lines[1])), number="INV-1"))[0]
    after = page[page.index("Access through the yard only.") :]
    assert after.splitlines()[1].startswith("2")


def test_each_line_is_placed_on_the_page_where_it_begins() -> None:
    paper = make_paper(60)
    placed = render_placed(paper, number="INV-1")
    pages = texts(placed.pdf)
    assert placed.pdf == render(paper, number="INV-1")
    assert set(placed.places) == {line.id for line in paper.lines}
    for at, line in enumerate(paper.lines, start=1):
        assert f"no{at}x" in pages[placed.places[line.id]]


def test_the_schedule_is_printed_when_there_are_two_instalments() -> None:
    parts = (Instalment(10_000, "2026-12-04", "First half"), Instalment(10_000, "2027-01-04"))
    assert "First half" in "".join(texts(render(replace(make_paper(), instalments=parts), number="INV-1")))
    assert "First half" not in "".join(
        texts(render(replace(make_paper(), instalments=parts[:1]), number="INV-1"))
    )


def test_large_amounts_and_long_names_stay_in_their_columns_and_complete() -> None:
    line = PaperLine(
        id="l",
        position=1,
        description="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        quantity="999999.9999",
        unit="Quadratmeter pro Arbeitsgang",
        unit_price="9999999.9999",
        tax_rate="8.875",
        amount=999_999_999,
    )
    paper = replace(
        make_paper(2), lines=(line,), customer=Customer("N" * 60, "The " * 30, ("Long Street 1",) * 3)
    )
    text = squeezed("".join(texts(render(paper, number="INV-000612"))))
    for part in (
        line.description,
        line.unit,
        "999,999.9999",
        "9,999,999.9999",
        "8.875%",
        "9,999,999.99",
        "N" * 60,
    ):
        assert squeezed(part) in text


def test_a_description_taller_than_a_page_goes_on_overleaf() -> None:
    words = " ".join(f"w{at}" for at in range(3_000))
    paper = make_paper(3)
    paper = replace(paper, lines=(paper.lines[0], replace(paper.lines[1], detail=words), paper.lines[2]))
    pages = texts(render(paper, number="INV-000612"))
    assert re.findall(r"w\d+", "".join(pages)) == words.split()
    assert "145.50" not in "".join(pages[1:]).replace(pages[-1], "")


@pytest.mark.parametrize("field", ["intro", "terms", "title", "reference", "project", "payment"])
def test_twenty_thousand_characters_in_any_text_are_all_printed(field: str) -> None:
    words = " ".join(f"w{at}" for at in range(3_500))
    pdf = render(replace(make_paper(), **{field: words}), number="INV-000612")
    assert re.findall(r"w\d+", "".join(texts(pdf))) == words.split()


@pytest.mark.parametrize("part", ["name", "attention", "address", "seller", "footer", "heading", "unit"])
def test_twenty_thousand_characters_in_any_name_are_all_printed(part: str) -> None:
    words = " ".join(f"w{at}" for at in range(3_500))
    paper = make_paper(2)
    papers = {
        "name": replace(paper, customer=Customer(words)),
        "attention": replace(paper, customer=Customer("A", words)),
        "address": replace(paper, customer=Customer("A", "", (words,))),
        "seller": replace(paper, seller=Seller(words)),
        "footer": replace(paper, seller=replace(SELLER, footer=words)),
        "heading": replace(paper, lines=(PaperLine(id="h", kind="heading", description=words), *paper.lines)),
        "unit": replace(paper, lines=(replace(paper.lines[0], unit=words), paper.lines[1])),
    }
    printed = re.findall(r"w\d+", "".join(texts(render(papers[part], number="INV-000612"))))
    assert set(printed) == set(words.split())


HOSTILE = [
    "<b>bold</b> & <i>", '<img src="file:///etc/passwd"/>', "&lt;&#x41;&amp;", "]]><!--", "<para backColor='red'>",
    "<a href='https://evil.example'>x</a>", "%s {0} {x.__class__}", "\x00\x07\x1b[31m", "\u202eevil\u202c", "a\tb",
    "=HYPERLINK(1)", "(unbalanced \\) (", "שלום 123", "سلام ١٢٣", "🥳", "e\u0301\u0302\u0303", "\ud800", "𝔘𝔫𝔦",
    "' OR 1=1 --", "line\u2028two", "Łódź ✓ ☐ →", "\\n\\r\\000", "/URI (x)", "endstream endobj",
]  # fmt: skip


def test_five_hundred_hostile_strings_print_as_themselves() -> None:
    rng = random.Random(20261120)
    for _ in range(100):
        texts = [" ".join(rng.sample(HOSTILE, rng.randint(1, 3))) for _ in range(5)]
        paper, text = make_paper(1), texts[0]
        lines = tuple(replace(paper.lines[0], description=each, unit=each[:9]) for each in texts)
        paper = replace(paper, intro=text, lines=lines, customer=Customer(text, address=(text,)), title=text)
        pdf = render(paper, number="INV-000612")
        assert b"/URI" not in pdf.replace(b"/URI (x)", b"")
        assert b"/JavaScript" not in pdf
        shown = re.sub(r"[^!-~]", "", page_text(pdf, 0))
        assert [
            each for each in texts if each.isascii() and re.sub(r"[^!-~]", "", clean(each)) not in shown
        ] == []
        # Brackets turn round in right-to-left text, so they are counted as one.
        turned = str.maketrans(")]}>", "([{<")
        shown, wanted = (
            words.translate(turned) for words in (shown, re.sub(r"[^!-~]", "", clean("".join(texts))))
        )
        assert [char for char in set(wanted) if shown.count(char) < wanted.count(char)] == []


def test_right_to_left_letters_and_numbers_stand_where_a_reader_expects_them() -> None:
    pdf = render(replace(make_paper(1), intro="חשבונית 1,234.50 לתשלום", title=""), number="INV-000612")
    line = [
        (char, left)
        for char, left, top in letters(pdf)
        if char in "חשבונית1,234.50לתשלום" and 250 < top < 290
    ]
    first, last = (
        next(left for char, left in line if char == "ח"),
        next(left for char, left in line if char == "ם"),
    )
    digits = [left for char, left in line if char in "1,234.50"]
    assert last < min(digits) < max(digits) < first
    assert digits == sorted(digits)


def test_missing_glyphs_of_a_whole_paper_are_reported() -> None:
    paper = make_paper(2)
    line = replace(paper.lines[0], detail="北 🥳 ✓")
    assert paper_missing_glyphs(replace(paper, lines=(line,))) == {"北", "🥳"}
    assert paper_missing_glyphs(paper) == set()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_printed(kind: str) -> None:
    plain = render(make_paper(), number="INV-000612")
    with_logo = render(make_paper(), number="INV-000612", logo=picture(kind))
    assert b"/Subtype /Image" not in plain
    assert b"/Subtype /Image" in with_logo
    assert render(make_paper(), number="INV-000612", logo=picture(kind)) == with_logo


@pytest.mark.parametrize("data", [b"no picture", picture()[:60], picture("GIF"), b"<svg/>"])
def test_a_logo_that_is_no_picture_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^The logo cannot be read as a picture\. Use"):
        render(make_paper(), number="INV-000612", logo=data)


def test_a_logo_with_far_too_many_pixels_is_refused_before_it_is_opened() -> None:
    target = io.BytesIO()
    Image.new("1", (5_000, 5_000)).save(target, "PNG")
    with pytest.raises(ValueError, match="The logo is too large"):
        render(make_paper(), number="INV-000612", logo=target.getvalue())


@pytest.mark.parametrize("accent", ["red", "#12345", "#12345g", "__import__('os')", "#ABCDEF", ""])
def test_a_colour_that_is_none_is_passed_over(accent: str) -> None:
    assert page_count(render(replace(make_paper(), accent=accent), number="INV-000612")) == 1


def test_a_batch_counts_the_pages_of_each_document_by_itself() -> None:
    prints = [Print(make_paper(count), f"INV-00000{count}") for count in (1, 40, 2)]
    pages = texts(render_batch(prints, title="November"))
    assert [re.findall(r"Page (\d+) of (\d+)", page)[0] for page in pages] == [
        ("1", "1"), ("1", "3"), ("2", "3"), ("3", "3"), ("1", "1"),
    ]  # fmt: skip
    assert render_batch(prints, title="November") == render_batch(prints, title="November")


def test_a_batch_of_nothing_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        render_batch([], title="November")
