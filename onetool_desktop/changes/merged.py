"""Rows that were merged into another: references to them are followed when read (DESIGN section 4).

Promises: each row is stood for by the last one it leads to, the same on every device that holds the same rows. The way
ends where the next row is deleted or not here: then the one before it stands for itself again. Where it leads back, as
on a device that has merged what a colleague merged the other way round until the cloud has answered, every row of the
ring stands for itself: none is out of sight. May not know: any store.

Why followed and not pointed anew: what is made without a network for a client who is merged meanwhile would need
somebody to move it; a paper that was issued keeps what it names; and taking a merging back is one register.
"""

from collections.abc import Sequence
from typing import Protocol

from onetool_desktop.changes.values import NOTHING, Fields, Row
from onetool_desktop.domain.collections import COLLECTIONS


class Rows(Protocol):
    """What is read: a row by key, and the live rows that point at one."""

    def get(self, c: str, id: str, /) -> Row | None:
        """The row, live or dead, or None."""
        ...

    def children(self, c: str, field: str, id: str, /) -> Sequence[Row]:
        """Live rows of `c` whose `field` is `id`."""
        ...


def way(rows: Rows, c: str, id: str) -> list[str]:
    """The row itself, and those that stand for it, one after another; itself alone where they lead back."""
    found = [id]
    while (following := _next(rows, c, found[-1])) is not None:
        if following in found:
            return [id]
        found.append(following)
    return found


def survivor(rows: Rows, c: str, id: str) -> str:
    """The id of the row that stands for row `id` of `c` today; its own where it was merged into none."""
    return way(rows, c, id)[-1]


def same(rows: Rows, c: str, one: str, other: str) -> bool:
    """Whether two ids of `c` are the same row, or are stood for by the same."""
    return one == other or survivor(rows, c, one) == survivor(rows, c, other)


def together(rows: Rows, c: str, id: str) -> list[str]:
    """The row itself, and after it all that lead to it."""
    field, found = COLLECTIONS[c].merged, [id]
    for one in found:
        found += [row.id for row in rows.children(c, field, one) if row.id not in found]
    return found


def stand_in(rows: Rows, c: str, id: str | None) -> Row | None:
    """The live row that stands for row `id` of `c` today; None where it is not here."""
    row = rows.get(c, survivor(rows, c, id)) if id else None
    return row if row is not None and row.live else None


def said(rows: Rows, c: str, id: str | None) -> Fields:
    """What the live row says that stands for row `id` of `c` today; nothing where it is not here."""
    row = stand_in(rows, c, id)
    return NOTHING if row is None else row.f


def children(rows: Rows, c: str, field: str, id: str) -> list[Row]:
    """The live rows of `c` that belong, by their reference `field`, to whoever stands for row `id`, his own first."""
    leads_to = COLLECTIONS[c].by_name[field].ref
    of = leads_to.collection if leads_to is not None else c
    owners = together(rows, of, survivor(rows, of, id)) if id else []
    return [row for owner in owners for row in rows.children(c, field, owner)]


def _next(rows: Rows, c: str, id: str) -> str | None:
    """The live row that a live one was merged into."""
    row = rows.get(c, id) if COLLECTIONS[c].merged else None
    into = row.f.get(COLLECTIONS[c].merged) if row is not None and row.live else None
    target = rows.get(c, into) if into else None
    return into if target is not None and target.live else None
