"""The visits of a technician's day as cards under headings, and the model that holds them.

Promises: a card is ready to draw; when others come in, those that stay keep their place; a heading can be neither
chosen nor pressed. May not know: where visits come from, what pressing does.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.models.row_diff import Removed, steps_between

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button on a card: what it does by a key, how it is called, its icon."""

    key: str
    label: str
    icon: str
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A heading (`id` empty), or a visit. `rid` tells rows apart; a heading's is below zero."""

    rid: int
    id: str = ""
    title: str
    time: str = ""
    place: str = ""
    what: str = ""
    badge: Badge | None = None
    buttons: tuple[CardButton, ...] = ()
    late: bool = False
    waiting: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it only stands over others."""
        return not self.id

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        state = self.badge.word if self.badge else ""
        does = self.buttons[0].label if self.buttons else ""
        waits = _("not synced yet") if self.waiting else ""
        words = (self.time, self.title, self.place, self.what, state, waits, does)
        return ", ".join(word for word in words if word)


class VisitCards(QAbstractListModel):
    """Holds the cards."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []

    def at(self, row: int) -> Card:
        """The card at a place."""
        return self._cards[row]

    def place_of(self, visit: str) -> int:
        """Where a visit stands; −1 where it does not."""
        return next((row for row, card in enumerate(self._cards) if card.id == visit), -1)

    def show(self, cards: Sequence[Card]) -> None:
        """Shows other cards."""
        new = {card.rid: card for card in cards}
        before, after = array("q", [c.rid for c in self._cards]), array("q", [c.rid for c in cards])
        steps = steps_between(before, after)
        if steps is None:
            self.beginResetModel()
            self._cards = list(cards)
            self.endResetModel()
            return
        for step in steps:
            if isinstance(step, Removed):
                self.beginRemoveRows(_ROOT, step.first, step.last)
                del self._cards[step.first : step.last + 1]
                self.endRemoveRows()
            else:
                self.beginInsertRows(_ROOT, step.first, step.last)
                self._cards[step.first : step.first] = cards[step.first : step.last + 1]
                self.endInsertRows()
        for row, card in enumerate(self._cards):
            if card != new[card.rid]:
                self._cards[row] = new[card.rid]
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel: what a screen reader says."""
        if not index.isValid() or role not in (_DISPLAY, _SPOKEN):
            return None
        return self._cards[index.row()].spoken

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Overrides QAbstractItemModel: a heading cannot be chosen."""
        if not index.isValid() or self._cards[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
