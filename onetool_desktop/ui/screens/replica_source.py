"""A list's source over the replica: questions to `store.queries`, rows formatted once.

Promises: `page` is one query by row numbers on the reading connection of the thread that asks; the rest runs in the
read pool. May not know: any noun; it is given a shape and a function that formats one page.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

from onetool_desktop import domain
from onetool_desktop.domain.money import CURRENCIES, exponent
from onetool_desktop.store.engine import Db
from onetool_desktop.store.giving_up import Asked
from onetool_desktop.store.queries import lists
from onetool_desktop.ui.models.listing import Amount, Cells, ListQuestion
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.states import named

Page = Callable[[Db, Sequence[int]], list[Cells]]


class ReplicaSource:
    """Answers a `RowListModel`. `within` is a reference and a function that names the row it must lead to."""

    def __init__(
        self,
        work: Workplace,
        *,
        shape: lists.Shape,
        page: Page,
        also: frozenset[str] = frozenset(),
        within: tuple[str, Callable[[], str]] | None = None,
    ) -> None:
        self._work = work
        self._shape = shape
        self._page = page
        self._also = also
        self._within = within

    @property
    def collection(self) -> str:
        """The collection whose rows these are."""
        return self._shape.table

    @property
    def watches(self) -> frozenset[str]:
        """The collection and those its cells are made from."""
        return self._also | {self._shape.table}

    def ids(self, question: ListQuestion, limit: int | None = None, *, asked: Asked) -> "array[int]":
        """Row numbers in order."""
        with asked.over(self._db()) as db:
            return lists.ids(db, self._shape, self._question(question), limit=limit)

    def counts(self, search: str, *, asked: Asked) -> dict[str, int]:
        """Rows by tab; one of a record's own lists has no tabs."""
        if self._within is not None:
            return {}
        with asked.over(self._db()) as db:
            return lists.counts(db, self._shape, self._question(ListQuestion(search=search)))

    def page(self, rids: Sequence[int]) -> list[Cells]:
        """The rows, with a mark where something is not synced yet."""
        db = self._db()
        rows = self._page(db, rids)
        if not rows or not self._work.replica.identity.connected:
            return rows
        waiting = lists.waiting(db, self._shape.table, [row.id for row in rows])
        return [replace(row, waiting=True) if row.id in waiting else row for row in rows]

    def amounts(self, rids: Sequence[int]) -> list[Amount]:
        """What the rows come to."""
        own = self._work.currency
        return [
            Amount(found.what, found.currency or own, found.amount, found.unknown, found.void)
            for found in lists.sums(self._db(), self._shape, rids)
        ]

    def row_ids(self, rids: Sequence[int]) -> list[str]:
        """The ids of the rows."""
        return lists.ids_of(self._db(), self._shape.table, rids)

    def _db(self) -> Db:
        return self._work.replica.reads().db

    def _question(self, question: ListQuestion) -> lists.Question:
        within = None if self._within is None else (self._within[0], self._within[1]())
        shape, search, currency = self._shape, question.search, self._work.currency
        places = exponent(currency) if currency in CURRENCIES else 2
        return lists.Question(
            tab=question.tab,
            search=search,
            sort=question.sort,
            descending=question.descending,
            today=self._work.formats.today().isoformat(),
            within=within,
            amounts=tuple(one for one in domain.typed_search.amounts(search, places=places) if one.start)
            if shape.amounts
            else (),
            states=tuple(state for state in named(shape.table, search) if state in shape.states),
        )
