"""Mistakes in the engine: what it believes, what it repeats, when it gives up."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# ruff: noqa: SLF001
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from onetool_desktop.changes.values import Outcome, Result
from onetool_desktop.sync import events as e, machine, steps, troubles
from onetool_desktop.sync.calls import PushReply


def outbox_cleared_on_timeout() -> Iterator[None]:
    """A push without an answer counts as done."""
    send = steps.Steps.send

    def wrong(self: steps.Steps, effect: e.Sending) -> e.Event:
        event = send(self, effect)
        if isinstance(effect, e.SendPush) and isinstance(event, e.Failed):
            gids = [(group.gid,) for group in effect.batch.groups]
            self.replica.write(lambda tx: tx.db.executemany("DELETE FROM outbox WHERE gid=?", gids))
        return event

    with patch.object(steps.Steps, "send", wrong):
        yield


def edit_forgotten_while_reading() -> Iterator[None]:
    """An outbox that was read as empty counts as empty, also when something was saved meanwhile."""
    handlers = dict(machine.Machine._handlers)
    heard = handlers[e.BatchRead]

    def wrong(self: Any, event: e.BatchRead) -> None:
        self._edited = False
        heard(self, event)

    handlers[e.BatchRead] = wrong
    with patch.object(machine.Machine, "_handlers", handlers):
        yield


def a_stumble_is_a_refusal() -> Iterator[None]:
    """An error of the server counts as its answer: the groups go to Needs attention."""
    send = steps.Steps.send

    def wrong(self: steps.Steps, effect: e.Sending) -> e.Event:
        event = send(self, effect)
        if (
            isinstance(effect, e.SendPush)
            and isinstance(event, e.Failed)
            and event.trouble is e.Trouble.FAULT
        ):
            groups = effect.batch.groups
            refused = [Outcome(n=g.n, gid=g.gid, result=Result.REFUSED, code="internal") for g in groups]
            reply = PushReply(groups[-1].n, effect.state.head, self.clock.now_ms(), tuple(refused))
            return e.Pushed(effect.attempt, effect.batch, reply, self.clock.now_ms(), self.clock.now_ms())
        return event

    with patch.object(steps.Steps, "send", wrong):
        yield


def signing_out_empties_the_queue() -> Iterator[None]:
    """A sign-in that is over takes along what was not sent."""
    send = steps.Steps.send

    def wrong(self: steps.Steps, effect: e.Sending) -> e.Event:
        event = send(self, effect)
        if isinstance(event, e.Failed) and event.trouble is e.Trouble.UNAUTHENTICATED:
            self.replica.write(lambda tx: tx.db.execute("DELETE FROM outbox WHERE state='waiting'"))
        return event

    with patch.object(steps.Steps, "send", wrong):
        yield


def a_push_that_is_too_large_is_sent_again_whole() -> Iterator[None]:
    """413 is a failure like any other: the same push is tried again and again."""
    with patch.object(troubles, "_blames_content", lambda _event: False):
        yield


def waiting_has_no_end() -> Iterator[None]:
    """The timer that ends a wait rings, and nothing comes of it."""
    with patch.object(troubles.Troubles, "rang", lambda self: self.waiting):
        yield


def late_answers_are_believed() -> Iterator[None]:
    """An answer to an earlier attempt counts as one to the present."""
    with patch.object(machine.Machine, "_is_current", lambda *_: True):
        yield


def another_role_goes_unnoticed() -> Iterator[None]:
    """The engine pulls on as if the person's rights were what they were."""
    handlers = dict(machine.Machine._handlers)
    page_came, head_came = handlers[e.PageCame], handlers[e.HeadCame]

    def wrong_page(self: Any, event: e.PageCame) -> None:
        known = self.state.scopes if self.state and self.state.scopes else event.page.scopes
        page_came(self, replace(event, page=replace(event.page, scopes=known)))

    def wrong_head(self: Any, event: e.HeadCame) -> None:
        known = self.state.scopes if self.state and self.state.scopes else event.scopes
        head_came(self, replace(event, scopes=known))

    handlers |= {e.PageCame: wrong_page, e.HeadCame: wrong_head}
    with patch.object(machine.Machine, "_handlers", handlers):
        yield


def a_fork_is_a_failure_like_others() -> Iterator[None]:
    """A copy that the cloud takes for another device tries the same again for ever."""
    failed = steps.failed

    def wrong(attempt: int, error: Any) -> e.Failed:
        event = failed(attempt, error)
        return replace(event, code="") if event.code == "fork" else event

    with patch.object(steps, "failed", wrong):
        yield


def the_first_page_is_taken_for_all() -> Iterator[None]:
    """A page with more to come is applied as a whole checkpoint."""
    take = machine.Machine._take

    def wrong(self: Any, page: Any) -> None:
        arriving = self.state is not None and self.state.arriving
        take(self, page if arriving or page.phase is not None else replace(page, more=False))

    with patch.object(machine.Machine, "_take", wrong):
        yield


ALL = (
    outbox_cleared_on_timeout,
    edit_forgotten_while_reading,
    a_stumble_is_a_refusal,
    signing_out_empties_the_queue,
    a_push_that_is_too_large_is_sent_again_whole,
    waiting_has_no_end,
    late_answers_are_believed,
    another_role_goes_unnoticed,
    a_fork_is_a_failure_like_others,
    the_first_page_is_taken_for_all,
)
