"""Carries out what the machine asks for: the effects that touch the replica, and those that ask the cloud.

Promises: an effect gives exactly one event, whatever happens; what goes wrong becomes a `Failed` with a sentence. The
threaded driver and the simulator carry out effects with this same code, so what is proved is what runs.
May not know: threads, timers, how a call travels.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, cast

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store import errors as store_errors, exchange, selfcheck
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, errors, events as e
from onetool_desktop.sync.causes import Cause

SLICE = 1_500  # rows applied in one transaction of an arrival in bulk, at most 30 ms: what a save waits for
BESIDE = 250  # the same where indexes, search and sums follow each row, which costs four times as much
_id_of = itemgetter("id")
_log = logging.getLogger(__name__)
_TROUBLES: dict[type[errors.CloudError], e.Trouble] = {
    errors.UnreachableError: e.Trouble.UNREACHABLE,
    errors.UnauthenticatedError: e.Trouble.UNAUTHENTICATED,
    errors.BusyError: e.Trouble.BUSY,
    errors.FaultError: e.Trouble.FAULT,
    errors.TooLargeError: e.Trouble.TOO_LARGE,
    errors.RefusedError: e.Trouble.REFUSED,
    errors.NotOursError: e.Trouble.NOT_OURS,
}
_OWN_FAULT = N_(
    "This computer could not read or write its own data just now. Everything saved before is safe. "
    "OneTool tries again by itself."
)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an effect on the replica: the event for the machine, and what changed for the screens.

    No event: a part was done that saves may pass, and the effect is to be given again.
    """

    event: e.Event | None
    changes: Changes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The hands of the machine for one replica. `ask` makes a call as the signed-in person, `renew` renews him; `lock`
    gives up this replica's key, for good, once access is lost and what was not sent is handed over.
    """

    replica: Replica
    ask: Callable[[calls.Call], Any]
    renew: Callable[[], None]
    clock: Clock
    ids: Ids
    device_name: str = ""
    lock: Callable[[], None] = lambda: None

    def send(self, effect: e.Sending) -> e.Event:
        """Asks the cloud; blocks until it answered or gave up."""
        try:
            return self._send(effect)
        except errors.CloudError as error:
            return failed(effect.attempt, error)
        except SentenceError as error:
            return e.Failed(effect.attempt, e.Trouble.LOCAL, str(error))
        except Exception:  # noqa: BLE001 - a check reads the replica; its disk must not end the engine
            _log.exception("a call of the sync engine broke: %s", type(effect).__name__)
            return e.Failed(effect.attempt, e.Trouble.LOCAL, _(_OWN_FAULT))

    def prepare(self, effect: e.Storing) -> None:
        """Does ahead what would keep the write lane for long in a step that may take much; what goes wrong here, the
        step meets again.
        """
        try:
            exchange.copy_ahead(self.replica, effect.page if isinstance(effect, e.ApplyArrival) else None)
        except Exception:  # noqa: BLE001 - see above
            _log.info("a step of the sync engine could not be prepared: %s", type(effect).__name__)

    def store_whole(self, effect: e.Storing) -> e.Event:
        """Touches the replica, all parts at once, where nobody waits to save."""
        while (event := self.store(effect).event) is None:
            pass
        return event

    def store(self, effect: e.Storing) -> Done:
        """Touches the replica; called in the write lane."""
        try:
            return self._store(effect)
        except store_errors.Stop as error:
            return Done(e.Failed(effect.attempt, e.Trouble.ASKS, str(error), code=error.kind))
        except SentenceError as error:
            return Done(e.Failed(effect.attempt, e.Trouble.LOCAL, str(error)))
        except Exception:  # noqa: BLE001 - a fault of the disk or our own must not end the engine
            _log.exception("a step of the sync engine broke: %s", type(effect).__name__)
            return Done(e.Failed(effect.attempt, e.Trouble.LOCAL, _(_OWN_FAULT)))

    def _send(self, effect: e.Sending) -> e.Event:
        org, attempt = self.replica.identity.org, effect.attempt
        match effect:
            case e.SendPush():
                sent_at = self.clock.now_ms()
                call = calls.push(org, effect, rid=self.ids.new_id(), client_now=sent_at)
                reply = calls.read_push(self.ask(call), effect.batch)
                return e.Pushed(attempt, effect.batch, reply, sent_at, self.clock.now_ms())
            case e.SendPull():
                return e.PageCame(attempt, self._page(effect))
            case e.AskHead():
                head, epoch, scopes = calls.read_head(self.ask(calls.head(org)))
                return e.HeadCame(attempt, head, epoch, scopes, self.clock.now_ms())
            case e.AskSums():
                sums = calls.read_digest(self.ask(calls.digest(org)))
                found = selfcheck.differing(self.replica, sums)
                return e.SumsCame(attempt, found, sums.head, self.clock.now_ms())
            case e.ComparePage():
                page = self._page(effect)
                selfcheck.compare(self.replica, page, effect.found)
                return e.Compared(attempt, replace(page, rows={}, gone={}), effect.found)
            case e.Renew():
                self.renew()
                return e.Renewed(attempt)
            case e.Enrol():
                return self._enrol(attempt)
            case e.Surrender():
                return self._surrender(attempt)

    def _page(self, effect: e.SendPull | e.ComparePage) -> exchange.Page:
        """A page of this business."""
        org = self.replica.identity.org
        page = calls.read_page(self.ask(calls.pull(org, effect)))
        if set(map(_id_of, page.rows.get("organizations", ()))) - {org}:
            raise errors.NotOursError(
                "The cloud sent the records of another business.", cause=Cause.OTHER_BUSINESS
            )
        return page

    def _enrol(self, attempt: int) -> e.Event:
        """A copy becomes a device of its own."""
        call = calls.enrol(self.replica.identity.org, rid=self.ids.new_id(), name=self.device_name)
        found = calls.as_object(self.ask(call))
        return e.Enrolled(attempt, calls.text(found, "device"), calls.text(found, "series"))

    def _surrender(self, attempt: int) -> e.Event:
        """Hands over what was not sent, answered and refused groups alike; the key goes after the last answer alone."""
        identity = self.replica.identity
        for groups in exchange.unsettled(self.replica):
            call = calls.surrender(identity.org, identity.device, groups, rid=self.ids.new_id())
            taken = calls.as_object(self.ask(call)).get("taken")
            if not isinstance(taken, list) or {g.gid for g in groups} - set(cast("list[str]", taken)):
                raise calls.strange()
        self.lock()
        return e.Surrendered(attempt)

    def _store(self, effect: e.Storing) -> Done:
        replica, attempt = self.replica, effect.attempt
        match effect:
            case e.Load():
                pass
            case e.ReadBatch():
                found = exchange.next_batch(replica, schema=effect.schema)
                return Done(e.BatchRead(attempt, limited(found, effect.limit)))
            case e.StoreOutcomes():
                changes = self._outcomes(effect.pushed)
                return Done(e.Stored(attempt, exchange.state(replica)), changes)
            case e.ApplyCheckpoint() | e.ApplyArrival() if exchange.build(replica, effect.page):
                return Done(None)
            case e.Stage() | e.ApplyCheckpoint() | e.ApplyArrival():
                changes = self._apply(effect)
                state = exchange.state(replica)
                return Done(e.Applied(attempt, effect.page, state, self.clock.now_ms()), changes)
            case e.EndCheck():
                return self._end_check(effect)
            case e.StartOver():
                exchange.start_over(replica, scopes=effect.scopes)
            case e.FollowEpoch():
                exchange.adopt_epoch(replica, epoch=effect.epoch)
            case e.Adopt():
                self._adopt(effect)
        return Done(e.Loaded(attempt, exchange.state(replica)))

    def _apply(self, effect: e.Stage | e.ApplyCheckpoint | e.ApplyArrival) -> Changes | None:
        match effect:
            case e.Stage():
                exchange.stage(self.replica, effect.page)
                return None
            case e.ApplyCheckpoint():
                allow = ("deletes",) if effect.deletes_allowed else ()
                return exchange.apply_checkpoint(self.replica, effect.page, allow=allow)
            case e.ApplyArrival():
                return exchange.apply_arrival(self.replica, effect.page)

    def _end_check(self, effect: e.EndCheck) -> Done:
        allow = ("deletes",) if effect.deletes_allowed else ()
        changes = selfcheck.end(
            self.replica, at_ms=effect.at_ms, page=effect.page, found=effect.found, allow=allow
        )
        return Done(e.CheckEnded(effect.attempt, exchange.state(self.replica)), changes)

    def _adopt(self, effect: e.Adopt) -> None:
        """From now on another device."""
        device = effect.device
        identity = replace(self.replica.identity, device=device, author=device[-8:], series=effect.series)
        exchange.enrol_anew(self.replica, identity)

    def _outcomes(self, pushed: e.Pushed) -> Changes:
        reply = pushed.reply
        return exchange.store_outcomes(
            self.replica,
            reply.outcomes,
            sent=pushed.batch,
            head=reply.head,
            server_now=reply.server_now,
            sent_at=pushed.sent_at,
            got_at=pushed.got_at,
        )


def parts(effect: e.Storing) -> list[e.Storing]:
    """A large page in slices that leave room for saves between them; each next one only after the one before."""
    if not isinstance(effect, e.ApplyArrival):
        return [effect]
    size = SLICE if effect.bulk and effect.page.phase is not None else BESIDE
    return [replace(effect, page=part) for part in exchange.slices(effect.page, size=size)]


def takes_much(effect: e.Storing) -> bool:
    """Whether a step may take much away, so that something is to be made ahead (`Steps.prepare`)."""
    if isinstance(effect, e.ApplyArrival):
        return effect.page.ends and not effect.bulk
    return isinstance(effect, e.FollowEpoch)


def limited(batch: exchange.Batch | None, limit: int) -> exchange.Batch | None:
    """The first `limit` groups of a batch; 0 takes all."""
    return replace(batch, groups=batch.groups[:limit]) if batch and limit else batch


def failed(attempt: int, error: errors.CloudError) -> e.Failed:
    """The event for an error of the transport."""
    after = error.retry_after_ms if isinstance(error, errors.BusyError) else None
    refused = error if isinstance(error, errors.RefusedError) else None
    return e.Failed(
        attempt,
        _TROUBLES[type(error)],
        str(error),
        retry_after_ms=after,
        code=refused.code if refused else "",
        data=refused.data if refused else None,
        cause=_cause_of(error),
    )


def _cause_of(error: errors.CloudError) -> Cause | None:
    """What is known of an error beside its kind."""
    if isinstance(error, errors.UnauthenticatedError) and error.withdrawn:
        return Cause.WITHDRAWN
    return error.cause if isinstance(error, errors.NotOursError) else None
