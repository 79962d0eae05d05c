"""What passes between the replica and the cloud, as values: pages pulled, batches pushed, where the replica
stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from onetool_desktop.changes.values import Group
from onetool_desktop.store import columns

WireRow: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of `sync:pull`: rows as on the wire by collection, ids no longer granted, where it stands.

    `cursor` None moves nothing: a slice that others of its page follow.
    """

    rows: Mapping[str, Sequence[WireRow]]
    gone: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    cursor: str | None
    more: bool
    phase: Mapping[str, Any] | None = None
    head: str
    epoch: str
    scopes: str = ""
    server_now: int = 0

    def count(self) -> int:
        """Rows in the page."""
        return sum(map(len, self.rows.values()))


def slices(page: Page, *, size: int = 300) -> Iterator[Page]:
    """The page in parts of about `size` rows, so that saves pass between; only the last one moves the cursor.

    A document stays with the lines and payments that came with it, so that its amounts are computed from what is at
    hand: read back row by row they cost more than the writing.
    """
    parts: list[dict[str, list[WireRow]]] = [{}]
    count = 0
    for cluster in _clusters(page):
        if count and count + len(cluster) > size:
            parts.append({})
            count = 0
        for c, row in cluster:
            parts[-1].setdefault(c, []).append(row)
        count += len(cluster)
    for part in parts[:-1]:
        yield replace(page, rows=part, gone={}, cursor=None, more=True)
    yield replace(page, rows=parts[-1])


def _clusters(page: Page) -> Iterator[list[tuple[str, WireRow]]]:
    """The rows in their order, each document with all that follows it in the page."""
    there = {row["id"] for c in columns.LINES for row in page.rows.get(c, ())}
    following: dict[str, list[tuple[str, WireRow]]] = {}
    alone: list[tuple[str, WireRow]] = []
    for c, rows in page.rows.items():
        if c not in columns.PARTS:
            alone += [(c, row) for row in rows]
            continue
        _, field = columns.PARTS[c]
        for row in rows:
            document = row["f"].get(field)
            if document in there:
                following.setdefault(document, []).append((c, row))
            else:
                alone.append((c, row))
    for one in alone:
        yield [one, *following.get(one[1]["id"], ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The next groups to push, with what the push says of earlier ones."""

    groups: tuple[Group, ...]
    prev_gid: str | None
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the last comparison with the cloud found; counts of rows, the instant in ms UTC.

    `renewed` were fetched again, `hidden` put away since the cloud no longer has them, `newer` left because they are
    newer here than there; `anew`: there was so much that the business is fetched anew.
    """

    at_ms: int
    renewed: int = 0
    hidden: int = 0
    newer: int = 0
    anew: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether both sides held the same."""
        return not (self.renewed or self.hidden or self.newer or self.anew)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """Where a replica stands. `cursor` None: nothing has come yet; `staged_cursor` goes on where a stage ends.

    `phase` is the last one told while arriving, else None; `staged` counts the rows in the stage; `check` is the last
    comparison with the cloud. `whole_since` is when all had come, in ms UTC, 0 where that was never noted. `closed`:
    its number series is, and it is to become another device; `numbers_wait`: the cloud's main series are.
    """

    cursor: str | None
    staged_cursor: str | None
    staged: int
    head: str
    epoch: str
    scopes: str
    device: str
    last_n: int
    confirmed: int
    waiting: int
    acked: int
    attention: int
    arriving: bool
    phase: Mapping[str, Any] | None
    check: CheckReport | None = None
    whole_since: int = 0
    closed: bool = False
    numbers_wait: bool = False
