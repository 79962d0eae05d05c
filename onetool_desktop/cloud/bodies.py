"""Request bodies: inflated within bounds and read strictly.

Promises: at most 8 MiB inflated, 32 levels deep, numbers of 64 bit, no NaN, no key twice; everything else is refused
before it is looked at, with a status and a sentence. Memory never grows beyond the bound whatever was sent.
May not know: what the body means.
"""

import json
import re
import zlib
from typing import Any, NoReturn, cast

from onetool_desktop.cloud.errors import CallError

MAX_INFLATED = 8 * 1024 * 1024
MAX_DEPTH = 32
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))


def too_large() -> CallError:
    """A body above the bound."""
    return CallError("too_large", "The request is too large. Send less at once.", status=413)


def inflate(body: bytes, encoding: str) -> bytes:
    """The body as it was before it was compressed with `gzip`, or as it is without an encoding."""
    if encoding in {"", "identity"}:
        if len(body) > MAX_INFLATED:
            raise too_large()
        return body
    if encoding != "gzip":
        raise CallError("invalid", f"Bodies encoded as {encoding[:20]!r} are not read here.", status=415)
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        inflated = inflater.decompress(body, MAX_INFLATED + 1)
    except zlib.error as error:
        raise _unreadable() from error
    if len(inflated) > MAX_INFLATED or inflater.unconsumed_tail:
        raise too_large()
    if not inflater.eof or inflater.unused_data:
        raise _unreadable()
    return inflated


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object of the body."""
    _check_depth(body)
    try:
        value = _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(value, dict):
        raise _unreadable()
    return cast("dict[str, Any]", value)


def _check_depth(body: bytes) -> None:
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _STRING.sub(b"", body).translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise CallError("invalid", "The request is nested too deeply.", status=400)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _whole(text: str) -> int:
    if len(text) > 20 or not -(1 << 63) <= (value := int(text)) < 1 << 63:
        raise ValueError("a number is too large")
    return value


def _finite(text: str) -> float:
    value = float(text) if len(text) <= 64 else float("inf")
    if value in {float("inf"), float("-inf")}:
        raise ValueError("a number is too large")
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite
)


def _unreadable() -> CallError:
    return CallError("invalid", "The request is not readable JSON.", status=400)
