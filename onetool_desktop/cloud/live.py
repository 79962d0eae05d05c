"""Who may be woken, and where his organisation stands (WIRE section 1, `GET /api/live`).

Promises: a wake-up says which organisation and its head, nothing of what changed; only a member's good token is let
in, for as long as the token is good and his sign-in stands. Each question is a handful of rows, whatever the
organisation's size.
May not know: HTTP, streams, who listens.
"""

from collections.abc import Collection
from dataclasses import dataclass

from onetool_desktop.cloud import rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.database import Listener
from onetool_desktop.cloud.ledger import seq_text


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may listen: to which organisation, as which account in which sign-in, for how many seconds."""

    org: str
    account: str
    session: str
    left_s: float


@dataclass(frozen=True, slots=True)
class Look:
    """Where an organisation stands, the accounts of its members, and the sign-ins asked about that have ended."""

    head: str
    accounts: frozenset[str]
    ended: frozenset[str]


class Live:
    """The cloud's side of the wake-up, in plain calls."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def admit(self, bearer: str | None, org: str | None) -> Admitted:
        """Lets a member in; raises `unauthenticated`, `invalid` or `forbidden`."""
        holder = self._cloud.tokens.holder(bearer)
        wanted = Arguments({"org": org}).id("org")
        with self._cloud.database.read() as connection:
            rights.member(connection, wanted, holder.account)
        return Admitted(wanted, holder.account, holder.session, self._cloud.tokens.left_ms(bearer) / 1000)

    def look(self, org: str, sessions: Collection[str]) -> Look:
        """The organisation's head and members now, and which of these sign-ins stand no more."""
        with self._cloud.database.read() as connection:
            row = connection.one("SELECT seq FROM orgs WHERE org_id = ?", (org,))
            accounts = connection.all("SELECT account FROM members WHERE org_id = ?", (org,))
            ended = self._cloud.tokens.ended(connection, sessions)
        return Look(seq_text(row[0] if row else 0), frozenset(account for (account,) in accounts), ended)

    def listen(self, listener: Listener) -> None:
        """Has `listener` called with organisations whose head may have moved, in the thread that wrote."""
        self._cloud.database.listen(listener)
