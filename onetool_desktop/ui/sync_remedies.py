"""What a person can do about each cause that keeps sync from going on: one button's words, and what it does.

Promises: which remedy a cause has is `sync.causes`' table's; each of them has its way here or none, and none leaves the
program without being asked. May not know: the panel, the engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from onetool_desktop import __version__
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.sync.causes import Cause, Remedy, remedy, sentence
from onetool_desktop.sync.status import SyncStatus
from onetool_desktop.ui.screens.numbers_wait import PAGE, way_words
from onetool_desktop.ui.screens.screen import Place, Workplace

_WORDS: Mapping[Remedy, str] = {
    Remedy.SIGN_IN: N_("Sign in…"),
    Remedy.OPEN_BROWSER: N_("Open a browser"),
    Remedy.SET_CLOCK: N_("Open the clock's settings"),
    Remedy.UPDATE: N_("Where is the update?"),
    Remedy.ASK_ADMINISTRATOR: N_("Copy a message to an administrator"),
    Remedy.ASK_OPERATOR: N_("Copy a message to whoever runs the cloud"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A button: its words, and what it does."""

    words: str
    do: Callable[[], None]


class SyncRemedies(QObject):
    """Makes the way for a status."""

    def __init__(
        self,
        work: Workplace,
        *,
        sign_in: Callable[[], None],
        say: Callable[[str], None],
        go: Callable[[Place], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._sign_in, self._say, self._go = work, sign_in, say, go

    def of(self, status: SyncStatus | None) -> Way | None:
        """What the person can do now; None where nothing is his to do, or the panel has a button of its own."""
        causes = [] if status is None else [*([status.cause] if status.cause else []), *status.hints]
        for cause in causes:
            way = self._way(cause, remedy(cause), status)
            if way is not None:
                return way
        return None

    def _way(self, cause: Cause, what: Remedy, status: SyncStatus | None) -> Way | None:
        if what is Remedy.RELEASE_NUMBERS:
            return Way(way_words(self._work.replica.principal), lambda: self._go(PAGE))
        words = (status.sentence if status else "") or sentence(cause)
        ways: dict[Remedy, Callable[[], None]] = {
            Remedy.OPEN_BROWSER: self._open_browser,
            Remedy.SET_CLOCK: self._open_clock,
            Remedy.UPDATE: self._tell_of_update,
            Remedy.ASK_ADMINISTRATOR: lambda: self._copy_message(words),
            Remedy.ASK_OPERATOR: lambda: self._copy_message(words),
        }
        if self._work.computer.sign_in is not None:
            ways[Remedy.SIGN_IN] = self._sign_in
        return Way(_(_WORDS[what]), ways[what]) if what in ways else None

    def _open_browser(self) -> None:
        work = self._work
        work.operations.ask(self, lambda: work.open_url(work.computer.cloud), then=lambda _none: None)

    def _open_clock(self) -> None:
        self._work.operations.ask(self, self._work.open_clock, then=lambda _none: None)

    def _tell_of_update(self) -> None:
        self._say(
            _(
                "This is OneTool Desktop {version}, and {cloud} needs a newer one. Get it where you got this one, "
                "or from whoever looks after your computers; nothing here is lost by it."
            ).format(version=__version__, cloud=self._work.computer.cloud or _("the cloud"))
        )

    def _copy_message(self, words: str) -> None:
        identity, computer = self._work.replica.identity, self._work.computer
        lines = [
            _("OneTool on my computer tells me:"),
            words,
            "",
            _("Business: {name} ({id})").format(name=identity.org_name or "–", id=identity.org),
            _("Signed in: {account}").format(account=computer.account or "–"),
            _("Device: {device}, series {series}").format(
                device=identity.device, series=identity.series or "–"
            ),
            f"OneTool Desktop {__version__}",
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._say(_("The message is copied. Paste it into a mail or a chat."))
