"""How the engine would answer the questions of a list, without answering them."""

from typing import Any

from onetool_desktop.store import columns
from onetool_desktop.store.queries import lists
from tests.store.world import World


class Explained:
    """Takes down how a statement would be answered, instead of answering it."""

    def __init__(self, db: Any, *, often: str = "") -> None:
        """`often` is the collection in which the search finds many rows, or a state that many have."""
        self._db = db
        self._often = often
        self.steps: list[str] = []
        self.counted: list[str] = []  # how it would be asked how many rows have a state

    def steps_at(self, table: str) -> list[str]:
        """The steps that read a table under its own name."""
        return [step for step in self.steps if step.split()[1:2] == [table]]

    def execute(self, sql: str, values: Any = ()) -> Any:
        if "max(rid)" in sql:
            return self._db.execute(sql, values)
        if sql.startswith("SELECT code, count(*)"):
            return [(columns.CODES[self._often], lists._OFTEN)] if self._often in columns.CODES else []
        steps = [step for *_, step in self._db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        if sql.startswith("SELECT count(*) FROM (SELECT 1"):
            self.counted = steps
            return self._db.execute("SELECT ?", (lists._OFTEN if self._often else 0,))
        self.steps = steps
        return self._db.execute("SELECT '[]'")


def plan(world: World, shape: lists.Shape, *, sort: str, tab: str, descending: bool) -> list[str]:
    explained: Any = Explained(world.replica.reads().db)
    question = lists.Question(tab=tab, sort=sort, descending=descending, today="2026-03-02")
    lists.ids(explained, shape, question, limit=64)
    return explained.steps
