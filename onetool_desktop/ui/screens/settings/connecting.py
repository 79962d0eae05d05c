"""The form that brings a business of this computer to a cloud: for the first time, or after it was at another one.

Promises: what keeps the way closed is said beside its field, with everything typed still there, and the business goes
on as it was; once the cloud is ready the business opens again and sends itself. May not know: how it is sent.
"""

from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.carrying import was_at_cloud
from onetool_desktop.ui.entering import INVITE, NAME
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.first_start.window import CONNECT
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_ASKS = (
    *(ask for ask in CONNECT if ask.key != INVITE),
    Ask(NAME, Field(name=NAME, kind=Kind.TEXT, label=N_("Your name, for a new account"), limit=200)),
)


class Connecting(FormPanel):
    """Asks where to and as whom, and begins to move."""

    def __init__(self, work: Workplace, *, page: QWidget) -> None:
        super().__init__(
            _("Connect this business to a cloud"),
            asks=_ASKS,
            button=_("Connect"),
            look=work.look,
            window=page,
        )
        self._work = work
        self._from_elsewhere = False
        self._explain()
        self.given.connect(self._bring)
        replica = work.replica
        work.operations.read(self, lambda: was_at_cloud(replica.reads().db), then=self._know)

    def _know(self, from_elsewhere: bool) -> None:
        self._from_elsewhere = from_elsewhere
        if self.done.isEnabled():
            self._explain()

    def _explain(self) -> None:
        words = _("Sign in with your account; enter your name as well to make a new one.")
        self.explain(f"{words} {_elsewhere()}" if self._from_elsewhere else words)

    def _bring(self, given: dict[str, str]) -> None:
        bring, brought = self._work.computer.bring, self._work.computer.brought
        if bring is not None and brought is not None:
            self.done.setEnabled(False)
            if self._from_elsewhere:
                self.explain(_("Everything is being brought to the cloud. You can go on working meanwhile."))
            self._work.operations.ask(
                self, lambda: bring(given), then=lambda _answer: brought(), failed=self._failed
            )

    def _failed(self, error: BaseException) -> None:
        self.done.setEnabled(True)
        self._explain()
        self.refuse(told(error).text, told(error).field)


def _elsewhere() -> str:
    """What somebody has to know who goes from one cloud to another."""
    return _(
        "Records, numbers, files and who wrote what come along, but no sign-ins: invite the others again there. The "
        "cloud that this business left keeps its copy; whoever goes on working there works on that one."
    )
