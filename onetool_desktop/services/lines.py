"""Lines of quotes and invoices: put in, change, move, take out. One set of verbs for both kinds.

Promises: moving or putting in a line writes that line alone; two devices that do so at the same place both keep their
line. May not know: totals, paper.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.changes.values import Change, Fields
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.ids import LineId, SkuId
from onetool_desktop.domain.places import between, spread
from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.saving import Act, Created, Saved, commit, edited, new_row, not_there, save
from onetool_desktop.store.replica import Replica, Transaction


def line_rows(*, ids: Ids, c: str, document: str, lines: Sequence[Fields]) -> list[Change]:
    """The rows of a new document's lines, in order."""
    lines_of, parent = LINES_OF[c]
    places = spread(len(lines))
    return [
        new_row(lines_of, ids.new_id(), {"kind": "line", **f, parent: document, "position": place})
        for f, place in zip(lines, places, strict=True)
    ]


def add_line(
    replica: Replica, *, c: str, document: str, fields: Fields, after: LineId | None = None
) -> Created[LineId]:
    """A new line of document `document` of collection `c`, behind the line `after` or at the end."""
    line = LineId(replica.ids.new_id())
    lines_of, parent = LINES_OF[c]

    def work(tx: Transaction) -> Saved:
        place = _place(tx, c, document, after)
        row = new_row(lines_of, line, {"kind": "line", **fields, parent: document, "position": place})
        return commit(tx, Act(action=f"{lines_of}.create", label=_("Add a line")), [row])

    return Created(line, replica.write(work))


def add_sku_line(
    replica: Replica, *, c: str, document: str, sku_id: SkuId, quantity: str = "1"
) -> Created[LineId]:
    """A new line at the end, from the price book."""
    sku = replica.reads().get("skus", sku_id)
    if sku is None or not sku.live:
        raise not_there("skus")
    names = {
        "name": "description",
        "detail": "detail",
        "unit": "unit",
        "unitPrice": "unitPrice",
        "taxRate": "taxRate",
    }
    fields: dict[str, Any] = {to: sku.f.get(of) for of, to in {**names, "cost": "cost"}.items()}
    return add_line(replica, c=c, document=document, fields={**fields, "quantity": quantity, "skuId": sku_id})


def edit_line(replica: Replica, *, c: str, id: LineId, fields: Fields) -> Saved:
    """Change a line of a document of collection `c`."""
    return records.edit(replica, c=LINES_OF[c][0], id=id, fields=fields, label=_("Edit a line"))


def move_line(replica: Replica, *, c: str, id: LineId, after: LineId | None) -> Saved:
    """Put a line behind another, or first."""
    lines_of, parent = LINES_OF[c]

    def draft(tx: Transaction) -> list[Change]:
        line = tx.get(lines_of, id)
        if line is None or not line.live:
            raise not_there(lines_of)
        place = _place(tx, c, line.f[parent], after, first=after is None, without=id)
        return [edited(tx, lines_of, id, {"position": place})]

    return save(replica, Act(action=f"{lines_of}.move", label=_("Move a line")), draft)


def remove_line(replica: Replica, *, c: str, id: LineId) -> Saved:
    """Take a line out."""
    return records.delete(replica, c=LINES_OF[c][0], id=id, label=_("Remove a line"))


def rows_of_copy(
    tx: Transaction, *, c: str, of: str, copy: str, lines: Mapping[str, Fields] | None = None
) -> list[Change]:
    """The lines of the document `copy`: those of `of`, or `lines` by id in their place."""
    own = (
        copied_lines(tx, c=c, of=of)
        if lines is None
        else [copied_fields(fields, of=c) for _id, fields in in_order(lines.items())]
    )
    return line_rows(ids=tx.replica.ids, c=c, document=copy, lines=own)


def copied_fields(line: Fields, *, of: str) -> dict[str, Any]:
    """What a line takes along into another document of collection `of`'s kind.

    Not its place and parent, nor what one customer chose of one quote.
    """
    lines_of, parent = LINES_OF[of]
    known = COLLECTIONS[lines_of].by_name.keys() - {parent, "chosen"}
    return {name: value for name, value in line.items() if name in known}


def copied_lines(tx: Transaction, *, c: str, of: str) -> list[dict[str, Any]]:
    """The lines of document `of` of collection `c` as they go into another of its kind, in order."""
    rows = in_order((row.id, row.f) for row in tx.children(*LINES_OF[c], of))
    return [copied_fields(fields, of=c) for _, fields in rows]


def _place(
    tx: Transaction, c: str, document: str, after: str | None, *, first: bool = False, without: str = ""
) -> str:
    """A free place behind `after`, or at the end or the beginning."""
    rows = in_order((row.id, row.f) for row in tx.children(*LINES_OF[c], document) if row.id != without)
    ids, places = [row_id for row_id, _ in rows], [str(f.get("position") or "") for _, f in rows]
    at = 0 if first else ids.index(after) + 1 if after in ids else len(ids)
    before = places[at - 1] if at else ""
    behind = next((place for place in places[at:] if place > before), "")
    return between(before, behind)
