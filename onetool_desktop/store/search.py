"""Search: one FTS5 index over every collection, fed from the declared search weights.

Promises: what a person typed finds rows whose words begin with it, whatever accents and case; no text he
types is taken for an operator. The writer keeps the index in the transaction of the rows; after a bulk it is
built anew.

Why: the index holds no text of its own (`content=''`), only words and row keys, so it stays small and an
encrypted file holds no second copy of the data. The writer feeds it and no triggers do: it alone knows that a
saved note changed no searched word, which spares most saves the index altogether. A row's key in the index is
`rid * 64 + collection`. An index without texts cannot find the words of an entry that is taken out: they stay in its
parts until these are merged. That is soon enough but for what nobody may hold here any more (`forget`).
"""

import re
from collections.abc import Iterable, Mapping

from onetool_desktop.store import columns, meta
from onetool_desktop.store.codec import codec
from onetool_desktop.store.engine import Db
from onetool_desktop.store.visible import VisibleRows

SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(high, middle, low, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
)
SEARCH_BY_HAND = "INSERT INTO search(search, rank) VALUES ('automerge', 0)"
"""The index is merged when the replica rests, never within a save."""
SPAN = 64
_FORGETS, _DUE, _BEGUN = "search_forgets", "due", "begun"
_LAST = (1 << 63) // SPAN - 1
_NEVER = 1_999  # parts of one size; FTS5 takes no more
_WORD = re.compile(r"\w+", re.UNICODE)
_PUT = "INSERT OR REPLACE INTO search(rowid, high, middle, low) VALUES (?, ?, ?, ?)"


def key(c: str, rid: int) -> int:
    """A row's key in the index."""
    return rid * SPAN + columns.CODES[c]


def refresh(rows: VisibleRows, dirty: Mapping[tuple[str, int], str | None]) -> None:
    """Brings the index up to the rows: (collection, rid) → id, or None for a row that is gone."""
    for (c, rid), row_id in dirty.items():
        row = None if row_id is None else rows.get(c, row_id)
        text = None if row is None or not row.live else codec(c).search_text(row.f)
        if text is None:
            rows.db.execute("DELETE FROM search WHERE rowid=?", (key(c, rid),))
        else:
            rows.db.execute(_PUT, (key(c, rid), *text))


def enter(db: Db, c: str, texts: Iterable[tuple[int, tuple[str, str, str] | None]]) -> None:
    """Enters many rows of one collection, in place of what the index has of them."""
    db.executemany(_PUT, [(key(c, rid), *(text or ("", "", ""))) for rid, text in texts])


def clear(db: Db) -> None:
    """Empties the index. What is entered afterwards in many parts is merged when the replica rests, never in a save."""
    db.execute("DROP TABLE search")
    db.execute(SEARCH_DDL)
    db.execute(SEARCH_BY_HAND)
    db.execute("INSERT INTO search(search, rank) VALUES ('crisismerge', ?)", (_NEVER,))


def rebuild(db: Db) -> None:
    """Builds the whole index from the rows."""
    clear(db)
    for c in columns.CODES:
        fill(db, c, 0, _LAST)


def forget(db: Db) -> None:
    """Has the words of what is taken out in this transaction leave the file as well, with the merges that follow."""
    meta.write(db, **{_FORGETS: _DUE})


def is_to_forget(db: Db) -> bool:
    """Whether words of what was taken out may still be in the file."""
    return bool(meta.read(db, _FORGETS))


def merge(db: Db, *, pages: int = 200) -> bool:
    """Merges a little of what saves have added, so that the index stays quick to ask; False when nothing was left.

    Where words are to be forgotten, all parts become one. A merge that had nothing to do changes fewer than two rows,
    and a negative number of pages begins one of everything (sqlite.org/fts5.html, section 6.8).
    """
    forgets = meta.read(db, _FORGETS)
    before = db.execute("SELECT total_changes()").fetchone()[0]
    db.execute(
        "INSERT INTO search(search, rank) VALUES ('merge', ?)", (-pages if forgets == _DUE else pages,)
    )
    more = db.execute("SELECT total_changes()").fetchone()[0] - before >= 2
    if forgets:
        meta.write(db, **{_FORGETS: _BEGUN if more else None})
    return more


def is_searched(c: str) -> bool:
    """Whether rows of a collection are found by anything."""
    return bool(codec(c).searched)


def fill(db: Db, c: str, after: int, upto: int) -> None:
    """Enters the rows of one collection with a rid above `after` and not above `upto`.

    Looking for each row in the index before it is entered is a fifth of the work, so it is done only where one of them
    may stand there: a save that came while the index was being built has entered its own.
    """
    if not is_searched(c):
        return
    high, middle, low = tier_expressions(c)
    code = columns.CODES[c]
    there = db.execute(
        f"SELECT 1 FROM search_docsize WHERE id BETWEEN ? AND ? AND id % {SPAN} = {code} LIMIT 1",
        (key(c, after + 1), key(c, upto)),
    ).fetchone()
    db.execute(
        f"INSERT {'OR REPLACE ' if there else ''}INTO search(rowid, high, middle, low) "
        f"SELECT rid * {SPAN} + {code}, {high}, {middle}, "
        f'{low} FROM "{c}" WHERE rid>? AND rid<=? ORDER BY rid',
        (after, upto),
    )


def tier_expressions(c: str) -> tuple[str, str, str]:
    """The searched text of a collection's columns as SQL, in three weights."""
    tiers: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name, weight in codec(c).searched.items():
        tiers[0 if weight >= 4 else 1 if weight >= 2 else 2].append(f'"{name}"')
    high, middle, low = (f"concat_ws(' ', {', '.join(tier)})" if tier else "''" for tier in tiers)
    return high, middle, low


def expression(typed: str, *, least: int = 1) -> str | None:
    """What a person typed as an FTS5 query: every word of `least` letters, each as a beginning. None without a word."""
    words = [word for word in _WORD.findall(typed)[:12] if len(word) >= least]
    return " ".join(f'"{word}"*' for word in words) or None


def exact_number(typed: str) -> str | None:
    """What a person typed as a query for a document's number, whose last word is the count: `42`, `b7 42`."""
    words = _WORD.findall(typed)[:4]
    if not words or not (words[-1].isascii() and words[-1].isdigit()) or len(words[-1]) > 9:
        return None
    counts = dict.fromkeys((words[-1].rjust(6, "0"), words[-1].rjust(4, "0"), words[-1]))
    count = " OR ".join(f'"{one}"' for one in counts)
    return " AND ".join([*(f'"{word}"' for word in words[:-1]), f"({count})"])


def phrase(typed: str) -> str | None:
    """The words that a person typed as a query for exactly them, one after the other. None without a word."""
    words = _WORD.findall(typed)[:12]
    return f'"{" ".join(words)}"' if words else None


def hits(db: Db, query: str | None, *, limit: int = 50) -> list[tuple[str, int]]:
    """The newest rows of all collections that fit a query, as (collection, rid). None fits nothing.

    Not the best by the index's own weight, for which it would have to look at every row that fits.
    """
    if query is None:
        return []
    found = db.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (query, limit)
    )
    names = list(columns.CODES)
    return [(names[rowid % SPAN], rowid // SPAN) for (rowid,) in found]
