"""The groups of a push as they came: read, bounded, and numbered without a gap.

Promises: what is wrong with one group is that group's refusal, as long as it can be told by its n and gid; what is
wrong with the push as a whole is the call's error and nothing is accepted.
May not know: rows, rights, records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from onetool_desktop.changes.validate import is_id
from onetool_desktop.changes.values import Code, Group, Invalid, Refusal
from onetool_desktop.changes.wire import MAX_CHANGES, MAX_PUSH, dumps, group_from_wire
from onetool_desktop.cloud.errors import CallError, invalid
from onetool_desktop.domain.collections import SCHEMA


@dataclass(frozen=True, slots=True)
class Sent:
    """One group: readable (`group`), or what is wrong with it (`problem`)."""

    n: int
    gid: str
    raw: Mapping[str, Any]
    group: Group | None
    problem: Refusal | None = None

    @property
    def recorded(self) -> bool:
        """Whether it reports a number that is on paper already, which nothing may refuse or hold."""
        return self.group is not None and any(c.no is not None for c in self.group.commands)

    @property
    def after(self) -> tuple[str, ...]:
        """The gids it waits for."""
        return self.group.after if self.group else ()


def read(raw_groups: Sequence[Any]) -> list[Sent]:
    """The groups in order; raises `invalid`, `schema`, or 413 for a push that is to be sent in parts."""
    if len(raw_groups) > 1 and _too_large(raw_groups):
        raise CallError("too_large", "The push is too large. Send fewer groups at once.", status=413)
    groups = [_read(raw) for raw in raw_groups]
    if any(later.n != earlier.n + 1 for earlier, later in pairwise(groups)):
        raise invalid("The groups of a push are numbered one after the other.")
    return groups


def gid_of(raw: object) -> str:
    """The id of a group that is kept as it came; raises `invalid`."""
    gid = cast("dict[str, Any]", raw).get("gid") if isinstance(raw, dict) else None
    if not is_id(gid):
        raise invalid("Each group carries its id `gid`.")
    return cast("str", gid)


def _too_large(raw_groups: Sequence[Any]) -> bool:
    listed = [cast("dict[str, Any]", raw).get("changes") for raw in raw_groups if isinstance(raw, dict)]
    changes = sum(len(cast("list[Any]", item)) for item in listed if isinstance(item, list))
    return changes > MAX_CHANGES or len(dumps(raw_groups)) > MAX_PUSH


def _read(raw: object) -> Sent:
    m = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}
    n, gid = m.get("n"), m.get("gid")
    n = int(n) if isinstance(n, float) and n.is_integer() else n
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n < 1 << 53 or not is_id(gid):
        raise invalid("Each group carries its number `n` and its id `gid`.")
    schema = m.get("schema")
    if isinstance(schema, int | float) and schema > SCHEMA:
        raise CallError(
            "schema",
            "This cloud is older than your program. Your work is kept until it is updated.",
            more={"schema": SCHEMA},
        )
    try:
        return Sent(n, cast("str", gid), m, group_from_wire(m))
    except Invalid as error:
        return Sent(n, cast("str", gid), m, None, Refusal(Code.VALIDATION, error.message, field=error.field))
