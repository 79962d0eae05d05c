"""Before a document of the workplace is made final: what it lacks is told in a bar, once, with the way to mend each.

Promises: it looks at what is saved, after all that was typed; a document that lacks nothing is made final at once; what
was mended in the meantime leaves the bar by itself. A number that the cloud does not give just now is a lack as well,
and the bar says which number the document gets instead. May not know: how it is made final.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from onetool_desktop.domain.paper_checks import Finding, Where
from onetool_desktop.domain.team import release_barred
from onetool_desktop.domain.translate import _
from onetool_desktop.services.issuing import is_unpriced, lacking, number_instead
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.numbers_wait import PAGE, way_words, who_can
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.asking_bar import AskingBar, Lack

if TYPE_CHECKING:
    from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace


@dataclass(frozen=True, slots=True)
class _Lacks:
    """What is missing; `instead` is the number it gets while those of the cloud wait, "" where that can only follow."""

    findings: tuple[Finding, ...]
    instead: str | None

    @property
    def any(self) -> bool:
        return bool(self.findings) or self.instead is not None


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

        def found(lacks: _Lacks) -> None:
            if document != self._place.document:
                return
            self._then = then
            if lacks.any:
                self.bar.ask(self._said(lacks), anyway=self._anyway(lacks))
            else:
                self._go_on()

        self._look(found)

    def follow(self) -> None:
        """The document was read anew: another one, or a final one, is not asked about, a mended one asks for less."""
        sheet = self._place.sheet
        if not self.bar.isHidden() and (sheet is None or not sheet.is_draft):
            self.bar.put_away()
        elif not self.bar.isHidden():
            document = self._place.document

            def found(lacks: _Lacks) -> None:
                if document == self._place.document and not self.bar.isHidden():
                    self.bar.show_lacks(self._said(lacks), anyway=self._anyway(lacks))

            self._look(found)

    def _look(self, then: Callable[[_Lacks], None]) -> None:
        place, day = self._place, self._place.work.formats.today().isoformat()
        replica, c, document = place.work.replica, place.collection, place.document
        online = place.work.online()

        def look() -> _Lacks:
            instead = number_instead(replica, c=c, id=document) if online else None
            return _Lacks(lacking(replica, c=c, id=document, day=day), instead)

        place.work.operations.write(place, look, then=then)

    def _go_on(self) -> None:
        self.bar.put_away()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _anyway(self, lacks: _Lacks) -> str:
        is_quote = self._place.scope == "quote"
        if lacks.instead:
            return (_("Send as {number}") if is_quote else _("Issue as {number}")).format(
                number=lacks.instead
            )
        if lacks.instead is not None:
            return _("Send, its number follows") if is_quote else _("Issue, its number follows")
        return _("Send anyway") if is_quote else _("Issue anyway")

    def _said(self, lacks: _Lacks) -> list[Lack]:
        said = [Lack(_(one.sentence), _(one.mend), partial(self._mend, one.where)) for one in lacks.findings]
        if lacks.instead is None:
            return said
        work = self._place.work
        words = _("The cloud was restored and gives no numbers until they are released.")
        if release_barred(work.replica.principal) is not None:
            words = f"{words} {who_can(work)}"
        way = Lack(words, way_words(work.replica.principal), lambda: self._place.go.emit(PAGE))
        return [way, *said]

    def _mend(self, where: Where) -> None:
        place, sheet = self._place, self._place.sheet
        if where is Where.LINES:
            place.grid.go_to_waiting_row()
        elif where is Where.PRICE:
            place.grid.go_to_first(is_unpriced, Cell.PRICE)
        elif where is Where.DAY:
            place.head.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif where is Where.CLIENT and sheet is not None:
            back = Place(place.collection, place.document)
            place.go.emit(Place("clients", sheet.head["clientId"], begin="address", then=back))
        else:
            place.go.emit(Place("settings", where.value))
