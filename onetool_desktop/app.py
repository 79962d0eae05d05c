"""The composition root: builds the parts of the program, joins them, starts and stops them in order.

Promises: `run` opens the window of a profile's business, or the first start where there is none yet; a second start on
the same profile raises the first window and ends with a sentence; whatever was opened is closed, in the reverse order.
`open_office` builds the same window over a replica that somebody else opened.
May not know: screens in detail, the wire, SQL.

Why: the start is the one time when the program may wait for disk and keyring, because no window is there to freeze; the
sample business comes as a callable, since whoever shows the product may import this module and not the other way round.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

# Before Qt: it would slow every later import by a hook of its own.
import onetool_desktop.ui.runtime.plain_imports  # noqa: F401 # pyright: ignore[reportUnusedImport]

# isort: split
from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtWidgets import QApplication

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform import collector
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import SecretsUnavailableError
from onetool_desktop.platform.logs import get_logger, log_to_folder
from onetool_desktop.platform.paths import Profile, open_profile
from onetool_desktop.platform.single_instance import AlreadyOpenError, ProfileHold, ask_to_raise, hold_profile
from onetool_desktop.store.housekeeping import keep_house
from onetool_desktop.store.lanes import Lane, Lanes, ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.ui.ahead import Ahead
from onetool_desktop.ui.beginning import Beginning, Sample
from onetool_desktop.ui.businesses import Businesses
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.office import make_window, make_workplace
from onetool_desktop.ui.opened import Opened, SignedIn
from onetool_desktop.ui.recovery_keys import KeyGoneError
from onetool_desktop.ui.runtime import hooks
from onetool_desktop.ui.runtime.bus import ChangeBus
from onetool_desktop.ui.runtime.computer import Computer, Leaving
from onetool_desktop.ui.runtime.delivery import Delivery
from onetool_desktop.ui.runtime.errors import ErrorPlaces, Kind as ErrorKind, Told, told
from onetool_desktop.ui.runtime.garbage import keep_to_the_loop
from onetool_desktop.ui.runtime.language import speak_language
from onetool_desktop.ui.runtime.look import Look, Scheme
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.status_feed import StatusFeed
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from onetool_desktop.ui.screens.screen import Past, Place
from onetool_desktop.ui.screens.settings.table import LANGUAGES, TEXT_SIZES

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Organisation
    from onetool_desktop.sync.driver import Driver
    from onetool_desktop.ui.screens.first_start.lost_key import LostKey
    from onetool_desktop.ui.screens.first_start.window import FirstStart
    from onetool_desktop.ui.widgets.wait_window import WaitWindow

_log = get_logger(__name__)
_NOT_SHOWN = N_(
    "Your business is on this computer and safe, but its window could not be opened. Try again. If it stays so, copy "
    "the details for support."
)
# States in which a number can come from the cloud: what needs attention keeps no other change from going on.
_ANSWERING = frozenset({Kind.SYNCED, Kind.SYNCING, Kind.ATTENTION})


@dataclass(frozen=True, slots=True)
class AppOptions:
    """What the program is given: how an empty business is filled with a sample, if that is offered; whom it tells that
    the window is open, and again that its other screens are ready, and whom, once, that its first list can be seen.
    """

    sample: Sample | None = None
    when_open: Callable[[], None] | None = None
    when_usable: Callable[[], None] | None = None


def run(args: argparse.Namespace, options: AppOptions | None = None) -> int:
    """Opens the window of a profile (`args.profile`, a path or None) and returns when it is closed."""
    profile = open_profile(getattr(args, "profile", None))
    with _hold(profile) as hold, hooks.qt_to_log():
        return Program(profile, hold, options or AppOptions()).run()


def _hold(profile: Profile) -> ProfileHold:
    try:
        return hold_profile(profile)
    except AlreadyOpenError:
        ask_to_raise(profile)
        raise


class Program(QObject):
    """The running program: one profile, one window at a time."""

    raised = Signal()  # a second start asked for the window

    def __init__(self, profile: Profile, hold: ProfileHold, options: AppOptions) -> None:
        self._application = _application()
        super().__init__(self._application)
        self._options = options
        self.profile = profile
        self._memory = WindowMemory(profile.settings)
        self._errors = ErrorPlaces(self)
        self._log = log_to_folder(profile.logs, tell=self._errors.tell)
        chosen = self._memory.load()
        speak_language(LANGUAGES.get(chosen.get("language", ""), ""), self._application)
        percent = TEXT_SIZES.get(chosen.get("text", ""), 100)
        self._look = Look(self._application, _scheme(self._memory), text_percent=percent)
        self._delivery = Delivery(self)
        self._begin_lanes()
        self._opened: Opened | None = None
        self.window: OfficeWindow | FirstStart | LostKey | WaitWindow | None = None
        self._second_starts = self._watch_second_starts(hold)

    def run(self) -> int:
        """Start to stop."""
        try:
            self.open()
            return self._application.exec()
        finally:
            self.stop()

    def open(self) -> None:
        """Opens the window of the business that was open last, or the first start."""
        try:
            self._show(self._businesses.open_last())
        except KeyGoneError as gone:
            self._beginning.ask_key(gone)
        except SecretsUnavailableError as error:
            self._beginning.await_keyring(error)
        if self._options.when_open is not None:
            self._options.when_open()

    def stop(self) -> None:
        """Nothing new is delivered; the engine, the lanes, the file and the log end, in this order."""
        self._second_starts.setEnabled(False)
        self._end_business()
        self._log.close()

    def reopen(self, sentence: str, call: Callable[[Businesses], Opened | None]) -> None:
        """Ends the open business and shows what `call` opens, the first start if it opens none; `sentence` says what is
        being done. Where it cannot be done, what was open last is opened again and the reason told.
        """
        waiting = self._wait_window(sentence)
        self._end_business()
        self._begin_lanes()
        businesses = self._businesses
        self._operations.write(
            waiting, lambda: call(businesses), then=self._show, failed=partial(self._open_last_again, waiting)
        )

    def _open_last_again(self, waiting: "WaitWindow", error: BaseException) -> None:
        """After a reopening that failed: nothing was changed, so what was open last opens as before."""

        def show(opened: Opened | None) -> None:
            self._show(opened)
            self._errors.tell(error)

        def failed(again: BaseException) -> None:
            if isinstance(again, KeyGoneError):
                self._beginning.ask_key(again)
            else:
                waiting.tell(told(again), again=self._open_anew)

        self._operations.write(waiting, self._businesses.open_last, then=show, failed=failed)

    def _begin_lanes(self) -> None:
        self._lanes = ThreadLanes()
        self._operations = Operations(lanes=self._lanes, delivery=self._delivery, errors=self._errors)
        self._businesses = Businesses(
            self.profile, memory=self._memory, lanes=self._lanes, clock=SystemClock(), ids=SystemIds()
        )
        self._beginning = Beginning(
            self._businesses,
            self._operations,
            look=self._look,
            sample=self._options.sample,
            memory=self._memory,
        )
        self._beginning.appeared.connect(self._swap)
        self._beginning.opened.connect(self._show)
        self._errors.told.connect(self._beginning.tell)

    def _end_business(self) -> None:
        self._delivery.forget_all()
        if self._opened is not None:
            self._opened.stop_sync()
            self._lanes.submit(Lane.WRITE, self._opened.last_mark)
        self._businesses.end()
        self._lanes.close()
        if self._opened is not None:
            self._opened.close()
        self._opened = None

    def _computer(self, opened: Opened) -> Computer:
        """What the screens may ask of this program."""
        businesses = self._businesses
        synced = opened.driver is not None
        return Computer(
            folder=self.profile.root,
            account=opened.account,
            cloud=opened.cloud.base if opened.cloud is not None else "",
            restore=lambda source, key: self.reopen(
                _("Restoring the backup…"), lambda businesses: businesses.restore(source, key)
            ),
            repair=lambda: self.reopen(_("Repairing…"), Businesses.repair),
            another=lambda: self.reopen(_("Closing…"), lambda _businesses: None),
            sign_out=(lambda: self.reopen(_("Signing out…"), Businesses.sign_out)) if synced else None,
            recovery_key=businesses.recovery_key,
            sign_in=partial(self._sign_in, businesses, opened.driver) if opened.driver else None,
            people=businesses.asking if synced else None,
            numbers=businesses.asking if synced else None,
            organisations=businesses.organisations if synced else None,
            go_to=self._go_to,
            leaving=self._leaving(opened) if synced and opened.replica.identity.connected else None,
            bring=None if synced else partial(businesses.bring, opened.replica),
            brought=lambda: self.reopen(_("Connecting…"), Businesses.open_last),
        )

    def _leaving(self, opened: Opened) -> Leaving:
        businesses = self._businesses
        return Leaving(
            check=businesses.check_leaving,
            fetch=partial(businesses.asking.fetch_all, opened.replica),
            end=partial(businesses.asking.end_leaving, opened.replica),
            left=lambda: self.reopen(_("Leaving the cloud…"), Businesses.open_last),
        )

    def _go_to(self, person: SignedIn, organisation: "Organisation") -> None:
        sentence = _("Opening {name}…").format(name=organisation.name)
        self.reopen(sentence, lambda businesses: businesses.connect(person, organisation))

    @staticmethod
    def _sign_in(businesses: Businesses, driver: "Driver", password: str) -> None:
        businesses.asking.sign_in(password)
        driver.signed_in()

    def _show(self, opened: Opened | None) -> None:
        if opened is None:
            self._beginning.begin()
        else:
            self._show_office(opened)

    def _show_office(self, opened: Opened) -> None:
        before, self._opened = self.window, opened
        try:
            window = self._office_over(opened)
        except Exception as error:  # noqa: BLE001 - a window that only waited would tell nobody
            self._tell_not_shown(error)
            return
        self.window = window
        if self._options.when_usable is not None:
            window.tell_when_usable(self._options.when_usable)
        window.show()
        if opened.first_quote:
            window.go(Place("quotes", opened.first_quote))
        if opened.notice:
            window.message.tell(Told(ErrorKind.EXPECTED, opened.notice))
        if opened.driver is not None and not opened.replica.identity.connected:
            from onetool_desktop.ui.bringing import Bringing

            Bringing(window, opened.driver, end=partial(self._businesses.asking.end_bringing, opened.replica))
        ahead = Ahead(window)
        if self._options.when_open is not None:
            ahead.done.connect(self._options.when_open)
        keep_house(opened.replica, self._lanes)
        opened.start_sync()
        if opened.farewell is not None:
            self._lanes.submit(Lane.ASK, opened.farewell)
        if before is not None:
            before.close()
            collector.take_back()

    def _office_over(self, opened: Opened) -> OfficeWindow:
        return open_office(
            replica=opened.replica,
            driver=opened.driver,
            lanes=self._lanes,
            look=self._look,
            delivery=self._delivery,
            memory=self._memory,
            errors=self._errors,
            computer=self._computer(opened),
            past=opened.past.of if opened.past else None,
        )

    def _tell_not_shown(self, error: Exception) -> None:
        """The business lies here and its window could not be made: what was chosen is not chosen a second time."""
        _log.error("the window of a business could not be made", cause=error)
        words = told(error)
        if words.kind is ErrorKind.BUG:
            words = replace(words, text=_(_NOT_SHOWN))
        self._wait_window(_("Opening…")).tell(words, again=self._open_anew)

    def _open_anew(self) -> None:
        self.reopen(_("Opening…"), Businesses.open_last)

    def _wait_window(self, sentence: str) -> "WaitWindow":
        """A window that waits, in the place of the present one."""
        from onetool_desktop.ui.widgets.wait_window import WaitWindow

        waiting, before = WaitWindow(sentence, look=self._look), self.window
        if before is not None:
            waiting.setGeometry(before.geometry())
        waiting.show()
        if before is not None:
            before.close()
        self.window = waiting
        return waiting

    def _swap(self, window: "FirstStart | LostKey") -> None:
        """A window that asks stands in the place of the present one."""
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()

    def _watch_second_starts(self, hold: ProfileHold) -> QSocketNotifier:
        notifier = QSocketNotifier(hold.fileno(), QSocketNotifier.Type.Read, self)

        def asked() -> None:
            if hold.poll() and self.window is not None:
                self.window.showNormal() if self.window.isMinimized() else self.window.show()
                self.window.raise_()
                self.window.activateWindow()
                self.raised.emit()

        notifier.activated.connect(asked)
        return notifier


def open_office(
    *,
    replica: Replica,
    driver: "Driver | None",
    lanes: Lanes,
    look: Look | None = None,
    delivery: Delivery | None = None,
    memory: WindowMemory | None = None,
    errors: ErrorPlaces | None = None,
    scheme: Scheme = Scheme.SYSTEM,
    computer: Computer | None = None,
    past: Past | None = None,
) -> OfficeWindow:
    """The window over an open replica, not shown yet; whoever opened replica, lanes and driver closes them."""
    application = _application()
    bus = ChangeBus(application)
    delivery = delivery or Delivery(application)
    work = make_workplace(
        replica=replica,
        lanes=lanes,
        look=look or Look(application, scheme),
        bus=bus,
        delivery=delivery,
        errors=errors or ErrorPlaces(application),
        memory=memory or WindowMemory(None),
        online=lambda: driver is not None and driver.status.kind in _ANSWERING,
        computer=computer,
        past=past,
    )
    window = make_window(work, sync_now=driver.sync_now if driver else None)
    replica.listen(bus.announce)
    if driver is not None:
        feed = StatusFeed(window)
        feed.told.connect(window.show_status)
        window.closing.connect(feed.close)
        driver.listen_status(feed.hear)
        replica.listen(lambda changes: driver.nudge() if changes.label else None)
        window.offer_compare(driver.check_now)
        window.offer_proceed(driver.proceed)
        window.show_status(_at_first(driver.status))
    return window


def _at_first(status: SyncStatus) -> SyncStatus:
    """What the chip shows until the engine speaks: one that has not begun is not one that has stopped."""
    return SyncStatus(kind=Kind.SYNCING) if status == SyncStatus(kind=Kind.STOPPED) else status


def stay_open(window: OfficeWindow) -> int:
    """Shows a window that `open_office` made, until the person closes it."""
    window.show()
    return _application().exec()


def screenshots(window: OfficeWindow, out_dir: Path) -> list[Path]:
    """Pictures of every screen of a window that `open_office` made, shown offscreen or not."""
    from onetool_desktop.ui import gallery

    return gallery.screenshots(window, out_dir)


def every_picture(window: OfficeWindow, out_dir: Path, name: str) -> list[Path]:
    """The same and much more, into one folder for each scheme, called by `name`."""
    from onetool_desktop.ui import gallery

    taken: list[Path] = []
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        window.work.look.choose(scheme)
        taken += gallery.every_picture(window, out_dir / f"{name}-{scheme}")
    return taken


def first_pictures(out_dir: Path, language: str) -> list[Path]:
    """Pictures of the first start and of a key that is gone, in a language that is spoken from then on."""
    from onetool_desktop.ui import gallery
    from onetool_desktop.ui.screens.first_start.lost_key import LostKey
    from onetool_desktop.ui.screens.first_start.window import FirstStart

    application, taken = _application(), list[Path]()
    look = Look(application)
    speak_language(language, application)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        look.choose(scheme)
        first = FirstStart(look=look, sample=True)
        taken += gallery.first_pictures(first, out_dir / f"first-{scheme}")
        first.close()
        gone = KeyGoneError(
            "Harbourside Heating", base="https://cloud.example.org", email="joanna@example.org"
        )
        lost = LostKey(gone, look=look)
        taken += gallery.key_pictures(lost, out_dir / f"first-{scheme}")
        lost.close()
    return taken


def _application() -> QApplication:
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    if application is not found:
        application.setApplicationName("OneTool Desktop")
        application.setDesktopFileName("onetool-desktop")
    keep_to_the_loop(application)
    return application


def _scheme(memory: WindowMemory) -> Scheme:
    chosen = memory.load().get("scheme", "")
    return Scheme(chosen) if chosen in set(Scheme) else Scheme.SYSTEM
