"""What holds in every panel: it is named, Tab goes round in it, Esc closes it, and the keyboard is where it was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from onetool_desktop.ui.half_typed import BringsBack, address_of
from onetool_desktop.ui.panel_openers import only_opens
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.typed_panel import TypedPanel
from tests.ui.support.office import Office
from tests.ui.support.panels import open_panels, panels_of
from tests.ui.test_every_screen import every_place, unnamed

SHARED = frozenset({"columns", "save-filter", "history", "files"})  # one panel for all of its kind
TAB, ESC = Qt.Key.Key_Tab, Qt.Key.Key_Escape
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def reached(office: Office, panel: Overlay, keys: Qt.KeyboardModifier) -> list[QWidget]:
    """What Tab comes to; fails where it leaves the panel."""
    found: list[QWidget] = []
    for _turn in range(len(panel.stops()) + 2):
        office.key(TAB, keys)
        assert panel.isAncestorOf(office.focused), f"Tab left {panel.accessibleName()} for {office.focused}"
        found.append(office.focused)
    return found


def check(office: Office, name: str, panel: Overlay, before: QWidget) -> None:
    assert panel.accessibleName(), name
    assert unnamed(panel) == [], name
    assert forgotten(panel) == [], f"{name}: a crash would lose what is typed there"
    stops = panel.stops()
    assert panel.isAncestorOf(office.focused), name
    for keys in (NONE, SHIFT):
        missed = [one for one in stops if one not in reached(office, panel, keys)]
        assert missed == [], f"{name}: Tab does not reach {[one.accessibleName() for one in missed]}"
    for _once_for_a_list_that_hangs_out in range(2):
        if panel.isVisible():
            office.key(ESC)
    assert not panel.isVisible(), name
    if before.isVisible():
        assert office.focused is before, name


def forgotten(panel: Overlay) -> list[str]:
    """The fields of a form that do not come back after a crash; a password and what one only searches with never do."""
    if not isinstance(panel, TypedPanel):
        return []
    edits = [one for one in panel.findChildren(QLineEdit) if one.isVisible() and not one.isReadOnly()]
    return [one.accessibleName() for one in edits if not comes_back(panel, one)]


def comes_back(panel: TypedPanel, edit: QLineEdit) -> bool:
    if edit.echoMode() is not QLineEdit.EchoMode.Normal:
        return True
    group, _slash, field = address_of(edit).partition("/")
    assert isinstance(panel, BringsBack), type(panel)
    return group == panel.property("draft") and panel.bring_back(field, edit.text()) is edit


def places(office: Office) -> list[Place]:
    found: list[Place] = []
    for _words in every_place(office):
        here = office.window._journey.here
        assert here is not None
        found.append(here)
    return list(dict.fromkeys(found))


@pytest.mark.proof
def test_every_panel_of_every_screen_is_named_keeps_the_keyboard_and_gives_it_back(office: Office) -> None:
    names: set[str] = set()
    for place in places(office):
        for name, panel in panels_of(office, place, but=names & SHARED):
            before = panel._back_to
            assert before is not None, name
            check(office, name, panel, before)
            verb = name.partition(".")[2]
            names |= {name, verb}
            assert only_opens(name), f"The gallery does not know that {name} opens a panel."
    assert {"clients.new", "client.contact", "tasks.plan", "invoice.schedule", "history", "columns"} <= names


def test_the_panels_of_the_window_are_named_keep_the_keyboard_and_give_it_back(office: Office) -> None:
    office.go("clients")
    for action in ("window.palette", "window.waiting", "window.keys"):
        before = office.focused
        office.window.actions_here.trigger(action)
        office.settle()
        (panel,) = open_panels(office)
        check(office, action, panel, before)
