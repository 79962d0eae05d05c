"""Numbers as people type them, and small sums: `12,5`, `1.240,00`, `=12*4.5`, `(3+2)*80`.

Promises: exact decimals, no float; any text is either a number or a ValueError with a sentence; time and depth are
bounded by the length of the text. May not know: screens, what the number is for.

Why: a separator is read by the person's own locale first, but what cannot be grouping is taken as the decimal mark:
whoever types `12.5` on a German keyboard means twelve and a half, and `1.240` there means twelve hundred and forty.
The language of sums is four operations and brackets. Python's own `eval` was refused, however fenced in.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Literal, TypeAlias

from onetool_desktop.domain.money import EXACT
from onetool_desktop.domain.translate import N_, _

Mark: TypeAlias = Literal[".", ","]
MAX_TEXT = 200
_MAX_DEPTH = 20
_LARGEST = Decimal(10) ** 12
_SPACES = "\u00a0\u202f\u2009'’"
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-"})
_NUMBER = re.compile(r"\d[\d.,]*|[.,]\d+", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+", re.ASCII)
_UNREADABLE = N_("This is not a number. Type one such as {example}, or a sum such as =12*4.")


def evaluate(text: str, *, mark: Mark = ".", places: int = 4) -> Decimal:
    """The value of a number or a sum, rounded half-up to `places`; `mark` is the locale's decimal mark."""
    if len(text) > MAX_TEXT:
        raise ValueError(_("This is too long for a number."))
    source = text.strip().removeprefix("=").translate(_SIGNS)
    source = re.sub(rf"(?<=\d)[{_SPACES} ](?=\d\d\d(?!\d))", "", source)
    reader = _Reader(source, mark)
    try:
        value = reader.whole()
        value = value.quantize(Decimal(1).scaleb(-places), context=EXACT)
    except DecimalException as error:
        raise ValueError(_("This number is too large.")) from error
    if abs(value) >= _LARGEST:
        raise ValueError(_("This number is too large."))
    return value


def read_number(digits: str, *, mark: Mark) -> Decimal:
    """Digits with points and commas as one number."""
    other = "," if mark == "." else "."
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return Decimal(digits)
    if "." in digits and "," in digits:
        mark, other = (".", ",") if digits[last] == "." else (",", ".")
        whole, _, part = digits.partition(mark)
        if mark in part or other in part or not _GROUPED.fullmatch(whole):
            raise ValueError(_sentence(mark))
        return Decimal(f"{whole.replace(other, '')}.{part or '0'}")
    if digits[last] == other and _GROUPED.fullmatch(digits):
        return Decimal(digits.replace(other, ""))
    if digits.count(digits[last]) > 1:
        if _GROUPED.fullmatch(digits):
            return Decimal(digits.replace(digits[last], ""))
        raise ValueError(_sentence(mark))
    return Decimal(f"{digits[:last] or '0'}.{digits[last + 1 :] or '0'}")


def _sentence(mark: Mark) -> str:
    return _(_UNREADABLE).format(example="12.5" if mark == "." else "12,5")


@dataclass(slots=True)
class _Reader:
    """Reads a sum from left to right: terms of factors of numbers, brackets and signs."""

    text: str
    mark: Mark
    at: int = 0
    depth: int = 0

    def whole(self) -> Decimal:
        value = self._terms()
        if self._next():
            raise ValueError(_sentence(self.mark))
        return value

    def _next(self) -> str:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def _take(self, signs: str) -> str:
        sign = self._next()
        if sign and sign in signs:
            self.at += 1
            return sign
        return ""

    def _terms(self) -> Decimal:
        value = self._factors()
        while sign := self._take("+-"):
            other = self._factors()
            value = EXACT.add(value, other) if sign == "+" else EXACT.subtract(value, other)
        return value

    def _factors(self) -> Decimal:
        value = self._signed()
        while sign := self._take("*/"):
            other = self._signed()
            if sign == "/" and not other:
                raise ValueError(_("Nothing can be divided by zero."))
            value = EXACT.multiply(value, other) if sign == "*" else EXACT.divide(value, other)
        return value

    def _signed(self) -> Decimal:
        minus = False
        while sign := self._take("+-"):
            minus ^= sign == "-"
        value = self._one()
        return EXACT.minus(value) if minus else value

    def _one(self) -> Decimal:
        if self._take("("):
            self.depth += 1
            if self.depth > _MAX_DEPTH:
                raise ValueError(_("This sum has too many brackets."))
            value = self._terms()
            if not self._take(")"):
                raise ValueError(_("A bracket in this sum is not closed."))
            self.depth -= 1
            return value
        self._next()
        found = _NUMBER.match(self.text, self.at)
        if found is None:
            raise ValueError(_sentence(self.mark))
        self.at = found.end()
        value = read_number(found[0], mark=self.mark)
        return value.scaleb(-2, context=EXACT) if self._take("%") else value
