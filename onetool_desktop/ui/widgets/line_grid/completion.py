"""Completes an item from the price book while it is typed into the grid.

Promises: what is offered follows each letter and never takes the keyboard; Enter or Tab takes the item with its price,
unit and tax, and the hand goes on to the quantity; F4 offers what there is. May not know: where the items come from.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries.price_book import PriceItem
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.models.price_book import PriceBook
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.line_grid.editors import ItemCell
from onetool_desktop.ui.widgets.suggestions import Suggestion, Suggestions

_KEY = Qt.Key
_TAKES = frozenset({_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Tab})
_STEPS = {_KEY.Key_Down: 1, _KEY.Key_Up: -1}


class Completion:
    """Offers items for the cell in edit of one grid; `take` is called with what was chosen."""

    def __init__(
        self, *, model: LineGridModel, look: Look, grid: QWidget, take: Callable[[PriceItem], None]
    ) -> None:
        self._model, self._look, self._grid, self._take = model, look, grid, take
        self._list: Suggestions | None = None
        self.book = PriceBook()

    @property
    def shown(self) -> Suggestions | None:
        """The list, once something was offered."""
        return self._list

    def typed(self, editor: ItemCell) -> None:
        """Offers what fits to the item in the editor."""
        asks = editor.in_first_line and editor.hasFocus() and not editor.first_line.startswith(("#", ">"))
        self._offer(self.book.find(editor.first_line) if asks else [], editor)

    def open(self, editor: ItemCell) -> None:
        """Offers what fits, or the first of all there is."""
        self._offer(self.book.find(editor.first_line) or self.book.first(), editor)

    def hide(self) -> None:
        """Offers nothing."""
        if self._list is not None:
            self._list.hide()

    def key(self, event: QKeyEvent) -> bool:
        """The keys of the list while it is open; whether this was one."""
        offered = self._list
        if offered is None or not offered.isVisible():
            return False
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.key() in _STEPS:
            offered.list.step(_STEPS[_KEY(event.key())])
        elif event.key() in _TAKES and plain:
            offered.list.take_current()
        elif event.key() == _KEY.Key_Escape:
            offered.hide()
        else:
            return False
        return True

    def fields_of(self, item: PriceItem, row: int) -> dict[str, object]:
        """What a line takes from an item."""
        given = {"description": item.name, "detail": item.detail, "unit": item.unit, "unitPrice": item.price}
        fields: dict[str, object] = {
            name: value or None for name, value in {**given, "cost": item.cost}.items()
        }
        fields |= {"skuId": item.id, "kind": "line"} | ({"taxRate": item.tax} if item.tax else {})
        if not self._model.line(row)[1].get("quantity"):
            fields["quantity"] = "1"
        return fields

    def _offer(self, found: list[PriceItem], editor: ItemCell) -> None:
        if self._list is None:
            if not found:
                return
            self._list = Suggestions(
                look=self._look, window=self._grid.window(), name=_("Price book"), icon="tag"
            )
        offers = [Suggestion(item.name, self._price(item), partial(self._take, item)) for item in found]
        self._list.offer(offers, at=editor)

    def _price(self, item: PriceItem) -> str:
        price = self._model.words.shown(Cell.PRICE, {"unitPrice": item.price})
        return f"{price} / {item.unit}" if price and item.unit else price
