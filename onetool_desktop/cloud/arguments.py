"""Reads a call's arguments, and says in a sentence which one is not as agreed.

Promises: what comes back has the type asked for; whole numbers may come as `1.0`; every refusal is `invalid` and
names the argument. Arguments nobody asks for are left alone, so that a newer client may send more.
May not know: what the arguments mean.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from onetool_desktop.cloud.errors import CallError, invalid

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOST = 1 << 53
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Arguments:
    """The arguments of one call."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        """Whether the argument is there and not null."""
        return self._values.get(name) is not None

    def text(self, name: str, limit: int, *, least: int = 1) -> str:
        """A line of text of `least` to `limit` characters, without control characters."""
        value = self._values.get(name)
        if not isinstance(value, str) or not least <= len(value) <= limit or _CONTROL.search(value):
            raise invalid(f"The {name} must be a line of {least} to {limit} characters.")
        if not value.isascii():
            _whole_characters(name, value)
        return value

    def optional_text(self, name: str, limit: int) -> str | None:
        """As `text`, or None where it is not given or empty."""
        return self.text(name, limit) if self._values.get(name) not in (None, "") else None

    def id(self, name: str) -> str:
        """The text of a UUID in lower case."""
        value = self._values.get(name)
        if not isinstance(value, str) or _UUID.fullmatch(value) is None:
            raise invalid(f"The {name} must be an id: a UUID in lower case.")
        return value

    def optional_id(self, name: str) -> str | None:
        """As `id`, or None where it is not given."""
        return self.id(name) if self.has(name) else None

    def rid(self) -> str:
        """The caller's own id of this mutation."""
        return self.text("rid", 64, least=8)

    def whole(self, name: str, *, least: int, most: int = _MOST, default: int | None = None) -> int:
        """A whole number within bounds; `default` where it is not given."""
        value = self._values.get(name, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise invalid(f"The {name} must be a whole number from {least} to {most}.")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is not given."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise invalid(f"The {name} must be true or false.")
        return value

    def list(self, name: str) -> "list[Any]":
        """A list of anything."""
        value = self._values.get(name)
        if not isinstance(value, list):
            raise invalid(f"The {name} must be a list.")
        return cast("list[Any]", value)

    def object(self, name: str) -> dict[str, Any]:
        """An object of anything."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise invalid(f"The {name} must be an object.")
        return cast("dict[str, Any]", value)


def _whole_characters(name: str, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise CallError("invalid", f"The {name} holds half a character.") from error
