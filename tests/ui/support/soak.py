"""A hand that does anything at a real window, while a colleague's work arrives: the same seed, the same actions.

Keys, clicks, every action of the tables, junk of every script, moving about, undo, sizes and colours. After each action
the hand looks: nothing raised, nothing logged, no word from Qt, every model true to Qt's own tester.
"""

import ctypes
import gc
import random
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QPixmapCache
from PySide6.QtWidgets import QApplication, QWidget

from onetool_desktop import app
from onetool_desktop.changes.values import Change
from onetool_desktop.store import exchange
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.section import Section
from onetool_desktop.ui.widgets.page_view import _Sheets
from tests.support.loop_discipline import PATIENCE_MS, WatchedBot
from tests.sync.world import Person
from tests.ui.support.models import Watched

K, M = Qt.Key, Qt.KeyboardModifier
KEYS: Sequence[tuple[Qt.Key, Qt.KeyboardModifier]] = (
    *(
        (key, M.NoModifier)
        for key in (K.Key_Return, K.Key_Escape, K.Key_Tab, K.Key_Down, K.Key_Up, K.Key_Left)
    ),
    *((key, M.NoModifier) for key in (K.Key_Right, K.Key_F2, K.Key_F4, K.Key_Delete, K.Key_Backspace)),
    *((key, M.NoModifier) for key in (K.Key_Home, K.Key_End, K.Key_PageDown, K.Key_PageUp, K.Key_Space)),
    *((key, M.NoModifier) for key in (K.Key_F6, K.Key_F1, K.Key_F5, K.Key_Menu)),
    *((key, M.ShiftModifier) for key in (K.Key_Tab, K.Key_Down, K.Key_End)),
    *(
        (key, M.ControlModifier)
        for key in (K.Key_A, K.Key_C, K.Key_V, K.Key_X, K.Key_Z, K.Key_Y, K.Key_D, K.Key_K)
    ),
    *((key, M.ControlModifier) for key in (K.Key_Return, K.Key_N, K.Key_F, K.Key_Backspace, K.Key_Insert)),
    *((key, M.ControlModifier) for key in (K.Key_Home, K.Key_End, K.Key_Left, K.Key_Right, K.Key_Down)),
    *((key, M.AltModifier) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down)),
)
JUNK = (
    "🌷👩‍👩‍👧‍👦 émoji",
    "\u202eעברית\u202c عربى",
    "W" * 5_000,
    "<b>&amp;\"'; DROP TABLE clients;--",
    "=12*4.5",
    "=1/0",
    "-99999999999999999999",
    "9,999,999.99",
    "9999999.99",
    "31/2",
    "t",
    "soon",
    "a\tb\tc\nd\te\tf",
    "\u0301\u0301\u0301",
    " ",
    "ß" * 60,
    "100 %",
)
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # as the system's C library names them
NEVER = frozenset({"window.quit", "window.another"})


