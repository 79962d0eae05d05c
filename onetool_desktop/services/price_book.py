"""The price book: what is sold again and again, by name and code, with its unit, price and tax.

Promises: names and codes are softly unique: what is there twice is accepted, and flagged where it is read; an item that
was put away stays in every line made of it. May not know: screens.
"""

from collections.abc import Sequence
from decimal import Decimal

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.changes.values import Fields, Invalid
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import LineId, SkuId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.many import Many, set_field_of
from onetool_desktop.services.saving import Act, Created, Saved, commit, edited, new_row, not_there, save
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
_WHOLE = 100


def create_item(replica: Replica, *, fields: Fields) -> Created[SkuId]:
    """A new item, in use at once. Raises `Invalid` for a tax rate that is none."""
    _check_values(fields)
    sku = SkuId(replica.ids.new_id())
    act = Act(
        action="skus.create",
        label=_("Add {name} to the price book").format(name=fields.get("name") or _("an item")),
    )
    return Created(sku, save(replica, act, lambda _tx: [new_row(SKUS, sku, {**fields, "isActive": True})]))


def edit_item(replica: Replica, *, id: SkuId, fields: Fields) -> Saved:
    """Change an item for the next time; lines made of it stay as they are. Raises `Invalid` as above."""
    _check_values(fields)
    return records.edit(replica, c=SKUS, id=id, fields=fields)


def set_in_use(replica: Replica, *, ids: Sequence[str], in_use: bool) -> Many:
    """Put items away, so that they are not offered any more, or take them back in use."""
    label = _("Take items back in use") if in_use else _("Put items away")
    return set_field_of(replica, c=SKUS, ids=ids, field="isActive", value=in_use, label=label)


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


def _check_values(fields: Fields) -> None:
    rate = fields.get("taxRate")
    if rate and not 0 <= Decimal(rate) <= _WHOLE:
        raise Invalid("taxRate", _("A tax rate lies between 0 and 100 percent."))


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
