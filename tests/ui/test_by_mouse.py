"""What a mouse finds where the keyboard has its ways: calendars, lists, and a panel that stays."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.tasks.list import TaskList
from onetool_desktop.ui.widgets.choice_field import ChoiceField
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.fact_editors import ChoiceEditor
from onetool_desktop.ui.widgets.facts import Fact
from onetool_desktop.ui.widgets.text import Text
from tests.support.loop_discipline import WatchedBot
from tests.ui.support.office import Office

LEFT = Qt.MouseButton.LeftButton
ICON = QPoint(10, 10)


def press(office: Office, widget: QWidget, at: QPoint | None = None) -> None:
    office.bot.mouseClick(widget, LEFT, pos=at or widget.rect().center())


def test_a_press_in_a_panel_on_what_takes_none_leaves_it_open_and_the_icon_of_a_day_opens_its_calendar(
    office: Office,
) -> None:
    office.show()
    office.go("tasks")
    screen = office.window.screen_here
    assert isinstance(screen, TaskList)
    assert screen.actions_here is not None
    screen.actions_here.trigger("tasks.new")
    panel = screen._panel
    assert panel is not None
    office.until(panel.isVisible)
    press(office, panel, QPoint(3, 3))
    label = next(one for one in panel.findChildren(Text) if one.isVisible())
    press(office, label)
    (day,) = panel.findChildren(DayField)
    press(office, day, ICON)
    office.until(lambda: day._calendar is not None and day._calendar.isVisible())
    assert panel.isVisible()


def test_a_choice_shows_its_list_at_one_press_and_takes_what_is_pressed_in_it(office: Office) -> None:
    office.show()
    client = office.client("Birch")
    office.go("clients", client)
    screen = office.window.screen_here
    assert isinstance(screen, ClientRecord)
    fact = next(one for one in screen.findChildren(Fact) if one.accessibleName().startswith("Prefers"))
    press(office, fact, QPoint(fact.width() - 30, fact.height() // 2))
    assert isinstance(fact.editor, ChoiceEditor)
    box = fact.editor._box
    view = box.view()
    office.until(view.isVisible)
    view.setFocus(Qt.FocusReason.OtherFocusReason)  # as Qt does once the list stands
    assert fact.editor is not None
    index = box.model().index(box.findData("phone"), 0)
    press(office, view.viewport(), view.visualRect(index).center())
    office.until(lambda: office.fields("clients", client).get("communicationPreference") == "phone")


def test_a_press_on_a_field_of_a_few_words_shows_them_and_one_on_its_icon_puts_them_away(
    qtbot: WatchedBot, look: Look
) -> None:
    field = ChoiceField(Field(name="way", kind=Kind.CHOICE, label="Way", choices=("cash", "card")), look=look)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    qtbot.mouseClick(field.edit, LEFT)
    qtbot.waitUntil(lambda: field.is_open)
    qtbot.mouseClick(field, LEFT, pos=ICON)
    qtbot.waitUntil(lambda: not field.is_open)
