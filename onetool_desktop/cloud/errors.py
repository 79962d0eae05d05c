"""How a call fails: a code of the contract, a sentence, and what the caller needs to act on it.

Promises: `code` is one of the contract's; `status` is None where the failure is about the call itself (HTTP 200 with
an error envelope) and an HTTP status where it is not (body, path, token, size, rate). `more` travels beside code and
message.
May not know: HTTP beyond its numbers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class CallError(Exception):
    """A call that is answered with an error instead of a value."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        more: Mapping[str, Any] = _NOTHING,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.retry_after = retry_after
        self.more = more

    def data(self) -> dict[str, Any]:
        """Code, message and the rest, as sent."""
        return {"code": self.code, "message": self.message, **self.more}


def invalid(message: str) -> CallError:
    """An argument that is not as agreed."""
    return CallError("invalid", message)


def forbidden() -> CallError:
    """The one answer for an organisation that is not there, not his, or no longer his."""
    return CallError("forbidden", "You have no access to this organisation. Nothing was changed.")


def unauthenticated(message: str = "Please sign in again.") -> CallError:
    """A token that is missing, wrong or expired."""
    return CallError("unauthenticated", message, status=401)


def withdrawn() -> CallError:
    """A sign-in that ended because the access of its device was withdrawn."""
    return CallError(
        "unauthenticated",
        "The access of this computer was withdrawn. What you entered on it is kept there.",
        status=401,
        more={"reason": "withdrawn"},
    )
