"""What holds on every screen: names for readers, plain labels, one table of actions, both lights."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QLineEdit, QWidget

from onetool_desktop import ui
from onetool_desktop.domain.ids import ClientId, QuoteId
from onetool_desktop.services import invoices, price_book, projects, quotes, tasks
from onetool_desktop.ui.runtime.actions import WINDOW, ActionSpec, clashes
from onetool_desktop.ui.runtime.look import Scheme
from onetool_desktop.ui.screens.clients import actions as client_actions
from onetool_desktop.ui.screens.documents.workplace_actions import INVOICE_ACTIONS, QUOTE_ACTIONS
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.screens.list_actions import list_actions
from onetool_desktop.ui.screens.price_book import actions as item_actions
from onetool_desktop.ui.screens.projects.actions import RECORD_ACTIONS as PROJECT_ACTIONS
from onetool_desktop.ui.screens.record_screen import RecordScreen
from onetool_desktop.ui.screens.schedule import actions as schedule_actions
from onetool_desktop.ui.screens.sections import SECTIONS
from onetool_desktop.ui.screens.tasks import actions as task_actions
from onetool_desktop.ui.screens.today import actions as today_actions
from onetool_desktop.ui.window_actions import WINDOW_ACTIONS, section_actions
from tests.ui.support.models import Watched, every_kind
from tests.ui.support.office import TODAY, Office

NO_FOCUS = Qt.FocusPolicy.NoFocus


def every_spec() -> list[ActionSpec]:
    own = [*client_actions.LIST_ACTIONS, *client_actions.RECORD_ACTIONS, *PROJECT_ACTIONS]
    own += [*task_actions.LIST_ACTIONS, *task_actions.RECORD_ACTIONS]
    own += [*item_actions.LIST_ACTIONS, *item_actions.RECORD_ACTIONS]
    own += schedule_actions.SCHEDULE_ACTIONS
    own += [*today_actions.LIST_ACTIONS, *today_actions.CARD_ACTIONS]
    for section in ("clients", "projects", "tasks", "quotes", "invoices", "skus"):
        own += list_actions(section)
    sections = section_actions(SECTIONS)
    return [*WINDOW_ACTIONS, *sections, *own, *QUOTE_ACTIONS, *INVOICE_ACTIONS]


def every_place(office: Office) -> Iterator[str]:
    """Walks every section, and one record of each that has one."""
    client = office.client("Birch & Amber", firstName="Ann", phone="1")
    quote = office.quote(client)
    project = projects.create_project(
        office.replica, client_id=ClientId(client), fields={"title": "Boiler"}
    ).id
    task = tasks.create_task(office.replica, fields={"title": "Survey", "date": TODAY}).id
    quotes.send_quote(office.replica, id=QuoteId(quote), day=TODAY, online=False)
    quotes.approve_quote(office.replica, id=QuoteId(quote))
    invoice = invoices.invoice_quote(office.replica, quote_id=QuoteId(quote), today=TODAY).id
    records = {
        "clients": client,
        "projects": project,
        "tasks": task,
        "today": task,
        "quotes": quote,
        "invoices": invoice,
        "skus": price_book.create_item(office.replica, fields={"name": "Call-out", "unitPrice": "88"}).id,
    }
    for section in SECTIONS:
        for record in ("", records.get(section.key, "")):
            office.go(section.key, record)
            yield f"{section.key} {bool(record)}"


NEXT_STEP = frozenset({"Ctrl+Return"})  # sends, issues, completes: whatever comes next


def unnamed(root: QWidget) -> list[str]:
    """Visible widgets that the keyboard can reach and a reader cannot name."""
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        inner = widget.parentWidget()
        inside = isinstance(inner, QAbstractScrollArea) and widget is inner.viewport()
        if widget.isVisibleTo(root) and widget.focusPolicy() != NO_FOCUS and not inside:
            buddy = isinstance(widget, QLineEdit) and widget.placeholderText()
            if not widget.accessibleName() and not buddy:
                found.append(f"{type(widget).__name__} in {type(inner).__name__}")
    return found


def test_everything_the_keyboard_reaches_has_a_name(office: Office) -> None:
    for place in every_place(office):
        assert unnamed(office.window) == [], place
    for action in ("window.palette", "window.waiting", "window.keys"):
        office.window.actions_here.trigger(action)
        assert unnamed(office.window) == [], action
    office.go("clients")
    screen = office.window.screen_here
    assert screen.actions_here is not None
    screen.actions_here.trigger("clients.new")
    assert unnamed(office.window) == []


def test_every_model_answers_to_the_tester_of_qt(office: Office) -> None:
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    watched = Watched(office.bot)
    for _place in every_place(office):
        watched.meet(office.window)
    office.window.actions_here.trigger("window.palette")
    watched.meet(office.window)
    for place in every_place(office):  # again, with rows that come and go under the testers
        assert len(watched), place
    assert watched.kinds == every_kind()


def test_every_label_shows_plain_text(office: Office) -> None:
    for place in every_place(office):
        formats = {label.textFormat() for label in office.window.findChildren(QLabel)}
        assert formats == {Qt.TextFormat.PlainText}, place


def test_no_shortcut_is_given_twice_where_both_could_hold() -> None:
    assert clashes(every_spec()) == []


def test_one_key_means_one_thing_wherever_it_holds() -> None:
    meanings: dict[str, set[str]] = {}
    for spec in every_spec():
        if spec.shortcut and spec.shortcut not in NEXT_STEP:
            meanings.setdefault(spec.shortcut, set()).add(spec.icon)  # the drawing of what it does
    assert {key: icons for key, icons in meanings.items() if len(icons) > 1} == {}


def test_a_shortcut_given_twice_is_noticed() -> None:
    one = ActionSpec(id="a", label="A", icon="check", scope=WINDOW, shortcut="F5")
    two = ActionSpec(id="b", label="B", icon="check", scope="clients", shortcut="F5")
    three = ActionSpec(id="c", label="C", icon="check", scope="quotes", shortcut="F5")
    assert clashes([one, two]) == ["F5 is both a and b"]
    assert clashes([two, three]) == []


def test_every_action_has_a_verb_an_icon_and_an_id_of_its_own(office: Office) -> None:
    specs = every_spec()
    assert len({spec.id for spec in specs}) == len(specs)
    for spec in specs:
        assert spec.label[0].isupper()
        assert not office.window.work.look.icon(spec.icon).isNull()


def test_an_action_that_is_impossible_now_says_why(office: Office) -> None:
    client = office.client("Sleepy", phone="1")
    office.go("clients", client)
    screen = office.window.screen_here
    assert screen.actions_here is not None
    action = screen.actions_here.actions["client.active"]
    assert not action.isEnabled()
    assert "active already" in action.toolTip()


def test_the_shortcut_sheet_shows_exactly_the_keys_that_work(office: Office) -> None:
    office.window.actions_here.trigger("window.keys")
    model = office.window.sheet.list.choices
    shown = {model.at(row).keys for row in range(model.rowCount()) if not model.at(row).is_heading}
    here = office.window.screen_here.actions_here
    assert here is not None
    specs = [spec for spec, _ in (*office.window.actions_here.possible(), *here.possible())]
    assert shown == {spec.every_key_text for spec in specs if spec.shortcut}
    assert "Ctrl+Y, Ctrl+Shift+Z" in shown, "two keys for the same stand in one line"


def test_the_shortcut_sheet_tells_how_rows_beside_a_record_are_copied(office: Office) -> None:
    client = office.client("Birch")
    office.quote(client)
    office.go("clients", client)
    record = office.window.screen_here
    assert isinstance(record, RecordScreen)
    assert record.related is not None
    record.related.tabs.choose("quotes")
    quotes = record.related.lists["quotes"]
    office.until(lambda: quotes.model.rowCount() == 1 and quotes.table.isVisible())
    quotes.table.select_row(0)
    office.window.actions_here.trigger("window.keys")
    model = office.window.sheet.list.choices
    assert ("Copy for a spreadsheet", "Ctrl+C") in {
        (model.at(row).title, model.at(row).keys) for row in range(model.rowCount())
    }


def test_a_few_letters_leave_the_shortcuts_that_fit_under_their_headings_and_enter_takes_one(
    office: Office,
) -> None:
    office.go("clients")
    office.window.actions_here.trigger("window.keys")
    model = office.window.sheet.list.choices
    office.type("inv")
    lines = [model.at(row) for row in range(model.rowCount())]
    assert [one.title for one in lines] == ["Go to", "Go to Invoices"]
    assert [one.is_heading for one in lines] == [True, False]
    office.key(Qt.Key.Key_Up)
    assert office.window.sheet.list.current is lines[1], "a heading is never current"
    office.key(Qt.Key.Key_Return)
    office.settle()
    here = office.window._journey.here
    assert here is not None
    assert here.section == "invoices"


def test_enter_is_one_word_in_menus_tips_and_the_sheet(office: Office) -> None:
    office.go("quotes", office.quote(office.client("Birch")))
    actions = office.window.screen_here.actions_here
    assert actions is not None
    (spec,) = [one for one in actions.specs if one.id == "quote.send"]
    assert spec.keys_text == "Ctrl+Enter"
    assert actions.actions["quote.send"].shortcut().toString() == spec.keys_text, "what its menu writes"
    assert {"Ctrl+Return", "Ctrl+Enter"} == {
        keys.toString() for keys in actions.actions["quote.send"].shortcuts()
    }


def ground(office: Office) -> QColor:
    """The colour under the screen shown now."""
    window = office.window
    return window.grab().toImage().pixelColor(window.width() - 30, window.height() - 30)


def is_drawn_in(scheme: Scheme, office: Office) -> bool:
    return (ground(office).lightness() < 128) == (scheme is Scheme.DARK)


def test_every_screen_is_drawn_in_light_and_dark_without_a_word_from_qt(office: Office) -> None:
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        office.window.work.look.choose(scheme)
        for section in SECTIONS:
            office.go(section.key)
            office.until(partial(is_drawn_in, scheme, office))


def test_tab_goes_round_the_screen_and_never_into_the_side_bar(office: Office) -> None:
    seen: list[QWidget] = []
    for _ in range(40):
        office.key(Qt.Key.Key_Tab)
        seen.append(office.focused)
    assert not any(office.window.side.isAncestorOf(widget) for widget in seen)
    assert office.window.screen_here.focusWidget() in seen


def test_f6_reaches_the_side_bar_and_comes_back(office: Office) -> None:
    office.key(Qt.Key.Key_F6)
    assert office.window.side.isAncestorOf(office.focused)
    office.key(Qt.Key.Key_F6)
    assert office.window.screen_here.isAncestorOf(office.focused)


def test_a_name_of_sixty_characters_is_shortened_and_stands_whole_in_the_tip(office: Office) -> None:
    name = "W" * 60
    client = office.client(name, phone="1")
    office.window.resize(office.window.minimumSize())
    office.go("clients", client)
    labels = [label for label in office.window.findChildren(QLabel) if label.text() == name]
    assert labels
    assert labels[0].toolTip() == name
    assert labels[0].width() <= office.window.width()


def test_an_empty_list_says_what_to_do(make_office: Callable[..., Office]) -> None:
    office = make_office()
    office.show()
    office.go("clients")
    empty = office.window.screen_here._empty  # pyright: ignore[reportAttributeAccessIssue]
    assert empty.isVisible()
    assert empty.title.text() == "No clients yet"
    assert empty.button.isVisible()


def test_a_search_that_finds_nothing_says_so_and_offers_no_button(office: Office) -> None:
    office.type("zzz")
    empty = office.window.screen_here._empty  # pyright: ignore[reportAttributeAccessIssue]
    office.until(empty.isVisible)
    assert "zzz" in empty.title.text()
    assert not empty.button.isVisible()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_first_start_is_named_and_drawn(qtbot, look, scheme) -> None:  # noqa: ANN001 - fixtures
    look.choose(scheme)
    first = FirstStart(look=look, sample=True)
    qtbot.addWidget(first)
    first.show()
    assert unnamed(first) == []
    first.begin.open()
    assert unnamed(first) == []
    assert not first.grab().isNull()
