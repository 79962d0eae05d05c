"""In another language no text of the program is forgotten, and no word on a button is cut off."""

import gettext
import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontMetrics

from onetool_desktop.domain.translate import speak
from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.top_bar import SearchButton
from tests.ui.support.office import Office
from tests.ui.support.texts import Marked, texts_of, unmarked
from tests.ui.test_every_screen import every_place

KEYS = re.compile(r"\((?:(?:Ctrl|Alt|Shift)\+)*[^\s()]+\)")
DATA = re.compile(
    r"Birch & Amber|Leak repair|Boiler|Survey|Call-out|Ann|Ada Lovelace|Green Garden|OneTool Desktop|"
    r"VAT|QU?-?\d*|INV-\d*|EUR|Europe/Berlin|window\.json|2–8 Mar"
)
LETTERS = re.compile(r"[^\W\d_]{2,}")
PANELS = ("window.palette", "window.waiting", "window.keys")

Speak = Callable[[gettext.NullTranslations], None]


@pytest.fixture
def speaking() -> Iterator[Speak]:
    before = QLocale()
    yield speak
    speak(gettext.NullTranslations())
    QLocale.setDefault(before)


@pytest.fixture
def german(speaking: Speak) -> gettext.NullTranslations:
    words = gettext.translation("onetool", localedir=str(resource_path("locale")), languages=["de"])
    speaking(words)
    QLocale.setDefault(QLocale("de_DE"))
    return words


def everything(office: Office) -> Iterator[tuple[str, str]]:
    """Every text of every screen and panel, with the place and the kind of widget it stands in."""
    for place in every_place(office):
        for kind, text in texts_of(office.window):
            yield f"{place.split()[0]} {kind}", text
    for panel in PANELS:
        office.window.actions_here.trigger(panel)
        for kind, text in texts_of(office.window):
            yield f"{panel} {kind}", text


def test_every_text_of_every_screen_was_given_to_the_catalogue(
    make_office: Callable[..., Office], speaking: Speak
) -> None:
    speaking(Marked())
    office = make_office()
    office.show()
    forgotten = {
        f"{where}: {text!r}"
        for where, text in everything(office)
        if LETTERS.search(DATA.sub("", KEYS.sub("", unmarked(text))))
    }
    assert not forgotten, "\n".join(sorted(forgotten))


def test_no_english_text_is_left_in_german(
    make_office: Callable[..., Office], german: gettext.NullTranslations
) -> None:
    office = make_office()
    office.show()
    left = {
        f"{where}: {text!r}"
        for where, text in everything(office)
        if german.gettext(text or " ") != (text or " ")
    }
    assert not left, "\n".join(sorted(left))


def room_of(button: Button) -> int:
    """The width that a button's words need; its keys are left out first."""
    keys = QFontMetrics(button._look.fonts.caption).horizontalAdvance(button._keys) if button._keys else 0
    return button.sizeHint().width() - (keys + button._look.measures.step(2) if keys else 0)


@pytest.mark.parametrize("size", [(1366, 768), (960, 540)], ids=["usual", "full HD at 200 %"])
def test_no_word_on_a_german_button_is_cut_off(
    make_office: Callable[..., Office], german: gettext.NullTranslations, size: tuple[int, int]
) -> None:
    office = make_office()
    office.show()
    office.window.resize(*size)
    cut = {
        f"{place}: {button.text()!r} has {button.width()} of {room_of(button)}"
        for place in every_place(office)
        for button in office.window.findChildren(Button)
        if button.isVisible() and not isinstance(button, SearchButton) and button.width() < room_of(button)
    }
    assert not cut, "\n".join(sorted(cut))
