"""The editors of the grid: one line for most cells, several for an item and its detail.

Promises: an editor begins once with the cell's text and is never filled again, so that a change that arrives leaves
what is being typed alone. May not know: the model, what a text means.
"""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPalette, QTextOption
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from onetool_desktop.ui.models import cell_blocks
from onetool_desktop.ui.runtime.look import Look

Block: TypeAlias = list[list[str]]
INSET = 2  # an editor leaves the ring of its cell in sight


class LineCell(QLineEdit):
    """The editor of a cell of one line; a block pasted into it goes to the grid."""

    def __init__(self, *, look: Look, right: bool, parent: QWidget, paste: Callable[[Block], None]) -> None:
        super().__init__(parent)
        self._paste_block = paste
        self.setFrame(False)
        self.setFont(look.fonts.figures if right else look.fonts.body)
        pad = look.measures.step(2.5) - INSET - 2  # less the line edit's own margin
        self.setTextMargins(pad, 0, pad, 0)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setPalette(field_palette(self, look))

    def begin(self, text: str, *, select: bool) -> None:
        """Starts with a text."""
        self.setText(text)
        if select:
            self.selectAll()

    def retype(self, text: str) -> None:
        """Replaces what stands there, as typing does: it can be undone."""
        self.selectAll()
        self.insert(text)

    def has_undo(self) -> bool:
        """Whether something typed here can be taken back."""
        return self.isUndoAvailable()

    def paste(self) -> None:
        """Overrides QLineEdit."""
        text = clipboard_text()
        if cell_blocks.is_block(text):
            self._paste_block(cell_blocks.read(text))
        else:
            super().paste()


class ItemCell(QPlainTextEdit):
    """The editor of an item: its first line is the item, further lines are its detail."""

    def __init__(self, *, look: Look, parent: QWidget, paste: Callable[[Block], None]) -> None:
        super().__init__(parent)
        self._look = look
        self._paste_block = paste
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(look.fonts.body)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        side, top = look.measures.step(2.5) - INSET, (look.measures.row - look.measures.line) // 2 - INSET
        self.setViewportMargins(side, top, side, 0)
        self.setPalette(field_palette(self, look))
        self.setAutoFillBackground(True)

    def begin(self, text: str, *, select: bool) -> None:
        """Starts with a text."""
        self.setPlainText(text)
        self.selectAll() if select else self.moveCursor(self.textCursor().MoveOperation.End)

    def retype(self, text: str) -> None:
        """Replaces what stands there, as typing does: it can be undone."""
        self.selectAll()
        self.insertPlainText(text)

    def has_undo(self) -> bool:
        """Whether something typed here can be taken back."""
        return self.document().isUndoAvailable()

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    @property
    def first_line(self) -> str:
        """The item, without its detail."""
        return self.toPlainText().partition("\n")[0]

    @property
    def in_first_line(self) -> bool:
        """Whether the cursor stands in the item itself."""
        return self.textCursor().blockNumber() == 0

    def wanted_height(self) -> int:
        """The room for all its lines, eight at most."""
        lines = min(max(int(self.document().size().height()), 1), 8)
        return self._look.measures.row + (lines - 1) * self._look.measures.line

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Overrides QPlainTextEdit: a block with tabs is meant for the cells; lines alone are this item's detail."""
        text = source.text()
        if "\t" in text:
            self._paste_block(cell_blocks.read(text))
        elif source.hasText():
            self.insertPlainText(text)


Editor: TypeAlias = LineCell | ItemCell


def clipboard_text() -> str:
    """What the clipboard holds as text."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.clipboard().text()


def field_palette(widget: QWidget, look: Look) -> QPalette:
    """An editor's colours: the page under it, so that nothing shows through."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Base, look.colours.page)
    palette.setColor(QPalette.ColorRole.Window, look.colours.page)
    palette.setColor(QPalette.ColorRole.Text, look.colours.text)
    palette.setColor(QPalette.ColorRole.PlaceholderText, look.colours.secondary)
    return palette
