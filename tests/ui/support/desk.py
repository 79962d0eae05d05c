"""A person at the workplace of one draft, with a small price book."""

from typing import Any

from PySide6.QtCore import Qt

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices, quotes
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from tests.ui.support.office import TODAY, Office

ENTER, TAB, ESC, F2 = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F2
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)

BOOK = (
    ("Shut-off and drain", "job", "85", "19"),
    ("Replace mixing valve", "ea", "142.50", "19"),
    ("Copper pipe 15 mm", "m", "11.80", "19"),
    ("Drain cleaning", "job", "120", "19"),
    ("Dishwasher connection", "ea", "65", "7"),
)


class Desk:
    """A person at the workplace of one draft."""

    def __init__(self, office: Office, lines: tuple[dict[str, Any], ...] = ()) -> None:
        self.office = office
        book = [
            Change("skus", office.ids.new_id(), f={"name": n, "unit": u, "unitPrice": p, "taxRate": t})
            for n, u, p, t in BOOK
        ]
        office.replica.write(lambda tx: tx.commit(action="a", label="", changes=book))
        self.client = office.with_addresses(office.client("Harbour Street Dental"))
        self.quote = quotes.create_quote(
            office.replica, client_id=ClientId(self.client), today=TODAY, lines=lines
        ).id
        office.go("quotes", self.quote)
        office.until(lambda: len(self.place.grid.completion.book) == len(BOOK))

    def invoice(self) -> str:
        """A draft of an invoice for the same client."""
        client = ClientId(self.client)
        return invoices.create_invoice(self.office.replica, client_id=client, today=TODAY).id

    @property
    def place(self) -> DocumentWorkplace:
        screen = self.office.window.screen_here
        assert isinstance(screen, DocumentWorkplace)
        return screen

    def type(self, text: str) -> None:
        """Letter by letter, each where the keyboard then is."""
        for letter in text:
            self.office.type(letter)

    def enter(self, *texts: str) -> None:
        """Types into cell after cell."""
        for text in texts:
            self.type(text)
            self.office.key(ENTER)

    def choose(self, text: str) -> None:
        """Takes the first item of the price book that fits to some letters."""
        self.type(text)
        self.office.key(DOWN)
        self.office.key(ENTER)

    def saved(self) -> list[dict[str, Any]]:
        self.office.settle()
        rows = self.office.replica.reads().children("quoteLineItems", "quoteId", self.quote)
        return [dict(f) for _, f in in_order((row.id, row.f) for row in rows)]

    def names(self) -> list[str]:
        return [str(f.get("description")) for f in self.saved()]

    def shown(self) -> list[str]:
        model = self.place.model
        return [model.shown(row, Cell.ITEM) for row in range(model.rowCount() - 1)]

    def here(self) -> tuple[int, Cell]:
        return self.place.grid.place

    def elsewhere(self, change: Change) -> None:
        """A colleague's edit arrives."""
        self.office.replica.write(lambda tx: tx.commit(action="a", label="", changes=[change]))

    def line_id(self, row: int) -> str:
        return self.place.model.line(row)[0]
