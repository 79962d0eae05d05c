"""The facts of a record and of the rows under it: its own first, then a group for each kind that belongs to it.

Promises: a row that is there already keeps its widgets, what is typed in them, and whether it is folded, whatever
arrives around it; a group says how many it has, or that it has none, and offers to add one. May not know: any noun.

Why the widgets of a row that is gone are kept for the next record: to make those of one client takes longer than all
else that it takes to show him. Those in which something is typed, saved or said are not: it belongs to that row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, IconButton, action_button
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.text import Text, Voice, plain_tip
from onetool_desktop.ui.widgets.value_words import Words

_SPARE = 8  # rows of a collection, kept for the next record


@dataclass(frozen=True, slots=True)
class Doing:
    """What can be done with one row under a record: a button beside its name."""

    label: str
    icon: str
    call: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Facts of one row: the record's own, or of a row under it (a contact, a property).

    `remark` stands beside the heading; `folded` is how it is shown first. `only` are the fields shown, where not all.
    """

    collection: str
    id: str
    heading: str
    fields: Mapping[str, Any]
    waiting: frozenset[str] = frozenset()
    remark: str = ""
    folded: bool = False
    doings: tuple[Doing, ...] = ()
    only: frozenset[str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Which row it is."""
        return (self.collection, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A kind of row under a record: what the group is called, what it says when it is empty, and who adds one."""

    title: str
    none: str
    add: str  # an action


class Parts(QWidget):
    """The facts of one record after the other."""

    edited = Signal(str, str, str, object)  # collection, id, field, value

    def __init__(
        self,
        *,
        look: Look,
        words: Words | None,
        facts: Mapping[str, tuple[str, ...]],
        groups: Mapping[str, Group],
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__()
        self._look, self._words, self._names = look, words, facts
        self._parts: dict[tuple[str, str], _Part] = {}
        self._spare: dict[str, list[_Part]] = {c: [] for c in facts}
        self._tab_order: list[QWidget] = []
        self._after: list[QWidget] = []
        self._groups = {
            c: _GroupHead(group, look=look, action=actions[group.add]) for c, group in groups.items()
        }
        step = look.measures.step
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, step(3), step(4))
        self._layout.setSpacing(step(1))
        self._layout.addStretch(1)

    def follow(self, before: QWidget) -> None:
        """Tab comes here from `before`; else it came last on the screen, as these widgets are made last."""
        self._after = [before]

    def ahead(self) -> Iterator[Callable[[], object]]:
        """Steps that make the widgets of one row of each kind."""
        for c in self._names:
            yield partial(self._make_spare, c)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Shows the record as it is now."""
        if [part.key for part in parts] != list(self._parts):
            self._lay_out(parts)
        for part in parts:
            self._parts[part.key].show_part(part)
        for c, head in self._groups.items():
            head.show_count(sum(part.collection == c for part in parts))
        self._order_tab()

    def clear(self) -> None:
        """Forgets the record."""
        self._take_all()
        for one in self._parts.values():
            self._put_aside(one)
        self._parts = {}

    def shows(self, collection: str, row_id: str) -> bool:
        """Whether a row stands here."""
        return (collection, row_id) in self._parts

    def facts(self, collection: str, row_id: str) -> Facts:
        """The facts of one row, unfolded."""
        part = self._parts[collection, row_id]
        part.unfold()
        return part.facts

    def focus_first(self) -> bool:
        """Gives the keyboard to the first fact, if there is one."""
        for part in self._parts.values():
            next(iter(part.facts.facts.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _lay_out(self, parts: Sequence[Part]) -> None:
        kept, self._parts = self._parts, {}
        self._take_all()
        for c in self._names:
            if c in self._groups:
                self._insert(self._groups[c])
            for part in parts:
                if part.collection == c:
                    self._parts[part.key] = kept.pop(part.key, None) or self._made(part)
                    self._insert(self._parts[part.key])
        for one in kept.values():
            self._put_aside(one)

    def _made(self, part: Part) -> "_Part":
        spare = self._spare[part.collection]
        if spare:
            made = spare.pop(0)
            made.stand_for(part)
            return made
        made = _Part(part, look=self._look, words=self._words, names=self._names[part.collection])
        made.edited.connect(self.edited)
        return made

    def _make_spare(self, c: str) -> None:
        made = self._made(Part(c, "", "", {}))
        made.setParent(self)
        self._put_aside(made)

    def _put_aside(self, one: "_Part") -> None:
        """Keeps a part for another row, where it is at rest; hidden first, since that ends what is typed in it."""
        one.hide()
        spare = self._spare[one.key[0]]
        if one.facts.at_rest and len(spare) < _SPARE:
            one.stand_for_none()
            spare.append(one)
        else:
            one.deleteLater()

    def _order_tab(self) -> None:
        """Tab goes through the parts as they stand, whenever each of them was made."""
        rows = _widgets(self._layout, range(self._layout.count()))
        stops = [*self._after, *(stop for one in rows for stop in _stops(one))]
        if stops != self._tab_order:
            self._tab_order = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _insert(self, widget: QWidget) -> None:
        self._layout.insertWidget(self._layout.count() - 1, widget)
        widget.show()

    def _take_all(self) -> None:
        while self._layout.count() > 1:
            self._layout.takeAt(0)


def _widgets(layout: QBoxLayout, places: range) -> list[QWidget]:
    items = (layout.itemAt(at) for at in places)
    found = (item.widget() for item in items if item is not None)
    return [widget for widget in found if widget is not None]


def _stops(widget: QWidget) -> list[QWidget]:
    """What the keyboard can come to within a widget, in the order in which it stands."""
    if isinstance(widget, _Part):
        return [*widget.head_stops(), *_stops(widget.facts)]
    here = widget.window()  # a list that an editor opened is a window of its own
    return [
        one
        for one in widget.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.window() is here
    ]


class _GroupHead(QWidget):
    """The name of a group, how many there are, and the button that adds one."""

    def __init__(self, group: Group, *, look: Look, action: QAction) -> None:
        super().__init__()
        self._group = group
        self._title = Text(_(group.title), look=look, voice=Voice.SECTION)
        self._count = Text("", look=look, voice=Voice.QUIET)
        step = look.measures.step
        row = QHBoxLayout(self)
        row.setContentsMargins(0, step(4), 0, 0)
        row.setSpacing(step(2))
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(action_button(action, look=look, icon="plus"))
        self.hide()

    def show_count(self, count: int) -> None:
        """Says how many there are."""
        self._count.setText(str(count) if count else _(self._group.none))


class _Part(QWidget):
    """One row: its heading, what can be done with it, its facts."""

    edited = Signal(str, str, str, object)  # collection, id, field, value

    def __init__(self, part: Part, *, look: Look, words: Words | None, names: tuple[str, ...]) -> None:
        super().__init__()
        self._look = look
        self.key = part.key
        self._doings: tuple[str, ...] = ()
        self._called: tuple[Doing, ...] = ()
        self.facts = Facts(COLLECTIONS[part.collection], names, look=look, words=words)
        self._fold = Button("", look=look, icon="chevron-down", flush=True)
        self._fold.setSizePolicy(
            QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed
        )  # long names are shortened
        self._fold.clicked.connect(lambda: self._show_facts(shown=self.facts.isHidden()))
        self._remark = Text("", look=look, voice=Voice.QUIET)
        self._head = QHBoxLayout()
        self._head.setSpacing(look.measures.step(1))
        self._head.addWidget(self._fold)
        self._head.addWidget(self._remark)
        self._head.addStretch(1)
        self._plain = Text("", look=look, voice=Voice.SECTION)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.measures.step(1))
        layout.addWidget(self._plain)
        layout.addLayout(self._head)
        layout.addWidget(self.facts)
        self.facts.edited.connect(self._tell)
        self.stand_for(part)

    def stand_for(self, part: Part) -> None:
        """Is this row from now on; nothing of another one it was is left."""
        self.key = part.key
        self.setProperty(ADDRESS, f"{part.collection}:{part.id}")
        under = bool(part.doings)
        self._plain.setVisible(not under and bool(part.heading))
        self._fold.setVisible(under)
        self._heading = part.heading
        self._show_facts(shown=not part.folded)

    def stand_for_none(self) -> None:
        """Waits out of sight for another row."""
        self.setProperty(ADDRESS, "")
        self.facts.begin_anew()

    def show_part(self, part: Part) -> None:
        """Shows the row as it is now."""
        self._heading = part.heading
        self._plain.setText(part.heading)
        self._fold.setText(part.heading)
        self._fold.setToolTip(plain_tip(part.heading))
        self._remark.setText(part.remark)
        self._remark.setVisible(bool(part.remark))
        self._name_fold()
        self._called = part.doings
        if (part.heading, *(doing.label for doing in part.doings)) != self._doings:
            self._show_doings(part)
        self.facts.show_fields(part.fields, waiting=part.waiting, only=part.only)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Overrides QWidget: what the buttons beside its name do, by the pointer anywhere on it or the Menu key."""
        if not self._called:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for doing in self._called:
            menu.addAction(self._look.icon(doing.icon), doing.label, doing.call)
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        menu.popup(self._fold.mapToGlobal(self._fold.rect().bottomLeft()) if by_key else event.globalPos())

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Opens the editor of a fact with a text that was being typed; that editor."""
        self.unfold()
        return self.facts.bring_back(field, text)

    def head_stops(self) -> list[QWidget]:
        """Where the keyboard comes to before the facts."""
        return [self._fold, *_widgets(self._head, range(3, self._head.count()))]

    def unfold(self) -> None:
        """Shows the facts."""
        self._show_facts(shown=True)

    def _show_facts(self, *, shown: bool) -> None:
        self.facts.setVisible(shown)
        self._fold.show_icon("chevron-down" if shown else "chevron-right")
        self._name_fold()

    def _name_fold(self) -> None:
        state = _("folded") if self.facts.isHidden() else _("open")
        words = (self._heading, self._remark.text(), state)
        self._fold.setAccessibleName(", ".join(word for word in words if word))
        self._fold.updateGeometry()

    def _show_doings(self, part: Part) -> None:
        self._doings = (part.heading, *(doing.label for doing in part.doings))
        while self._head.count() > 3:
            item = self._head.takeAt(3)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for doing in part.doings:
            button = IconButton(f"{doing.label}: {part.heading}", icon=doing.icon, look=self._look)
            button.clicked.connect(lambda _checked=False, label=doing.label: self._do(label))
            self._head.addWidget(button)

    def _do(self, label: str) -> None:
        """Does it to the row that stands here now."""
        next(doing for doing in self._called if doing.label == label).call()

    def _tell(self, field: str, value: object) -> None:
        self.edited.emit(*self.key, field, value)
