"""The calls of the contract as values: what is asked, and what an answer must look like.

Promises: requests are built here and nowhere else; an answer of another shape is a `NotOursError` before any of it
reaches the replica. Rows stay the plain objects they came as, unknown fields included.
May not know: how a call travels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from onetool_desktop.changes.wire import Invalid, group_to_wire, outcome_from_wire
from onetool_desktop.domain.collections import SCHEMA
from onetool_desktop.store.exchange import Page
from onetool_desktop.store.selfcheck import CloudSums
from onetool_desktop.sync.errors import NotOursError
from onetool_desktop.sync.events import PushReply

if TYPE_CHECKING:
    from onetool_desktop.sync import events as e


@dataclass(frozen=True, slots=True)
class Call:
    """One function call of the contract."""

    kind: Literal["query", "mutation"]
    path: str
    args: Mapping[str, Any]


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


def enrol(org: str, *, rid: str, name: str) -> Call:
    """`devices:enrol` of a new device."""
    return Call("mutation", "devices:enrol", {"rid": rid, "org": org, "name": name})


def read_push(value: object) -> PushReply:
    """The answer to a push."""
    m = as_object(value)
    try:
        outcomes = tuple(outcome_from_wire(item) for item in _list(m, "outcomes"))
    except Invalid as error:
        raise strange() from error
    return PushReply(whole(m, "ackedN"), text(m, "head"), whole(m, "serverNow"), outcomes)


def read_page(value: object) -> Page:
    """The answer to a pull."""
    m = as_object(value)
    rows = {c: _rows(part) for c, part in as_object(m.get("rows", {})).items()}
    gone = {c: _ids(part) for c, part in as_object(m.get("gone", {})).items()}
    phase = m.get("phase")
    return Page(
        rows=rows,
        gone=gone,
        cursor=text(m, "cursor"),
        more=_flag(m, "more"),
        phase=None if phase is None else as_object(phase),
        head=text(m, "head"),
        epoch=text(m, "epoch"),
        scopes=text(m, "scopes"),
        server_now=whole(m, "serverNow"),
    )


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
    if not isinstance(value, str):
        raise strange()
    return value


def whole(m: Mapping[str, Any], name: str) -> int:
    """The whole number under `name`; `1.0` counts as one."""
    value = m.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise strange()
    return value


def strange() -> NotOursError:
    """The answer has another shape than agreed."""
    return NotOursError("The cloud answered something this version of OneTool cannot read.")


def _flag(m: Mapping[str, Any], name: str) -> bool:
    value = m.get(name)
    if not isinstance(value, bool):
        raise strange()
    return value


def _list(m: Mapping[str, Any], name: str) -> list[object]:
    value = m.get(name)
    if not isinstance(value, list):
        raise strange()
    return cast(list[object], value)


def _rows(part: object) -> list[dict[str, Any]]:
    if not isinstance(part, list):
        raise strange()
    rows = cast(list[dict[str, Any]], part)
    for row in rows:
        if type(row) is not dict or type(row.get("id")) is not str or type(row.get("seq")) is not str:
            raise strange()
        if type(row.get("f")) is not dict or type(row.get("clk")) is not dict or "row" not in row["clk"]:
            raise strange()
    return rows


def _ids(part: object) -> list[str]:
    if not isinstance(part, list) or not all(type(item) is str for item in cast(list[object], part)):
        raise strange()
    return cast(list[str], part)
