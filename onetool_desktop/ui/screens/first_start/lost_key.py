"""The window where a business lies here sealed and its key is gone: enter the recovery key, or fetch it anew.

Promises: nothing is changed before a way was chosen; what cannot be is said beside what was typed; fetching anew puts
the sealed file aside and deletes nothing. May not know: where keys are kept, how a business is opened.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal

from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import SecretsUnavailableError
from onetool_desktop.ui.recovery_keys import FIELD, KEY, KeyGoneError
from onetool_desktop.ui.runtime.errors import Told, told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.first_start.ways import Way, WaysWindow
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel


class LostKey(WaysWindow):
    """Asks what is to be done about it."""

    key_given = Signal(str)
    anew = Signal()
    another = Signal()

    def __init__(self, gone: KeyGoneError, *, look: Look) -> None:
        super().__init__(look=look)
        self.form = FormPanel(
            _("Recovery key"),
            asks=[Ask(FIELD, KEY, needed=True)],
            button=_("Open the business"),
            look=look,
            window=self.centre,
        )
        self.form.given.connect(self._give)
        self.show_ways(
            _("The key of this business is not on this computer"),
            _(
                "{name} is kept here sealed, with everything that was entered, and the keyring of this computer does "
                "not hold its key any more. Nothing was changed."
            ).format(name=gone.name),
            self._ways(gone),
        )
        self.ask_apart(self.form)

    def refuse(self, reason: Told) -> None:
        """Says why it could not be done; the form is open with what was typed."""
        self.wait("")
        if self.form.is_last_used:
            self.form.refuse(reason.text, reason.field)
        else:
            self.message.tell(reason)

    def lack_keyring(self, error: SecretsUnavailableError, again: Callable[[], None]) -> None:
        """Says that the key cannot be kept; the form is open to try again."""
        del again
        self.refuse(told(error))

    def _give(self, given: dict[str, str]) -> None:
        self.key_given.emit(given[FIELD])

    def _ways(self, gone: KeyGoneError) -> list[Way]:
        enter = Way(
            _("Enter the recovery key"),
            _("The 64 characters that were copied under Settings, Backups. Everything opens as it was."),
            icon="tag",
            look=self.look,
        )
        enter.clicked.connect(self.form.open)
        fetch = Way(
            _("Fetch it anew from its cloud"),
            _(
                "You sign in as {email}. The sealed file is put aside, not deleted: what was not sent yet can still "
                "be brought in later, with the recovery key."
            ).format(email=gone.email),
            icon="cloud",
            look=self.look,
        )
        fetch.clicked.connect(self.anew)
        other = Way(
            _("Open or begin another business"),
            _("The sealed one stays as it is, and asks for its key again when you open it."),
            icon="building",
            look=self.look,
        )
        other.clicked.connect(self.another)
        return [enter, fetch, other] if gone.base else [enter, other]
