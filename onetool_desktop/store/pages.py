"""What passes between the replica and the cloud, as values: pages pulled, batches pushed, where the replica
stands.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, TypeAlias

from onetool_desktop.changes.values import Group
from onetool_desktop.store import columns

WireRow: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[WireRow]]
Following: TypeAlias = Mapping[str, Mapping[str, list[WireRow]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of `sync:pull`: rows as on the wire by collection, ids no longer granted, where it stands, and what
    was redacted of rows that are out of sight (by collection and row, the stamp of each register).

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
    redacted: Mapping[str, Mapping[str, Mapping[str, str]]] = field(
        default_factory=dict[str, Mapping[str, Mapping[str, str]]]
    )

    @property
    def ends(self) -> bool:
        """Whether an arrival ends with this page, or with this part of one."""
        return self.phase is None and not self.more and self.cursor is not None

    def count(self) -> int:
        """Rows in the page."""
        return sum(map(len, self.rows.values()))


def slices(page: Page, *, size: int = 300) -> Iterator[Page]:
    """The page in parts of about `size` rows, so that saves pass between; only the last one moves the cursor.

    A document stays with the lines and payments that came with it, so that its amounts are computed from what is at
    hand: read back row by row they cost more than the writing.
    """
    *earlier, last = _parts(page, size)
    for part in earlier:
        yield replace(page, rows=part, gone={}, redacted={}, cursor=None, more=True)
    yield replace(page, rows=last)


def _parts(page: Page, size: int) -> list[Rows]:
    """The rows in their order, so many to a part, each document with all that follows it in the page."""
    following = _following(page)
    parts: list[Rows] = [{}]
    room = size
    for c, rows in page.rows.items():
        heads = _heads(c, rows, following)
        ends = _ends(c, heads, following)
        at = 0
        while at < len(heads):
            before = ends[at - 1] if at else 0
            upto = bisect_right(ends, before + room)
            if upto <= at and room < size:
                parts.append({})
                room = size
                continue
            upto = max(upto, at + 1)
            _add(parts[-1], c, heads[at:upto], following)
            room -= ends[upto - 1] - before
            at = upto
    return parts


def _following(page: Page) -> Following:
    """Lines and payments by the documents of the page they belong to."""
    there = {row["id"] for c in columns.LINES for row in page.rows.get(c, ())}
    found: dict[str, dict[str, list[WireRow]]] = {}
    for c in columns.PARTS.keys() & page.rows.keys():
        field, of_c = columns.PARTS[c][1], found.setdefault(c, {})
        for row in page.rows[c]:
            document = columns.document_of(row["f"], field)
            if document in there:
                of_c.setdefault(document, []).append(row)
    return found


def _heads(c: str, rows: Sequence[WireRow], following: Following) -> Sequence[WireRow]:
    """The rows that follow none."""
    if c not in following:
        return rows
    field = columns.PARTS[c][1]
    return [row for row in rows if columns.document_of(row["f"], field) not in following[c]]


def _ends(c: str, heads: Sequence[WireRow], following: Following) -> Sequence[int]:
    """How many rows there are up to each of these and what follows it."""
    if c not in columns.LINES or not following:
        return range(1, len(heads) + 1)
    return list(accumulate(1 + sum(len(by.get(row["id"], ())) for by in following.values()) for row in heads))


def _add(part: Rows, c: str, heads: Sequence[WireRow], following: Following) -> None:
    part.setdefault(c, []).extend(heads)
    for of, by in following.items() if c in columns.LINES else ():
        rows = [row for head in heads for row in by.get(head["id"], ())]
        if rows:
            part.setdefault(of, []).extend(rows)


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
    comparison with the cloud. `bulk`: what arrives goes, or will go, into a file without
    a record of the cloud's. `whole_since` is when all had
    come, in ms UTC, 0 where that was never noted. `closed`: its number series is, and it is to become another device;
    `numbers_wait`: the cloud's main series are. `kept_before` names the copy that was made before much went at once.
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
    bulk: bool = False
    check: CheckReport | None = None
    whole_since: int = 0
    closed: bool = False
    numbers_wait: bool = False
    kept_before: str = ""
