"""The grid: where the hand is, and what is typed there.

Promises: Tab and Enter lead only over cells that need a hand, Shift+Tab back, and from the empty last row out of the
grid, so that the keyboard is never caught; a value that makes no sense keeps its editor open with the sentence below
it; Esc leaves the cell as it was, and undo brings back what was typed; nothing here waits for a save. May not know: the
store, the document.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.grid_cells import Cell, Fields
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.runtime.actions import UNDO, keys_text
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.line_grid.blocks import CellBlocks
from onetool_desktop.ui.widgets.line_grid.completion import Completion
from onetool_desktop.ui.widgets.line_grid.delegate import LineDelegate
from onetool_desktop.ui.widgets.line_grid.editors import Editor, ItemCell
from onetool_desktop.ui.widgets.line_grid.hand import Spot, next_stop
from onetool_desktop.ui.widgets.line_grid.lines import LineKeys
from onetool_desktop.ui.widgets.line_grid.note import Note
from onetool_desktop.ui.widgets.line_grid.put_aside import Key, PutAside
from onetool_desktop.ui.widgets.line_grid.table import LineTable

_KEY, _MOD = Qt.Key, Qt.KeyboardModifier
_ENTER = frozenset({_KEY.Key_Return, _KEY.Key_Enter})
_TRIGGER = QAbstractItemView.EditTrigger
_CLOSED = QAbstractItemDelegate.EndEditHint.NoHint
_GIVEN_UP = QAbstractItemDelegate.EndEditHint.RevertModelCache
_BY_ITS_OWN_KEY = False  # what was said is not undone as the last action is


class LineGrid(LineTable):
    """Shows a `LineGridModel`."""

    said = Signal(str, bool)
    menu_wanted = Signal(QPoint)  # of the lines, at a point of the screen

    def __init__(self, *, model: LineGridModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(model=model, look=look, parent=parent)
        self._refusal = ""  # why what stands in the editor cannot be taken over
        self.line_keys = LineKeys(model=model, hand=self, parent=self)
        self.blocks = CellBlocks(model=model, hand=self, parent=self)
        self._aside = PutAside()
        self.completion = Completion(model=model, look=look, take=self.take_item)
        self._note = Note(look=look, view=self)
        self.show_by(
            LineDelegate(
                model=model,
                look=look,
                parent=self,
                keys=self._editor_key,
                paste=self.blocks.lay,
                opened=self._opened,
            )
        )
        self._set_up()
        self._connect()

    def _set_up(self) -> None:
        self.setAccessibleName(_("Lines"))
        self.setProperty(ADDRESS, "lines")
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(_TRIGGER.AnyKeyPressed | _TRIGGER.EditKeyPressed | _TRIGGER.DoubleClicked)

    def _connect(self) -> None:
        model = self._lines
        model.made.connect(self._aside.something_done)
        model.modelReset.connect(self._aside.forget)
        for keys in (self.line_keys, self.blocks):
            keys.said.connect(self.said)
        self.selectionModel().currentChanged.connect(self._explain)
        self.verticalScrollBar().valueChanged.connect(self._explain)

    # --- where the hand is --------------------------------------------------------------------------

    @property
    def place(self) -> Spot:
        """The current row and cell."""
        index = self.currentIndex()
        return (index.row(), Cell(index.column())) if index.isValid() else (0, Cell.ITEM)

    def go(self, row: int, cell: Cell) -> None:
        """Puts the hand on a cell."""
        index = self._lines.index(row, cell)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def go_to_waiting_row(self) -> None:
        """Puts the hand where the next line begins."""
        self.go(self._lines.rowCount() - 1, Cell.ITEM)
        self.take_keyboard()

    def go_to_first(self, such: Callable[[Fields], bool], cell: Cell) -> None:
        """Puts the hand on a cell of the first line that is such a one, else where the next line begins."""
        found = [row for row, (_id, fields) in enumerate(self._lines.lines) if such(fields)]
        self.go(*((found[0], cell) if found else (self._lines.rowCount() - 1, Cell.ITEM)))
        self.take_keyboard()

    def rows(self) -> list[int]:
        """The rows with something selected, without the one that waits, in order."""
        found = {index.row() for index in self.selectedIndexes()} or {self.currentIndex().row()}
        return sorted(row for row in found if 0 <= row < self._lines.rowCount() - 1)

    def walk(self, step: int) -> bool:
        """Goes to the next (1) or last (−1) cell that needs a hand; whether there is one."""
        spot = next_stop(self._lines, self.place, step)
        while spot is not None and self.isColumnHidden(spot[1]):
            spot = next_stop(self._lines, spot, step)
        if spot is not None:
            self.go(*spot)
        return spot is not None

    def take_keyboard(self) -> None:
        """The keyboard is in the grid again, in no editor."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select_rows(self, first: int, last: int) -> None:
        """Selects rows in the column where the hand is, the hand on the first."""
        cell = self.place[1]
        self.go(first, cell)
        for row in range(first, last + 1):
            self.selectionModel().select(
                self._lines.index(row, cell), QItemSelectionModel.SelectionFlag.Select
            )

    def cells(self) -> list[Spot]:
        """The selected cells, as far as they are in sight."""
        shown = [index for index in self.selectedIndexes() if not self.isColumnHidden(index.column())]
        return [(index.row(), Cell(index.column())) for index in shown]

    # --- editing ------------------------------------------------------------------------------------

    def edit(self, *args: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] # two forms in Qt
        """Overrides QTableView: a key typed replaces what is there, F2 and a double click go into it."""
        self.delegate.select_on_open = len(args) > 1 and args[1] == _TRIGGER.AnyKeyPressed
        return super().edit(*args)  # pyright: ignore[reportUnknownVariableType]

    def _opened(self, editor: Editor) -> None:
        self._refusal = ""
        if isinstance(editor, ItemCell):
            editor.document().contentsChanged.connect(partial(self._item_typed, editor))
        else:
            editor.textEdited.connect(self._retyped)

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Opens a cell with a text that was being typed in it; its editor, or None where its line is gone."""
        line, _colon, cell = field.rpartition(":")
        row = self._lines.row_of(line) if line else self._lines.rowCount() - 1
        if row >= 0:
            self.go(row, Cell(int(cell)))
            self.edit(self.currentIndex())
        editor = self.delegate.editor
        if editor is not None:
            editor.begin(text, select=False)
        return editor

    def _retyped(self) -> None:
        """What is typed now may stand; it is judged when the hand goes on."""
        self._refusal = ""
        self._explain()

    def begin_typing(self) -> None:
        """Opens the cell where the hand is."""
        self.take_keyboard()
        self.edit(self.currentIndex())

    @property
    def editing(self) -> bool:
        """Whether an editor is open."""
        return self.delegate.editor is not None

    def finish(self) -> bool:
        """Takes over what is typed; false, with the reason shown, if it makes no sense."""
        editor = self.delegate.editor
        if editor is None:
            return True
        self._refusal = self._lines.why_not(Cell(self.delegate.place.column()), editor.text())
        if self._refusal:
            self._explain()
            return False
        self.commitData(editor)
        self.closeEditor(editor, _CLOSED)
        return True

    def commitData(self, editor: QWidget) -> None:
        """Overrides QTableView: an item that was chosen or named comes from the price book, other text stays."""
        row, mine = self.delegate.place.row(), self.delegate.editor
        fields = self.completion.meant(mine, row) if mine is not None and mine is editor else {}
        if fields:
            self._take_fields(row, fields)
        else:
            super().commitData(editor)

    def give_up(self) -> None:
        """Closes the editor and leaves the cell as it was; what was typed can be had again."""
        editor = self.delegate.editor
        if editor is not None:
            text, key = editor.text(), self._key_in_edit
            before = str(self.delegate.place.data(int(Qt.ItemDataRole.EditRole)) or "")
            self.closeEditor(editor, _GIVEN_UP)
            if text.strip() and text != before:
                self._aside.keep(key, text)
                said = _("The cell is as it was. {keys} brings back what you typed.")
                self.said.emit(said.format(keys=keys_text(UNDO)), _BY_ITS_OWN_KEY)

    def _retype_given_up(self) -> None:
        """Opens the cell whose text was given up last, with that text."""
        key = self._aside.latest
        row = self._lines.row_of(key[0]) if key is not None else -1
        self._aside.something_done()
        if key is not None and row >= 0:
            self.go(row, key[1])
            self.begin_typing()
            if self.delegate.editor is not None:
                self.delegate.editor.retype(self._aside.text_of(key))

    @property
    def _key_in_edit(self) -> Key:
        place = self.delegate.place
        return self._lines.line(place.row())[0], Cell(place.column())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Overrides QTableView."""
        self.completion.forget()
        row = self.delegate.place.row()
        super().closeEditor(editor, hint)
        if self.delegate.editor is editor:
            self.delegate.editor = None
            self._lines.stop_typing()
        if row >= 0:
            self.fit_rows(row, row)
        self._explain()

    def _editor_key(self, editor: Editor, event: QKeyEvent) -> bool:
        """The keys that an editor leaves to the grid; whether this was one."""
        if self.completion.key(event):
            return True
        key, plain = event.key(), event.modifiers() & ~_MOD.KeypadModifier
        if key in _ENTER and isinstance(editor, ItemCell) and plain in (_MOD.ShiftModifier, _MOD.AltModifier):
            editor.insertPlainText("\n")
        elif event.matches(QKeySequence.StandardKey.Undo) and not editor.has_undo():
            text = self._aside.text_of(self._key_in_edit)
            if text:
                editor.retype(text)
        elif key == _KEY.Key_F4 and isinstance(editor, ItemCell):
            self.completion.open(editor)
        elif key == _KEY.Key_Escape:
            self.give_up()
        elif key in (_KEY.Key_Tab, *_ENTER) and plain == _MOD.NoModifier:
            self._finish_and_walk(1, leave=key == _KEY.Key_Tab)
        elif key == _KEY.Key_Backtab:
            self._finish_and_walk(-1, leave=True)
        elif key in (_KEY.Key_Up, _KEY.Key_Down) and plain == _MOD.NoModifier:
            return self._step_out(editor, -1 if key == _KEY.Key_Up else 1)
        else:
            return False
        return True

    def _finish_and_walk(self, step: int, *, leave: bool) -> None:
        if self.finish():
            self.take_keyboard()
            if not self.walk(step) and leave:
                super().focusNextPrevChild(step > 0)

    def _step_out(self, editor: Editor, step: int) -> bool:
        """Up and Down leave the cell, but not the middle of several lines."""
        if isinstance(editor, ItemCell) and editor.document().blockCount() > 1:
            return False
        row, cell = self.place
        if self.finish() and 0 <= row + step < self._lines.rowCount():
            self.go(row + step, cell)
        return True

    # --- the price book -----------------------------------------------------------------------------

    def _item_typed(self, editor: ItemCell) -> None:
        if editor is self.delegate.editor:
            self.fit_rows(self.delegate.place.row(), self.delegate.place.row())
            self.completion.typed(editor)

    def take_item(self, place: int) -> None:
        """Fills the line in edit from the suggestion that was clicked; the hand goes on to the quantity."""
        editor, row = self.delegate.editor, self.delegate.place.row()
        if isinstance(editor, ItemCell):
            fields = self.completion.given(place, editor, row)
            self.closeEditor(editor, _GIVEN_UP)
            self._take_fields(row, fields)
            self.take_keyboard()
            self.go(row, Cell.QUANTITY)

    def _take_fields(self, row: int, fields: dict[str, object]) -> None:
        self._lines.problems.pop((self._lines.line(row)[0], Cell.ITEM), None)
        self._lines.put(row, fields, _("Take an item from the price book"))

    # --- what Qt calls ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Overrides QTableView: undo means the text that was just given up before it means the last action."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and self._aside.latest is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QTableView: Enter goes on, Delete empties, copy and paste take blocks."""
        plain = event.modifiers() & ~_MOD.KeypadModifier == _MOD.NoModifier
        if event.key() in _ENTER and plain:
            self.walk(1)
        elif event.key() == _KEY.Key_Delete and plain:
            self.blocks.clear()
        elif event.matches(QKeySequence.StandardKey.Undo) and self._aside.latest is not None:
            self._retype_given_up()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.blocks.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.blocks.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.blocks.paste()
        elif event.key() == _KEY.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name Qt gives it
        """Overrides QTableView: Tab walks through the cells, and on where they end."""
        return self.walk(1 if next else -1) or super().focusNextPrevChild(next)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Overrides QTableView: the right button or the Menu key; by key the menu is at the line in hand."""
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.finish():
            self.menu_wanted.emit(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QTableView: the ground below the lines is where the next one begins."""
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)
        elif self.finish():
            self.go_to_waiting_row()

    def _explain(self) -> None:
        """The sentence of a cell that cannot stand, below it while the hand is on it."""
        index = self.currentIndex()
        problem = self._lines.problem_at(*self.place) if index.isValid() else None
        sentence = self._refusal if self.editing else problem.sentence if problem else ""
        if sentence:
            self._note.show_at(self.visualRect(index), sentence)
        else:
            self._note.hide()
