"""The catalogues are whole: every text is gathered and translated, gaps fit, and what is read is what was written."""

import re
from collections.abc import Iterator

import catalogue
import pytest
from babel.messages.catalog import Catalog


@pytest.fixture(scope="module")
def gathered() -> Catalog:
    return catalogue.template()


def test_every_text_is_translated_and_no_file_is_stale(gathered: Catalog) -> None:
    assert catalogue.complaints(gathered) == []


def test_texts_are_gathered_from_the_code_and_from_the_declarations(gathered: Catalog) -> None:
    for text in ("Undo", "Client", "Valid until", "Word of mouth", "Colours", "tomorrow"):
        assert gathered.get(text) is not None, text


def test_no_text_names_keys_that_another_system_calls_otherwise(gathered: Catalog) -> None:
    german = catalogue.updated("de", gathered)
    said = [f"{message.id} {message.string}" for message in german if message.id]
    assert [text for text in said if re.search(r"(Ctrl|Strg|Alt|Shift|Umschalt|Cmd|⌘)\s*\+", text)] == []


def test_an_ellipsis_stands_close_to_its_word_as_other_programs_have_it(gathered: Catalog) -> None:
    german = catalogue.updated("de", gathered)
    assert [str(message.string) for message in german if " …" in str(message.string)] == []


def one(text: str | tuple[str, str], string: str | tuple[str, ...]) -> Iterator[str]:
    made = Catalog(locale="de", fuzzy=False)
    made.add(text, string)
    yield from catalogue.faults(made)


@pytest.mark.parametrize(
    ("text", "string", "fault"),
    [
        ("Undo", "", "not translated: 'Undo'"),
        (("{n} row", "{n} rows"), ("{n} Zeile",), "not translated: '{n} row'"),
        ("Open {name}", "Öffnen", "other gaps than in the text: 'Open {name}'"),
        ("Open {name}", "{nam} öffnen", "other gaps than in the text: 'Open {name}'"),
    ],
)
def test_what_is_missing_from_a_translation_is_told(
    text: str | tuple[str, str], string: str | tuple[str, ...], fault: str
) -> None:
    assert list(one(text, string)) == [fault]


def test_a_whole_translation_has_no_fault() -> None:
    assert list(one(("{n} row", "{n} rows"), ("{n} Zeile", "{n} Zeilen"))) == []
