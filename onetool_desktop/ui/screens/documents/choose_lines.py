"""Asks which of some lines of a quote are meant: those to bill now, the options the client takes; each to be ticked.

Promises: Space ticks, Enter is done, Esc puts it away; the sum of what is ticked follows. May not know: what is made
of them.
"""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from onetool_desktop.domain.document_totals import is_counted, line_amounts
from onetool_desktop.domain.totals import line_net
from onetool_desktop.domain.translate import _
from onetool_desktop.services.line_work import Line
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.scrolling import slim
from onetool_desktop.ui.widgets.text import Text, Voice

_ID, _AMOUNT, _SHOWN = (int(Qt.ItemDataRole.UserRole) + at for at in range(3))
_TICK = int(Qt.ItemDataRole.CheckStateRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MOST_ROWS = 12


class _Lines(QListView):
    """The lines with their ticks; Enter is done."""

    entered_key = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QListView."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        else:
            super().keyPressEvent(event)


class _Drawn(QStyledItemDelegate):
    """Draws a line: its tick, its text, its amount at the right."""

    def __init__(self, *, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Overrides QStyledItemDelegate."""
        del option, index
        return QSize(self._look.measures.char * 30, self._look.measures.row)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Overrides QStyledItemDelegate."""
        look = self._look
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        ticked = Qt.CheckState(index.data(_TICK)) is Qt.CheckState.Checked
        painter.fillRect(rect, look.colours.row_selected if chosen else look.colours.page)
        pad, size = look.measures.step(2), look.measures.icon
        colour = look.colours.accent if ticked else look.colours.secondary
        icon = look.pixmap("check-circle" if ticked else "circle", colour=colour, on=self.parent())  # pyright: ignore[reportArgumentType]
        painter.drawPixmap(rect.left() + pad, rect.center().y() - size // 2, icon)
        amount = str(index.data(_SHOWN))
        painter.setFont(look.fonts.figures)
        room = painter.fontMetrics().horizontalAdvance(amount) + pad * 2
        painter.setPen(look.colours.text if ticked else look.colours.secondary)
        painter.drawText(rect.adjusted(0, 0, -pad, 0), _RIGHT, amount)
        painter.setFont(look.fonts.body)
        words = rect.adjusted(size + pad * 2, 0, -room, 0)
        shown = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _LEFT, shown)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Overrides QStyledItemDelegate: a press anywhere on the line ticks it, as Space does."""
        pressed = event.type() == QEvent.Type.MouseButtonRelease
        spaced = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not pressed and not spaced:
            return super().editorEvent(event, model, option, index)
        ticked = Qt.CheckState(index.data(_TICK)) is Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, _TICK)


class ChooseLines(Overlay):
    """The panel; `chosen` tells the ids of the quote's lines, none of them only where that is an answer."""

    chosen = Signal(list)

    def __init__(
        self, title: str, *, button: str, icon: str, none_is_some: bool, work: Workplace, window: QWidget
    ) -> None:
        super().__init__(look=work.look, name=title, window=window)
        self._formats, self._none_is_some = work.formats, none_is_some
        self._currency = work.currency
        self.lines = QStandardItemModel(self)
        self.view = _Lines()
        self.view.setModel(self.lines)
        self.view.setAccessibleName(title)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setItemDelegate(_Drawn(look=work.look, parent=self.view))
        slim(self.view, look=work.look)
        self.view.entered_key.connect(self._done)
        self.lines.itemChanged.connect(self._add_up)
        self._sum = Text("", look=work.look, voice=Voice.QUIET)
        self.done = Button(button, look=work.look, icon=icon, primary=True)
        self.done.clicked.connect(self._done)
        away = Button(_("Not now"), look=work.look)
        away.clicked.connect(self.close_overlay)
        step = work.look.measures.step
        foot = QHBoxLayout()
        foot.addWidget(self._sum, 1)
        foot.addWidget(away)
        foot.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(3))
        layout.addWidget(Text(title, look=work.look, voice=Voice.SECTION))
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)

    def open_for(self, lines: Sequence[Line], *, ticked: Collection[str], currency: str) -> None:
        """Opens with those of the lines that have an amount."""
        self._currency = currency or self._currency
        self.lines.clear()
        for row_id, fields in lines:
            if not is_counted(fields):
                continue
            amount = line_net(line_amounts(fields), self._currency)
            words = str(fields.get("description") or _("A line without a text"))
            item = QStandardItem(words)
            item.setData(self._formats.amount(amount, self._currency), _SHOWN)
            item.setToolTip(words)
            item.setCheckable(True)
            item.setCheckState(Qt.CheckState.Checked if row_id in ticked else Qt.CheckState.Unchecked)
            item.setData(row_id, _ID)
            item.setData(amount, _AMOUNT)
            self.lines.appendRow(item)
        self._add_up()
        self.open_at(self.upper_middle, focus=self.view)
        self.view.setCurrentIndex(self.lines.index(0, 0))

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self.look.measures
        rows = min(max(self.lines.rowCount(), 3), _MOST_ROWS)
        return QSize(
            min(measures.char * 72, self.window().width() - 40), measures.row * rows + measures.step(36)
        )

    def _ticked(self) -> list[QStandardItem]:
        items = [self.lines.item(row) for row in range(self.lines.rowCount())]
        return [item for item in items if item.checkState() is Qt.CheckState.Checked]

    def _add_up(self) -> None:
        total = sum(int(item.data(_AMOUNT) or 0) for item in self._ticked())
        self._sum.setText(_("Before tax: {amount}").format(amount=self._formats.money(total, self._currency)))
        self.done.setEnabled(self._none_is_some or bool(self._ticked()))

    def _done(self) -> None:
        chosen = [str(item.data(_ID)) for item in self._ticked()]
        if chosen or self._none_is_some:
            self.close_overlay()
            self.chosen.emit(chosen)
