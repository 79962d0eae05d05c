"""The bar above every screen: back and forward, where one is, the way to search, the sync chip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.actions import ActionSet, keys_text
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, IconButton
from onetool_desktop.ui.widgets.sync_chip import SyncChip
from onetool_desktop.ui.widgets.text import Text, Voice


class SearchButton(Button):
    """Looks like a field and opens the palette."""

    def sizeHint(self) -> QSize:
        """Overrides Button."""
        return QSize(self._look.measures.char * 46, self._look.measures.control)

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self._look.measures.char * 16, self._look.measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides Button: a field's ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colours.field)
        radius = self._look.measures.step(1.25)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
        painter.end()
        super().paintEvent(event)


class TopBar(QWidget):
    """The bar."""

    def __init__(self, *, actions: ActionSet, look: Look, formats: Formats) -> None:
        super().__init__()
        self._look = look
        self._back = IconButton(_("Go back"), icon="back", look=look)
        self._on = IconButton(_("Go forward"), icon="forward", look=look)
        self._back.stand_for(actions.actions["window.back"])
        self._on.stand_for(actions.actions["window.forward"])
        self._place = Text("", look=look, voice=Voice.QUIET)
        palette = actions.actions["window.palette"]
        keys = keys_text(palette.shortcut())
        self.search = SearchButton(_("Search or do…"), look=look, icon="search", keys=keys)
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.search.stand_for(palette)
        self.chip = SyncChip(look=look, formats=formats)
        layout = QHBoxLayout(self)
        step = look.measures.step
        layout.setContentsMargins(step(4), step(2), step(4), step(2))
        layout.setSpacing(step(1))
        layout.addWidget(self._back)
        layout.addWidget(self._on)
        layout.addSpacing(step(1))
        layout.addWidget(self._place, 2)
        layout.addWidget(self.search, 3)
        layout.addStretch(1)
        layout.addWidget(self.chip, 0)

    def show_place(self, title: str, *, back: bool, on: bool) -> None:
        """Shows where one is."""
        self._place.setText(title)
        self._back.setEnabled(back)
        self._on.setEnabled(on)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: one hairline below."""
        del event
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.colours.line)
