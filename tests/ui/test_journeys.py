"""What a person does with the keyboard, from the list to a saved edit and back."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from onetool_desktop.changes.values import Change
from onetool_desktop.ui.screens.clients.list import ClientList
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.tasks.list import TaskList
from onetool_desktop.ui.widgets.field import PlainEdit
from tests.ui.support.office import Office

ENTER, ESC, F2 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2
CTRL = Qt.KeyboardModifier.ControlModifier


def names_shown(office: Office) -> list[str]:
    screen = office.window.screen_here
    assert isinstance(screen, ClientList)
    return [screen.model.cells(row).texts[0] for row in range(screen.model.rowCount())]


def record_shown(office: Office) -> ClientRecord:
    screen = office.window.screen_here
    assert isinstance(screen, ClientRecord)
    return screen


def open_harbour(office: Office) -> ClientRecord:
    """Types three letters into the list, goes down, presses Enter."""
    office.type("har")
    office.until(lambda: names_shown(office) == ["Harbour Street Café"])
    office.key(ENTER)
    office.key(ENTER)
    office.settle()
    return record_shown(office)


def test_letters_typed_in_the_list_search_and_enter_opens_the_record(office: Office) -> None:
    record = open_harbour(office)
    assert record.sheet is not None
    assert record.sheet.title == "Harbour Street Café"


def test_f2_edits_a_fact_enter_saves_it_and_undo_takes_it_back(office: Office) -> None:
    record = open_harbour(office)
    client = record.record_id
    office.key(F2)
    office.key(Qt.Key.Key_A, CTRL)
    office.type("Harbour Bakery")
    office.key(ENTER)
    office.settle()
    assert office.fields("clients", client)["companyName"] == "Harbour Bakery"
    office.until(lambda: record.title == "Harbour Bakery")
    assert record.part("clients", client).facts["companyName"].accessibleDescription() == "Saved here"
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: record.title == "Harbour Street Café")


def test_esc_leaves_the_value_as_it_was_and_then_leads_back_to_the_list(office: Office) -> None:
    record = open_harbour(office)
    client = record.record_id
    office.key(F2)
    office.type("something else")
    office.key(ESC)
    assert office.fields("clients", client)["companyName"] == "Harbour Street Café"
    office.key(ESC)
    office.settle()
    assert isinstance(office.window.screen_here, ClientList)


def test_leaving_an_edited_fact_saves_it(office: Office) -> None:
    record = open_harbour(office)
    record.edit("companyDescription")
    office.type("Cakes")
    office.key(Qt.Key.Key_Tab)
    office.until(lambda: office.fields("clients", record.record_id).get("companyDescription") == "Cakes")


def test_half_typed_text_survives_a_change_that_arrives(office: Office) -> None:
    record = open_harbour(office)
    client = record.record_id
    record.edit("companyDescription")
    office.type("half ty")
    office.replica.write(lambda tx: tx.commit(action="a", label="", changes=[_put(client, notes="theirs")]))
    office.until(lambda: record.part("clients", client).facts["notes"].text == "theirs")
    editor = record.part("clients", client).facts["companyDescription"].editor
    assert editor is not None
    assert editor.text() == "half ty"


def test_a_value_that_makes_no_sense_stays_typed_with_the_reason_beside_it(office: Office) -> None:
    record = open_harbour(office)
    record.edit("paymentDays")
    office.type("soon")
    office.key(ENTER)
    editor = record.part("clients", record.record_id).facts["paymentDays"].editor
    assert editor is not None
    assert editor.text() == "soon"
    assert "whole number" in editor.accessibleDescription()


def test_a_new_client_is_made_with_ctrl_n_and_stands_open(office: Office) -> None:
    office.key(Qt.Key.Key_N, CTRL)
    office.type("Birch and Amber")
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, ClientRecord))
    assert record_shown(office).title == "Birch and Amber"


def test_text_of_any_kind_is_shown_as_itself(office: Office) -> None:
    strange = "<b>Ünïcode</b> \u202eעברית\u202c 🌷 &amp;"
    record = open_harbour(office)
    client = record.record_id
    record.edit("companyName")
    office.key(Qt.Key.Key_A, CTRL)
    office.compose(strange)
    office.key(ENTER)
    office.until(lambda: record.title == strange)
    assert office.fields("clients", client)["companyName"] == strange


def test_a_client_deleted_from_its_record_is_gone_from_the_list_and_undo_brings_it_back(
    office: Office,
) -> None:
    record = open_harbour(office)
    assert record.actions_here is not None
    record.actions_here.trigger("client.delete")
    office.until(lambda: isinstance(office.window.screen_here, ClientList))
    screen = office.window.screen_here
    assert isinstance(screen, ClientList)
    screen.search.edit.clear()
    office.until(lambda: names_shown(office) == ["Ahlers Dental", "Zoë Quill"])
    office.window.actions_here.trigger("window.undo")
    office.until(lambda: len(names_shown(office)) == 3)


def test_the_palette_finds_a_record_and_opens_it(office: Office) -> None:
    office.key(Qt.Key.Key_K, CTRL)
    office.type("quill")
    office.until(lambda: office.window.palette_panel.list.choices.rowCount() > 0)
    office.settle()
    office.key(ENTER)
    office.settle()
    assert record_shown(office).title == "Zoë Quill"


def test_the_palette_does_what_is_named(office: Office) -> None:
    office.key(Qt.Key.Key_K, CTRL)
    office.type("go to inv")
    office.settle()
    office.key(ENTER)
    assert office.window.windowTitle().startswith("Invoices")


def test_back_and_forward_lead_through_the_places_visited(office: Office) -> None:
    record = open_harbour(office)
    office.go("invoices")
    office.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert office.window.screen_here is record
    office.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert office.window.windowTitle().startswith("Invoices")


def test_the_window_comes_back_as_it_was_left(make_office: Callable[..., Office]) -> None:
    office = make_office()
    office.show()
    office.go("quotes")
    office.window.actions_here.trigger("window.sidebar")
    office.window.close()
    remembered = office.memory.load()
    assert (remembered["section"], remembered["folded"]) == ("quotes", "yes")
    assert remembered["geometry"]


def test_what_is_being_typed_when_the_window_closes_is_saved(make_office: Callable[..., Office]) -> None:
    office = make_office()
    client = office.client("Harbour")
    office.show()
    office.go("clients", client)
    record_shown(office).edit("companyDescription")
    office.type("Cakes")
    office.window.close()
    office.until(lambda: office.fields("clients", client).get("companyDescription") == "Cakes")


def _put(client: str, **fields: str) -> Change:
    return Change("clients", client, f=fields)


def test_the_palette_says_that_nothing_is_called_so_and_what_can_be_done(office: Office) -> None:
    office.key(Qt.Key.Key_K, CTRL)
    office.type("zzqx")
    panel = office.window.palette_panel
    office.until(lambda: panel.list.choices.rowCount() > 1)
    assert "Nothing is called “zzqx”" in panel.list.choices.at(0).title
    office.key(Qt.Key.Key_Return)
    assert panel.isVisible(), "nothing was chosen, so nothing is done"


def palette_lines(office: Office, text: str, until: str) -> list[str]:
    """What the palette offers for a text, once a line is there."""
    office.key(Qt.Key.Key_K, CTRL)
    office.type(text)
    model = office.window.palette_panel.list.choices
    lines = lambda: [model.at(row).title for row in range(model.rowCount())]  # noqa: E731
    office.until(lambda: until in lines())
    return lines()


def test_a_name_that_no_client_bears_can_be_begun_with_from_the_palette(office: Office) -> None:
    lines = palette_lines(office, "Zebra Baths", "New client “Zebra Baths”")
    assert lines[1:4] == ["New client “Zebra Baths”", "New task “Zebra Baths”", "New quote for “Zebra Baths”"]
    office.key(Qt.Key.Key_Down)
    office.key(Qt.Key.Key_Down)
    office.key(Qt.Key.Key_Return)
    office.settle()
    screen = office.window.screen_here
    assert isinstance(screen, ClientList)
    form = screen._form
    assert form is not None
    assert form.isVisible()
    assert form.edits["companyName"].text() == "Zebra Baths"
    assert office.focused is form.edits["firstName"]


def test_a_quote_or_a_task_begins_with_the_name_that_was_typed(office: Office) -> None:
    office.window.go(Place("quotes", begin="Zebra Baths"))
    office.until(lambda: isinstance(office.focused, PlainEdit) and office.focused.text() == "Zebra Baths")
    office.window.go(Place("tasks", begin="Drain"))
    screen = office.window.screen_here
    assert isinstance(screen, TaskList)
    assert screen.panel().fields["title"].edit.text() == "Drain"


def test_the_name_of_a_client_or_of_an_action_offers_nothing_new(office: Office) -> None:
    assert not [line for line in palette_lines(office, "ahlers dental", "Ahlers Dental") if "“" in line]
    office.key(Qt.Key.Key_Escape)
    office.client("Dark & Sons")
    assert not [line for line in palette_lines(office, "dark", "Dark & Sons") if "“" in line]
