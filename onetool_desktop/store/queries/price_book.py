"""The price book as the line grid completes from it: every item in use, in the order of its name."""

from dataclasses import dataclass

from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class PriceItem:
    """One item; price, tax and cost are decimal text in wire form, empty where there is none."""

    id: str
    name: str
    detail: str
    unit: str
    price: str
    tax: str
    cost: str


def items(db: Db) -> list[PriceItem]:
    """The items in use."""
    found = db.execute(
        """SELECT id, name, coalesce(detail, ''), coalesce(unit, ''), coalesce("unitPrice", ''),
        coalesce("taxRate", ''), coalesce(cost, '') FROM skus WHERE coalesce("isActive", 1) ORDER BY name, id"""
    )
    return [PriceItem(*map(str, row)) for row in found]
