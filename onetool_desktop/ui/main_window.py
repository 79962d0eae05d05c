"""The window: side bar, top bar with the sync chip, and the screen of the place where the user is.

Promises: sections and actions come from tables; back and forward lead through every place visited; nothing here
opens a modal dialog; the window comes back where and as it was left. May not know: any noun, the engine, the store.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.sync.status import SyncStatus
from onetool_desktop.ui.commanding import Commanding
from onetool_desktop.ui.fallen_keyboard import FallenKeyboard
from onetool_desktop.ui.half_typed import HalfTypedKeeper
from onetool_desktop.ui.left_place import LeftPlace
from onetool_desktop.ui.navigation import Journey
from onetool_desktop.ui.runtime.actions import ActionSet, Context
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.runtime.look import Scheme
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.section import Section
from onetool_desktop.ui.surroundings import Surroundings
from onetool_desktop.ui.sync_corner import SyncCorner
from onetool_desktop.ui.undoing import Undoing
from onetool_desktop.ui.widgets.first_size import first_size
from onetool_desktop.ui.widgets.ground import Ground
from onetool_desktop.ui.widgets.message_bar import MessageBar
from onetool_desktop.ui.widgets.side_bar import SideBar
from onetool_desktop.ui.widgets.top_bar import TopBar
from onetool_desktop.ui.window_actions import WINDOW_ACTIONS, keys_by_section, section_actions

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.palette import CommandPalette
    from onetool_desktop.ui.widgets.shortcut_sheet import ShortcutSheet
    from onetool_desktop.ui.widgets.sync_panel import SyncPanel

_ATTENTION = "attention"


class OfficeWindow(QMainWindow):
    """The one window of a business."""

    closing = Signal()

    def __init__(self, work: Workplace, *, sections: Sequence[Section], around: Surroundings) -> None:
        super().__init__()
        self.work = work
        self.sections = {section.key: section for section in sections}
        self._around = around
        self._organisation = around.organisation
        self._journey = Journey()
        self._screens: dict[tuple[str, bool], Screen] = {}
        self._undoing = Undoing(work, say=self._offer, parent=self)
        specs = (*WINDOW_ACTIONS, *section_actions(sections))
        self.actions_here = ActionSet(specs=specs, handlers=self._handlers(), widget=self, look=work.look)
        self.actions_here.refresh(
            Context(
                fields={
                    "syncs": around.sync_now is not None,
                    "others": bool(work.computer.another),
                    "brings": bool(work.computer.bring),
                }
            )
        )
        self._make_parts(sections)
        self._lay_out()
        self._half_typed = HalfTypedKeeper(work, window=self, here=lambda: self._journey.here)
        self._left = LeftPlace(
            operations=work.operations, facts=self._where, remember=around.remember, parent=self
        )
        self._connect()
        self._restore()

    # --- for the program ----------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        """Goes to a place and remembers it."""
        self._journey.go(place)
        self._arrive(place)
        if place.begin:
            self.screen_here.begin(place.begin, place.then)

    def name(self, *, organisation: str, person: str) -> None:
        """Says in the title and at the foot of the side bar whose business this is, and who works in it."""
        self._organisation = organisation
        self.side.name(organisation=organisation, person=person)
        self._name_window()

    def show_status(self, status: SyncStatus | None) -> None:
        """Shows the state of the engine; None for a business on this computer only."""
        self._sync.show_status(status)

    def tell_when_usable(self, call: Callable[[], None]) -> None:
        """Calls once the list shown first is painted with rows; not for a screen that is no list."""
        screen = self.screen_here
        if isinstance(screen, ListScreen):
            screen.table.first_painted.connect(call)

    def offer_compare(self, call: Callable[[], None]) -> None:
        """What *Compare with the cloud* does; the panel tells what was found."""
        self._sync.offer_compare(call)

    def offer_proceed(self, call: Callable[[], None]) -> None:
        """What lets an engine that stopped and asks go on."""
        self._sync.offer_proceed(call)

    @property
    def panel(self) -> "SyncPanel":
        """The panel of the sync chip."""
        return self._sync.panel

    @property
    def palette_panel(self) -> "CommandPalette":
        """The command palette."""
        return self._commanding.palette

    @property
    def screen_here(self) -> Screen:
        """The screen shown now."""
        screen = self.stack.currentWidget()
        return cast("Screen", screen)

    def screen_of(self, place: Place) -> Screen:
        """The screen of a place, made at the first visit."""
        section = self.sections[place.section]
        make_record = section.make_record if place.record else None
        key = (place.section, make_record is not None)
        if key not in self._screens:
            screen = (make_record or section.make_list)(self.work)
            screen.go.connect(self.go)
            screen.step_back.connect(lambda: self.go(Place(place.section)))
            screen.said.connect(self._say)
            screen.titled.connect(self._name_window)
            screen.offered.connect(self._offer)
            self.stack.addWidget(screen)
            self._half_typed.follow_actions(screen)
            self._screens[key] = screen
        return self._screens[key]

    # --- made when first opened: the start does not pay for them --------------------------------------

    @cached_property
    def sheet(self) -> "ShortcutSheet":
        """The shortcut sheet."""
        from onetool_desktop.ui.widgets.shortcut_sheet import ShortcutSheet

        return ShortcutSheet(look=self.work.look, window=self.centre)

    # --- making -------------------------------------------------------------------------------------

    def _make_parts(self, sections: Sequence[Section]) -> None:
        look = self.work.look
        rows = [
            (s.key, _(s.title), s.icon, self.actions_here.actions[f"go.{s.key}"].toolTip())
            for s in sections
            if s.in_side_bar
        ]
        self.side = SideBar(
            rows, look=look, organisation=self._around.organisation, person=self._around.person
        )
        self.top = TopBar(actions=self.actions_here, look=look, formats=self.work.formats)
        self.stack = QStackedWidget()
        self.centre = Ground(look)
        self._foot = QWidget()
        self._foot.setFixedHeight(0)
        self.message = MessageBar(look=look, parent=self.centre, place=self._message_place, foot=self._foot)
        self._sync = SyncCorner(self.work, around=self._around, chip=self.top.chip, centre=self.centre)
        self._commanding = Commanding(
            self.work,
            centre=self.centre,
            sections=self.sections,
            actions=self.actions_here,
            here=lambda: self.screen_here,
            find=self._around.find,
        )

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        right.addWidget(self._foot)
        whole = QHBoxLayout(self.centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side)
        whole.addLayout(right, 1)
        self.setCentralWidget(self.centre)
        char = self.work.look.measures.char
        self.setMinimumSize(char * 70, char * 46)
        first_size(self, QSize(char * 170, char * 104))

    def _message_place(self) -> QRect:
        """Below the bar with the search, at the head of the page, whose own words and buttons are at its sides."""
        page, measures = self.stack.geometry(), self.work.look.measures
        side = measures.step(6)
        return QRect(page.x() + side, page.y() + measures.step(1), page.width() - side * 2, measures.control)

    def _connect(self) -> None:
        self.side.chosen.connect(self._go_to)
        self.side.foot_pressed.connect(self._foot_menu)
        self._sync.attention_wanted.connect(self._go_to_attention)
        self._sync.counted.connect(self._show_count)
        self._sync.go.connect(self.go)
        self._commanding.go.connect(self.go)
        self._sync.said.connect(self._say)
        FallenKeyboard(window=self, pages=self.stack, message=self.message, page=lambda: self.screen_here)
        self._half_typed.brought.connect(self._tell_of_texts)
        self._half_typed.dealt_with.connect(self.message.take_back)
        self.work.errors.told.connect(self.message.tell)
        self.work.look.changed.connect(self.centre.update)
        self._undoing.named.connect(self.actions_here.rename)

    def _choose_look(self, scheme: Scheme) -> None:
        """Takes a look, and remembers it at once: not every run ends with its window closed."""
        self.work.look.choose(scheme)
        self.work.operations.write(self, partial(self.work.memory.keep, {"scheme": scheme.value}))

    def _handlers(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "window.palette": self._open_palette,
            "window.find": self._find_here,
            "window.back": lambda: self._step(-1),
            "window.forward": lambda: self._step(1),
            "window.undo": self._undoing.undo,
            "window.redo": self._undoing.redo,
            "window.sync": self._sync_now,
            "window.compare": self._compare_now,
            "window.waiting": self._open_panel,
            "window.light": partial(self._choose_look, Scheme.LIGHT),
            "window.dark": partial(self._choose_look, Scheme.DARK),
            "window.system": partial(self._choose_look, Scheme.SYSTEM),
            "window.sidebar": self._fold,
            "window.pane": self._other_pane,
            "window.keys": self._open_sheet,
            "window.another": self.work.computer.another or self._quit,
            "window.connect": self._connect_business,
            "window.quit": self._quit,
        }
        for key, section in self.sections.items():
            found[f"go.{key}"] = partial(self.go, Place(key))
            for one in section.within:
                found[f"go.{key}.{one.record}"] = partial(self.go, Place(key, one.record))
            if section.new:
                found[f"begin.{key}"] = partial(self._begin, key)
        return found

    # --- going --------------------------------------------------------------------------------------

    def _arrive(self, place: Place) -> None:
        self.message.leave_behind()
        screen = self.screen_of(place)
        if place.record:
            screen.show_record(place.record)
        else:
            screen.show_list()
        self.stack.setCurrentWidget(screen)
        self.side.mark(place.section)
        screen.focus_start()
        section = self.sections[place.section]
        self.top.show_place(_(section.title), back=self._journey.can_go_back, on=self._journey.can_go_on)
        self._name_window()
        self._half_typed.arrive(screen, place)
        self._left.moved()

    def _name_window(self) -> None:
        """After what is shown, which may be called otherwise while it is shown."""
        here = self._journey.here
        if here is not None:
            title = self.screen_here.title or _(self.sections[here.section].title)
            self.setWindowTitle(f"{title} – {self._organisation}")

    def _go_to_attention(self) -> None:
        self.go(Place(_ATTENTION))

    def _go_to(self, section: str) -> None:
        self.go(Place(section))

    def _begin(self, section: str) -> None:
        """Goes to a list and begins a new record there."""
        self.go(Place(section))
        here = self.screen_here.actions_here
        if here is not None:
            here.trigger(f"{section}.new")

    def _step(self, by: int) -> None:
        place = self._journey.step(by)
        if place is not None:
            self._arrive(place)

    def _other_pane(self) -> None:
        if self.side.isAncestorOf(QApplication.focusWidget() or self):
            self.screen_here.focus_start()
        else:
            self.side.focus_current()

    def _find_here(self) -> None:
        screen = self.screen_here
        if isinstance(screen, ListScreen):
            screen.start_search()
        else:
            self.palette_panel.open()

    # --- search and panels --------------------------------------------------------------------------

    def _open_palette(self) -> None:
        self.palette_panel.open()

    def _quit(self) -> None:
        self.close()

    def _fold(self) -> None:
        self.side.toggle_fold()

    def _open_sheet(self) -> None:
        self.sheet.open(keys_by_section(self.screen_here.possible(), self.actions_here.possible()))

    def _offer(self, text: str, word: str, call: Callable[[], None] | None) -> None:
        self.message.say(text, offer=word, call=call)

    def _say(self, text: str, undoable: bool) -> None:
        if undoable:
            self.message.say(text, offer=_("Undo"), call=self._undoing.undo)
        else:
            self.message.say(text)

    def _tell_of_texts(self, back: int, lost: str) -> None:
        """Says that what was being typed is back, and hands out what has no place any more."""
        words = ngettext(
            "One field you were typing in is back. It is not saved yet.",
            "{count} fields you were typing in are back. They are not saved yet.",
            back,
        ).format(count=back)
        if lost:
            gone = _("What was typed into a record that is gone can be copied from here.")
            self.message.tell(Told(Kind.EXPECTED, f"{words} {gone}" if back else gone, details=lost))
        else:
            further = self._half_typed.next_place()
            self.message.say(
                words,
                offer=_("Show the next") if further else "",
                call=partial(self.go, further) if further else None,
                stays=True,
            )

    def _open_panel(self) -> None:
        self._sync.open_panel()

    def _sync_now(self) -> None:
        self._sync.sync_now()

    def _compare_now(self) -> None:
        self._sync.compare()

    def _show_count(self, count: int) -> None:
        if _ATTENTION in self.side.items:
            self.side.items[_ATTENTION].show_count(str(count) if count else "")

    def _connect_business(self) -> None:
        """Opens the form where it lives: on the page of this computer."""
        from onetool_desktop.ui.screens.settings.computer_page import open_connecting

        self.go(Place("settings", "computer"))
        open_connecting(self.screen_here)

    def _foot_menu(self, point: QPoint) -> None:
        ids = (
            "go.settings",
            "go.deleted",
            "window.another",
            "window.light",
            "window.dark",
            "window.system",
            "window.keys",
            "window.quit",
        )
        menu = self.actions_here.menu(self, ids)
        menu.popup(point - QPoint(0, menu.sizeHint().height()))

    # --- coming and going ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Overrides QWidget: the keyboard starts where the work starts."""
        super().showEvent(event)
        if self._journey.here is not None:
            self.screen_here.focus_start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QWidget: a narrow window keeps its room for the page."""
        super().resizeEvent(event)
        self.side.fit(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Overrides QWidget: what is being typed is saved, and how the window was left is remembered."""
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self._half_typed.close()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        folded = "yes" if self.side.folded else ""
        self._left.close({"geometry": geometry, "folded": folded, "scheme": self.work.look.scheme})
        super().closeEvent(event)
        self.work.bus.close()
        self.work.operations.close()
        self.closing.emit()

    def _restore(self) -> None:
        before = self._around.remembered
        if before.get("geometry"):
            self.restoreGeometry(QByteArray.fromBase64(before["geometry"].encode()))
        if before.get("folded"):
            self.side.toggle_fold()
        left = Place(before.get("section", ""), before.get("record", ""))
        typed = self._half_typed.begin()
        if typed is not None and typed.section in self.sections and left in (typed, Place("")):
            self.go(typed)
        elif left.section in self.sections:
            self.go(Place(left.section))
            self._go_to_record_left(left)
            self._offer_texts()
        else:
            self.go(Place(next(iter(self.sections))))
            self._offer_texts()
        self._sync.count()

    def _where(self) -> dict[str, str]:
        """Where the user is, and what each list shows."""
        here = self._journey.here or Place(next(iter(self.sections)))
        facts = {"section": here.section, "record": here.record}
        for screen in self._screens.values():
            facts |= screen.left()
        return facts

    def _offer_texts(self) -> None:
        """Says that something that was being typed waits at another place, if it does."""
        further = self._half_typed.next_place()
        if further is None:
            return
        count = self._half_typed.waiting
        words = ngettext(
            "One field you were typing in is not saved yet.",
            "{count} fields you were typing in are not saved yet.",
            count,
        )
        self.message.say(
            words.format(count=count), offer=_("Show"), call=partial(self.go, further), stays=True
        )

    def _go_to_record_left(self, place: Place) -> None:
        """The record where the window was left, over its list; none where it is gone since."""
        if place.record and self.sections[place.section].has(self.work, place.record):
            self.go(place)
