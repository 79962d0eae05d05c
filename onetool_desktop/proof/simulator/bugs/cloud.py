"""Mistakes in the cloud: accepting, answering, paging, seeing."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# ruff: noqa: SLF001
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from onetool_desktop.cloud import (
    burying,
    by_seq,
    grants,
    ledger,
    outcomes,
    pull,
    push,
    restored,
    rows,
    service,
)
from onetool_desktop.cloud.writer import Writer
from onetool_desktop.domain.declare import Scope


def same_group_applied_again() -> Iterator[None]:
    """A group that comes again is decided and written again."""
    run = push._Push.run

    def wrong(self: Any, sent: Any) -> Any:
        for again in sent:
            if again.n <= self._known.last_n:
                self._decided(again, None)
        return run(self, sent)

    with patch.object(push._Push, "run", wrong):
        yield


def grants_not_followed() -> Iterator[None]:
    """Assigning a task does not change who may see what."""
    with patch.object(grants, "follow", lambda *_: None):
        yield


def future_stamps_let_in() -> Iterator[None]:
    """The cloud stores whatever time a device claims."""
    with patch.object(push._Push, "_guarded", lambda _self, _group: None):
        yield


def forks_are_not_looked_for() -> Iterator[None]:
    """An n that was answered is answered again, whatever group comes under it."""

    def wrong(connection: Any, known: Any, sent: Any, _previous: Any) -> Any:
        last = min(known.last_n, sent[-1].n) if sent else 0
        record = outcomes.between(connection, known.member.org, known.device, 1, last)
        return [outcomes.loads(record[s.n].body) for s in sent if s.n in record]

    with patch.object(push, "_repeated", wrong):
        yield


def a_group_is_known_by_its_number_alone() -> Iterator[None]:
    """A group that comes under another n is decided and written again."""
    with patch.object(outcomes, "by_gid", lambda *_: {}):
        yield


def what_hangs_on_a_refused_group_is_let_in() -> Iterator[None]:
    """A group is decided though what it comes after was refused."""
    with patch.object(push._Push, "_blocks", lambda *_: False):
        yield


def outcomes_are_recorded_afterwards() -> Iterator[None]:
    """The answers are written in a transaction of their own, after the groups."""
    record, whole = outcomes.record, push.push

    def wrong(cloud: Any, caller: Any, args: Any) -> Any:
        kept: list[Any] = []
        with patch.object(outcomes, "record", lambda _connection, *what: kept.append(what)):
            answer = whole(cloud, caller, args)
        with cloud.database.write() as connection:
            for what in kept:
                record(connection, *what)
        return answer

    with _function("sync:push", wrong):
        yield


def anyone_may_push_for_a_device() -> Iterator[None]:
    """A push is taken from whoever is signed in, and stands as his."""
    enrolled = push.enrolled

    def wrong(connection: Any, held: Any, account: str, device: str) -> Any:
        row = connection.one(
            "SELECT account FROM devices WHERE org_id = ? AND device = ?", (held.org, device)
        )
        known = enrolled(connection, held, row[0] if row else account, device)
        mine = connection.one(
            "SELECT user_id FROM members WHERE org_id = ? AND account = ?", (held.org, account)
        )
        principal = replace(known.member.principal, user_id=mine[0])
        return replace(known, member=replace(known.member, principal=principal))

    with patch.object(push, "enrolled", wrong):
        yield


def what_is_withdrawn_is_not_sent() -> Iterator[None]:
    """A row that is no longer granted just stops coming."""
    put = by_seq._put

    def wrong(page: Any, group: Any, bodies: Any) -> None:
        put(page, [entry for entry in group if entry.live], bodies)

    with patch.object(by_seq, "_put", wrong):
        yield


def a_page_ends_inside_a_group() -> Iterator[None]:
    """A page holds so many rows, also where that cuts a group in two."""

    def wrong(connection: Any, member: Any, since: int, limit: int) -> Any:
        found = by_seq._above(connection, member, since, limit + 1)
        return found[:limit], len(found) > limit

    with patch.object(by_seq, "_entries", wrong):
        yield


def deletes_are_not_sent() -> Iterator[None]:
    """Only live rows are told; what was deleted stays on the devices."""
    bodies = by_seq._bodies

    def wrong(*what: Any) -> Any:
        return {key: body for key, body in bodies(*what).items() if '"del":' not in body}

    with patch.object(by_seq, "_bodies", wrong):
        yield


def notices_go_to_everyone() -> Iterator[None]:
    """What is one person's own comes in everybody's pages."""
    with patch.object(by_seq, "Scope", SimpleNamespace(OWN=object(), CLUSTER=Scope.CLUSTER)):
        yield


def an_arrival_ends_at_the_head_of_its_end() -> Iterator[None]:
    """What changed while a device arrived lies below the cursor it goes on from."""
    fill = pull.arriving.fill

    def skipping(connection: Any, member: Any, page: Any, cursor: Any) -> Any:
        at = connection.one("SELECT seq FROM orgs WHERE org_id = ?", (member.org,))[0]
        return fill(connection, member, page, replace(cursor, head=at))

    with patch.object(pull.arriving, "fill", skipping):
        yield


def a_number_is_not_counted() -> Iterator[None]:
    """The count of a series is given and not moved on."""
    with patch.object(Writer, "_count", lambda *_: None):
        yield


def a_known_group_is_not_answered_again() -> Iterator[None]:
    """Whoever lost an answer and asks again gets none."""
    repeated = push._repeated

    def wrong(*what: Any) -> Any:
        repeated(*what)
        return []

    with patch.object(push, "_repeated", wrong):
        yield


def anew_stamped_is_stamped_alike() -> Iterator[None]:
    """All stamps that are ahead get the cloud's present millisecond."""

    def wrong(_self: Any, now_ms: int, author: str) -> str:
        return ledger.stamp.make(now_ms, 0, author)

    with patch.object(ledger.Ledger, "tick", wrong):
        yield


