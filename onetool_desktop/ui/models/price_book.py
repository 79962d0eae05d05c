"""Completes an item from the price book while it is typed.

Promises: every word typed begins a word of the item, whatever accents and case; the item of that code comes first,
then those whose name begins with what was typed; the answer is at once, from memory. May not know: where the items come
from, widgets.

Why: the price book of a firm is some hundreds of items that everybody may read; held in memory it answers between two
keys without asking the disk. The search index would answer with clients and invoices among them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from onetool_desktop.store.queries.price_book import PriceItem

SHOWN = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Entry:
    item: PriceItem
    name: str
    code: str
    words: str  # every word of name, code and detail, each with a space before it


class PriceBook:
    """The items, ready to be found."""

    def __init__(self, items: Iterable[PriceItem] = ()) -> None:
        self._entries = [
            _Entry(
                item,
                _folded(item.name),
                _folded(item.code),
                _spaced(f"{item.name} {item.code} {item.detail}"),
            )
            for item in items
        ]

    def __len__(self) -> int:
        return len(self._entries)

    def first(self) -> list[PriceItem]:
        """The first items by name."""
        return [entry.item for entry in self._entries[:SHOWN]]

    def find(self, typed: str) -> list[PriceItem]:
        """The best items for what was typed; none for nothing."""
        folded = _folded(typed.strip())
        words = [f" {word}" for word in _WORD.findall(folded)]
        if not words:
            return []
        found = [entry for entry in self._entries if all(word in entry.words for word in words)]
        found.sort(key=lambda entry: (entry.code != folded, not entry.name.startswith(folded), entry.name))
        return [entry.item for entry in found[:SHOWN]]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _spaced(text: str) -> str:
    return "".join(f" {word}" for word in _WORD.findall(_folded(text)))
