"""Keeps what is being typed while it is typed, and brings it back at the start after a crash.

Promises: half a second after the last key the text is in the replica; it goes when its field is saved or given up, and
stays when the program ends before that, by a crash or with a value that was refused. Bringing back never saves
anything and never takes the keyboard from a field. Passwords and search fields are never kept.
A form that was opened for rows comes back for those rows, and one that knows more than was typed comes back whole.
May not know: nouns, records, how a field is saved.

Why: a field says where it is by `draft` properties from itself outwards (`ADDRESS`), so every editor that is placed
under such a widget is kept without a word of its own, and this module needs no list of screens.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, cast, runtime_checkable
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from onetool_desktop.store import half_typed
from onetool_desktop.store.half_typed import HalfTyped
from onetool_desktop.ui.panel_openers import only_opens
from onetool_desktop.ui.runtime.actions import ActionSet
from onetool_desktop.ui.runtime.drafts import ADDRESS, FORM, NOT_TYPED, STANDS_FOR
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.widgets.field import PlainEdit

_REST_MS = 500
_LOOK_MS = 40
_LOOKS = 80
_KEPT_MOST = 60_000
Edit = QLineEdit | QPlainTextEdit


@runtime_checkable
class BringsBack(Protocol):
    """A widget that can show a text again that was being typed in it."""

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Shows the text in the editor of `field`, an address below the widget's own; the editor, or None."""
        ...


@runtime_checkable
class KeptWhole(BringsBack, Protocol):
    """A form of which more has to come back than what was typed: what was chosen, and what it was opened with."""

    def standing(self) -> Mapping[str, str | None]:
        """What stands in it by field: the words, and behind `STANDS_FOR` what they stand for; None for a field of which
        nothing is to come back.
        """
        ...


@dataclass
class _Returning:
    """What is on its way back to a screen that may still be reading."""

    screen: Screen
    texts: list[HalfTyped]
    back: int = 0
    looks: int = 0
    opened: set[str] = field(default_factory=set[str])  # the actions that were asked to open a form


