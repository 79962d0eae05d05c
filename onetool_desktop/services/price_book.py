"""The price book: what is sold again and again, by name, with its unit, price and tax."""

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import LineId, SkuId
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Act, Created, commit, edited, new_row, not_there
from onetool_desktop.store.replica import Replica, Transaction

SKUS = "skus"
_AS_IN_THE_BOOK = {
    "description": "name",
    "detail": "detail",
    "unit": "unit",
    "unitPrice": "unitPrice",
    "taxRate": "taxRate",
    "cost": "cost",
}
_LONGEST_NAME = 200


def book_line(replica: Replica, *, c: str, line: LineId) -> Created[SkuId]:
    """A new item that says what a line of a draft of collection `c` says; the line is of that item from now on."""
    sku = SkuId(replica.ids.new_id())
    lines_of, _parent = LINES_OF[c]

    def work(tx: Transaction) -> Created[SkuId]:
        row = tx.get(lines_of, line)
        if row is None or not row.live:
            raise not_there(lines_of)
        fields = {to: row.f.get(of) for of, to in _AS_IN_THE_BOOK.items()}
        name = str(fields["name"] or "").strip()
        _check_line(tx, name, booked=row.f.get("skuId"), heading=row.f.get("kind") == "heading")
        item = new_row(SKUS, sku, {**fields, "name": name, "isActive": True})
        act = Act(action="skus.create", label=_("Add {name} to the price book").format(name=name))
        return Created(sku, commit(tx, act, [item, edited(tx, lines_of, line, {"skuId": sku})]))

    return replica.write(work)


def _check_line(tx: Transaction, name: str, *, booked: str | None, heading: bool) -> None:
    """Whether a line can become an item: it has a name of its own that the book does not have."""
    item = tx.get(SKUS, booked) if booked else None
    if item is not None and item.live:
        raise _cannot(
            _("This line is in the price book already."), _("Change the price there for the next time.")
        )
    if heading or not name or len(name) > _LONGEST_NAME:
        raise _cannot(
            _("Only a line with a short name of its own goes into the price book."), _("Name it first.")
        )
    if tx.count(SKUS, "name", name):
        raise _cannot(
            _("The price book has {name} already.").format(name=name),
            _("Choose it from the list as you type."),
        )


def _cannot(happened: str, next_step: str) -> SentenceError:
    return SentenceError(happened, safe=_("Nothing was changed."), next_step=next_step)
