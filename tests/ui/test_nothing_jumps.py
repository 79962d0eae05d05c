"""What comes and goes moves nothing: a message stands in free room, and words that are cut stand whole in a tip."""

from gettext import NullTranslations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from onetool_desktop.domain.ids import QuoteId
from onetool_desktop.domain.translate import speak
from onetool_desktop.services import clients, quotes, records
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.screens.documents.head import DocumentHead
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.widgets.facts import Fact
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.text import Text
from tests.ui.support.office import TODAY, Office
from tests.ui.support.panels import open_panels

LONG = "The printer does not answer. Nothing was lost. Switch it on, look at its cable, and print again. " * 2


def places(office: Office) -> dict[str, QRect]:
    window = office.window
    return {
        "screen": QRect(window.stack.pos(), QSize(window.stack.width(), 0)),
        "top": window.top.geometry(),
        "chip": window.top.chip.geometry(),
    }


@pytest.mark.parametrize("words", ["Saved.", LONG])
def test_a_message_moves_nothing_and_is_read_whole(office: Office, words: str) -> None:
    """One of many lines makes the page shorter at its foot, and covers nothing."""
    before, whole = places(office), office.window.stack.height()
    office.window.message.tell(Told(Kind.EXPECTED, words, details="why"))
    message = office.window.message
    office.until(lambda: message.text.height() >= message.text.heightForWidth(message.text.width()))
    assert places(office) == before
    assert office.window.stack.height() == whole or words == LONG
    assert not message.geometry().intersects(office.window.top.geometry()), (
        "the search and the chip stay free"
    )
    assert office.window.centre.rect().contains(message.geometry())


def test_a_message_follows_the_window(office: Office) -> None:
    office.window.message.say("Saved.", stays=True)
    office.window.resize(office.window.minimumSize())
    office.until(lambda: office.window.centre.rect().contains(office.window.message.geometry()))


def test_a_short_word_that_is_cut_stands_whole_in_its_tip(office: Office) -> None:
    label = Text("Valid until", look=office.window.work.look)
    office.bot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.toolTip() == ""
    label.resize(label.sizeHint().width() // 2, label.height())
    office.until(lambda: label.toolTip() == "Valid until")


def test_a_page_narrower_than_what_stands_on_it_is_not_scrolled_sideways(office: Office) -> None:
    """What had the keyboard was scrolled to, and with no bar nobody came back to the labels at the left."""
    page = QWidget()
    row, wide = QHBoxLayout(page), QLineEdit()
    wide.setMinimumWidth(600)
    row.addSpacing(200)
    row.addWidget(wide)
    area = scrolling(page, look=office.window.work.look)
    office.bot.addWidget(area)
    area.resize(300, 200)
    area.show()
    office.until(lambda: page.width() > 0 and area.isVisible())
    area.ensureWidgetVisible(wide)
    assert area.horizontalScrollBar().maximum() == 0
    assert page.x() == 0


def test_a_long_value_stands_whole_in_the_tip_of_its_fact(office: Office) -> None:
    name = "Wilhelmina Featherstonehaugh-Cholmondeley & Daughters"
    office.go("clients", office.client(name, phone="1"))
    facts = office.window.screen_here.findChildren(Fact)
    assert facts[0].toolTip().startswith(name)


def test_values_stand_in_one_column_beside_labels_that_are_whole(office: Office) -> None:
    office.go("settings", "")
    office.go("settings", "payment")
    facts = [fact for fact in office.window.screen_here.findChildren(Fact) if fact.isVisible()]
    rooms = {fact._label_width() for fact in facts}
    assert len(facts) > 3
    assert rooms == {max(fact.wanted_label_width for fact in facts)}


def test_a_badge_column_is_as_wide_as_its_longest_word_in_the_language_spoken(office: Office) -> None:
    office.go("invoices")
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    at = next(place for place, one in enumerate(screen.plan.columns) if one.key == "status")
    speak(_Longer())
    try:
        screen.table._share_width(screen.table.viewport().width())
        assert screen.table.columnWidth(at) > screen.table.delegate.steady_width(at)
    finally:
        speak(NullTranslations())


class _Longer(NullTranslations):
    """A language in which every word is three times as long."""

    def gettext(self, message: str) -> str:
        return message * 3


def test_a_sent_quote_says_its_property_in_words_that_can_be_read(office: Office) -> None:
    client = clients.create_client(
        office.replica,
        fields={"companyName": "Harbour", "status": "active"},
        properties=[{"propertyName": "Boat house"}],
    ).id
    place = office.replica.reads().children("clientProperties", "clientId", client)[0].id
    quote = QuoteId(office.quote(client))
    records.edit(office.replica, c="quotes", id=quote, fields={"propertyId": place})
    quotes.send_quote(office.replica, id=quote, day=TODAY, online=False)
    office.go("quotes", quote)
    shown = [
        one for one in office.window.findChildren(Text) if one.text() == "Boat house" and one.isVisible()
    ]
    office.until(lambda: bool(shown))
    assert shown[0].isEnabled()


def test_buttons_give_way_before_the_facts_beside_them(office: Office) -> None:
    quote = QuoteId(office.quote(office.client("Harbour", phone="1")))
    quotes.send_quote(office.replica, id=quote, day=TODAY, online=False)
    office.go("quotes", quote)
    head = office.window.findChildren(DocumentHead)[0]

    def shown() -> list[str]:
        return [button.text() for button in head._buttons.values() if button.isVisible()]

    office.window.resize(office.window.width() * 2, office.window.height())
    office.until(lambda: len(shown()) == 4)
    office.window.resize(office.window.work.look.measures.char * 95, office.window.height())
    office.until(lambda: shown() == ["Approve quote"])
    office.until(lambda: head._day_shown.width() >= head._day_shown.sizeHint().width())
    office.until(lambda: head.steps.width() < head.steps.whole_width)


def test_the_side_bar_gives_its_room_to_the_page_of_a_narrow_window_and_takes_it_back(office: Office) -> None:
    window, side = office.window, office.window.side
    wide = side.width()
    window.resize(window.minimumSize())
    office.until(lambda: side.width() < wide)
    window.actions_here.trigger("window.sidebar")
    assert side.width() == wide
    window.actions_here.trigger("window.sidebar")
    window.resize(window.work.look.measures.char * 170, window.height())
    office.until(lambda: side.width() == wide)
    assert not side.folded  # which is what the person chose, and is remembered


def test_tab_stays_in_a_panel_and_esc_gives_the_keyboard_back(office: Office) -> None:
    office.go("clients")
    before = office.focused
    office.window.screen_here.actions_here.trigger("clients.new")  # pyright: ignore[reportOptionalMemberAccess]
    (panel,) = open_panels(office)
    for _turn in range(len(panel.stops()) + 1):
        office.key(Qt.Key.Key_Tab)
        assert panel.isAncestorOf(office.focused)
    office.key(Qt.Key.Key_Escape)
    assert office.focused is before
