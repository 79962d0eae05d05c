"""The catalogues of the program's words: gathers every text, brings each language up to date, compiles.

    .venv/bin/python packaging/catalogue.py           writes resources/locale: onetool.pot, each onetool.po and .mo
    .venv/bin/python packaging/catalogue.py --check   changes nothing; 1 and a list where something is missing or stale

Promises: a text is gathered where it stands in `_`, `N_` or `ngettext`, and where it is a declaration's: labels and
choices of collections, fields and settings are read off the tables themselves, so that a new field is translated by
being declared. What a translator wrote is never thrown away; a text that is gone is. Files come out the same from the
same words, wherever these stand, so that a difference is one. May not know: what a sentence means; nothing is
translated here.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "resources" / "locale"
DOMAIN = "onetool"
LANGUAGES = ("de",)
_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
_SILENT = ("proof", "cloud", "documents", "cli.py")  # English alone, or paper's own words
_HEADER = "# The words of OneTool Desktop; packaging/catalogue.py gathers and compiles them.\n#"
_SINCE = datetime(2026, 11, 27, tzinfo=UTC)  # of every file: the moment of writing would make each one differ
_GAP = re.compile(r"\{[^{}]*\}")


def template() -> Catalog:
    """Every text of the program, in the order of places."""
    found = _empty()
    for place, words in sorted([*_written(), *_declared()], key=str):
        found.add(words, locations=[(place, 0)])
    return found


def _written() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The texts that stand in the code."""
    package = ROOT / "onetool_desktop"
    for name, _line, words, _comments, _context in extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=_KEYWORDS
    ):
        if words and not name.startswith(_SILENT):
            yield f"onetool_desktop/{name}", words


def _declared() -> Iterator[tuple[str, str]]:
    """The texts that follow from declarations."""
    from onetool_desktop.domain.collections import COLLECTIONS
    from onetool_desktop.domain.declare import Collection, Kind
    from onetool_desktop.ui.screens.settings.table import COMPUTER, MEMBER

    def of(collection: Collection) -> Iterator[str]:
        yield from (collection.label, collection.label.lower())
        yield from collection.status.ranks if collection.status else ()
        for field in collection.fields:
            yield from (field.label, field.label.lower())
            yield from map(field.word_of, field.choices if field.kind is Kind.CHOICE else ())

    for collection in (*COLLECTIONS.values(), COMPUTER, MEMBER):
        for words in of(collection):
            yield f"domain/collections: {collection.name}", words


def updated(language: str, gathered: Catalog) -> Catalog:
    """The language's catalogue with exactly the gathered texts, translated as far as it was."""
    path = source(language)
    found = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else _empty()
    before = {_texts(message.id): message.string for message in found if message.id}
    fresh = _empty(language)
    for message in gathered:
        if message.id:
            fresh.add(message.id, before.get(_texts(message.id)), locations=message.locations)
    return fresh


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        domain=DOMAIN,
        project="OneTool Desktop",
        version=".",
        header_comment=_HEADER,
        msgid_bugs_address=".",
        last_translator=".",
        language_team=".",
        creation_date=_SINCE,
        revision_date=_SINCE,
        charset="utf-8",
        fuzzy=False,
    )


def faults(catalogue: Catalog) -> list[str]:
    """What is missing from a translation, or does not fit its text: gaps on both sides are the same."""
    return [
        fault for message in catalogue if message.id for fault in _faults_of(message, catalogue.num_plurals)
    ]


def _faults_of(message: Message, forms: int) -> Iterator[str]:
    texts, own = _texts(message.id), _texts(message.string or "")
    named = repr(texts[0])
    if message.fuzzy:
        yield f"unsure: {named}"
    if len(own) != (forms if len(texts) > 1 else 1) or not all(own):
        yield f"not translated: {named}"
        return
    for text in own:
        if sorted(_GAP.findall(text)) not in [sorted(_GAP.findall(one)) for one in texts]:
            yield f"other gaps than in the text: {named}"


def _texts(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def source(language: str) -> Path:
    """The file a translator works on."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its source file holds it."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, no_location=True, sort_output=True)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def files(gathered: Catalog) -> dict[Path, bytes]:
    """Every file of the catalogues as it should be."""
    found = {LOCALES / f"{DOMAIN}.pot": written(gathered)}
    for language in LANGUAGES:
        catalogue = updated(language, gathered)
        found[source(language)] = written(catalogue)
        found[source(language).with_suffix(".mo")] = compiled(catalogue)
    return found


def complaints(gathered: Catalog) -> list[str]:
    """What is missing or stale, one line each."""
    stale = [
        f"stale: {path.relative_to(ROOT).as_posix()}"
        for path, content in files(gathered).items()
        if not path.exists() or path.read_bytes() != content
    ]
    return stale + [
        f"{language}: {fault}" for language in LANGUAGES for fault in faults(updated(language, gathered))
    ]


def main(arguments: list[str]) -> int:
    """Writes the catalogues, or checks them."""
    gathered = template()
    if arguments != ["--check"]:
        for path, content in files(gathered).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    found = complaints(gathered)
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
