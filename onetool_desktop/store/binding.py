"""What ties a replica to its computer: a mark outside its file, compared when it is opened (WIRE section 5).

Promises: a file that was copied to another computer, or put back from an earlier day by hand, is known as such before
anything can be issued: its number series is closed, in the file itself, and its counts go on above every number the
mark knows. With a cloud the engine then enrols the computer anew; until then numbers come from the cloud alone. The
mark follows each number given at once and the count of groups now and then, after the save and beside it; a mark that
cannot be written is tried again with the next one.
May not know: which keyring, the cloud, what a person is told.

Why: everything inside a file goes back with the file, so what tells that it went back has to lie elsewhere. A missing
mark counts as another one: a needless new series costs a code, a number on two papers costs the user's good name. What
goes back together with the keyring, such as the image of a whole disk, is found by the cloud as a fork. A business
without a cloud keeps its one series, since there is nobody to give it another; its counts go on all the same.
"""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.platform.keyring_store import EntryName, Secrets
from onetool_desktop.platform.machine import MachineId
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.series import Counts, count_on, counts
from onetool_desktop.store.transaction import Transaction

Later: TypeAlias = Callable[[Callable[[Secrets], None]], object]
_EVERY = 25  # groups after which the mark follows, if no number was given
_log = logging.getLogger(__name__)


class Disagreement(Enum):
    """Why a file is not the one that this computer wrote last."""

    UNMARKED = "unmarked"  # the keyring knows nothing of it
    COPIED = "copied"  # it was marked on another computer
    OLDER = "older"  # less was done in it than the keyring knows of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the keyring keeps: the computer, whose file it is, the highest n, and the last number of each open series
    by kind of paper and series.
    """

    machine: str
    device: str
    series: str
    n: int
    numbers: dict[str, int]

    def text(self) -> str:
        """As the keyring keeps it; a few hundred characters."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)

    def given(self) -> dict[tuple[str, str], int]:
        """The numbers as counts of series."""
        parts = ((name.partition(" "), last) for name, last in self.numbers.items())
        return {(kind, code): last for (kind, _, code), last in parts}


class Binding:
    """The mark of one replica in a keyring. `machine` is None on a computer that tells no identity."""

    def __init__(self, secrets: Secrets, entry: EntryName, *, machine: MachineId | None) -> None:
        self._secrets = secrets
        self._entry = entry
        self._machine = machine or ""
        self._kept: Mark | None = None
        self._order = threading.Lock()  # of two marks the later one is kept last

    def check(self, replica: Replica) -> Disagreement | None:
        """Compares a file that was just opened with its mark, and closes its series where they disagree.

        Raises `SecretsUnavailableError` where there is no keyring to ask; nothing was changed then. A keyring that
        answers and takes nothing keeps nobody from his business.
        """
        self._kept = known = self._known()
        found = self._disagreement(known, replica)
        if found is not None:
            close_series(replica, known.given() if known else {})
        self.catch_up(replica, lambda work: work(self._secrets))
        return found

    def adopt(self, replica: Replica) -> None:
        """Marks a file that the program itself made or put in the place of another; its counts go on above what was
        given before.
        """
        self._kept = known = self._known()
        if known is not None:
            replica.write(lambda tx: count_on(tx.db, known.given()))
        self.catch_up(replica, lambda work: work(self._secrets))

    def follow(self, replica: Replica, later: Later) -> None:
        """Has the mark follow what is saved from now on; `later` gives a call the keyring to block on, beside the
        saves.
        """

        def saved(changes: Changes) -> None:
            if self._is_behind(replica, changes):
                self.catch_up(replica, later)

        self._kept = self._kept or self._known()
        replica.listen(saved)

    def catch_up(self, replica: Replica, later: Later) -> None:
        """Has the mark tell what the file holds now, also as the last before it is closed; in any thread but not within
        a write, whose numbers may still be taken back.
        """
        with self._order:
            mark = replica.at_rest(lambda db: self._mark(replica, counts(db)))
            if mark != self._kept:
                self._kept = mark
                later(lambda secrets: self._keep(secrets, mark))

    def _is_behind(self, replica: Replica, changes: Changes) -> bool:
        kept = self._kept
        if kept is None or "issued" in changes.collections:
            return True
        mine = replica.identity
        moved = (mine.device, mine.series) != (kept.device, kept.series)
        return moved or replica.hand.last_n - kept.n >= _EVERY

    def _disagreement(self, known: Mark | None, replica: Replica) -> Disagreement | None:
        if known is None:
            return Disagreement.UNMARKED
        if known.machine != self._machine:
            return Disagreement.COPIED
        mine, given = replica.identity, counts(replica.writer)
        fewer = any(last > given.get(of, 0) for of, last in known.given().items())
        other = (mine.device, mine.series) != (known.device, known.series)
        return Disagreement.OLDER if other or fewer or replica.hand.last_n < known.n else None

    def _mark(self, replica: Replica, given: Counts) -> Mark:
        """The mark that belongs to the file as it is now."""
        mine = replica.identity
        return Mark(
            machine=self._machine,
            device=mine.device,
            series=mine.series,
            n=replica.hand.last_n,
            numbers={f"{kind} {code}": last for (kind, code), last in given.items() if code in _open(mine)},
        )

    def _known(self) -> Mark | None:
        text = self._secrets.get(self._entry)
        try:
            facts: dict[str, Any] = json.loads(text or "")
            return Mark(**facts)
        except (ValueError, TypeError):
            return None

    def _keep(self, secrets: Secrets, mark: Mark) -> None:
        try:
            secrets.set(self._entry, mark.text())
        except SentenceError as error:
            self._kept = None
            _log.warning("The mark of the replica could not be kept: %s", type(error).__name__)


def close_series(replica: Replica, given: Counts) -> None:
    """No number of this file's own series is given any more; those that go on do so above `given`."""

    def work(tx: Transaction) -> None:
        count_on(tx.db, given)
        if tx.identity.connected:
            replica.become(tx, replace(tx.identity, series=""))

    replica.write(work)


def _open(mine: Identity) -> tuple[str, ...]:
    """The series that this file gives numbers of."""
    return (mine.series,) if mine.connected else (MAIN,)
