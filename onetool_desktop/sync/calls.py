"""The calls of the contract as values: what is asked, and what an answer must look like.

Promises: requests are built here and nowhere else; an answer of another shape is a `NotOursError` before any of it
reaches the replica. Rows stay the plain objects they came as, unknown fields included.
May not know: how a call travels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from onetool_desktop.changes import stamp
from onetool_desktop.changes.validate import are_ids
from onetool_desktop.changes.values import Invalid, Op, Result, RowKey
from onetool_desktop.changes.wire import group_to_wire, outcome_from_wire
from onetool_desktop.domain.collections import SCHEMA
from onetool_desktop.domain.translate import _
from onetool_desktop.store.exchange import Page
from onetool_desktop.store.past import Write
from onetool_desktop.store.selfcheck import CloudSums
from onetool_desktop.sync.errors import NotOursError

if TYPE_CHECKING:
    from onetool_desktop.changes.values import Group, Outcome
    from onetool_desktop.store.carrying import Part
    from onetool_desktop.store.exchange import Batch
    from onetool_desktop.sync import events as e

_SAFE = 1 << 53
_ACCEPTED = frozenset({Result.OK, Result.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class Call:
    """One function call of the contract."""

    kind: Literal["query", "mutation"]
    path: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PushReply:
    """The cloud's answer to a push; times in ms UTC."""

    acked_n: int
    head: str
    server_now: int
    outcomes: tuple[Outcome, ...]


class Cloud(Protocol):
    """Something that carries calls to a cloud."""

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        """The value of the answer; raises the tree of `sync.errors`."""
        ...


def push(org: str, effect: e.SendPush, *, rid: str, client_now: int) -> Call:
    """`sync:push` of a batch."""
    batch = effect.batch
    args: dict[str, Any] = {
        "rid": rid,
        "org": org,
        "device": effect.state.device,
        "epoch": effect.state.epoch,
    }
    args |= {"clientNow": client_now, "confirmed": batch.confirmed, "prevGid": batch.prev_gid}
    args["groups"] = [group_to_wire(group) for group in batch.groups]
    if effect.poison is not None:
        args["poison"] = effect.poison
    return Call("mutation", "sync:push", args)


def pull(org: str, effect: e.SendPull | e.ComparePage) -> Call:
    """`sync:pull` of the page after the effect's cursor."""
    state = effect.state
    args = {"org": org, "device": state.device, "cursor": effect.cursor, "limit": effect.limit}
    return Call("query", "sync:pull", {**args, "schema": SCHEMA, "scopes": state.scopes})


def head(org: str) -> Call:
    """`sync:head`."""
    return Call("query", "sync:head", {"org": org})


def digest(org: str) -> Call:
    """`sync:digest`."""
    return Call("query", "sync:digest", {"org": org})


def history(org: str, c: str, id: str, after: str) -> Call:
    """`history:list` of a row, from behind the entry `after` on; "" for the beginning."""
    args = {"org": org, "c": c, "id": id}
    return Call("query", "history:list", {**args, "after": after} if after else args)


def all_history(org: str, after: str) -> Call:
    """`history:all`, from the place `after` on; "" for the beginning."""
    return Call("query", "history:all", {"org": org, "after": after} if after else {"org": org})


def enrol(org: str, *, rid: str, name: str) -> Call:
    """`devices:enrol` of a new device."""
    return Call("mutation", "devices:enrol", {"rid": rid, "org": org, "name": name})


def import_rows(
    org: str, device: str, part: Part, numbers: Sequence[tuple[str, str, int]], *, rid: str
) -> Call:
    """`orgs:importRows` of a part of a business that left another cloud."""
    args: dict[str, Any] = {"rid": rid, "org": org, "device": device, "rows": part.rows, "past": part.past}
    return Call("mutation", "orgs:importRows", {**args, "numbers": [list(one) for one in numbers]})


def surrender(org: str, device: str, groups: Sequence[Group], *, rid: str) -> Call:
    """`sync:surrender` of groups that were not sent."""
    args = {"rid": rid, "org": org, "device": device, "groups": [group_to_wire(group) for group in groups]}
    return Call("mutation", "sync:surrender", args)


def read_push(value: object, batch: Batch) -> PushReply:
    """The answer to a push of `batch`: every group it acknowledges has its outcome, and an accepted one its place."""
    m = as_object(value)
    try:
        outcomes = tuple(outcome_from_wire(item) for item in items(m, "outcomes"))
    except Invalid as error:
        raise strange() from error
    acked, by_n = whole(m, "ackedN"), {outcome.n: outcome for outcome in outcomes}
    for group in batch.groups:
        outcome = by_n.get(group.n)
        if group.n <= acked and (outcome is None or outcome.gid != group.gid):
            raise strange()
    if any(outcome.seq is None for outcome in outcomes if outcome.result in _ACCEPTED):
        raise strange()
    return PushReply(acked, text(m, "head"), whole(m, "serverNow"), outcomes)


