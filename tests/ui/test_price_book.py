"""The price book by keyboard: an item made, used in a quote at once, corrected in place, put away and taken back."""

from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import price_book, quotes
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.price_book.record import ItemRecord
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.hints import Hints
from tests.ui.support.office import TODAY, Office

ENTER, TAB, DOWN, N, Z = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_N, Qt.Key.Key_Z
CTRL = Qt.KeyboardModifier.ControlModifier


def record(office: Office) -> ItemRecord:
    screen = office.window.screen_here
    assert isinstance(screen, ItemRecord)
    return screen


def shown(office: Office) -> list[str]:
    """The names in the list shown now."""
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    return [screen.model.cells(row).texts[0] for row in range(screen.model.rowCount())]


def item(office: Office, name: str, **fields: str) -> str:
    return price_book.create_item(office.replica, fields={"name": name, **fields}).id


def do(office: Office, action: str) -> None:
    actions = office.window.screen_here.actions_here
    assert actions is not None
    actions.trigger(action)
    office.settle()


def new_item(office: Office, *values: str) -> None:
    """Ctrl+N and the fields of the form, one after the other."""
    office.go("skus")
    office.key(N, CTRL)
    for value in values:
        office.type(value)
        office.key(TAB)
    form = next(form for form in office.window.findChildren(FormPanel) if form.isVisible())
    form.edits["name"].setFocus()
    office.key(ENTER)
    office.settle()


def test_an_item_is_made_by_keyboard_and_completes_in_a_quote_at_once(office: Office) -> None:
    new_item(office, "Mixing valve", "MV-2", "ea", "142,50", "19")
    assert record(office).title == "Mixing valve"
    saved = office.fields("skus", record(office).record_id)
    assert {
        "code": "MV-2",
        "unit": "ea",
        "unitPrice": "142.5",
        "taxRate": "19",
        "isActive": True,
    }.items() <= saved.items()

    client = ClientId(office.client("Birch & Amber"))
    quote = quotes.create_quote(office.replica, client_id=client, today=TODAY).id
    office.go("quotes", quote)
    office.until(lambda: len(workplace(office).grid.completion.book) == 1)
    for letter in "mv-2":  # its whole code
        office.type(letter)
    office.key(ENTER)

    def lines() -> list[tuple[object, object]]:
        rows = office.replica.reads().children("quoteLineItems", "quoteId", quote)
        return [(row.f.get("description"), row.f.get("unitPrice")) for row in rows]

    office.until(lambda: lines() == [("Mixing valve", "142.5")])


def workplace(office: Office) -> DocumentWorkplace:
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    return screen


def test_a_tax_rate_that_is_none_is_told_beside_its_field_and_stays_typed(office: Office) -> None:
    new_item(office, "Mixing valve", "", "", "142.50", "190")
    form = next(form for form in office.window.findChildren(FormPanel) if form.isVisible())
    assert "between 0 and 100" in form.edits["taxRate"].accessibleDescription()
    assert form.edits["taxRate"].text() == "190"
    assert office.replica.reads().db.execute("SELECT count(*) FROM skus").fetchone() == (0,)


def test_a_price_is_corrected_in_place(office: Office) -> None:
    office.go("skus", item(office, "Valve", unitPrice="80"))
    record(office).edit("unitPrice")
    office.type("=80*1.05")
    office.key(ENTER)
    office.settle()
    assert office.fields("skus", record(office).record_id)["unitPrice"] == "84"
    assert record(office).part("skus", record(office).record_id).facts["unitPrice"].text == "84.00"


def test_an_item_put_away_leaves_list_and_completion_and_undo_takes_it_back(office: Office) -> None:
    valve = item(office, "Valve")
    item(office, "Tap")
    office.go("skus", valve)
    do(office, "item.away")
    office.go("skus")
    office.until(lambda: shown(office) == ["Tap"])
    office.key(Z, CTRL)
    office.settle()
    office.until(lambda: shown(office) == ["Tap", "Valve"])


def test_everything_selected_is_put_away_and_taken_back_in_use(office: Office) -> None:
    for name in ("Tap", "Valve", "Washer"):
        item(office, name)
    office.go("skus")
    office.until(lambda: len(shown(office)) == 3)
    office.key(Qt.Key.Key_A, CTRL)
    do(office, "skus.away")
    office.until(lambda: "3 items put away." in office.window.message.text.text())
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    screen.tabs.choose("away")
    office.until(lambda: shown(office) == ["Tap", "Valve", "Washer"])
    office.key(Qt.Key.Key_A, CTRL)
    do(office, "skus.in-use")
    office.until(lambda: shown(office) == [])


def test_a_code_that_stands_twice_is_accepted_and_flagged_with_the_way_to_the_other(office: Office) -> None:
    other = item(office, "Tap", code="t-1")
    office.go("skus", item(office, "Spout", code="T-1"))
    hints = record(office).findChild(Hints)
    assert hints is not None
    office.until(hints.isVisible)
    assert [hint.sentence for hint in hints._shown] == ["The code t-1 is also that of Tap."]
    hints.taken.emit(hints._shown[0].way)
    office.settle()
    assert record(office).record_id == other


def test_an_empty_price_book_says_what_an_item_is_for(office: Office) -> None:
    office.go("skus")
    screen = office.window.screen_here
    empty = screen._empty  # pyright: ignore[reportAttributeAccessIssue]
    office.until(empty.isVisible)
    assert "brings its unit, price and tax" in empty.sentence.text()
    assert empty.button.isVisible()