class HalfTypedKeeper(QObject):
    """Watches the window's editors; `brought` tells how many texts are back, and those that have no place any more;
    `dealt_with` that each of them has been saved, given up or left, or the person went elsewhere.
    """

    brought = Signal(int, str)
    dealt_with = Signal()

    def __init__(self, work: Workplace, *, window: QWidget, here: Callable[[], Place | None]) -> None:
        super().__init__(window)
        self._work = work
        self._window = window
        self._here = here
        self._opener = ""  # the action that was chosen last, and the rows it was chosen for
        self._openers: dict[tuple[str, str], str] = {}  # by place and form, of those that are open
        self._connected = WeakSet[Edit]()
        self._watched: dict[Edit, tuple[str, str]] = {}
        self._changed: set[Edit] = set()
        self._settled: set[Edit] = set()  # what stands in them is saved, and nothing was typed since
        self._ended: set[tuple[str, str]] = set()
        self._by_hand: set[tuple[str, str]] = (
            set()
        )  # what is typed, and not only kept for its form to come back whole
        self._back: dict[str, list[HalfTyped]] = {}
        self._new: set[Edit] = set()  # brought back, and not dealt with yet
        self._returning: _Returning | None = None
        self._returns = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._returns.timeout.connect(self._bring_back)
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._keep)
        self._ends = QTimer(self, singleShot=True, interval=0)
        self._ends.timeout.connect(self._drop)
        application = cast("QApplication", QApplication.instance())
        application.focusChanged.connect(self._focus_went)

    # --- for the window -----------------------------------------------------------------------------

    def begin(self) -> Place | None:
        """Looks what a run that ended early left; where the last key was typed."""
        for one in half_typed.kept(self._work.replica.reads().db):
            self._back.setdefault(one.place, []).append(one)
        return next((_place(text) for text in self._back), None)

    def arrive(self, screen: Screen, place: Place) -> None:
        """Shows again what was being typed at a place, as soon as the screen has read what it shows."""
        self._deal_with(*self._new)
        texts = self._back.pop(_text(place), None)
        if texts:
            self._returning = _Returning(screen, texts)
            self._returns.start()

    def next_place(self) -> Place | None:
        """Where else something was being typed."""
        return next((_place(text) for text in self._back), None)

    @property
    def waiting(self) -> int:
        """How many texts that were typed wait at other places."""
        return sum(_is_typed(one) for texts in self._back.values() for one in texts)

    def follow_actions(self, screen: Screen) -> None:
        """Remembers which of a screen's actions opened the form that is typed into, and for which rows."""

        def follow(actions: ActionSet) -> None:
            actions.begun.connect(partial(self._opened_by, screen))

        if screen.actions_here is not None:
            follow(screen.actions_here)
        screen.more_actions.connect(follow)

    def close(self) -> None:
        """The window closes: what is still open stays kept, what was saved or given up goes."""
        self._timer.stop()
        self._ends.stop()
        self._keep()
        self._drop()

    # --- watching -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: an editor that goes was saved or given up, unless its whole row went from the screen."""
        if isinstance(event, QHideEvent) and isinstance(watched, Edit) and watched in self._watched:
            to_be_left = QApplication.focusWidget() is watched  # which may save it: Qt hides first
            if not to_be_left:
                self._put_away(watched)
        return False

    def _put_away(self, edit: Edit) -> None:
        gone = _put_away_with(edit)
        if gone is not None:
            (self._set_aside if _is_row_of(gone, edit) else self._end)(edit)

    def _bring_back(self) -> None:
        """Tries the texts that are not back yet; what has no place within a few seconds is handed out as text."""
        returning = self._returning
        if returning is None or not isValid(returning.screen):
            return
        left: list[HalfTyped] = []
        for one in returning.texts:
            editor = _bring_back(returning, one)
            if isinstance(editor, Edit):
                self._openers[one.place, _group(one.field)] = one.opener
                self._watch(editor, (one.place, one.field))
                self._new.add(editor)
                if _is_typed(one):
                    self._by_hand.add((one.place, one.field))
                    returning.back += 1
            else:
                left.append(one)
        returning.texts, returning.looks = left, returning.looks + 1
        if left and returning.looks < _LOOKS:
            self._returns.start()
            return
        self._returning = None
        words = (one.text.partition(STANDS_FOR)[0] for one in left if _is_typed(one))
        self.brought.emit(returning.back, "\n".join(filter(None, words)))

    def _opened_by(self, screen: Screen, action: str) -> None:
        self._opener = " ".join([action, *map(str, screen.rows_of(action))])

    def _focus_went(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, Edit) and new is not None:
            self._deal_with(old)
        if isinstance(old, Edit) and old in self._watched and isValid(old):
            self._put_away(old)
        place = self._here()
        if isinstance(new, Edit) and place is not None and self._may_keep(new):
            where = _text(place), address_of(new)
            other = self._watched.get(new) != where  # of one record before, and of another now
            if where[1] and other:
                self._watch(new, where)

    def _may_keep(self, edit: Edit) -> bool:
        hidden = isinstance(edit, QLineEdit) and edit.echoMode() is not QLineEdit.EchoMode.Normal
        return self._window.isAncestorOf(edit) and not hidden and not edit.isReadOnly()

    def _watch(self, edit: Edit, where: tuple[str, str]) -> None:
        self._watched[edit] = where
        self._take_back(where)
        self._settled.discard(edit)
        self._openers.setdefault((where[0], _group(where[1])), self._opener)
        if edit in self._connected:
            return
        self._connected.add(edit)
        edit.installEventFilter(self)
        edit.textChanged.connect(partial(self._typed, edit))
        if isinstance(edit, PlainEdit):
            edit.settled.connect(partial(self._settle, edit))

    def _typed(self, edit: Edit, _text: str = "") -> None:
        if edit in self._watched:
            self._changed.add(edit)
            self._settled.discard(edit)
            self._timer.start()

    def _settle(self, edit: Edit) -> None:
        """What stands in an edit that stays open is saved, or was given up."""
        if edit not in self._watched:
            return
        if not edit.hasFocus():
            self._end(edit)
            return
        self._deal_with(edit)
        self._changed.discard(edit)
        self._settled.add(edit)
        self._ended.add(self._watched[edit])
        self._ends.start()

    def _deal_with(self, *edits: Edit) -> None:
        waited = bool(self._new)
        self._new.difference_update(edits)
        if waited and not self._new:
            self.dealt_with.emit()

    def _end(self, edit: Edit) -> None:
        self._deal_with(edit)
        self._changed.discard(edit)
        self._settled.discard(edit)
        place, address = self._watched.pop(edit)
        group = _group(address)
        self._openers.pop((place, group), None)
        self._ended |= {(place, address), *((place, f"{group}/{name}") for name in _standing(edit, group))}
        self._by_hand -= self._ended
        self._ends.start()

    def _set_aside(self, edit: Edit) -> None:
        """What stands in an editor that went with its row, neither saved nor given up, waits until that is shown."""
        self._keep()
        where = self._watched[edit]
        if where not in self._by_hand or edit in self._settled:
            self._end(edit)
            return
        self._deal_with(edit)
        self._take_back(where)
        self._back.setdefault(where[0], []).append(self._kept(*where, _typed_in(edit)))
        del self._watched[edit]

    def _take_back(self, where: tuple[str, str]) -> None:
        """What waited for an editor does so no more."""
        place, address = where
        left = [one for one in self._back.pop(place, []) if one.field != address]
        if left:
            self._back[place] = left

    def _keep(self) -> None:
        found: dict[tuple[str, str], str | None] = {}
        for edit in self._changed:
            if edit not in self._watched or not isValid(edit):
                continue
            place, address = self._watched[edit]
            group = _group(address)
            self._by_hand.add((place, address))
            found[place, address] = _typed_in(edit)
            found |= {(place, f"{group}/{name}"): text for name, text in _standing(edit, group).items()}
        self._changed.clear()
        texts = [self._kept(*where, text) for where, text in found.items() if text is not None]
        gone = [where for where, text in found.items() if text is None]
        replica, write = self._work.replica, self._work.operations.write
        if texts:
            write(self, lambda: half_typed.keep(replica, texts))
        if gone:
            write(self, lambda: half_typed.drop(replica, gone))

    def _kept(self, place: str, address: str, text: str) -> HalfTyped:
        mark = "" if (place, address) in self._by_hand else NOT_TYPED
        opener = self._openers.get((place, _group(address)), "")
        return HalfTyped(place, address, text[:_KEPT_MOST] + mark, opener)

    def _drop(self) -> None:
        still = {where for edit, where in self._watched.items() if edit not in self._settled}
        gone, self._ended = self._ended - still, set()
        if gone:
            replica = self._work.replica
            self._work.operations.write(self, lambda: half_typed.drop(replica, gone))


