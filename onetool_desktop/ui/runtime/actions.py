"""Every action is data; menus, buttons, context menus, the command palette and the shortcut sheet come from it.

Promises: a spec is frozen and says what the action is called, where it holds and why it may be impossible now, as a
sentence; an `ActionSet` binds the specs of one scope to one widget and its handlers, and complains at once if one
has none. Labels and words stand in a spec as the catalogue has them and are translated where they are shown. May not
know: any particular screen; specs stand beside the screens they belong to.

Why: with actions as a table a test can see that no shortcut is given twice and that each has a name and an icon,
and the sheet a person reads cannot differ from the keys that work. Handlers stay with the screen, so a spec is
plain data.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look

WINDOW = "window"  # the scope that holds on every screen
UNDO = QKeySequence.StandardKey.Undo
_ENTER = "Return" if sys.platform == "darwin" else "Enter"  # what the key is called: on a Mac it is a sign, ↩


@dataclass(frozen=True, slots=True)
class Context:
    """What is selected or shown now: ids, and the fields of the one record if there is one."""

    ids: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def always(_context: Context) -> str:
    """Never impossible."""
    return ""


def one_selected(context: Context) -> str:
    """Needs exactly one record."""
    return "" if len(context.ids) == 1 else _("Select one row first.")


def some_selected(context: Context) -> str:
    """Needs a selection."""
    return "" if context.ids else _("Select a row first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action. `why_not` answers "" while it is possible, else the sentence that says what is missing; `also` is
    another shortcut for the same, for hands that learnt it elsewhere.
    """

    id: str
    label: str
    icon: str
    scope: str
    shortcut: str = ""
    also: str = ""
    words: str = ""  # further words that find it in the palette
    in_palette: bool = True
    why_not: Callable[[Context], str] = always

    @property
    def keys_text(self) -> str:
        """The shortcut as this system writes it."""
        return keys_text(self.shortcut)

    @property
    def every_key_text(self) -> str:
        """Both shortcuts as this system writes them, where there is another for the same."""
        return ", ".join(keys_text(keys) for keys in self.every_key)

    @property
    def every_key(self) -> tuple[str, ...]:
        """The shortcuts, the one that menus and tips name first."""
        return tuple(keys for keys in (self.shortcut, self.also) if keys)


@dataclass(frozen=True, slots=True)
class MenuPart:
    """A submenu by its title, or without one a stretch of the menu itself."""

    ids: tuple[str, ...]
    title: str = ""
    icon: str = ""


