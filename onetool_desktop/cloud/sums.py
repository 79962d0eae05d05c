"""Counts and hashes of live rows by collection, kept as they change and never recomputed (WIRE section 1,
`sync:digest`).

Promises: the cost of keeping them is that of the rows that change; `words` is what is stored, JSON of `{collection:
[count, hash]}` with the hash as 16 hex digits.
May not know: who sees which row.
"""

from collections.abc import Iterable
from typing import TypeAlias

from onetool_desktop.changes.digest import hex16, row_hash

Words: TypeAlias = dict[str, list[int | str]]


class Sums:
    """One set of sums."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def add(self, c: str, row_id: str, seq: str) -> None:
        """A row that is now live with this `seq`."""
        self._move(c, 1, row_hash(row_id, seq))

    def remove(self, c: str, row_id: str, seq: str) -> None:
        """A row that no longer is, or has another `seq` from now on."""
        self._move(c, -1, -row_hash(row_id, seq))

    def drop(self, collections: Iterable[str]) -> None:
        """Forgets what these collections held."""
        for c in collections:
            self.words.pop(c, None)

    def sent(self, collections: Iterable[str]) -> dict[str, dict[str, int | str]]:
        """As `sync:digest` sends them, for the collections named that hold rows."""
        return {
            c: {"count": self.words[c][0], "hash": self.words[c][1]}
            for c in collections
            if c in self.words and self.words[c][0]
        }

    def count(self, collections: Iterable[str]) -> int:
        """How many rows the collections named hold."""
        return sum(int(self.words[c][0]) for c in collections if c in self.words)

    def _move(self, c: str, rows: int, value: int) -> None:
        count, total = self.words.get(c, [0, "0"])
        self.words[c] = [int(count) + rows, hex16(int(str(total), 16) + value)]
