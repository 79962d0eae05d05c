"""Selected rows as text for a spreadsheet: the columns in sight with their titles, every row, however many.

Promises: it reads page by page and runs in the read pool; nothing in it becomes a formula. May not know: the clipboard.
"""

from collections.abc import Iterator, Sequence

from onetool_desktop.domain import spreadsheet_text
from onetool_desktop.ui.models.listing import ListSource

_AT_ONCE = 128


def copied(source: ListSource, rids: Sequence[int], *, columns: Sequence[int], titles: Sequence[str]) -> str:
    """The rows with these numbers; `columns` are their places in the cells, in the order shown."""
    return spreadsheet_text.table(_rows(source, rids, columns, titles))


def _rows(
    source: ListSource, rids: Sequence[int], columns: Sequence[int], titles: Sequence[str]
) -> Iterator[Sequence[str]]:
    yield titles
    for first in range(0, len(rids), _AT_ONCE):
        wanted = rids[first : first + _AT_ONCE]
        found = {cells.rid: cells for cells in source.page(wanted)}
        for rid in wanted:
            cells = found.get(rid)
            if cells is not None:
                yield [cells.copies.get(place, cells.texts[place]) for place in columns]
