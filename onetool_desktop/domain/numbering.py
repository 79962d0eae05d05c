"""Numbers on paper: how a series and a count become text and back, and how series get their codes.

Promises: text and parts are one-to-one; codes of device series are made of letters and digits that cannot be taken for
one another when read aloud or off paper, and never repeat; `main` is no such code. Counting is not done here: who may
take the next number is the cloud's business on the main series and a device's own on its series.
May not know: devices, clouds, storage.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from onetool_desktop.domain.translate import _

MAIN = "main"
MOST = 1 << 40
"""No series counts beyond this."""
COUNTS_FROM: Mapping[str, str] = MappingProxyType({"quote": "quotesFrom", "invoice": "invoicesFrom"})
"""Kind of paper → the organisation's setting below which its main series gives no number."""
_LONGEST = 40  # digits that are looked at
_PREFIXES: dict[str, str] = {"quote": "Q", "invoice": "INV", "credit": "CN", "order": "WO"}
_KINDS: dict[str, str] = {prefix: kind for kind, prefix in _PREFIXES.items()}
# Without I L O Q S U V Z and 0 1 5 8: each looks or sounds like another that is here, or like a digit.
_LETTERS = "ABCDEFGHJKMNPRTWXY"
_DIGITS = "234679"
_NUMBER = re.compile(r"([A-Z]+)-(?:([A-Z][0-9]+)-)?([0-9]{1,40})(?: r([0-9]{1,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """The parts of a number on paper; `rev` is None for the first issue and 2, 3 … for a revised quote."""

    kind: str
    series: str
    no: int
    rev: int | None = None


def format_number(kind: str, series: str, no: int, rev: int | None = None) -> str:
    """`INV-000612` in the main series, `INV-B7-0042` in a device's, `Q-000231 r2` for a revision."""
    if kind not in _PREFIXES:
        raise ValueError(f"Paper of the kind {kind!r} has no numbers.")
    if no < 1:
        raise ValueError("Numbers on paper begin at 1.")
    tail = f" r{rev}" if rev is not None and rev > 1 else ""
    if series == MAIN:
        return f"{_PREFIXES[kind]}-{no:06d}{tail}"
    return f"{_PREFIXES[kind]}-{series}-{no:04d}{tail}"


def following(kind: str, last: int, settings: Mapping[str, Any]) -> int:
    """The next count of the main series after `last` by the organisation's settings; it rises, whatever they say."""
    least = settings.get(COUNTS_FROM.get(kind, ""))
    return max(last + 1, least) if isinstance(least, int) and least <= MOST else last + 1


def parse_number(text: str) -> Number:
    """The parts of a number as `format_number` writes it; ValueError with a sentence for anything else."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or match[1] not in _KINDS or int(match[3]) < 1:
        raise ValueError(
            _("“{text}” is not a number of a document, such as INV-000612 or Q-B7-0007.").format(text=text)
        )
    rev = int(match[4]) if match[4] else None
    return Number(_KINDS[match[1]], match[2] or MAIN, int(match[3]), rev)


def main_count(kind: str, text: str) -> int:
    """The count of a number of the main series as a person reads it off paper: `612`, `000612`, `inv-000612`.

    Raises ValueError with a sentence for a number of another kind, one of a computer's own series, and what is none.
    """
    typed = text.strip().upper()
    if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST and 0 < int(typed) <= MOST:
        return int(typed)
    number = parse_number(typed.replace(" R", " r"))
    if number.kind != kind:
        right = format_number(kind, MAIN, number.no)
        raise ValueError(
            _("“{text}” is a number of other paper; here it is one such as {right}.").format(
                text=typed, right=right
            )
        )
    if number.series != MAIN:
        raise ValueError(
            _("“{text}” is of the series {series} of a computer, which goes on by itself.").format(
                text=typed, series=number.series
            )
        )
    if number.no > MOST:
        raise ValueError(_("No series counts as far as “{text}”.").format(text=typed))
    return number.no


def provisional_reference(series: str, count: int) -> str:
    """`P-B7-12`: what a pro forma paper is called until its number comes."""
    if count < 1:
        raise ValueError("References on paper begin at 1.")
    return f"P-{series}-{count}"


def series_code(n: int) -> str:
    """The code of the n-th device series of an organisation, from 0: `A2`, `B2` … then longer ones; all differ."""
    if n < 0:
        raise ValueError("Series are counted from 0.")
    size, left = 1, n
    while left >= (room := len(_LETTERS) * len(_DIGITS) ** size):
        left -= room
        size += 1
    left, letter = divmod(left, len(_LETTERS))
    digits = ""
    for _place in range(size):
        left, digit = divmod(left, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return _LETTERS[letter] + digits
