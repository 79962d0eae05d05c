"""People's text prints as itself, whatever it holds."""

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.documents.arabic import join_arabic
from onetool_desktop.documents.bidi import base_level, levels, visual_order
from onetool_desktop.documents.fonts import REPLACEMENT
from onetool_desktop.documents.text import Style, TextLine, clean, missing_glyphs, one_line, wrap

STYLE = Style()


def drawn(lines: list[TextLine]) -> str:
    return "".join(text for line in lines for _, text in line.runs)


def on_paper(text: str) -> str:
    """A line in the order in which it stands on paper."""
    base = base_level(text)
    return visual_order(text, levels(text, base), base)


@pytest.mark.parametrize(
    "text",
    [
        "A & B <b>bold</b>",
        '<img src="https://x.example/a.png"/>',
        "&amp; &lt;",
        "<para>",
        "]]>",
        "{{x}} %s \\n",
    ],
)
def test_markup_is_only_letters(text: str) -> None:
    assert drawn([one_line(text, STYLE)]) == text


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\u202d", "\u202e"])
def test_what_controls_and_reverses_shows_as_a_mark(char: str) -> None:
    assert clean(f"a{char}b") == f"a{REPLACEMENT}b"


@pytest.mark.parametrize(
    "char", ["\u202a", "\u202c", "\u2066", "\u2069", "\xad", "\ufeff", "\u2060", "\ufe0f"]
)
def test_what_shows_nothing_by_nature_is_neither_printed_nor_obeyed(char: str) -> None:
    assert drawn([one_line(f"a{char}b", STYLE)]) == "ab"
    assert not missing_glyphs(f"a{char}b")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_breaks_the_line(newline: str) -> None:
    assert [drawn([line]) for line in wrap(f"one{newline}two", STYLE, 100)] == ["one", "two"]


def test_a_tab_is_space_and_indentation_stays() -> None:
    assert drawn([one_line("a\tb", STYLE)]) == "a    b"
    assert [drawn([line]) for line in wrap("list:\n  - one", STYLE, 100)] == ["list:", "  - one"]


def test_an_accent_written_apart_is_printed_as_one_letter() -> None:
    assert drawn([one_line("Cafe\u0301", STYLE)]) == "Café"


def test_each_character_takes_the_first_font_that_has_it() -> None:
    assert one_line("Łódź ✓ ok", STYLE).runs == (
        ("NotoSans", "Łódź "),
        ("DejaVuSans", "✓"),
        ("NotoSans", " ok"),
    )


def test_a_character_no_font_has_is_reported_and_shown_never_dropped() -> None:
    assert missing_glyphs("Party 🥳 北 ok ✓ שלום") == {"🥳", "北"}
    assert drawn([one_line("🥳北", STYLE)]) == REPLACEMENT * 2


def test_lines_break_at_spaces_and_spaces_at_a_break_are_not_drawn() -> None:
    lines = wrap("one two  three four", STYLE, 40)
    assert [drawn([line]) for line in lines] == ["one two", "three", "four"]


def test_a_word_longer_than_its_column_is_broken_and_complete() -> None:
    lines = wrap("x" * 300 + " end", STYLE, 60)
    assert drawn(lines) == "x" * 300 + "end"
    assert all(line.width <= 60 for line in lines)


def test_a_break_inside_a_long_word_never_parts_a_letter_from_its_accent() -> None:
    lines = wrap(("q" + "\u0323" * 60) * 9, STYLE, 20)
    assert all(not drawn([line]).startswith("\u0323") for line in lines)


def test_empty_text_takes_no_line_and_a_blank_line_takes_one() -> None:
    assert wrap("", STYLE, 100) == []
    assert wrap("  \n ", STYLE, 100) == wrap("\n\n", STYLE, 100)
    assert len(wrap("a\n\nb", STYLE, 100)) == 3


def test_a_text_cut_to_one_line_ends_with_an_ellipsis_and_fits() -> None:
    line = one_line("A very long name of a very long firm", STYLE, width=80)
    assert drawn([line]).endswith("…")
    assert line.width <= 80


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("שלום", "םולש"),
        ("חשבונית INV-2026-0042 על סך 1,234.50", "1,234.50 ךס לע INV-2026-0042 תינובשח"),
        ("abc שלום 123", "abc 123 םולש"),
        ("(עולם)", "(םלוע)"),
        ("מחיר: ₪12.50", "₪12.50 :ריחמ"),
        ("الكمية 123.5", "123.5 ةيمكلا"),
        ("١٢٣ قطعة", "ةعطق ١٢٣"),
        ("الغرف 10-20", "20-10 فرغلا"),
        ("חדרים 10-20", "10-20 םירדח"),
        ("INV-2026 … 1,234.50", "INV-2026 … 1,234.50"),
    ],
)
def test_right_to_left_text_stands_in_reading_order_with_its_numbers_the_right_way(
    text: str, paper: str
) -> None:
    assert on_paper(text) == paper


def test_a_direction_mark_is_obeyed_and_not_drawn() -> None:
    assert on_paper("abc\u200f!") == "abc!"
    assert on_paper("אבג\u200e!") != on_paper("\u200eאבג!")
    assert "\u200f" not in drawn([one_line("אבג\u200f!", STYLE)])


def test_a_right_to_left_paragraph_belongs_to_the_right_edge_and_keeps_its_first_word_on_its_first_line() -> (
    None
):
    lines = wrap("ראשון שני שלישי רביעי חמישי", STYLE, 70)
    assert all(line.rtl for line in lines)
    assert drawn(lines[:1]).endswith("ןושאר")


def test_arabic_letters_join_and_lam_alef_is_one() -> None:
    assert join_arabic("سلام") == "\ufeb3\ufefc\ufee1"
    assert join_arabic("باب") == "\ufe91\ufe8e\ufe8f"
    assert join_arabic("لا 12") == "\ufefb 12"
    assert join_arabic("abc 12") == "abc 12"


def test_accents_of_right_to_left_letters_stand_after_their_letters() -> None:
    assert on_paper("שָלום") == "םולשָ"


ANY = st.text(st.characters(), max_size=200) | st.text("aש ١1ل-/\u200f\u0301().\n", max_size=200)


@given(ANY, st.integers(12, 300))
def test_no_text_fails_and_no_printable_letter_is_lost(text: str, width: int) -> None:
    shown = drawn(wrap(text, STYLE, width))
    wanted = [char for char in clean(text) if char.isalnum() and char.isascii()]
    assert sorted(char for char in shown if char.isalnum() and char.isascii()) == sorted(wanted)


@given(st.text(st.characters(max_codepoint=0x24F), max_size=200), st.integers(30, 300))
def test_no_line_is_wider_than_its_column(text: str, width: int) -> None:
    assert all(line.width <= width + 0.01 for line in wrap(text, STYLE, width))


def test_twenty_thousand_characters_wrap_in_good_time() -> None:
    assert drawn(wrap("x" * 20_000, STYLE, 100)) == "x" * 20_000
    words = "word " * 4_000
    assert drawn(wrap(words, STYLE, 100)).replace(" ", "") == words.replace(" ", "")
