"""A page of a pull: rows as stored, joined to JSON text.

Promises: bodies go out verbatim, except that fields the member's role may not read are left out; a page knows when it
is full by rows and by bytes.
May not know: which rows belong on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud.rights import Member

MAX_BYTES = 1024 * 1024


class Page:
    """Rows gathered for one answer."""

    def __init__(self, limit: int, member: Member) -> None:
        self._limit = limit
        self._member = member
        self._rows: defaultdict[str, list[str]] = defaultdict(list)
        self._gone: defaultdict[str, list[str]] = defaultdict(list)
        self._bytes = 0
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether it holds the rows or the bytes one page may."""
        return self.count >= self._limit or self._bytes >= MAX_BYTES

    @property
    def room(self) -> int:
        """How many more rows fit, at least one."""
        return max(1, self._limit - self.count)

    def add(self, c: str, bodies: Iterable[str]) -> None:
        """Takes rows of one collection."""
        hidden, rows = self._member.hidden_fields(c), self._rows[c]
        for body in bodies:
            shown = body if hidden is None else _without(body, hidden)
            rows.append(shown)
            self._bytes += len(shown)
            self.count += 1

    def add_gone(self, c: str, row_id: str) -> None:
        """Takes a row that is no longer the member's to see."""
        self._gone[c].append(row_id)
        self._bytes += len(row_id)
        self.count += 1

    def text(self, rest: Mapping[str, Any]) -> str:
        """The answer as JSON text, with what else it says."""
        rows = ",".join(f'"{c}":[{",".join(bodies)}]' for c, bodies in self._rows.items() if bodies)
        tail = dumps({"gone": self._gone, **rest}).decode()
        return f'{{"rows":{{{rows}}},{tail[1:]}'


def _without(body: str, hidden: frozenset[str]) -> str:
    row = loads(body)
    row["f"] = {name: value for name, value in row["f"].items() if name not in hidden}
    return dumps(row).decode()
