"""The words on screen: English until a catalogue speaks, and wherever it is silent."""

from collections.abc import Iterator
from gettext import NullTranslations

import pytest

from onetool_desktop.domain.translate import N_, _, ngettext, speak


class Catalogue(NullTranslations):
    def gettext(self, message: str) -> str:
        return {"": "Content-Type: text/plain", "Clients": "Kunden"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "Datei" if n == 1 else "Dateien"


@pytest.fixture
def german() -> Iterator[None]:
    speak(Catalogue())
    yield
    speak(NullTranslations())


@pytest.mark.usefixtures("german")
def test_the_catalogue_speaks_and_where_it_is_silent_the_text_stands() -> None:
    assert _("Clients") == "Kunden"
    assert _("Harbour Street Dental") == "Harbour Street Dental"
    assert ngettext("{count} file", "{count} files", 3) == "Dateien"


@pytest.mark.usefixtures("german")
def test_nothing_stays_nothing_and_marked_data_stays_as_it_is() -> None:
    assert not _("")
    assert N_("Clients") == "Clients"


def test_without_a_catalogue_the_words_are_english() -> None:
    assert ngettext("one file", "many files", 1) == "one file"
    assert ngettext("one file", "many files", 2) == "many files"
