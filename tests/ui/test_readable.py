"""Half a small screen at 200 %, German, long names: no word of the program is cut, what is typed is in sight."""

import gettext
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QWidget

from onetool_desktop.domain.ids import ClientId, InvoiceId, QuoteId
from onetool_desktop.domain.translate import speak
from onetool_desktop.platform.resources import resource_path
from onetool_desktop.services import invoices, projects, quotes, tasks
from onetool_desktop.ui.runtime.colours import SEEN, contrast
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.runtime.look import Scheme
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.record_screen import RecordScreen
from onetool_desktop.ui.screens.schedule.screen import ScheduleScreen
from onetool_desktop.ui.screens.sections import SECTIONS
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.text import Text
from onetool_desktop.ui.widgets.top_bar import SearchButton
from tests.ui.support.office import TODAY, Office

NARROW = (896, 590)
LONG = "Wilhelmina Featherstonehaugh-Cholmondeley & Daughters Limited"[:60]
LINE = {"description": LONG, "quantity": "1", "unitPrice": "9999999.99", "taxRate": "19"}


@pytest.fixture
def german() -> Iterator[frozenset[str]]:
    """The program speaks German; its whole texts, which are no data."""
    before = QLocale()
    words = gettext.translation("onetool", localedir=str(resource_path("locale")), languages=["de"])
    speak(words)
    QLocale.setDefault(QLocale("de_DE"))
    catalogue: dict[object, str] = vars(words)["_catalog"]
    yield frozenset(text for key, text in catalogue.items() if key and "{" not in text)
    speak(gettext.NullTranslations())
    QLocale.setDefault(before)


@pytest.fixture
def narrow(make_office: Callable[..., Office], german: frozenset[str]) -> Office:
    office = make_office()
    office.show()
    office.window.resize(*NARROW)
    return office


def places(office: Office) -> Iterator[tuple[str, str]]:
    """Goes to every section and to a record of each whose names are long."""
    client = office.client(LONG, firstName="Wilhelmina", lastName=LONG[11:], phone="0" * 30)
    the = ClientId(client)
    project = projects.create_project(office.replica, client_id=the, fields={"title": LONG}).id
    visit = {"title": LONG, "date": TODAY, "clientId": client, "projectId": project}
    task = tasks.create_task(office.replica, fields=visit).id
    lines, title = [LINE], {"title": LONG}
    quote = quotes.create_quote(office.replica, client_id=the, fields=title, today=TODAY, lines=lines).id
    sent = quotes.create_quote(office.replica, client_id=the, fields=title, today=TODAY, lines=lines).id
    quotes.send_quote(office.replica, id=QuoteId(sent), day=TODAY, online=False)
    draft = invoices.create_invoice(office.replica, client_id=the, today=TODAY, lines=lines).id
    due = invoices.create_invoice(office.replica, client_id=the, today=TODAY, lines=lines).id
    invoices.issue_invoice(office.replica, id=InvoiceId(due), day=TODAY, online=False)
    records = [("clients", client), ("projects", project), ("tasks", task), ("today", task)]
    records += [("quotes", quote), ("quotes", sent), ("invoices", draft), ("invoices", due)]
    for place in [*((section.key, "") for section in SECTIONS), *records]:
        office.go(*place)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # pyright: ignore[reportArgumentType] # to all
        yield place


def needed(widget: QWidget) -> int:
    """The width that a widget's words need; a button's keys go first."""
    if isinstance(widget, Button) and widget._keys:
        keys = QFontMetrics(widget._look.fonts.caption).horizontalAdvance(widget._keys)
        return widget.sizeHint().width() - keys - widget._look.measures.step(2)
    return widget.sizeHint().width()


def cut(office: Office, words: frozenset[str]) -> list[str]:
    """The program's own words that have not the room they need."""
    kinds = (Text, Button, Heading)
    shown = [one for kind in kinds for one in office.window.findChildren(kind) if one.isVisible()]
    return [
        f"{type(one).__name__} {said!r} has {one.width()} of {needed(one)}"
        for one in shown
        if not isinstance(one, SearchButton)
        and (said := one.accessibleName() if isinstance(one, Heading) else one.text())
        and (said in words or isinstance(one, Heading))
        and one.width() < needed(one)
    ]


def test_no_word_of_the_program_is_cut_in_a_narrow_window_in_german(
    narrow: Office, german: frozenset[str]
) -> None:
    found = {f"{place}: {one}" for place in places(narrow) for one in cut(narrow, german)}
    assert not found, "\n".join(sorted(found))


def test_a_document_shows_its_whole_number_and_the_beginnings_of_its_long_names(narrow: Office) -> None:
    for section, record in places(narrow):
        screen = narrow.window.screen_here
        if not record or not isinstance(screen, DocumentWorkplace):
            continue
        head = screen.head
        narrow.until(lambda head=head: head.title.width() >= head.title.sizeHint().width() > 0)
        least = narrow.window.work.look.measures.char * 12
        for widget in (head.client, head.place, head.subject):
            assert not widget.isVisible() or widget.width() >= least, (section, widget)


def test_a_long_name_leaves_buttons_under_more_and_none_is_cut(narrow: Office) -> None:
    next(place for place in places(narrow) if place[0] == "projects" and place[1])
    screen = narrow.window.screen_here
    assert isinstance(screen, RecordScreen)
    head = screen.head
    narrow.until(lambda: head._title.width() * 2 > head.width() - head._badge.width())
    folded = {"project.complete", "project.client"} & set(head.more_actions())
    assert folded
    narrow.window.resize(1600, 900)
    narrow.until(lambda: not folded & set(head.more_actions()))