def keys_text(keys: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """A shortcut as this system writes it (⌘ for Ctrl on a Mac); the Return key is called Enter, as on its cap."""
    named = keys.replace("Return", _ENTER) if isinstance(keys, str) else keys
    return QKeySequence(named).toString(QKeySequence.SequenceFormat.NativeText)


def keys_of(specs: Iterable[ActionSpec], action_id: str) -> str:
    """The shortcut of one of these actions as this system writes it, for a sentence that names it."""
    return next(spec.keys_text for spec in specs if spec.id == action_id)


def clashes(specs: Iterable[ActionSpec]) -> list[str]:
    """Each shortcut given twice where both could hold: in one scope, or in one scope and the window."""
    taken: dict[tuple[str, str], str] = {}
    found: list[str] = []
    for spec in sorted(specs, key=lambda s: s.scope != WINDOW):
        for keys in spec.every_key:
            for scope in {spec.scope, WINDOW}:
                other = taken.get((scope, keys))
                if other is not None:
                    found.append(f"{keys} is both {other} and {spec.id}")
            taken[spec.scope, keys] = spec.id
    return found


class ActionSet(QObject):
    """The actions of one scope, bound to the widget in which they hold; `begun` names one before it is done."""

    begun = Signal(str)

    def __init__(
        self,
        *,
        specs: Sequence[ActionSpec],
        handlers: Mapping[str, Callable[[], None]],
        widget: QWidget,
        look: Look,
    ) -> None:
        super().__init__(widget)
        self._look = look
        self._context = Context()
        self._names: dict[str, str] = {}
        self._icons = {spec.id: spec.icon for spec in specs}
        self.specs = tuple(specs)
        self.actions = {spec.id: self._bound(spec, handlers[spec.id], widget) for spec in specs}
        look.changed.connect(self._tint)
        self.refresh(self._context)

    def refresh(self, context: Context) -> None:
        """Enables what is possible now; what is not says why in its tooltip."""
        self._context = context
        for spec in self.specs:
            reason = spec.why_not(context)
            action = self.actions[spec.id]
            action.setEnabled(not reason)
            keys = f"  ({spec.keys_text})" if spec.shortcut else ""
            action.setToolTip(f"{self._name(spec)}{keys}" + (f"\n{reason}" if reason else ""))

    def rename(self, action_id: str, name: str) -> None:
        """Calls an action by what it would do now, wherever it is shown."""
        self._names[action_id] = name
        self.actions[action_id].setText(name.replace("&", "&&"))
        self.refresh(self._context)

    def possible(self) -> list[tuple[ActionSpec, QAction]]:
        """What can be done now, as it is called now."""
        pairs = ((replace(spec, label=self._name(spec)), self.actions[spec.id]) for spec in self.specs)
        return [(spec, action) for spec, action in pairs if action.isEnabled()]

    def menu(self, parent: QWidget, ids: Iterable[str] = ()) -> QMenu:
        """A menu of the named actions, or of all; gone once it is closed."""
        menu = _passing_menu(parent)
        for action_id in ids or self.actions:
            menu.addAction(self.drawn(action_id))
        return menu

    def parted_menu(self, parent: QWidget, parts: Iterable[MenuPart]) -> QMenu:
        """The same in parts, a line before each stretch that is no submenu."""
        menu = _passing_menu(parent)
        for part in parts:
            here = menu if not part.title else menu.addMenu(self._look.icon(part.icon), _(part.title))
            here.setToolTipsVisible(True)
            if not part.title and not menu.isEmpty():
                menu.addSeparator()
            for action_id in part.ids:
                here.addAction(self.drawn(action_id))
        return menu

    def drawn(self, action_id: str) -> QAction:
        """An action with its drawing, for a menu; most are never shown in one, and a start would draw them all."""
        action = self.actions[action_id]
        if action.icon().isNull():
            action.setIcon(self._look.icon(self._icons[action_id]))
        return action

    def trigger(self, action_id: str) -> None:
        """Does it, if it is possible now."""
        self.actions[action_id].trigger()

    def do(self, action_id: str, call: Callable[[], None]) -> None:
        """Does it by a call that knows more than a key says, if it is possible now."""
        if self.actions[action_id].isEnabled():
            self.begun.emit(action_id)
            call()

    def _bound(self, spec: ActionSpec, handler: Callable[[], None], widget: QWidget) -> QAction:
        action = QAction(_(spec.label), self)
        action.setObjectName(spec.id)
        if spec.shortcut:
            named = spec.shortcut.replace("Return", _ENTER)  # a menu writes the first of them
            both = [named, spec.shortcut, spec.shortcut.replace("Return", "Enter"), *spec.every_key[1:]]
            action.setShortcuts([QKeySequence(keys) for keys in dict.fromkeys(both)])
        holds = Qt.ShortcutContext
        in_window = spec.scope == WINDOW
        action.setShortcutContext(holds.WindowShortcut if in_window else holds.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: self.do(spec.id, handler))
        widget.addAction(action)
        return action

    def _name(self, spec: ActionSpec) -> str:
        return self._names.get(spec.id) or _(spec.label)

    def _tint(self) -> None:
        for action_id, action in self.actions.items():
            if not action.icon().isNull():
                action.setIcon(self._look.icon(self._icons[action_id]))


def _passing_menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    return menu
