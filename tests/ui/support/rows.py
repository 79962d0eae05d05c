"""A list's source over made-up rows, which counts what it is asked."""

from array import array
from collections.abc import Sequence

from onetool_desktop.store.giving_up import Asked
from onetool_desktop.ui.models.listing import Amount, Badge, Cells, Column, ColumnKind, ListQuestion
from onetool_desktop.ui.runtime.colours import Tone

COLUMNS = (
    Column(key="name", title="Name", width=30, sort="name", kind=ColumnKind.NAME),
    Column(key="status", title="Status", width=14, kind=ColumnKind.BADGE, widest=("Active",)),
    Column(key="total", title="Total", width=12, sort="total", kind=ColumnKind.NUMBER),
)
ACTIVE = Badge("Active", "circle-dot", Tone.GOOD)


class MadeUpRows:
    """Rows 1 to `count`, named by their number; `pages` and `questions` keep what was asked."""

    collection = "clients"
    watches = frozenset({"clients", "invoices"})

    def __init__(self, count: int) -> None:
        self.rids = list(range(1, count + 1))
        self.names: dict[int, str] = {}
        self.pages: list[int] = []
        self.questions: list[ListQuestion] = []
        self.asked: list[Asked] = []

    def ids(self, question: ListQuestion, limit: int | None = None, *, asked: Asked) -> "array[int]":
        self.questions.append(question)
        self.asked.append(asked)
        found = [rid for rid in self.rids if question.search in self.name(rid)]
        return array("q", sorted(found, reverse=question.descending)[:limit])

    def counts(self, search: str, *, asked: Asked) -> dict[str, int]:
        return {"": len(self.rids)}

    def page(self, rids: Sequence[int]) -> list[Cells]:
        self.pages.append(len(rids))
        live = set(self.rids)
        return [Cells(r, f"id{r}", (self.name(r), "Active", f"{r}.00"), ACTIVE) for r in rids if r in live]

    def amounts(self, rids: Sequence[int]) -> list[Amount]:
        return [Amount("total", "EUR", 100 * sum(rids))]

    def row_ids(self, rids: Sequence[int]) -> list[str]:
        return [f"id{rid}" for rid in rids]

    def name(self, rid: int) -> str:
        return self.names.get(rid, f"Row {rid:06d}")