def a_role_is_changed_without_its_grants() -> Iterator[None]:
    """Whoever is given another role is granted nothing by it."""
    with patch.object(grants, "grant_all", lambda *_: None):
        yield


def sums_are_kept_of_what_was_deleted() -> Iterator[None]:
    """A deleted row still counts."""
    with patch.object(ledger.Sums, "remove", lambda *_: None):
        yield


def paper_stays_apart_from_its_document() -> Iterator[None]:
    """Paper that was recorded before its document goes on hanging on nothing when that comes."""
    with patch.object(Writer, "_take_in_papers", lambda *_: None):
        yield


def numbers_are_given_while_the_series_are_closed() -> Iterator[None]:
    """A cloud that was restored goes on counting from its backup."""
    since = push.closed_since

    def wrong(*what: Any) -> int | None:
        return None if since(*what) is None else 0

    with patch.object(push, "closed_since", wrong):
        yield


def a_release_passes_over_nothing() -> Iterator[None]:
    """Numbers are given again from where the backup stood, whatever the administrator names."""
    with patch.object(restored, "_above", lambda _args: {}):
        yield


def a_large_delete_strikes_its_parent_alone() -> Iterator[None]:
    """What falls with a large delete lives on until the job comes to it."""
    with patch.object(rows, "fell", lambda *_: None):
        yield


def the_job_buries_what_was_brought_back() -> Iterator[None]:
    """A restore does not stop the job, which buries what it was told to."""
    bury, written = Writer.bury, rows.get_written

    def wrong(self: Any, gid: str, *what: Any, **more: Any) -> None:
        with patch.object(rows, "get_written", lambda *key: (written(*key)[0], gid)):
            bury(self, gid, *what, **more)

    with patch.object(burying, "forget", lambda *_: None), patch.object(Writer, "bury", wrong):
        yield


@contextmanager
def _function(path: str, wrong: Any) -> Generator[None]:
    """The cloud with another function under this name."""
    known = dict(service.FUNCTIONS)
    known[path] = (known[path][0], known[path][1], wrong)
    with patch.object(service, "FUNCTIONS", known):
        yield


ALL = (
    a_large_delete_strikes_its_parent_alone,
    the_job_buries_what_was_brought_back,
    same_group_applied_again,
    grants_not_followed,
    future_stamps_let_in,
    forks_are_not_looked_for,
    a_group_is_known_by_its_number_alone,
    what_hangs_on_a_refused_group_is_let_in,
    outcomes_are_recorded_afterwards,
    anyone_may_push_for_a_device,
    what_is_withdrawn_is_not_sent,
    a_page_ends_inside_a_group,
    deletes_are_not_sent,
    notices_go_to_everyone,
    an_arrival_ends_at_the_head_of_its_end,
    a_number_is_not_counted,
    a_known_group_is_not_answered_again,
    anew_stamped_is_stamped_alike,
    a_role_is_changed_without_its_grants,
    sums_are_kept_of_what_was_deleted,
    paper_stays_apart_from_its_document,
    numbers_are_given_while_the_series_are_closed,
    a_release_passes_over_nothing,
)
