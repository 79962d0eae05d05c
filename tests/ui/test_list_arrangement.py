"""A list as its person wants it: columns chosen by key and by pointer, filters saved as tabs, both remembered."""

import pytest
from hypothesis import given, strategies as st
from PySide6.QtCore import QPoint, Qt

from onetool_desktop.ui.models import column_layout, saved_filters
from onetool_desktop.ui.models.listing import Column, ColumnKind, ListQuestion
from onetool_desktop.ui.models.saved_filters import SavedFilter
from onetool_desktop.ui.screens.clients.list import ClientList, clients_list
from tests.ui.support.office import Office

ENTER, ESC, F2 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2
DOWN, UP, RIGHT, LEFT, SPACE = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Right,
    Qt.Key.Key_Left,
    Qt.Key.Key_Space,
)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
COLUMNS = (
    Column(key="name", title="Name", width=30, sort="name", kind=ColumnKind.NAME),
    Column(key="phone", title="Phone", width=18),
    Column(key="email", title="E-mail", width=18, extra=True),
)


def clients_shown(office: Office) -> ClientList:
    screen = office.window.screen_here
    assert isinstance(screen, ClientList)
    return screen


def in_sight(screen: ClientList) -> list[str]:
    return [screen.plan.columns[place].key for place in screen.table.columns_in_sight()]


def open_columns(office: Office) -> None:
    office.key(Qt.Key.Key_K, CTRL | SHIFT)


# --- columns --------------------------------------------------------------------------------------------


def test_columns_are_shown_hidden_and_moved_by_key(office: Office) -> None:
    screen = clients_shown(office)
    assert in_sight(screen) == ["name", "contact", "phone", "place", "status", "open"]
    open_columns(office)
    office.key(DOWN)
    office.key(SPACE)
    office.key(DOWN)
    office.key(UP, ALT)
    office.key(UP, ALT)
    assert in_sight(screen) == ["phone", "name", "place", "status", "open"]
    for _ in range(6):
        office.key(DOWN)
    office.key(SPACE)
    assert in_sight(screen)[-1] == "email"
    office.key(ENTER)
    assert in_sight(screen)[-1] == "email"
    assert office.focused is screen.table


def test_a_column_is_made_wider_by_key_and_keeps_its_width(office: Office) -> None:
    screen = clients_shown(office)
    char = office.window.work.look.measures.char
    open_columns(office)
    for _ in range(4):
        office.key(DOWN)
    before = screen.table.columnWidth(4) // char
    office.key(RIGHT)
    office.key(RIGHT)
    assert screen.table.columnWidth(4) // char == before + 4
    office.window.resize(office.window.width() + 200, office.window.height())
    assert screen.table.columnWidth(4) // char == before + 4


def test_a_column_that_was_asked_for_stays_where_there_is_no_room_for_all(office: Office) -> None:
    office.window.resize(office.window.minimumSize())
    screen = clients_shown(office)
    open_columns(office)
    office.key(Qt.Key.Key_End)
    office.key(SPACE)
    assert "tags" in in_sight(screen)
    assert len(in_sight(screen)) < 7


def test_the_name_stays_in_sight(office: Office) -> None:
    screen = clients_shown(office)
    open_columns(office)
    office.key(SPACE)
    assert in_sight(screen)[0] == "name"


def test_a_column_is_dragged_to_another_place_and_to_another_width(office: Office) -> None:
    screen = clients_shown(office)
    header = screen.table.horizontalHeader()
    port, middle = header.viewport(), header.height() // 2
    edge = header.sectionViewportPosition(1) + header.sectionSize(1) - 1
    width = header.sectionSize(1)
    drag(office, port, QPoint(edge, middle), QPoint(edge - 40, middle))
    assert abs(header.sectionSize(1) - (width - 40)) <= office.window.work.look.measures.char
    start = QPoint(header.sectionViewportPosition(2) + 20, middle)
    drag(office, port, start, QPoint(header.sectionViewportPosition(1) + 8, middle))
    assert in_sight(screen)[:3] == ["name", "phone", "contact"]
    assert "contact" in screen.table.column_layout.widths


def test_the_arrangement_is_remembered_and_goes_back_to_what_it_was(office: Office) -> None:
    open_columns(office)
    office.key(DOWN)
    office.key(SPACE)
    office.settle()
    again = clients_list(office.window.work)
    assert "contact" not in in_sight(again)
    again.deleteLater()
    panel = clients_shown(office).columns_panel
    panel._back.click()
    assert "contact" in in_sight(clients_shown(office))


