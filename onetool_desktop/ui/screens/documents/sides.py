"""What stands side by side in the workplace: the lines with their sums, the page, and what became of the money.

Promises: the grid keeps the width its columns need; the page gives way to it, and stands aside where little would be
left of it; the person may move the line between them. A closed document is its page alone, an invoice with its ledger.
May not know: which document it is.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.documents.ledger import Ledger
from onetool_desktop.ui.screens.documents.live_page import LivePage
from onetool_desktop.ui.widgets.line_grid.totals import SumsPanel
from onetool_desktop.ui.widgets.line_grid.view import LineGrid

_LEAST_PAGE = 24  # characters of width, below which the page stands aside
_SHARES = (62, 38)  # of the grid and the page, until the person moves the line between them


class Sides(QSplitter):
    """Lines, page and ledger of one document."""

    def __init__(
        self, *, look: Look, grid: LineGrid, sums: SumsPanel, page: LivePage, ledger: Ledger
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._grid, self._page, self._ledger = look, grid, page, ledger
        self._page_wanted = True
        self._draft = False
        self._writing = _writing(grid, sums)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(look.measures.step(3))
        for side in (self._writing, page, ledger):
            self.addWidget(side)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setSizes([share * 1_000 for share in _SHARES])
        grid.room_wanted.connect(self._fit)

    def show_state(self, *, draft: bool, billed: bool) -> None:
        """Shows what belongs to a draft, or to a document that is closed; `billed` is one that is paid."""
        self._draft = draft
        self._writing.setVisible(draft)
        self._ledger.setVisible(billed and not draft)
        self._fit()

    def toggle_page(self) -> None:
        """Shows the page beside the lines, or gives its room to them."""
        self._page_wanted = not self._page_wanted
        self._fit()
        self._page.touch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QSplitter."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.handleWidth()
        good, least = self._grid.good_width, _LEAST_PAGE * self._look.measures.char
        beside = room >= good + least and self._page_wanted
        self._page.setVisible(beside or not self._draft)
        if self._draft and beside and self.sizes()[0] < good:
            self.setSizes([good, room - good, 0])


def _writing(grid: LineGrid, sums: SumsPanel) -> QWidget:
    """The grid with its sums right under it."""
    writing = QWidget()
    below = QHBoxLayout()
    below.addStretch(1)
    below.addWidget(sums)
    written = QVBoxLayout(writing)
    written.setContentsMargins(0, 0, 0, 0)
    written.setSpacing(0)
    written.addWidget(grid)
    written.addLayout(below)
    written.addStretch(1)
    return writing