def test_a_tab_without_room_is_in_the_menu_and_in_sight_once_chosen(narrow: Office) -> None:
    narrow.client("Ahlers Dental", phone="1")
    narrow.go("clients")
    screen = narrow.window.screen_here
    assert isinstance(screen, ListScreen)
    tabs = screen.tabs
    screen.start_search()
    narrow.type("ah")  # which brings the button that saves a filter, and takes the tabs their room
    narrow.until(lambda: bool(tabs.hidden_tabs))
    last = tabs.hidden_tabs[-1]
    menu = tabs.menu()
    assert [action.text() for action in menu.actions()] == [tab.title for tab in tabs.hidden_tabs]
    menu.actions()[-1].trigger()
    narrow.until(lambda: tabs.current == last.key)
    assert last not in tabs.hidden_tabs
    right = max(box.right() for _tab, box in tabs._in_sight())
    assert right <= tabs.width()


def test_a_box_that_is_opened_to_write_into_comes_into_sight(narrow: Office) -> None:
    client = narrow.client(LONG, firstName="Ann", phone="1")
    narrow.go("clients", client)
    screen = narrow.window.screen_here
    assert isinstance(screen, RecordScreen)
    notes = screen.part("clients", client).facts["notes"]
    notes.edit()
    viewport = screen._scroll.viewport()

    def in_sight() -> bool:
        top = notes.mapTo(viewport, notes.rect().topLeft()).y()
        return top >= 0 and top + notes.height() <= viewport.height() and notes.height() > 100

    narrow.until(in_sight)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_below_the_people_of_the_week_is_nothing_but_the_page(office: Office, scheme: Scheme) -> None:
    office.window.work.look.choose(scheme)
    office.go("schedule")
    screen = office.window.screen_here
    assert isinstance(screen, ScheduleScreen)
    people = screen.grid.verticalHeader().viewport()
    office.until(lambda: people.height() > screen.grid.verticalHeader().length() > 0)
    below = people.grab().toImage().pixelColor(people.width() // 2, people.height() - 4)
    assert below == office.window.work.look.colours.page


def test_tabs_are_whole_before_the_search_is_long_and_keep_no_room_for_counts_that_never_come(
    narrow: Office,
) -> None:
    narrow.go("clients")
    screen = narrow.window.screen_here
    assert isinstance(screen, ListScreen)
    narrow.until(lambda: not screen.tabs.hidden_tabs)
    assert screen.search.width() >= narrow.window.work.look.measures.char * 20
    whole = screen.tabs.sizeHint().width()
    screen.tabs.show_counts({screen.tabs.current: "9"})
    assert screen.tabs.sizeHint().width() > whole


def test_a_message_of_two_lines_keeps_its_edges(narrow: Office) -> None:
    message = narrow.window.message
    message.tell(
        Told(Kind.BUG, "Dieser Schritt wurde nicht ausgeführt, und alles ist wie zuvor.", details="…")
    )
    label, edge = message.text, narrow.window.work.look.measures.step(1.5)

    def room_above_and_below() -> int:
        flags = int(Qt.TextFlag.TextWordWrap)
        width = label.contentsRect().width()
        return (
            message.height()
            - label.fontMetrics().boundingRect(0, 0, width, 999, flags, label.text()).height()
        )

    narrow.until(lambda: room_above_and_below() >= 2 * edge)


def ink_of_the_keyboard(office: Office, widget: QWidget, elsewhere: QWidget) -> int:
    """How many pixels of a widget are plainly others while it has the keyboard."""
    pictures: list[bytes] = []
    for one in (elsewhere, widget):
        one.setFocus()
        office.until(one.hasFocus)
        grey = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pictures.append(bytes(grey.constBits()))
    return sum(abs(before - after) > 60 for before, after in zip(*pictures, strict=True))


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_keyboard_is_seen_in_rows_on_pages_and_on_the_button_to_press(
    office: Office, scheme: Scheme
) -> None:
    office.window.work.look.choose(scheme)
    office.go("clients")
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    (new,) = [one for one in screen.findChildren(Button) if one.text() == "New client" and one.isVisible()]
    assert ink_of_the_keyboard(office, screen.table, screen.search.edit) > screen.table.width()
    assert ink_of_the_keyboard(office, new, screen.search.edit) > new.width()
    sent = office.quote(office.client("Birch & Amber", phone="1"))
    quotes.send_quote(office.replica, id=QuoteId(sent), day=TODAY, online=False)
    office.go("quotes", sent)
    document = office.window.screen_here
    assert isinstance(document, DocumentWorkplace)
    office.until(lambda: document.page.settled)
    pages = document.page.pages
    assert ink_of_the_keyboard(office, pages, document.head.more) > pages.width()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_where_a_field_begins_is_seen_on_the_page_and_in_a_form(office: Office, scheme: Scheme) -> None:
    office.window.work.look.choose(scheme)
    office.go("clients")
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    page = office.window.work.look.colours.page
    assert contrast(edge_of(screen.search), page) >= SEEN
    assert screen.actions_here is not None
    screen.actions_here.trigger("clients.new")
    (form,) = [one for one in screen.findChildren(FormPanel) if one.isVisible()]
    boxes = [one for one in form.findChildren(Field) if not one.edit.hasFocus()]
    assert boxes
    assert all(contrast(edge_of(one), page) >= SEEN for one in boxes)


def edge_of(field: Field) -> QColor:
    """The colour at the left edge, half way down, that stands out most from what is around it."""
    image, ground = field.grab().toImage(), field.look.colours.page
    found = [image.pixelColor(x, image.height() // 2) for x in range(round(4 * image.devicePixelRatio()))]
    return max(found, key=lambda one: contrast(one, ground))