def test_a_kept_layout_of_another_version_is_read_as_far_as_it_goes() -> None:
    text = (
        '{"order": ["phone", "gone", "name"], "hidden": ["name", "phone", "gone"], "widths": {"phone": 999}}'
    )
    layout = column_layout.read(text, COLUMNS)
    assert layout.order == ("phone", "name", "email")
    assert layout.hidden == {"phone", "email"}
    assert layout.widths == {"phone": column_layout.WIDEST}


@given(st.text() | st.sampled_from(["{}", "[]", '{"order": 1}', '{"order": [], "hidden": {}, "widths": []}']))
def test_a_damaged_layout_is_the_usual_one(text: str) -> None:
    assert set(column_layout.read(text, COLUMNS).order) == {"name", "phone", "email"}


@given(st.sampled_from(["name", "phone", "email"]), st.integers(-9, 9))
def test_moving_a_column_loses_none(key: str, by: int) -> None:
    assert sorted(column_layout.usual(COLUMNS).moved(key, by).order) == ["email", "name", "phone"]


# --- saved filters --------------------------------------------------------------------------------------


def save_quill(office: Office) -> None:
    """Searches for a name and saves the search as a tab."""
    office.type("quill")
    office.until(lambda: clients_shown(office).model.rowCount() == 1)
    office.key(Qt.Key.Key_F, CTRL | SHIFT)
    office.key(Qt.Key.Key_A, CTRL)
    office.type("Zoe Q")
    office.key(ENTER)
    office.settle()


def titles(office: Office) -> list[str]:
    return [tab.title for tab in clients_shown(office).tabs._tabs]


def test_a_search_is_saved_as_a_tab_and_shown_again_from_it(office: Office) -> None:
    screen = clients_shown(office)
    save_quill(office)
    assert titles(office)[-1] == "Zoe Q"
    assert screen.own.current is not None
    assert not screen._save.isVisible()
    screen.tabs.setFocus()
    office.key(RIGHT)
    office.until(lambda: screen.model.rowCount() == 3)
    assert screen.search.edit.text() == ""
    office.key(LEFT)
    office.until(lambda: screen.model.rowCount() == 1)
    assert screen.search.edit.text() == "quill"


def test_saving_is_offered_only_where_there_is_something_to_save(office: Office) -> None:
    screen = clients_shown(office)
    assert not screen._save.isVisible()
    office.type("har")
    office.until(screen._save.isVisible)


def test_a_saved_filter_is_renamed_removed_and_brought_back(office: Office) -> None:
    screen = clients_shown(office)
    save_quill(office)
    assert screen.actions_here is not None
    screen.actions_here.trigger("clients.rename-filter")
    office.key(Qt.Key.Key_A, CTRL)
    office.type("Quills")
    office.key(ENTER)
    assert titles(office)[-1] == "Quills"
    screen.actions_here.trigger("clients.remove-filter")
    office.until(lambda: screen.model.rowCount() == 3)
    assert "Quills" not in titles(office)
    assert "“Quills” removed" in office.window.message.text.text()
    office.window.message.offer.click()
    assert titles(office)[-1] == "Quills"


def test_a_name_that_is_taken_is_refused_beside_the_field_and_stays_typed(office: Office) -> None:
    screen = clients_shown(office)
    office.type("quill")
    office.until(lambda: screen.model.rowCount() == 1)
    office.key(Qt.Key.Key_F, CTRL | SHIFT)
    office.key(Qt.Key.Key_A, CTRL)
    office.type("active")
    office.key(ENTER)
    edit = screen.own.naming.edits["name"]
    assert edit.isVisible()
    assert edit.text() == "active"
    assert "already" in edit.accessibleDescription()


def test_saved_filters_are_remembered(office: Office) -> None:
    save_quill(office)
    again = clients_list(office.window.work)
    assert [one.title for one in again.own.filters] == ["Zoe Q"]
    again.deleteLater()


@pytest.mark.parametrize("text", ["", "7", "{}", '[{"title": "x"}]', '[{"title": "x", "question": {}}]'])
def test_filters_that_cannot_be_read_are_none(text: str) -> None:
    assert saved_filters.read(text, tabs=("all",), sorts=("name",)) == ()


def test_a_filter_about_a_tab_that_is_no_more_is_left_out() -> None:
    kept = [SavedFilter(tab, ListQuestion(tab=tab, search="x", sort="name")) for tab in ("all", "gone")]
    assert saved_filters.read(saved_filters.as_text(kept), tabs=("all",), sorts=("name",)) == (kept[0],)


def drag(office: Office, widget: object, start: QPoint, end: QPoint) -> None:
    """Presses, moves in two steps, lets go."""
    left = Qt.MouseButton.LeftButton
    office.bot.mousePress(widget, left, pos=start)
    office.bot.mouseMove(widget, (start + end) / 2)
    office.bot.mouseMove(widget, end)
    office.bot.mouseRelease(widget, left, pos=end)
