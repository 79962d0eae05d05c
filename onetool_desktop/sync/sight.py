"""What the cloud has shown of itself so far: its head, the cursors of a pull, its time beside this computer's.

Promises: a head that stands before one already seen, another epoch, and pages that lead in a circle are noticed before
anything is applied; when both sides last agreed, and how wrong this computer's clock is, are known from the answers
themselves.
May not know: what is done about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onetool_desktop.sync import judge

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Page, SyncState
    from onetool_desktop.sync.judge import Halt

CLOCK_WRONG_MS = 120_000


class Sight:
    """One machine's sight of its cloud."""

    def __init__(self) -> None:
        self.head = ""  # where both sides last agreed
        self.highest = ""  # the highest head seen
        self.woken = ""  # the highest head told since the last pull was sent
        self.since_ms: int | None = None
        self.is_clock_wrong = False
        self.turned = False  # other rights were told, and no page under them was taken yet
        self._cursors: set[str] = set()
        self._began_again = False  # in this round, because of other rights

    def note(self, head: str) -> None:
        """A head that was believed."""
        self.highest = max(self.highest, head)

    def forget(self) -> None:
        """The cloud is another one from here on."""
        self.head = self.highest = ""

    def new_round(self) -> None:
        """A pull begins, or begins again."""
        self._cursors.clear()
        self._began_again = False

    def turn(self) -> None:
        """Other rights are told: once in a round the pull from null that follows may come to where it was already."""
        self.turned = True
        if not self._began_again:
            self._cursors.clear()
            self._began_again = True

    def halt(self, state: SyncState, *, epoch: str, head: str) -> Halt | None:
        """Why the engine has to stop and ask."""
        return judge.halt_of(state, highest=self.highest, epoch=epoch, head=head)

    def circles(self, page: Page, asked: str | None) -> bool:
        """Whether a page that says there is more leads to where the pull has been already."""
        cursor, goes_on = str(page.cursor), page.more or page.phase is not None
        known = page.cursor == asked or cursor in self._cursors
        self._cursors.add(cursor)
        return goes_on and known

    def agreed(self, head: str, at_ms: int) -> None:
        """Everything up to this head is here; `at_ms` by this computer's clock."""
        self.head, self.since_ms = head, at_ms
        self.new_round()

    def tell_time(self, server_now: int, here_ms: int) -> None:
        """What the cloud's clock said when this computer's said `here_ms`."""
        self.is_clock_wrong = abs(server_now - here_ms) > CLOCK_WRONG_MS
