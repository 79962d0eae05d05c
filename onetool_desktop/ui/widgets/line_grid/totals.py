"""The sums under the grid: subtotal, discount, each tax, and what it comes to, with every key.

Promises: the amounts are those of the paper, from the same function; the discount is typed where it stands, as `10 %`
or as an amount, and what makes no sense stays typed with the whole reason under it. May not know: lines, saving.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.totals import Totals
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.grid_cells import Cell, CellWords
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.field import Field

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAPPED = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_DISCOUNT_ROW = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the sums."""

    label: str
    amount: str
    strong: bool = False


def sums_of(
    totals: Totals, *, formats: Formats, words: CellWords, tax_label: str, inclusive: bool
) -> list[Sum]:
    """The sums in order; the second is the discount, taken off or not."""
    currency = totals.currency
    amount = formats.amount
    taxed = [group for group in totals.groups if group.rate]
    less = amount(-totals.discount, currency) if totals.discount else ""
    named = _("incl. {tax} {rate} %") if inclusive else "{tax} {rate} %"
    taxes = [
        Sum(
            named.format(tax=tax_label, rate=words.shown(Cell.TAX, {"taxRate": decimal_text(group.rate)})),
            amount(group.tax, currency),
        )
        for group in taxed
    ]
    return [
        Sum(_("Subtotal"), amount(totals.subtotal, currency)),
        Sum(_("Discount"), less),
        *(taxes or [Sum(tax_label, amount(0, currency))]),
        Sum(_("Total"), formats.money(totals.total, currency), strong=True),
    ]


class SumsPanel(QWidget):
    """Shows the sums at the right, under the last column of the grid."""

    discount_typed = Signal(str)

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sums: list[Sum] = []
        self._reason = ""
        self._shown_discount = ""
        self._brought = False  # whether it is one that was being typed when the program ended
        self.setProperty(ADDRESS, "sums")
        self._field = Field(_("Discount, such as 10 % or 50"), look=look, hint=_("10 % or 50"))
        self._field.setParent(self)
        self.discount = self._field.edit
        self.discount.setProperty(ADDRESS, "discount")
        self.discount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.discount.editingFinished.connect(self._typed)
        self.discount.entered.connect(self._typed)
        self.discount.escaped.connect(self._give_up)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def show_sums(self, sums: list[Sum]) -> None:
        """Shows sums; the place of all of them is kept."""
        if sums == self._sums:
            return
        taller = len(sums) != len(self._sums)
        self._sums = sums
        self.setAccessibleName(", ".join(f"{s.label} {s.amount}" for s in sums if s.amount))
        if taller:
            self.updateGeometry()
            self._place()
        self.update()

    def show_discount(self, text: str) -> None:
        """Shows the discount that stands, unless another is typed and not saved yet."""
        self._shown_discount = text
        if not (self.discount.hasFocus() or self._reason or self._brought):
            self.discount.setText(text)
        if self.discount.text().strip() == text:
            self._settle()

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Shows a text that was being typed before the program ended; its edit, where it can still be typed into."""
        if field != "discount" or not self.isVisibleTo(self.window()):
            return None
        self.discount.setText(text)
        self._brought = True
        return self.discount

    def refuse(self, reason: str) -> None:
        """Says why the discount typed cannot stand; nothing once it does."""
        self._reason = reason
        self.discount.setAccessibleDescription(reason)
        self.updateGeometry()
        self._place()
        self.update()

    def finish(self) -> bool:
        """Takes over the discount that is typed; false, with the hand in it, where it makes no sense."""
        self._typed()
        if self._reason:
            self.discount.setFocus(Qt.FocusReason.OtherFocusReason)
        return not self._reason

    def forget(self) -> None:
        """Gives up a discount that was not taken over: it belongs to a document that is shown no more."""
        if self._reason or self._brought:
            self.refuse("")
            self.discount.setText(self._shown_discount)
            self._settle()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        rows = max(len(self._sums), 4)
        return QSize(self._look.measures.char * 46, self._top(rows) + self._look.measures.step(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QWidget."""
        super().resizeEvent(event)
        self.updateGeometry()
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        for at, one in enumerate(self._sums):
            self._draw(painter, at, one)
        if self._reason:
            painter.setFont(self._look.fonts.caption)
            painter.setPen(self._look.tone(Tone.BAD))
            pad, top = self._look.measures.step(2.5), self._top(_DISCOUNT_ROW) + self._row
            room = QRect(pad, top, self.width() - pad * 2, self._reason_height())
            painter.drawText(room, _WRAPPED, self._reason)

    def _draw(self, painter: QPainter, at: int, one: Sum) -> None:
        look, pad = self._look, self._look.measures.step(2.5)
        row = QRect(pad, self._top(at), self.width() - pad * 2, self._row)
        if one.strong:
            painter.fillRect(
                QRect(self._split() - look.measures.char * 18, row.top(), self.width(), 1), look.colours.line
            )
        painter.setFont(look.fonts.section if one.strong else look.fonts.body)
        painter.setPen(look.colours.text if one.strong else look.colours.secondary)
        label = QRect(pad, row.top(), self._split() - pad, self._row)
        if at == _DISCOUNT_ROW:
            label.setRight(self._field.x() - pad)
        figures = look.fonts.section if one.strong else look.fonts.figures
        label.setRight(
            min(label.right(), row.right() - QFontMetrics(figures).horizontalAdvance(one.amount) - pad)
        )
        painter.drawText(label, _RIGHT, one.label)
        painter.setFont(figures)
        painter.setPen(look.colours.text)
        painter.drawText(row, _RIGHT, one.amount)

    @property
    def _row(self) -> int:
        return round(self._look.measures.line * 1.6)

    def _top(self, at: int) -> int:
        return (
            self._look.measures.step(2)
            + at * self._row
            + (self._reason_height() if at > _DISCOUNT_ROW else 0)
        )

    def _reason_height(self) -> int:
        """The room under the discount that the whole reason takes, in as many lines as it needs."""
        if not self._reason:
            return 0
        measures, metrics = self._look.measures, QFontMetrics(self._look.fonts.caption)
        width = self.width() - measures.step(5)
        return metrics.boundingRect(0, 0, width, 9_999, _WRAPPED, self._reason).height() + measures.step(1)

    def _split(self) -> int:
        """Where labels end and amounts begin."""
        return self.width() - self._look.measures.char * 20

    def _place(self) -> None:
        width = self._look.measures.char * 14
        self._field.setGeometry(self._split() - width, self._top(_DISCOUNT_ROW) + 1, width, self._row - 2)

    def _settle(self) -> None:
        self._brought = False
        self.discount.settled.emit()

    def _typed(self) -> None:
        self._brought = False
        if self.discount.text().strip() != self._shown_discount:
            self.discount_typed.emit(self.discount.text())

    def _give_up(self) -> None:
        self.refuse("")
        self.discount.restore(self._shown_discount)
        self._settle()

    def _relook(self) -> None:
        self.updateGeometry()
        self._place()
