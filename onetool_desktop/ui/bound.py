"""A business that is opened on this computer, tied to it by a mark in the keyring; the words where they disagree.

Promises: nothing is issued from a file that this computer did not write last before its series is closed; the mark is
kept on the lane of the keyring and never holds up a save. Made-up business without a key has no mark.
May not know: how a business is found, opened or shown.
"""

import contextlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from types import MappingProxyType
from typing import TypeVar

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform.keyring_store import KeyringSecrets, Secrets, machine_binding_entry
from onetool_desktop.platform.machine import MachineSource, machine_id
from onetool_desktop.store.binding import Binding, Disagreement
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.replica import Replica

T = TypeVar("T")
_HAPPENED: Mapping[Disagreement, str] = MappingProxyType(
    {
        Disagreement.UNMARKED: N_("This computer's keyring does not know the file of this business."),
        Disagreement.COPIED: N_("The file of this business was copied from another computer."),
        Disagreement.OLDER: N_("The file of this business is older than what this computer last wrote."),
    }
)


class Bonds:
    """Ties the businesses of one profile to this computer."""

    def __init__(self, service: str, secrets: Secrets, *, lanes: Lanes, machine: MachineSource) -> None:
        self._secrets = secrets
        self._aside = KeyringSecrets(
            service, submit=_here
        )  # for calls that are on the keyring's lane already
        self._lanes = lanes
        self._machine = machine_id(source=machine)

    def tie(self, replica: Replica, *, account: str, ours: bool) -> tuple[Callable[[], None], str]:
        """Checks a file that was just opened, or marks it where it is `ours`: made or put there by this program.

        Gives what tells the keyring the last of it before the file is closed, and what a person should know, or "".
        """
        entry = machine_binding_entry(account, replica.identity.org)
        binding = Binding(self._secrets, entry, machine=self._machine)
        found = binding.adopt(replica) if ours else binding.check(replica)
        binding.follow(replica, self._later)
        words = "" if found is None else _words(found, connected=replica.identity.connected)
        return lambda: binding.catch_up(replica, self._later), words

    def _later(self, work: Callable[[Secrets], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the lanes are closed: the next start marks what it finds
            self._lanes.submit(Lane.SECRETS, lambda: work(self._aside))


def _here(call: Callable[[], T], /) -> "Future[T]":
    done: Future[T] = Future()
    try:
        done.set_result(call())
    except Exception as error:  # noqa: BLE001 - it is the future's to tell
        done.set_exception(error)
    return done


def _words(found: Disagreement, *, connected: bool) -> str:
    """What is told where a file and this computer disagree: what happened, what is safe, what comes next."""
    next_step = (
        _(
            "So that no number is given twice, this computer becomes a new device with a number series of its own as "
            "soon as it meets its cloud; until then paper gets its number from the cloud. Nothing you entered is lost."
        )
        if connected
        else _(
            "Its numbers go on above the highest that this computer gave. Go on with it on one computer only: two "
            "would give the same numbers."
        )
    )
    return f"{_(_HAPPENED[found])} {next_step}"