def read_page(value: object) -> Page:
    """The answer to a pull."""
    m = as_object(value)
    rows = {c: _rows(part) for c, part in as_object(m.get("rows")).items()}
    gone = {c: _ids(part) for c, part in as_object(m.get("gone")).items()}
    phase = m.get("phase")
    return Page(
        rows=rows,
        gone=gone,
        cursor=text(m, "cursor"),
        more=flag(m, "more"),
        phase=None if phase is None else _phase(as_object(phase)),
        head=text(m, "head"),
        epoch=text(m, "epoch"),
        scopes=text(m, "scopes"),
        server_now=whole(m, "serverNow"),
        redacted=_redacted(as_object(m.get("redacted", {}))),
    )


def read_history(value: object) -> tuple[list[Write], str]:
    """The writings told, and the place to go on from; "" where that was all."""
    m = as_object(value)
    entries = [as_object(one) for one in items(m, "entries")]
    try:
        found = [
            Write(text(one, "h"), Op(text(one, "op")), as_object(one.get("f", {})), text(one, "gid"))
            for one in entries
        ]
    except ValueError as error:
        raise strange() from error
    return found, text(entries[-1], "seq") if entries and flag(m, "more") else ""


def read_all_history(value: object) -> tuple[list[tuple[RowKey, Write]], str]:
    """The writings of many rows, and the place to go on from; "" where that was all."""
    m = as_object(value)
    try:
        found = [
            (
                (text(one, "c"), text(one, "id")),
                Write(text(one, "h"), Op(text(one, "op")), as_object(one.get("f", {})), text(one, "gid")),
            )
            for one in map(as_object, items(m, "entries"))
        ]
    except ValueError as error:
        raise strange() from error
    return found, text(m, "after") if m.get("after") else ""


def read_head(value: object) -> tuple[str, str, str]:
    """Head, epoch and scopes."""
    m = as_object(value)
    return text(m, "head"), text(m, "epoch"), text(m, "scopes")


def read_digest(value: object) -> CloudSums:
    """The cloud's sums."""
    m = as_object(value)
    head, epoch, scopes = read_head(m)
    parts = {c: as_object(part) for c, part in as_object(m.get("sums")).items()}
    sums = {c: (whole(part, "count"), text(part, "hash")) for c, part in parts.items()}
    return CloudSums(head=head, epoch=epoch, scopes=scopes, sums=sums)


def as_object(value: object) -> dict[str, Any]:
    """`value` if it is an object."""
    if not isinstance(value, dict):
        raise strange()
    return cast(dict[str, Any], value)


def text(m: Mapping[str, Any], name: str) -> str:
    """The text under `name`."""
    value = m.get(name)
    if not isinstance(value, str) or not value:
        raise strange()
    return value


def whole(m: Mapping[str, Any], name: str) -> int:
    """The whole number under `name`; `1.0` counts as one."""
    value = m.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _SAFE:
        raise strange()
    return value


def flag(m: Mapping[str, Any], name: str) -> bool:
    """The truth value under `name`."""
    value = m.get(name)
    if not isinstance(value, bool):
        raise strange()
    return value


def strange() -> NotOursError:
    """The answer has another shape than agreed."""
    return NotOursError(_("The cloud answered something this version of OneTool cannot read."))


def items(m: Mapping[str, Any], name: str) -> list[object]:
    """The list under `name`."""
    value = m.get(name)
    if not isinstance(value, list):
        raise strange()
    return cast(list[object], value)


def _rows(part: object) -> list[dict[str, Any]]:
    """Rows of the agreed form; what their fields hold may be of a newer program and is kept raw."""
    if not isinstance(part, list) or not _only(dict, cast(list[object], part)):
        raise strange()
    rows = cast(list[dict[str, Any]], part)
    try:
        seqs, clocks = [row["seq"] for row in rows], [row["clk"] for row in rows]
        sound = (
            are_ids([row["id"] for row in rows])
            and are_ids([row["del"] for row in rows if "del" in row])
            and _only(str, seqs)
            and "" not in seqs
            and _only(dict, clocks)
            and _only(dict, [row["f"] for row in rows])
            and stamp.are_stamps([clock["row"] for clock in clocks])
            and stamp.are_stamps([mark for clock in clocks if len(clock) > 1 for mark in clock.values()])
        )
    except KeyError:
        sound = False
    if not sound:
        raise strange()
    return rows


def _only(kind: type, values: Iterable[object]) -> bool:
    return {kind}.issuperset(map(type, values))


def _phase(m: dict[str, Any]) -> dict[str, Any]:
    return {"name": text(m, "name"), "done": whole(m, "done"), "of": whole(m, "of")}


def _redacted(m: dict[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    by_row = {
        c: {row_id: as_object(marks) for row_id, marks in as_object(part).items()} for c, part in m.items()
    }
    ids = [row_id for rows in by_row.values() for row_id in rows]
    if not (
        are_ids(ids)
        and stamp.are_stamps([h for rows in by_row.values() for m in rows.values() for h in m.values()])
    ):
        raise strange()
    return by_row


def _ids(part: object) -> list[str]:
    if not isinstance(part, list) or not are_ids(cast(list[object], part)):
        raise strange()
    return cast(list[str], part)
