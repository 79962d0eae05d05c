"""JSON with one spelling, after RFC 8785, for values that are hashed.

Promises: equal values give equal text on every device and in every language: members sorted by UTF-16 code units,
shortest escapes, no spaces. Takes None, bool, int, str, and lists, tuples and string-keyed mappings of them.
May not know: what the values mean.

Why: floats are refused, though RFC 8785 has a rule for them. Amounts are integers and all other numbers decimal text,
so a float here is a mistake upstream, and the rule for printing doubles is the part implementations get wrong.
Integers beyond 2^53 - 1 are refused too, for readers that keep numbers as doubles would change them silently.
"""

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, cast

_LARGEST = 2**53 - 1


def canonical_json(value: object) -> str:
    """The value's only spelling; ValueError for what has none (floats, large integers, half characters)."""
    match value:
        case None | bool():
            return json.dumps(value)
        case str():
            return _string(value)
        case int() if abs(value) <= _LARGEST:
            return str(value)
        case Mapping():
            return _members(cast("Mapping[Any, object]", value))
        case list() | tuple():
            return "[" + ",".join([canonical_json(item) for item in cast("Sequence[object]", value)]) + "]"
        case _:
            raise ValueError(f"{value!r:.80} cannot be part of a text that is hashed.")


def _string(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("A text holds half of a character and cannot be hashed.") from None
    return encode_basestring(value)


def _members(value: Mapping[Any, object]) -> str:
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) != len(value):
        raise ValueError("The name of a member has to be text.")
    for key in keys:
        _string(key)
    # UTF-16 code units, which differ from code points above U+FFFF: RFC 8785 section 3.2.3.
    keys.sort(key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join([f"{_string(key)}:{canonical_json(value[key])}" for key in keys]) + "}"
