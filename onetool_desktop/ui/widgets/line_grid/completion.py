"""Completes an item from the price book while it is typed into the grid.

Promises: what is offered follows each letter and never takes the keyboard; an item that was chosen, or typed by its
whole name or code, brings its price, unit and tax, and leaves what else was typed into the line; anything else that is
typed stays as it is; F4 offers what there is. May not know: where the items come from.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries.price_book import PriceItem
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.models.price_book import PriceBook
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.line_grid.editors import Editor, ItemCell
from onetool_desktop.ui.widgets.suggestions import Suggestion
from onetool_desktop.ui.widgets.type_ahead import TypeAhead

_KEY = Qt.Key
# what a person types as well, and keeps where the item was named and not chosen
_TYPED_TOO = ("unit", "unitPrice", "taxRate")
_STEPS = {_KEY.Key_Down: 1, _KEY.Key_Up: -1}


class Completion:
    """Offers items for the cell in edit of one grid; `take` is called with the place of the one that was clicked."""

    def __init__(self, *, model: LineGridModel, look: Look, take: Callable[[int], None]) -> None:
        self._model = model
        self._items: list[PriceItem] = []
        self.ahead = TypeAhead(
            look=look,
            name=_("Price book"),
            icon="tag",
            take=take,
            hint=_("↓ chooses one; without it, what you typed stays."),
        )
        self.book = PriceBook()

    def typed(self, editor: ItemCell) -> None:
        """Offers what fits to the item in the editor."""
        asks = editor.in_first_line and editor.hasFocus() and not editor.first_line.startswith(("#", ">"))
        self._offer(self.book.find(editor.first_line) if asks else [], editor)

    def open(self, editor: ItemCell) -> None:
        """Offers what fits, or the first of all there is."""
        self._offer(self.book.find(editor.first_line) or self.book.first(), editor)

    def hide(self) -> None:
        """Offers nothing."""
        self.ahead.hide()

    def forget(self) -> None:
        """Offers nothing, and nothing that was offered is meant any more."""
        self.ahead.dismiss()

    def key(self, event: QKeyEvent) -> bool:
        """The keys of the list while it is open; whether this was one."""
        if not self.ahead.is_open:
            return False
        if event.key() in _STEPS:
            self.ahead.step(_STEPS[_KEY(event.key())])
        elif event.key() == _KEY.Key_Escape:
            self.ahead.dismiss()
        else:
            return False
        return True

    def meant(self, editor: Editor, row: int) -> dict[str, object]:
        """What the line takes from the item that was chosen or named in an editor; nothing where none was."""
        if not isinstance(editor, ItemCell):
            return {}
        chosen = self.ahead.chosen
        if chosen is not None:
            return self.given(chosen, editor, row)
        named = self.ahead.meant(editor.text()) if editor.document().isModified() else None
        if named is None:
            return {}
        before = self._model.line(row)[1]
        typed = [name for name in _TYPED_TOO if before.get(name)]
        return {name: value for name, value in self.given(named, editor, row).items() if name not in typed}

    def given(self, place: int, editor: ItemCell, row: int) -> dict[str, object]:
        """What a line takes from the item at a place; a detail typed below it stays."""
        item, detail = self._items[place], editor.text().partition("\n")[2].strip()
        given = {"description": item.name, "detail": detail or item.detail, "unit": item.unit}
        fields: dict[str, object] = {
            name: value or None
            for name, value in {**given, "unitPrice": item.price, "cost": item.cost}.items()
        }
        fields |= {"skuId": item.id, "kind": "line"} | ({"taxRate": item.tax} if item.tax else {})
        if not self._model.line(row)[1].get("quantity"):
            fields["quantity"] = "1"
        return fields

    def _offer(self, found: list[PriceItem], editor: ItemCell) -> None:
        self._items = found
        offers = [Suggestion(item.name, self._price(item), also=_codes(item)) for item in found]
        self.ahead.offer(offers, at=editor)

    def _price(self, item: PriceItem) -> str:
        price = self._model.words.shown(Cell.PRICE, {"unitPrice": item.price})
        return f"{price} / {item.unit}" if price and item.unit else price


def _codes(item: PriceItem) -> tuple[str, ...]:
    return (item.code,) if item.code else ()
