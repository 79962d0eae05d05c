"""New work from its list, by keyboard: for whom, then straight to where it is written."""

from PySide6.QtCore import Qt

from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.naming_panel import NamingPanel
from onetool_desktop.ui.screens.projects.record import ProjectRecord
from onetool_desktop.ui.widgets.choose_panel import ChoosePanel
from tests.ui.support.office import Office

ENTER, ESC, DOWN, N, Z = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Down,
    Qt.Key.Key_N,
    Qt.Key.Key_Z,
)
CTRL = Qt.KeyboardModifier.ControlModifier


def choosing(office: Office) -> ChoosePanel:
    """The panel that asks for whom."""
    panels = [panel for panel in office.window.findChildren(ChoosePanel) if panel.isVisible()]
    assert len(panels) == 1
    return panels[0]


def offered(office: Office) -> list[str]:
    model = choosing(office).list.choices
    return [model.at(row).title for row in range(model.rowCount())]


def begin(office: Office, section: str, name: str) -> None:
    office.go(section)
    office.key(N, CTRL)
    office.settle()
    office.type(name)
    office.settle()


def test_a_quote_is_begun_with_a_few_keys_and_its_first_line_waits(office: Office) -> None:
    begin(office, "quotes", "harb")
    assert offered(office) == ["Harbour Street Café", "New client “harb”"]
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, DocumentWorkplace))
    office.settle()
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    assert screen.sheet is not None
    assert screen.sheet.is_draft
    assert screen.grid.hasFocus() or screen.grid.isAncestorOf(office.focused)


def test_whom_it_is_for_is_asked_within_the_smallest_window(office: Office) -> None:
    """The panel hung out of its foot."""
    office.window.resize(office.window.minimumSize())
    begin(office, "quotes", "harb")
    panel = choosing(office)
    page = panel.parentWidget()
    assert page is not None
    office.until(lambda: page.rect().contains(panel.geometry()))


def test_an_invoice_for_a_new_client_is_one_action_that_undo_takes_back(office: Office) -> None:
    begin(office, "invoices", "Zzyzx Road")
    assert offered(office) == ["New client “Zzyzx Road”"]
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, DocumentWorkplace))
    office.settle()
    invoice = office.fields("invoices", office.window.screen_here.context().ids[0])
    client = str(invoice["clientId"])
    assert office.fields("clients", client)["companyName"] == "Zzyzx Road"
    office.window.actions_here.trigger("window.undo")
    office.until(lambda: office.replica.reads().row("clients", client) is None)


def test_a_project_is_named_before_it_is_there(office: Office) -> None:
    begin(office, "projects", "quill")
    office.key(ENTER)
    office.type("New boiler")
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, ProjectRecord))
    office.settle()
    project = office.fields("projects", office.window.screen_here.context().ids[0])
    assert (project["title"], project["status"]) == ("New boiler", "planned")


def test_a_title_that_was_typed_for_one_client_stands_in_no_form_for_another(office: Office) -> None:
    typed: list[str] = []
    for name in ("quill", "harb", "quill"):
        begin(office, "projects", "")
        office.key(Qt.Key.Key_A, CTRL)
        office.type(name)
        office.settle()
        office.key(ENTER)
        (form,) = [one for one in office.window.findChildren(NamingPanel) if one.isVisible()]
        typed.append(form.edits["title"].text())
        if len(typed) == 1:
            office.type("New boiler")
        office.key(ESC)
    assert typed == ["", "", "New boiler"]


def test_esc_makes_nothing_and_keeps_what_was_typed(office: Office) -> None:
    begin(office, "quotes", "harb")
    office.key(ESC)
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    assert screen.model.rowCount() == 0
    office.key(N, CTRL)
    assert choosing(office).field.edit.text() == "harb"


def test_new_work_is_begun_from_anywhere_by_its_name(office: Office) -> None:
    office.key(Qt.Key.Key_K, CTRL)
    office.type("new quo")
    office.settle()
    office.key(ENTER)
    office.settle()
    assert choosing(office).isVisible()
    assert office.window.windowTitle().startswith("Quotes")
