"""What comes before a business is open: the first start and a key that is gone; what is chosen there is done.

Promises: nothing is asked for where no key could be kept; what cannot be done is told in the window where it was
chosen, which goes on with what was typed. Each call runs in a lane. May not know: the window of an open business.

Why: the windows come when they are needed, since every other start would pay for them.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import SecretsUnavailableError
from onetool_desktop.platform.logs import get_logger
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.businesses import Businesses
from onetool_desktop.ui.opened import Known, Opened, SignedIn
from onetool_desktop.ui.recovery_keys import KeyGoneError
from onetool_desktop.ui.runtime.errors import Kind, Told, told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.window_memory import WindowMemory

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Organisation
    from onetool_desktop.ui.screens.first_start.kept_texts import KeptTexts
    from onetool_desktop.ui.screens.first_start.lost_key import LostKey
    from onetool_desktop.ui.screens.first_start.window import FirstStart

_log = get_logger(__name__)
T = TypeVar("T")
Sample = Callable[[Replica, Ids], object]


class Beginning(QObject):
    """Does it. `opened` tells the business, None for another choice; `appeared` a window to stand in the place of the
    present one.
    """

    opened = Signal(object)
    appeared = Signal(object)

    def __init__(
        self,
        businesses: Businesses,
        operations: Operations,
        *,
        look: Look,
        sample: Sample | None,
        memory: WindowMemory,
    ) -> None:
        super().__init__()
        self._memory = memory
        self._kept: KeptTexts | None = None
        self._businesses = businesses
        self._operations = operations
        self._look = look
        self._sample = sample
        self._window: FirstStart | LostKey | None = None

    def begin(self) -> "FirstStart":
        """Shows the first start, with what was being typed there when the program ended before it was done."""
        return self._begin(bring_back=True)

    def _begin(self, *, bring_back: bool) -> "FirstStart":
        from onetool_desktop.ui.screens.first_start.kept_texts import KeptTexts
        from onetool_desktop.ui.screens.first_start.window import FirstStart

        first = FirstStart(
            look=self._look,
            sample=self._sample is not None,
            others=self._businesses.others(),
            make_sure=self._make_sure_of_keyring,
        )
        first.sample_chosen.connect(self._make_sample)
        first.business_given.connect(self._make_business)
        first.cloud_given.connect(self._sign_in)
        first.other_chosen.connect(self._open_other)
        first.backup_given.connect(self._take_in)
        self._show(first)
        self._kept = KeptTexts(first, memory=self._memory, operations=self._operations)
        self._kept.begin(bring_back=bring_back)
        return first

    def ask_key(self, gone: KeyGoneError) -> None:
        """A business lies here sealed and the keyring has lost its key: the person says what is to be done."""
        from onetool_desktop.ui.screens.first_start.lost_key import LostKey

        asking = LostKey(gone, look=self._look)
        asking.key_given.connect(self._take_key)
        asking.anew.connect(self._fetch_anew)
        asking.another.connect(self.begin)
        self._show(asking)

    def await_keyring(self, error: SecretsUnavailableError) -> None:
        """A business lies here and no keyring gives its key: it opens once there is one."""
        self._begin(bring_back=False).lack_keyring(
            error, lambda: self._open(_("Opening…"), self._businesses.open_last)
        )

    def tell(self, words: Told) -> None:
        """Tells what nobody expected, while one of its windows is there to be read; the ways on can be chosen again."""
        window = self._window
        if window is not None and isValid(window) and window.isVisible():
            window.refuse(words)

    def _show(self, window: "FirstStart | LostKey") -> None:
        self._window = window
        self.appeared.emit(window)

    def _make_sure_of_keyring(self, go_on: Callable[[], None]) -> None:
        """Asks the keyring before anything is asked of the person; the way that was chosen keeps the keyboard."""
        window, chosen = self._window, QApplication.focusWidget()
        if window is None:
            return
        window.wait(_("Asking the keyring of this computer…"))

        def kept(_answer: object) -> None:
            window.wait("")
            if chosen is not None and isValid(chosen):
                chosen.setFocus()
            go_on()

        failed = partial(self._failed, partial(self._make_sure_of_keyring, go_on))
        self._operations.ask(window, self._businesses.prove_keyring, then=kept, failed=failed)

    def _make_sample(self) -> None:
        sample = self._sample
        if sample is not None:
            self._open(_("Making the sample business…"), lambda: self._businesses.make_sample(sample))

    def _make_business(self, given: dict[str, str]) -> None:
        self._open(_("Making your business…"), lambda: self._businesses.make(given))

    def _open_other(self, one: Known) -> None:
        self._open(_("Opening {name}…").format(name=one.name), lambda: self._businesses.open_known(one))

    def _take_in(self, given: dict[str, str]) -> None:
        self._open(_("Taking the backup in…"), lambda: self._businesses.take_in(given))

    def _take_key(self, typed: str) -> None:
        self._open(_("Opening…"), lambda: self._businesses.take_key(typed))

    def _sign_in(self, given: dict[str, str]) -> None:
        self._do(_("Signing in…"), lambda: self._businesses.sign_in(given), self._signed_in)

    def _signed_in(self, person: SignedIn) -> None:
        """Who belongs to one organisation goes straight on; of several, one is chosen."""
        from onetool_desktop.ui.screens.first_start.window import FirstStart

        window = self._window
        if len(person.organisations) == 1:
            self._connect(person, person.organisations[0])
        elif isinstance(window, FirstStart):
            window.wait("")
            window.ask_organisation(person.organisations, partial(self._connect, person))

    def _connect(self, person: SignedIn, organisation: "Organisation") -> None:
        sentence = _("Opening {name}…").format(name=organisation.name)
        self._open(sentence, lambda: self._businesses.connect(person, organisation))

    def _fetch_anew(self) -> None:
        """The sealed file is put aside, and the form of the cloud stands ready to fetch its business again."""

        def connect(where: dict[str, str]) -> None:
            form = self._begin(bring_back=False).connect_form
            form.fill(where)
            form.open()

        if self._window is not None:
            self._operations.write(self._window, self._businesses.put_aside_sealed, then=connect)

    def _open(self, sentence: str, call: Callable[[], Opened | None]) -> None:
        self._do(sentence, call, self._done)

    def _done(self, opened: Opened | None) -> None:
        if self._kept is not None and isValid(self._kept):
            self._kept.forget()
        self.opened.emit(opened)

    def _do(self, sentence: str, call: Callable[[], T], then: Callable[[T], None]) -> None:
        window = self._window
        if window is not None:
            window.wait(sentence)
            failed = partial(self._failed, partial(self._do, sentence, call, then))
            self._operations.write(window, call, then=then, failed=failed)

    def _failed(self, again: Callable[[], None], error: BaseException) -> None:
        window = self._window
        if window is None:
            return
        if isinstance(error, KeyGoneError):
            self.ask_key(error)
        elif isinstance(error, SecretsUnavailableError):
            window.lack_keyring(error, again)
        else:
            words = told(error)
            if words.kind is Kind.BUG:
                _log.error("what was chosen at the start ended in an unexpected error", cause=error)
            window.refuse(words)
