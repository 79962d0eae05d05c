"""The last number of each series: as issued papers say, and as this device counts."""

from dataclasses import dataclass

from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class LastNumber:
    """A kind of paper, a series, and the last count given in it as far as is known here."""

    kind: str
    series: str
    last: int


def last_numbers(db: Db) -> list[LastNumber]:
    """Every series that has given a number, by kind."""
    rows = db.execute(
        "SELECT kind, series, max(last) FROM (SELECT kind, series, last FROM counters UNION ALL "
        "SELECT kind, series, no FROM issued WHERE no IS NOT NULL) GROUP BY kind, series ORDER BY kind, series"
    )
    return [LastNumber(*row) for row in rows]


def highest_of_main(db: Db) -> dict[str, int]:
    """The highest number of the main series that was ever known here, by kind of paper."""
    return {one.kind: one.last for one in last_numbers(db) if one.series == MAIN}