def address_of(widget: QWidget) -> str:
    """Where a widget is typed into: the addresses from outside inwards; "" where fewer than two are given."""
    parts = _addresses(widget)
    return "/".join(reversed(parts)) if len(parts) > 1 else ""


def _group(address: str) -> str:
    """The form or the record of an address."""
    return address.partition("/")[0]


def _standing(edit: QWidget, group: str) -> Mapping[str, str | None]:
    """What stands in the form around an edit, if it is one that comes back whole."""
    at: QWidget | None = edit
    while at is not None and at.property(ADDRESS) != group:
        at = at.parentWidget()
    return at.standing() if isinstance(at, KeptWhole) else {}


def _addresses(widget: QWidget) -> list[str]:
    found: list[str] = []
    at: QWidget | None = widget
    while at is not None:
        part = at.property(ADDRESS)
        if part:
            found.append(str(part))
        at = at.parentWidget()
    return found


def _put_away_with(edit: QWidget) -> QWidget | None:
    """What was closed, the editor or what it stands in; None where only the screen around makes room for another."""
    at: QWidget | None = edit
    while at is not None and not at.isHidden():
        at = at.parentWidget()
    return at if at is not None and _addresses(at) else None


def _is_row_of(gone: QWidget, edit: QWidget) -> bool:
    """Whether what is gone is all of a row that the editor stands in, and not the editor alone, nor a form."""
    group = _addresses(edit)[-1]
    return _addresses(gone) == [group] and ":" in group and not group.startswith(FORM)


def _bring_back(returning: _Returning, one: HalfTyped) -> QWidget | None:
    group, _slash, name = one.field.partition("/")
    holder = _holder(returning.screen, group)
    if holder is None and group.startswith(FORM) and one.opener not in returning.opened:
        holder = _opened(returning, one.opener, group)
    return None if holder is None else holder.bring_back(name, one.text.removesuffix(NOT_TYPED))


def _is_typed(one: HalfTyped) -> bool:
    return not one.text.endswith(NOT_TYPED)


def _opened(returning: _Returning, opener: str, group: str) -> BringsBack | None:
    """The form that an action opens for the rows that it was chosen for, which is asked for once."""
    name, *rows = opener.split() or [""]
    if not only_opens(name):
        return None  # the action before the typing was another one: whatever it does is not done again
    actions = returning.screen.actions_for(name, [int(row) for row in rows])
    action = actions.actions.get(name) if actions is not None else None
    if action is None or not action.isEnabled():
        return None
    returning.opened.add(opener)
    action.trigger()
    return _holder(returning.screen, group)


def _holder(screen: Screen, group: str) -> BringsBack | None:
    for widget in screen.findChildren(QWidget):
        if widget.property(ADDRESS) == group and isinstance(widget, BringsBack):
            return widget
    return None


def _typed_in(edit: Edit) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


def _text(place: Place) -> str:
    return f"{place.section}/{place.record}"


def _place(text: str) -> Place:
    section, _slash, record = text.partition("/")
    return Place(section, record)