class Soak:
    """One hand, one window, one colleague."""

    def __init__(self, qtbot: WatchedBot, me: Person, colleague: Person, folder: Path, *, seed: int) -> None:
        self.bot, self.me, self.colleague, self.seed = qtbot, me, colleague, seed
        self.rng = random.Random(seed)
        self.lanes = ThreadLanes()
        self.arrivals = 0
        self.testers = Watched(qtbot)
        self.trail: deque[str] = deque(maxlen=14)
        self.window: OfficeWindow = app.open_office(
            replica=me.replica, driver=None, lanes=self.lanes, memory=WindowMemory(folder / "window.json")
        )
        self._doings: tuple[tuple[int, Callable[[], str]], ...] = (
            (24, self._press),
            (14, self._type),
            (16, self._act),
            (18, self._click),
            (12, self._go),
            (4, self._undo_or_redo),
            (3, self._resize),
            (2, self._recolour),
            (8, self._hear_the_colleague),
            (5, self._wait),
        )

    def begin(self) -> None:
        """Opens the window and looks at every section once."""
        with self.bot.waitActive(self.window, timeout=PATIENCE_MS):
            self.window.show()
            self.window.activateWindow()
        for section in self.window.sections:
            with self.bot.handling():
                self.window.go(Place(section))
            self.settle()
        self.look()

    def open_records(self, count: int) -> None:
        """Opens so many records of each section: their screens and panels are made when they are first shown."""
        for section in list(self.window.sections.values()) * count:
            with self.bot.handling():
                self.window.go(Place(section.key, self._any_record(section)))
            self.settle()

    def do(self, count: int) -> None:
        """So many actions; each is looked at."""
        weights = [weight for weight, _ in self._doings]
        with self.bot.capture_exceptions() as raised:
            for _ in range(count):
                (_, doing), *_rest = self.rng.choices(self._doings, weights)
                self.trail.append(doing())
                self.bot.wait(1)
                self._close_what_stands_before_the_window()
                self.look()
                assert not raised, self.story(str(raised[0][1]))
            self.settle()
            assert not raised, self.story(str(raised[0][1]))

    def look(self) -> None:
        """Every model there is answers to Qt's tester from now on."""
        self.testers.meet(self.window)

    def settle(self) -> None:
        """Waits until every answer has come."""
        self.bot.waitUntil(lambda: self.window.work.operations.idle, timeout=PATIENCE_MS)

    def story(self, what: str) -> str:
        """What was done last, for whoever has to mend it."""
        return f"seed {self.seed}: {what}\nafter: " + "\n       ".join(self.trail)

    def in_step(self) -> list[str]:
        """What of the visible rows differs from the equation; read where nothing is being written."""
        return self._in_write_lane(lambda: exchange.visible_equals_fold(self.me.replica))

    def weigh(self) -> float:
        """Memory this process holds while the window stands at the same place in the same size and colours, in MB,
        without the pictures of its papers: a larger window or a longer document hold more, and are no leak.
        """
        self.window.resize(self.window.minimumSize())
        self.window.actions_here.trigger("window.light")
        self.window.go(Place(next(iter(self.window.sections))))
        self.settle()
        QPixmapCache.clear()
        shown = [view.pages.values() for view in self.window.findChildren(_Sheets)]
        pictures = sum(page.sizeInBytes() for pages in shown for page in pages)
        return _resident_mb() - pictures / 1e6

    def close(self) -> None:
        """Ends in the order in which the program does."""
        self.settle()
        self.window.close()
        self.lanes.close()
        self.window.deleteLater()
        self.window.work.look.deleteLater()

    # --- what the hand does ---------------------------------------------------------------------------

    def _press(self) -> str:
        key, modifiers = self.rng.choice(KEYS)
        at = self._focused()
        self.bot.keyClick(at, key, modifiers)
        return f"press {modifiers.name} {key.name} in {_called(at)}"

    def _type(self) -> str:
        at, text = self._focused(), self.rng.choice(JUNK)
        if self.rng.random() < 0.5:
            text = self.rng.choice(("har", "12", "2,5", "morgen", "new", "x"))
            for letter in text:
                self.bot.keyClick(self._focused(), letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            with self.bot.handling():
                QApplication.sendEvent(at, event)
        return f"type {text[:30]!r} in {_called(at)}"

    def _act(self) -> str:
        here = self.window.screen_here.actions_here
        own = here.possible() if here is not None else []
        pairs = own if own and self.rng.random() < 0.8 else self.window.actions_here.possible()
        spec, action = self.rng.choice([pair for pair in pairs if pair[0].id not in NEVER])
        with self.bot.handling():
            action.trigger()
        return f"act {spec.id}"

    def _click(self) -> str:
        widgets = [w for w in self.window.findChildren(QWidget) if w.isVisible() and not w.size().isEmpty()]
        at = self.rng.choice(widgets)
        point = QPoint(self.rng.randrange(at.width()), self.rng.randrange(at.height()))
        if not at.visibleRegion().contains(point):
            return f"nothing to click in {_called(at)}"
        button = Qt.MouseButton.RightButton if self.rng.random() < 0.12 else Qt.MouseButton.LeftButton
        name = "mouseDClick" if self.rng.random() < 0.15 else "mouseClick"
        said = f"{name} {button.name} {_called(at)} {point.x()},{point.y()}"
        click = self.bot.mouseDClick if name == "mouseDClick" else self.bot.mouseClick
        click(at, button, M.NoModifier, point)
        return said

    def _go(self) -> str:
        section = self.rng.choice(list(self.window.sections.values()))
        record = self._any_record(section)
        place = Place(section.key, record if self.rng.random() < 0.75 else "")
        with self.bot.handling():
            self.window.go(place)
        return f"go {place}"

    def _undo_or_redo(self) -> str:
        action = self.rng.choice(("window.undo", "window.undo", "window.redo"))
        with self.bot.handling():
            self.window.actions_here.trigger(action)
        return action

    def _resize(self) -> str:
        least = self.window.minimumSize()
        width, height = least.width() + self.rng.randrange(900), least.height() + self.rng.randrange(500)
        self.window.resize(width, height)
        return f"resize {width} × {height}"

    def _recolour(self) -> str:
        action = self.rng.choice(("window.light", "window.dark", "window.system"))
        with self.bot.handling():
            self.window.actions_here.trigger(action)
        return action

    def _hear_the_colleague(self) -> str:
        count = self._in_write_lane(self._colleague_works)
        self.arrivals += 1
        return f"{count} changes of the colleague arrive"

    def _wait(self) -> str:
        self.settle()
        return "wait"

    # --- what lies behind -----------------------------------------------------------------------------

    def _colleague_works(self) -> int:
        """Edits, a deletion now and then, a new client; both devices are in step afterwards."""
        self.me.clock.advance(1_000)
        self.colleague.clock.advance(1_000)
        self.me.sync()
        self.colleague.sync()
        changes = self._edits()
        for change in changes:
            self.colleague.replica.write(
                lambda tx, change=change: tx.commit(action="edit", label="Edit", changes=[change])
            )
        self.colleague.sync()
        self.me.sync()
        return len(changes)

    def _edits(self) -> list[Change]:
        made: list[Change] = []
        for c, field in (
            ("clients", "companyName"),
            ("clients", "notes"),
            ("projects", "title"),
            ("tasks", "title"),
        ):
            row = self._any_row(c)
            if row and self.rng.random() < 0.6:
                made.append(Change(c, row, f={field: f"Theirs {self.rng.randrange(1000)} {'x' * 30}"}))
        if self.rng.random() < 0.3:
            made.append(
                Change(
                    "clients", self.colleague.gate.ids.new_id(), f={"companyName": "New", "status": "lead"}
                )
            )
        return made

    def _any_record(self, section: Section) -> str:
        return (
            self._any_row("tasks" if section.key == "today" else section.key) if section.make_record else ""
        )

    def _any_row(self, c: str) -> str:
        rows = self.me.replica.reads().db.execute(f'SELECT id FROM "{c}" ORDER BY id').fetchall()
        return self.rng.choice(rows)[0] if rows else ""

    def _in_write_lane(self, call: Callable[[], Any]) -> Any:
        future: Future[Any] = self.lanes.submit(Lane.WRITE, call)
        return future.result()

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _close_what_stands_before_the_window(self) -> None:
        """Menus and the system's dialogs: this hand works in the window."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for one in QApplication.topLevelWidgets():
            if one is not self.window and one.isVisible() and one.window() is one and one.isModal():
                one.close()
        if not self.window.isActiveWindow():
            self.window.activateWindow()


def _called(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName()}”"


def give_back_at_once() -> None:
    """Has the allocator keep no large block that is free, and one heap for all threads: what a process of many threads
    holds says otherwise more of the gaps in its heaps than of what the program keeps.
    """
    settle = getattr(ctypes.CDLL(None), "mallopt", None)
    if settle is not None:
        settle(_M_MMAP_THRESHOLD, 128 * 1_024)
        settle(_M_ARENA_MAX, 1)


def _resident_mb() -> float:
    """Memory this process holds, after everything that can go is gone."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)  # what was given back to the allocator is not held by the program
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096 / 1e6
