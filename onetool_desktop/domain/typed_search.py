"""What a person may mean by what he typed into the one search box: a kind of record, a number, an amount, a phone.

Promises: pure but for the language of the words; a text may mean several things at once, and whoever searches asks for
each. May not know: what is found, how it is searched.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onetool_desktop.domain.translate import N_, _

_KINDS: Mapping[str, str] = {
    "invoices": N_("invoices bills"),
    "quotes": N_("quotes estimates offers q"),
    "clients": N_("clients customers"),
    "clientContacts": N_("contacts people"),
    "clientProperties": N_("properties addresses sites"),
    "projects": N_("projects jobs"),
    "tasks": N_("tasks visits appointments"),
    "skus": N_("items articles price"),
}
"""The words for each kind, which may be named by a beginning that fits no other kind, as in `inv 42`."""
_LEAST = 2  # letters of a beginning
_AMOUNT = re.compile(r"(\d{1,3}(?:[., '\u00a0\u202f]\d{3}){1,4}|\d{1,12})(?:[.,](\d{1,3}))?")
_CURRENCY = re.compile(r"^[^\d\s]{0,3}\s*|\s*[^\d\s]{0,3}$")
_MOST = 2**63 - 1  # what a column holds
_DIALLED = re.compile(r"[\d\s()/.+-]+")
_LEAST_DIALLED, _MOST_DIALLED = 6, 15


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind that was named ("" for any), the words after it, spans of minor units, and the digits of a phone."""

    kind: str
    words: str
    amounts: tuple[range, ...]
    dialled: str


def meanings(typed: str, *, places: int) -> tuple[Meaning, ...]:
    """What the text may mean, likeliest first; `places` are those of the organisation's currency."""
    text = " ".join(typed.split())
    first, _space, rest = text.partition(" ")
    kind = _kind(first) if rest else ""
    plain = Meaning("", text, amounts(text, places=places), _phone(text))
    return (Meaning(kind, rest, amounts(rest, places=places), _phone(rest)), plain) if kind else (plain,)


def amounts(text: str, *, places: int) -> tuple[range, ...]:
    """The amounts a text may stand for, each from the one meant to all that begin so: `1240`, `1,240` and `1.240 €` are
    1,240.00 to 1,240.99, `1.240,00 €` is itself; `12.405` may be two.
    """
    found = _AMOUNT.fullmatch(_CURRENCY.sub("", text.strip()))
    if found is None:
        return ()
    whole, part, unit = re.sub(r"\D", "", found[1]), found[2] or "", 10**places
    meant = [] if len(part) > places else [int(whole + part.ljust(places, "0"))]
    spans = [range(one, one + (1 if part else unit)) for one in meant]
    if not part and _is_short_part(found[1], places):  # the separator may have been the point
        spans.append(range(int(whole), int(whole) + 1))
    elif len(part) == 3:  # or a group of thousands
        grouped = int(whole + part) * unit
        spans.append(range(grouped, grouped + unit))
    return tuple(span for span in dict.fromkeys(spans) if span.stop <= _MOST)


def splits(digits: str) -> Sequence[tuple[str, ...]]:
    """The ways a phone number can be written in up to three groups, none shorter than two digits."""
    size = len(digits)
    two = [(digits[:a], digits[a:]) for a in range(2, size - 1)]
    three = [
        (digits[:a], digits[a:b], digits[b:]) for a in range(2, min(size, 7)) for b in range(a + 2, size - 1)
    ]
    return [(digits,), *two, *three]


def _is_short_part(whole: str, places: int) -> bool:
    return places == 3 and len(whole) > 4 and not whole[-4].isdigit()


def _kind(word: str) -> str:
    """The kind that a word names, in the person's language or in English."""
    low = word.casefold()
    own = {kind: _(words) for kind, words in _KINDS.items()}
    return _kind_among(low, own) or _kind_among(low, _KINDS)


def _kind_among(low: str, words_of: Mapping[str, str]) -> str:
    words = [(noun, kind) for kind, nouns in words_of.items() for noun in nouns.casefold().split()]
    exact = {kind for noun, kind in words if noun == low}
    begun = {kind for noun, kind in words if noun.startswith(low) and len(low) >= _LEAST}
    meant = exact or begun
    return meant.pop() if len(meant) == 1 else ""


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    is_phone = _DIALLED.fullmatch(text) and _LEAST_DIALLED <= len(digits) <= _MOST_DIALLED
    return digits if is_phone and digits.isascii() else ""
