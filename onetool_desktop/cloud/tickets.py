"""Tickets: what one signed address allows, and until when.

Promises: a ticket is good for ten minutes, for one blob of one organisation, and for one way; it cannot be made,
changed or used the other way round without the cloud's key. It names no account: whoever holds the address may use it,
so it is short-lived, given only to somebody who may see the row, and never written to a log.
May not know: rows, HTTP.

Why: bytes are fetched by parts of a program, and by programs, that hold no sign-in; an address of its own keeps the
access token out of them, and out of whatever keeps addresses.
"""

from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.tokens import Tokens

GOOD_MS = 10 * 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Bytes may be added to this upload, up to `size` of them in all."""

    org: str
    upload: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """This blob may be read; `name` is what a browser would call the file."""

    org: str
    sha: str
    size: int
    name: str


T = TypeVar("T", Sending, Fetching)


def issue(tokens: Tokens, ticket: Sending | Fetching) -> str:
    """The ticket as text for an address."""
    return tokens.sealed(_way(type(ticket)), asdict(ticket), GOOD_MS)


def read(tokens: Tokens, way: type[T], text: str) -> T:
    """The ticket behind a text; raises `unauthenticated` as 401 where it is none, or no longer good."""
    claims: dict[str, Any] | None = tokens.unsealed(_way(way), text)
    if claims is None:
        raise CallError(
            "unauthenticated", "This address is no longer good. Please ask for a new one.", status=401
        )
    return way(**claims)


def _way(way: type[Sending] | type[Fetching]) -> str:
    return "onetool-file-sending" if way is Sending else "onetool-file-fetching"
