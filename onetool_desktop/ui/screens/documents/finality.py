"""Before a document of the workplace is made final: what it lacks is told in a bar, once, with the way to mend each.

Promises: it looks at what is saved, after all that was typed; a document that lacks nothing is made final at once; what
was mended in the meantime leaves the bar by itself. May not know: how it is made final.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from onetool_desktop.domain.paper_checks import Finding, Where
from onetool_desktop.domain.translate import _
from onetool_desktop.services.issuing import lacking
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.asking_bar import AskingBar, Lack

if TYPE_CHECKING:
    from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace


class Finality:
    """The bar of one workplace, and what it goes on with."""

    def __init__(self, place: "DocumentWorkplace") -> None:
        self._place = place
        self._then: Callable[[], None] | None = None
        self.bar = AskingBar(look=place.work.look)
        self.bar.agreed.connect(self._go_on)

    def check(self, then: Callable[[], None]) -> None:
        """Calls `then` if the document lacks nothing, or once the person says so."""
        document = self._place.document

        def found(findings: Sequence[Finding]) -> None:
            if document != self._place.document:
                return
            self._then = then
            if findings:
                self.bar.ask(self._lacks(findings), anyway=self._anyway)
            else:
                self._go_on()

        self._look(found)

    def follow(self) -> None:
        """The document was read anew: another one, or a final one, is not asked about, a mended one asks for less."""
        sheet = self._place.sheet
        if not self.bar.isHidden() and (sheet is None or not sheet.is_draft):
            self.bar.put_away()
        elif not self.bar.isHidden():
            self._look(lambda findings: self.bar.show_lacks(self._lacks(findings), anyway=self._anyway))

    def _look(self, then: Callable[[Sequence[Finding]], None]) -> None:
        place, day = self._place, self._place.work.formats.today().isoformat()
        replica, c, document = place.work.replica, place.collection, place.document
        place.work.operations.write(place, lambda: lacking(replica, c=c, id=document, day=day), then=then)

    def _go_on(self) -> None:
        self.bar.put_away()
        then, self._then = self._then, None
        if then is not None:
            then()

    @property
    def _anyway(self) -> str:
        return _("Send anyway") if self._place.scope == "quote" else _("Issue anyway")

    def _lacks(self, findings: Sequence[Finding]) -> list[Lack]:
        return [Lack(_(one.sentence), _(one.mend), partial(self._mend, one.where)) for one in findings]

    def _mend(self, where: Where) -> None:
        place, sheet = self._place, self._place.sheet
        if where is Where.LINES:
            place.grid.go_to_waiting_row()
        elif where is Where.DAY:
            place.head.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif where is Where.CLIENT and sheet is not None:
            place.go.emit(Place("clients", sheet.head["clientId"], begin="address"))
        else:
            place.go.emit(Place("settings", where.value))
