"""Places of lines in a document, as text whose order is the order of the lines.

Promises: there is always a place between two others, so that a line is moved or put in by writing that line alone; two
devices that choose the same place at once get equal texts, and the ids of the lines decide. Lines put at either end
in turn keep their places short: 20,000 of them stay below ten characters.
May not know: lines, documents.
"""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_WIDTH = 4
_STEP = _BASE
_TOP = _BASE**_WIDTH
_FIRST = 9 * _BASE ** (_WIDTH - 1)


def spread(count: int) -> list[str]:
    """Places for the lines of a new document."""
    return [_text(_FIRST + at * _STEP) for at in range(count)]


def between(before: str, after: str) -> str:
    """A place after `before` and before `after`; an empty text stands for the open end on that side."""
    if not before and not after:
        return _text(_FIRST)
    if before and after and before >= after:
        raise ValueError("The two places do not stand in order.")
    stepped = _number(before) + _STEP if before else _number(after) - _STEP
    if not (before and after) and 0 < stepped < _TOP:
        return _text(stepped)
    return _middle(before, after)


def _number(place: str) -> int:
    return int(place[:_WIDTH].ljust(_WIDTH, "0"), _BASE)


def _text(number: int) -> str:
    digits = ""
    for _ in range(_WIDTH):
        number, digit = divmod(number, _BASE)
        digits = _DIGITS[digit] + digits
    return digits.rstrip("0")


def _middle(before: str, after: str) -> str:
    """The middle of two fractions; never ends in 0, so that something fits below it again."""
    found, at = "", 0
    while True:
        low = _DIGITS.index(before[at]) if at < len(before) else 0
        high = _DIGITS.index(after[at]) if at < len(after) else _BASE
        middle = (low + high) // 2
        if middle > low:
            return found + _DIGITS[middle]
        if high > low:
            after = ""  # the place is below it already
        found, at = found + _DIGITS[low], at + 1
