"""Pictures of every screen of an open window, for the eye of whoever changes it and for the demo.

Promises: which screens there are comes from the tables of sections and actions; each picture is taken once what is
shown has come; `screenshots` leaves the window where it was. May not know: how it was opened, whose business it shows.
Only for tools that have no event loop running: it runs one of its own between two pictures.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import no_keyring
from onetool_desktop.sync.connect import Organisation
from onetool_desktop.sync.status import Kind as SyncKind, SyncStatus
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.panel_openers import only_opens
from onetool_desktop.ui.recovery_keys import FIELD, does_not_open
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.live_page import LivePage
from onetool_desktop.ui.screens.first_start.lost_key import LostKey
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.new_work import NewWork
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.connecting import Connecting
from onetool_desktop.ui.screens.settings.release_form import ReleaseForm
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.pick_field import Picked
from onetool_desktop.ui.widgets.sign_in import SignIn

Stop = tuple[str, Callable[[], object]]

_SEVERAL = (
    Organisation("1", "Harbourside Heating", "1", "owner"),
    Organisation("2", "Birch & Amber Property Care of the Northern Harbour Quarter", "2", "technician"),
)
_LOOK_EVERY_MS = 15
_PATIENCE = 700  # looks
_QUIET = 12  # looks: longer than changes are gathered before screens ask anew
_PANELS = {"search": "window.palette", "sync": "window.waiting", "keys": "window.keys"}


def screenshots(window: OfficeWindow, out: Path) -> list[Path]:
    """Walks through the sections, one record of each, the palette, the sync panel and the keys."""
    was_shown = window.isVisible()
    window.show()  # a page beside a draft is made, and a panel closed, only where it can be seen
    stops = chain(_sections(window), _panels(window))
    taken = [_take(window, name, show, out) for name, show in stops]
    window.setVisible(was_shown)
    return taken


def every_picture(window: OfficeWindow, out: Path) -> list[Path]:
    """The same, and a record of each state, every panel that a screen opens, two clients compared, and how errors are
    told.
    """
    window.show()
    compared = "clients-compared", partial(_compare_clients, window)
    named = "projects-named", partial(_name_project, window)
    special = [compared, named]
    stops = chain(
        _sections(window, thorough=True), _panels(window), _sync_states(window), special, _errors(window)
    )
    taken = [_take(window, name, show, out) for name, show in stops]
    _until(
        lambda: _is_settled(window), quiet=_QUIET
    )  # whoever closes the business next leaves no answer behind
    return taken


def first_pictures(first: FirstStart, out: Path) -> list[Path]:
    """The first start: its three ways, each question, the form of the cloud, that form refused, no keyring, and several
    organisations.
    """
    first.show()
    stops: list[Stop] = [("first-start", lambda: None), ("first-start-question-1", first.begin.open)]
    stops += [(f"first-start-question-{at}", partial(_answer, first)) for at in range(2, 5)]
    stops += [
        ("first-start-connect", lambda: (first.begin.close_overlay(), first.connect_form.open())),
        (
            "first-start-refused",
            lambda: first.connect_form.refuse(_("The address, e-mail or password is wrong.")),
        ),
        (
            "first-start-no-keyring",
            lambda: (first.connect_form.close_overlay(), first.lack_keyring(no_keyring(), first.begin.open)),
        ),
        (
            "first-start-organisation",
            lambda: (first.no_keyring.close_overlay(), first.ask_organisation(_SEVERAL, lambda _one: None)),
        ),
    ]
    return [_take(first, name, show, out) for name, show in stops]


def key_pictures(lost: LostKey, out: Path) -> list[Path]:
    """The window of a business whose key is gone, the form for its recovery key, and that form refused."""
    lost.show()
    stops: list[Stop] = [
        ("lost-key", lambda: None),
        ("lost-key-form", lost.form.open),
        ("lost-key-refused", lambda: lost.form.refuse(str(does_not_open("Harbourside Heating")), FIELD)),
    ]
    return [_take(lost, name, show, out) for name, show in stops]


def _answer(first: FirstStart) -> None:
    first.begin.fill(
        {"name": "Harbourside Heating", "country": "DE", "owner": "Joanna", "client": "Birch & Amber"}
    )
    first.begin.go_on()


def _take(
    window: OfficeWindow | FirstStart | LostKey, name: str, show: Callable[[], object], out: Path
) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    show()
    _until(lambda: _is_settled(window))
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # pyright: ignore[reportArgumentType] # to all
    path = out / f"{name}.png"
    window.grab().save(str(path))
    if isinstance(window, OfficeWindow):
        for overlay in window.findChildren(Overlay):
            overlay.close_overlay()
    return path


def _sections(window: OfficeWindow, *, thorough: bool = False) -> Iterator[Stop]:
    """Each section with the places within it; then a record, or one in each state, and the panels they open."""
    for key, section in window.sections.items():
        yield key, partial(window.go, Place(key))
        if thorough:
            yield from _opened(window, key, Place(key))
            for one in section.within:
                place = Place(key, one.record)
                yield f"{key}-{one.record}", partial(window.go, place)
                yield from _asked(window, f"{key}-{one.record}", place)
        if section.make_record is None:
            continue
        window.go(Place(key))
        _until(lambda: _is_settled(window))
        for at, (state, record) in enumerate(_records(window, thorough=thorough)):
            name, place = f"{key}-record{f'-{state}' if at else ''}", Place(key, record)
            yield name, partial(window.go, place)
            if thorough:
                yield from _opened(window, name, place)


def _opened(window: OfficeWindow, name: str, place: Place) -> Iterator[Stop]:
    """The panels that the actions of a place open; some lead away, so each begins there anew."""
    window.go(place)
    _until(lambda: _is_settled(window))
    here = window.screen_here.actions_here
    for spec, action in list(here.possible()) if here else ():
        verb = spec.id.partition(".")[2]
        if only_opens(spec.id) and (verb != "new" or spec.id == f"{name}.new"):
            yield f"{name}-{verb}", partial(_trigger_at, window, place, action)


def _trigger_at(window: OfficeWindow, place: Place, action: QAction) -> None:
    window.go(place)
    _until(lambda: _is_settled(window))
    action.trigger()


def _asked(window: OfficeWindow, name: str, place: Place) -> Iterator[Stop]:
    """The forms that buttons of a page open."""
    window.go(place)
    _until(lambda: _is_settled(window))
    for at, form in enumerate(window.screen_here.findChildren(FormPanel)):
        page = form.parentWidget()
        if page is not None and page.isVisible():
            yield f"{name}-form-{at + 1}", form.open


def _records(window: OfficeWindow, *, thorough: bool) -> list[tuple[str, str]]:
    """The first record of the list shown now, or the first in each state; none where there is no list."""
    screen = window.screen_here
    if not isinstance(screen, ListScreen):
        return []
    rows = [screen.model.cells(row) for row in range(min(screen.model.rowCount(), 400 if thorough else 1))]
    found: dict[str, str] = {}
    for cells in rows:
        word = cells.badge.word if cells.badge else ""
        found.setdefault(word.casefold().replace(" ", "-"), cells.id)
    return list(found.items())


def _panels(window: OfficeWindow) -> Iterator[Stop]:
    first = Place(next(iter(window.sections)))
    for name, action in _PANELS.items():
        window.go(first)
        yield name, partial(window.actions_here.trigger, action)


def _sync_states(window: OfficeWindow) -> Iterator[Stop]:
    """The sync panel for each state that asks something of a person, the forms that sign in, and the one that releases
    the numbers of a restored cloud.
    """
    window.go(Place(next(iter(window.sections))))
    states = {
        "syncing": SyncStatus(kind=SyncKind.SYNCING, waiting=12, done=3, of=12),
        "offline": SyncStatus(kind=SyncKind.OFFLINE, waiting=7, sentence=_("The cloud cannot be reached.")),
        "attention": SyncStatus(kind=SyncKind.ATTENTION, attention=2),
    }
    for name, status in states.items():
        window.show_status(status)
        yield f"sync-{name}", partial(window.actions_here.trigger, "window.waiting")
    window.show_status(None)
    sign_in = SignIn("ada@example.org", look=window.work.look, window=window.centre)
    yield "sync-sign-in", sign_in.open
    sign_in.deleteLater()
    connecting = Connecting(window.work, page=window.centre)
    yield "connecting", connecting.open
    connecting.deleteLater()
    releasing = ReleaseForm(look=window.work.look, window=window.centre)
    yield "numbers-release", partial(releasing.open_with, {"quote": "Q-000231", "invoice": "INV-000612"})
    releasing.deleteLater()
    yield "calendar", partial(_open_calendar, window)


def _open_calendar(window: OfficeWindow) -> None:
    window.go(Place("schedule"))
    _until(lambda: _is_settled(window))
    next(field for field in window.screen_here.findChildren(DayField) if field.isVisible()).open_calendar()


def _compare_clients(window: OfficeWindow) -> None:
    """The first two clients of the list, one of whom is to stand for both."""
    window.go(Place("clients"))
    _until(lambda: _is_settled(window))
    listed = window.screen_here
    if not isinstance(listed, ListScreen) or listed.model.rowCount() < 2:
        return
    goes, stays = (listed.model.cells(row).id for row in (0, 1))
    window.go(Place("clients", goes))
    _until(lambda: _is_settled(window))
    record = window.screen_here
    if isinstance(record, ClientRecord):
        record.merging.compare(stays)


def _name_project(window: OfficeWindow) -> None:
    """A new project for a client who is to be made with it."""
    window.go(Place("projects"))
    _until(lambda: _is_settled(window))
    begun = window.screen_here.findChild(NewWork)
    if begun is not None and begun.naming is not None:
        begun.naming.open_for(Picked("", "Birch & Amber"))


def _errors(window: OfficeWindow) -> Iterator[Stop]:
    """A trouble of the program in the bar; a form that needs more; a search that finds nothing."""
    for key, section in window.sections.items():
        if section.new:
            yield f"error-{key}-new", partial(_hurry, window, f"begin.{key}")
    yield "error-bar", lambda: window.message.tell(Told(Kind.BUG, _("This step was not done."), details="…"))
    window.message.hide()
    for key in window.sections:
        window.go(Place(key))
        screen = window.screen_here
        if isinstance(screen, ListScreen):
            yield f"error-{key}-nothing-found", partial(screen.search.edit.setText, "zzzz")
            screen.search.edit.clear()


def _hurry(window: OfficeWindow, action: str) -> None:
    """Begins something and goes on without having typed anything."""
    window.actions_here.trigger(action)
    _until(lambda: _is_settled(window))
    for form in window.findChildren(FormPanel):
        if form.isVisible():
            form.done.click()


def _is_settled(window: QWidget) -> bool:
    pages = all(page.settled for page in window.findChildren(LivePage) if page.isVisible())
    return pages and (not isinstance(window, OfficeWindow) or window.work.operations.idle)


def _until(settled: Callable[[], bool], *, quiet: int = 2) -> None:
    """Lets the program run until it was settled at so many looks in a row, or patience ends."""
    loop, timer, state = QEventLoop(), QTimer(), {"looks": 0, "quiet": 0}
    timer.setInterval(_LOOK_EVERY_MS)

    def look() -> None:
        state["looks"] += 1
        state["quiet"] = state["quiet"] + 1 if settled() else 0
        if state["quiet"] >= quiet or state["looks"] > _PATIENCE:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
