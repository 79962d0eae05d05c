"""When to compare this computer with the cloud, and with which step: the machine's own small machine for it.

Promises: once a day and on demand, only while nothing else is to be done, the first ten minutes after all has come,
whatever was started and stopped since; equal sums cost one request. Sums that were taken at different places are
compared again after the next pull, three times at most. A check that is cut off begins anew; what it found is applied
in one step or not at all. A cloud that keeps no sums is left in peace until tomorrow.
May not know: rows, clocks; instants come with events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onetool_desktop.store.selfcheck import Comparison
from onetool_desktop.sync import events as e

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Page, SyncState

DAY_MS = 86_400_000
FIRST_MS = 600_000  # a check reads every row, and the first would fall on who has just got his business
TRIES = 3
LIMIT = 1_000


class SelfCheck:
    """The check of one machine; `daily` False leaves it to the person."""

    def __init__(self, *, daily: bool) -> None:
        self._daily = daily
        self._wanted = False
        self._tries = 0
        self._seen_ms = self._left_ms = 0  # everything agreed; the check was given up
        self._at_ms = 0
        self._equal = False
        self._found: Comparison | None = None
        self._page: Page | None = None
        self._asked = self._allowed = False

    @property
    def is_running(self) -> bool:
        """Whether a comparison is under way."""
        return self._found is not None or self._equal

    def want(self) -> None:
        """On demand."""
        self._wanted, self._tries = True, 0

    def seen(self, at_ms: int, state: SyncState) -> None:
        """Everything agreed with the cloud's head at this instant: the moment to look whether a day has passed."""
        self._seen_ms = at_ms
        first = state.whole_since and state.whole_since - DAY_MS + FIRST_MS
        last = max(state.check.at_ms if state.check else first, self._left_ms)
        if self._daily and not self._wanted and abs(at_ms - last) >= DAY_MS:
            self.want()

    def step(
        self, state: SyncState, attempt: Callable[[], int]
    ) -> e.AskSums | e.ComparePage | e.EndCheck | None:
        """The next step where one is due and may be taken now."""
        if self._equal:
            return e.EndCheck(attempt(), self._at_ms)
        if not self._wanted or state.arriving or state.staged or state.cursor is None:
            return None
        found, page = self._found, self._page
        if found is None:
            pending = state.waiting or state.acked
            return None if pending else e.AskSums(attempt())
        if found.is_too_much or (page is not None and _is_last(page) and page.head >= state.head):
            return e.EndCheck(attempt(), self._at_ms, page, found, self._allowed)
        return e.ComparePage(attempt(), page.cursor if page else None, LIMIT, state, found)

    def on(self, event: e.SumsCame | e.Compared | e.CheckEnded, state: SyncState) -> bool:
        """Takes an answer; True where a pull has to come first."""
        match event:
            case e.SumsCame(differing=None):
                self._tries += 1
                if self._tries >= TRIES:
                    self.give_up()
                return True
            case e.SumsCame():
                self._at_ms = event.at_ms
                self._equal = not event.differing
                self._found = Comparison(event.head) if event.differing else None
            case e.Compared():
                stuck = self._page is not None and self._page.cursor == event.page.cursor
                self._page = event.page
                if (event.page.epoch, event.page.scopes) != (state.epoch, state.scopes):
                    self.drop()
                    return True
                if stuck and not _is_last(event.page):
                    self.give_up()
            case e.CheckEnded():
                self.drop()
                self._wanted = self._asked = self._allowed = False
        return False

    def drop(self) -> None:
        """What was under way is void; it begins anew."""
        self._found = self._page = None
        self._equal = False

    def give_up(self) -> None:
        """Not today."""
        self.drop()
        self._wanted, self._left_ms = False, self._seen_ms

    def stopped(self) -> None:
        """What it would put away looks like an accident: a person is asked."""
        self._asked = True

    def proceed(self) -> None:
        """The person said yes, to this check if it was the one that asked."""
        self._allowed = self._asked


def _is_last(page: Page) -> bool:
    return not page.more and page.phase is None
