"""Postal addresses as the lines that stand on an envelope, and whether one is whole.

Promises: one order of the parts by country, empty parts left out, the country added only abroad. May not know: rows,
paper, maps.
"""

from collections.abc import Mapping
from typing import Any

_CODE_LAST = frozenset({"GB", "IE"})
_CODE_AFTER_STATE = frozenset({"US", "CA", "AU"})
_WITHOUT_CODE = frozenset({"IE", "HK", "AE", "QA"})  # post arrives there without one, and many know none


def address_lines(fields: Mapping[str, Any], *, home: str = "") -> tuple[str, ...]:
    """The lines of the address in `fields` (street, postcode, city, state, country); `home` is the sender's country."""
    street = str(fields.get("streetAddress") or "").splitlines()
    code, city, state = (str(fields.get(name) or "").strip() for name in ("zipCode", "city", "state"))
    country = str(fields.get("country") or "")
    abroad = [country] if country and home and country != home else []
    lines = [*(part.strip() for part in street), *_place(code, city, state, country or home), *abroad]
    return tuple(line for line in lines if line)


def is_whole(fields: Mapping[str, Any]) -> bool:
    """Whether `fields` have all that an invoice has to show of an address: street, city, and postcode where such is
    used.
    """
    code = () if fields.get("country") in _WITHOUT_CODE else ("zipCode",)
    return all(str(fields.get(name) or "").strip() for name in ("streetAddress", "city", *code))


def _place(code: str, city: str, state: str, country: str) -> list[str]:
    """City, state and code in the country's order."""
    if country in _CODE_LAST:
        return [", ".join(part for part in (f"{city} {code}".strip(), state) if part)]
    if country in _CODE_AFTER_STATE:
        return [", ".join(part for part in (city, f"{state} {code}".strip()) if part)]
    return [f"{code} {city}".strip(), state]
