"""What comes of a document: a project, an invoice of all or some lines, a second draft that says the same.

Promises: nothing is typed twice; what was made opens, and can be undone there; where several invoices were made a menu
offers them. May not know: the grid, how a document is made.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from onetool_desktop.domain.ids import InvoiceId, QuoteId
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.services import invoices, quotes
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.ui.screens.documents.choose_lines import ChooseLines
from onetool_desktop.ui.screens.screen import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onetool_desktop.ui.screens.documents.sheet import DocumentSheet
    from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace

_UNDOABLE = True
IdT = TypeVar("IdT", bound=str)


class Onward:
    """The ways on from whichever document the workplace shows."""

    def __init__(self, place: "DocumentWorkplace") -> None:
        self._place = place
        self._chooser: ChooseLines | None = None
        self._options: ChooseLines | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action does."""
        if self._place.scope == "quote":
            return {
                "quote.invoice": lambda: self.make_invoice(None),
                "quote.invoice-some": self.choose_lines,
                "quote.options": self.choose_options,
                "quote.invoiced": self._open_invoice,
                "quote.plan": self.make_project,
                "quote.project": self._open_project,
                "quote.duplicate": self.duplicate,
            }
        return {
            "invoice.quote": self._open_quote,
            "invoice.project": self._open_project,
            "invoice.duplicate": self.duplicate,
        }

    def make_invoice(self, chosen: "Sequence[str] | None") -> None:
        """Makes the invoice of what the quote has left, or of the chosen lines, and opens it."""
        replica, quote, today = self._place.work.replica, QuoteId(self._place.document), self._today
        self._make(
            lambda: invoices.invoice_quote(replica, quote_id=quote, today=today, chosen=chosen), "invoices"
        )

    def choose_lines(self) -> None:
        """Asks which lines are billed now."""
        sheet = self._place.sheet
        if sheet is None:
            return
        if self._chooser is None:
            self._chooser = ChooseLines(
                _("Which lines are invoiced now?"),
                button=_("Make invoice"),
                icon="invoices",
                none_is_some=False,
                work=self._place.work,
                window=self._place,
            )
            self._chooser.chosen.connect(self.make_invoice)
        ids = [row_id for row_id, _f in sheet.left]
        self._chooser.open_for(sheet.left, ticked=ids, currency=sheet.head.get("currency") or "")

    def show(self, sheet: "DocumentSheet") -> None:
        """Says on the action of the options how many the client took."""
        actions = self._place.actions_here
        if self._place.scope != "quote" or actions is None:
            return
        taken = sum(bool(f.get("chosen")) for _id, f in sheet.options)
        words = _("Options: {taken} of {all} taken…").format(taken=taken, all=len(sheet.options))
        actions.rename("quote.options", words if taken else _("Choose options…"))

    def choose_options(self) -> None:
        """Asks which of the options the client takes."""
        sheet = self._place.sheet
        if sheet is None:
            return
        if self._options is None:
            self._options = ChooseLines(
                _("Which options does the client take?"),
                button=_("Take these"),
                icon="check",
                none_is_some=True,
                work=self._place.work,
                window=self._place,
            )
            self._options.chosen.connect(self._choose)
        taken = [row_id for row_id, f in sheet.options if f.get("chosen")]
        self._options.open_for(sheet.options, ticked=taken, currency=sheet.head.get("currency") or "")

    def _choose(self, chosen: "Sequence[str]") -> None:
        place, quote = self._place, QuoteId(self._place.document)

        def done(saved: Saved) -> None:
            place.work.undo.remember(saved.undo)
            if saved.gids:
                words = ngettext("{count} option taken.", "{count} options taken.", len(chosen))
                place.said.emit(
                    words.format(count=len(chosen)) if chosen else _("No option taken."), _UNDOABLE
                )

        place.work.operations.write(
            place,
            lambda: quotes.choose_options(place.work.replica, id=quote, chosen=frozenset(chosen)),
            then=done,
        )

    def make_project(self) -> None:
        """Plans the work of the quote and opens the project."""
        replica, quote = self._place.work.replica, QuoteId(self._place.document)
        self._make(lambda: quotes.plan_quote(replica, id=quote), "projects")

    def duplicate(self) -> None:
        """Makes a draft that says the same, and opens it."""
        place, today = self._place, self._today
        replica, document = place.work.replica, place.document
        if place.scope == "quote":
            self._make(
                lambda: quotes.duplicate_quote(replica, id=QuoteId(document), today=today), place.collection
            )
        else:
            self._make(
                lambda: invoices.duplicate_invoice(replica, id=InvoiceId(document), today=today),
                place.collection,
            )

    def _make(self, verb: Callable[[], Created[IdT]], section: str) -> None:
        place = self._place

        def made(created: Created[IdT]) -> None:
            place.work.undo.remember(created.saved.undo)
            place.go.emit(Place(section, created.id))

        if place.ready_to_close():
            place.work.operations.write(place, verb, then=made)

    def _open_invoice(self) -> None:
        place, sheet = self._place, self._place.sheet
        if sheet is None or not sheet.invoices:
            return
        if len(sheet.invoices) == 1:
            place.go.emit(Place("invoices", sheet.invoices[0][0]))
            return
        menu = QMenu(place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row_id, number in sheet.invoices:
            words = number or _("Draft")
            menu.addAction(words, lambda row_id=row_id: place.go.emit(Place("invoices", row_id)))
        more = place.head.more
        menu.popup(more.mapToGlobal(more.rect().bottomLeft()))

    def _open_project(self) -> None:
        sheet = self._place.sheet
        if sheet is not None and sheet.project:
            self._place.go.emit(Place("projects", sheet.project))

    def _open_quote(self) -> None:
        sheet = self._place.sheet
        if sheet is not None and sheet.head.get("quoteId"):
            self._place.go.emit(Place("quotes", sheet.head["quoteId"]))

    @property
    def _today(self) -> str:
        return self._place.work.formats.today().isoformat()
