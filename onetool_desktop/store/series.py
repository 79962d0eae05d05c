"""The counts of the number series: the last number given of each kind of paper in each series.

Promises: a count only rises, whoever writes it.
May not know: which series is whose, when a number is given.
"""

from collections.abc import Mapping
from typing import TypeAlias

from onetool_desktop.store.engine import Db

Counts: TypeAlias = Mapping[tuple[str, str], int]
"""The last number by kind of paper and series."""

_COUNT_ON = """INSERT INTO counters(kind, series, last) VALUES (?, ?, ?)
    ON CONFLICT(kind, series) DO UPDATE SET last=max(last, excluded.last)"""


def counts(db: Db) -> dict[tuple[str, str], int]:
    """What was given so far."""
    return {
        (kind, series): last for kind, series, last in db.execute("SELECT kind, series, last FROM counters")
    }


def on_paper(db: Db) -> dict[tuple[str, str], int]:
    """The highest number of each series that stands on a paper here."""
    found = db.execute("SELECT kind, series, max(no) FROM issued WHERE no IS NOT NULL GROUP BY kind, series")
    return {(kind, series): last for kind, series, last in found}


def following(db: Db, kind: str, series: str) -> int:
    """The next count of a series."""
    found = db.execute("SELECT last FROM counters WHERE kind=? AND series=?", (kind, series)).fetchone()
    return 1 if found is None else found[0] + 1


def count_on(db: Db, given: Counts) -> None:
    """Moves series on to these numbers, where they are not further already."""
    db.executemany(_COUNT_ON, [(*series, last) for series, last in given.items()])
