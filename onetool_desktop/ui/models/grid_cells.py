"""The cells of a line: which there are, what each shows, and what typing into one means for the line's fields.

Promises: what is shown and typed again gives the same fields; what makes no sense is a ValueError with a sentence;
amounts are never floats. Pure, but for the locale's own marks. May not know: models, widgets, rows of the store.

Why: a quantity takes its unit along (`2 h`, `3,5 m²`) and an item its detail on further lines, because that is how
people write a line on paper; so the hand walks over three cells of seven. A `#` before an item makes a heading, a `>` a
text between lines.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QLocale

from onetool_desktop.domain.arithmetic import evaluate
from onetool_desktop.domain.document_totals import is_counted
from onetool_desktop.domain.money import decimal_text, exponent
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.formats import decimal_in, mark_of

Fields: TypeAlias = Mapping[str, Any]
Found: TypeAlias = dict[str, Any]


class Cell(IntEnum):
    """The columns, in order."""

    COUNT = 0
    ITEM = 1
    QUANTITY = 2
    UNIT = 3
    PRICE = 4
    TAX = 5
    DISCOUNT = 6
    TOTAL = 7


TITLES = ("#", N_("Item"), N_("Qty"), N_("Unit"), N_("Price"), N_("Tax %"), N_("Discount"), N_("Total"))
EDITABLE = (Cell.ITEM, Cell.QUANTITY, Cell.UNIT, Cell.PRICE, Cell.TAX, Cell.DISCOUNT)
NUMBERS = frozenset({Cell.QUANTITY, Cell.PRICE, Cell.TAX, Cell.DISCOUNT, Cell.TOTAL})
FIELDS_OF: Mapping[Cell, tuple[str, ...]] = {
    Cell.ITEM: ("description", "detail"),
    Cell.QUANTITY: ("quantity",),
    Cell.UNIT: ("unit",),
    Cell.PRICE: ("unitPrice",),
    Cell.TAX: ("taxRate",),
    Cell.DISCOUNT: ("discountKind", "discountValue"),
}
_ONE_FIELD = {cell: names[0] for cell, names in FIELDS_OF.items() if len(names) == 1}
_MARKS = {"heading": "#", "text": ">"}
_PLACES, _WHOLE = 4, 100
_LONGEST_ITEM, _LONGEST_DETAIL, _LONGEST_UNIT = 2_000, 60_000, 20
_UNIT = re.compile(r"(?<=[\d).,%\s])([^\W\d_][\w²³./ ]*|%)$")
_EXPONENT = re.compile(
    r"\d[eE]\d+$"
)  # `1e5` is a number to some, and one of five digits at that: not 1 of the unit e5
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s*[xX]\s*(?=\d)")
_CURRENCY_WORDS = re.compile(r"[\s\u00a0\u202f]*(?:[€$£¥]|[A-Z]{3}|kr|zł|Fr\.)[\s\u00a0\u202f]*")


def is_heading(fields: Fields) -> bool:
    """Whether a line is the heading of a section."""
    return fields.get("kind") == "heading"


def is_blank(fields: Fields) -> bool:
    """Whether nothing was typed into a line yet."""
    return not any(fields.get(name) for names in FIELDS_OF.values() for name in names)


def has_discount(fields: Fields) -> bool:
    """Whether something is taken off the line itself."""
    return bool(fields.get("discountKind") and fields.get("discountValue"))


@dataclass(frozen=True, slots=True)
class CellWords:
    """Shows and reads cells in one locale and currency."""

    locale: QLocale
    currency: str

    def shown(self, cell: Cell, fields: Fields) -> str:
        """The cell's text, without count and total, which are not the line's own."""
        if cell is Cell.ITEM:
            return str(fields.get("description") or "")
        if not is_counted(fields):
            return ""
        if cell is Cell.DISCOUNT:
            return self.discount_text(fields)
        value = str(fields.get(_ONE_FIELD.get(cell, "")) or "")
        if not value or cell is Cell.UNIT:
            return value
        least = exponent(self.currency) if cell is Cell.PRICE and self.currency else 0
        return decimal_in(self.locale, value, least=least)

    def typed(self, cell: Cell, fields: Fields) -> str:
        """The text in the cell's editor."""
        if cell is Cell.DISCOUNT:
            return self.discount_text(fields)
        if cell is not Cell.ITEM:
            value = str(fields.get(_ONE_FIELD.get(cell, "")) or "")
            plain = not value or cell is Cell.UNIT
            return value if plain else decimal_in(self.locale, value, grouped=False)
        detail = str(fields.get("detail") or "")
        text = str(fields.get("description") or "") + (f"\n{detail}" if detail else "")
        mark = _MARKS.get(str(fields.get("kind") or ""))
        return f"{mark} {text}" if mark else text

    def read(self, cell: Cell, text: str) -> Found:
        """The fields that a text means; a cleared one is None."""
        if cell is Cell.ITEM:
            return self._item(text)
        text = text.strip()
        if cell is Cell.UNIT:
            if len(text) > _LONGEST_UNIT:
                raise ValueError(_("A unit can hold {most} characters.").format(most=_LONGEST_UNIT))
            return {"unit": text or None}
        if cell is Cell.DISCOUNT:
            return self.discount(text)
        if not text:
            return {_ONE_FIELD[cell]: None}
        return self._quantity(text) if cell is Cell.QUANTITY else self._amount(cell, text)

    def discount(self, text: str) -> Found:
        """The fields that a typed discount means, of a line or of the whole; ValueError with a sentence."""
        text = text.strip()
        percent = text.endswith("%")
        value = Decimal(self._decimal(text.removesuffix("%") if percent else text)) if text else Decimal(0)
        if value < 0 or (percent and value > _WHOLE):
            raise ValueError(_("A discount is an amount, or between 0 % and 100 %."))
        if not value:
            return {"discountKind": None, "discountValue": None}
        return {"discountKind": "percent" if percent else "amount", "discountValue": decimal_text(value)}

    def discount_text(self, fields: Fields) -> str:
        """A discount as it is typed: `10 %`, `50.00`; nothing for none."""
        if not has_discount(fields):
            return ""
        value = str(fields["discountValue"])
        if fields["discountKind"] == "percent":
            return f"{decimal_in(self.locale, value)} %"
        return decimal_in(self.locale, value, least=exponent(self.currency) if self.currency else 0)

    def _item(self, text: str) -> Found:
        first, _break, rest = text.strip().partition("\n")
        kind = next((kind for kind, mark in _MARKS.items() if first.startswith(mark)), "line")
        first, rest = first.removeprefix(_MARKS.get(kind, "")).strip(), rest.strip()
        if len(first) > _LONGEST_ITEM or len(rest) > _LONGEST_DETAIL:
            raise ValueError(
                _("An item can hold {most} characters; put more on the lines below it.").format(
                    most=_LONGEST_ITEM
                )
            )
        return {
            "description": first or None,
            "detail": rest or None,
            "kind": kind,
        }

    def _quantity(self, text: str) -> Found:
        text = _BETWEEN_NUMBERS.sub("*", text)
        unit = None if _EXPONENT.search(text) else _UNIT.search(text)
        if unit is None or unit[1] == "%":
            return {"quantity": self._decimal(text)}
        if len(unit[1].strip()) > _LONGEST_UNIT:
            raise ValueError(_("A unit can hold {most} characters.").format(most=_LONGEST_UNIT))
        return {"quantity": self._decimal(text[: unit.start()]), "unit": unit[1].strip()}

    def _amount(self, cell: Cell, text: str) -> Found:
        if cell is Cell.PRICE:
            return {"unitPrice": self._decimal(_CURRENCY_WORDS.sub("", text))}
        rate = self._decimal(text.rstrip("% \u00a0\u202f"))
        if not 0 <= Decimal(rate) <= 100:
            raise ValueError(_("A tax rate lies between 0 and 100 percent."))
        return {"taxRate": rate}

    def _decimal(self, text: str) -> str:
        return decimal_text(
            evaluate(_BETWEEN_NUMBERS.sub("*", text), mark=mark_of(self.locale), places=_PLACES)
        )
