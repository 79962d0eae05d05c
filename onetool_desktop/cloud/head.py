"""Where an organisation stands: head, epoch, scopes, and the sums a device compares itself with.

Promises: both calls read a handful of rows whatever the size of the organisation.
May not know: rows.
"""

from typing import Any

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import forbidden
from onetool_desktop.cloud.ledger import seq_text
from onetool_desktop.cloud.rights import Member
from onetool_desktop.cloud.sums import Sums
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Scope


def head(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org}` → `{head, epoch, scopes}`."""
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        standing, _ = state(connection, member)
    return standing


def digest(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org}` → `{head, epoch, scopes, sums: {collection: {count, hash}}}` for this caller's live rows."""
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        standing, sums = state(connection, member)
        return {**standing, "sums": sums_for(connection, sums, member)}


def state(connection: Connection, member: Member) -> tuple[dict[str, Any], Sums]:
    """Head, epoch and scopes, and the organisation's own sums."""
    row = connection.one("SELECT seq, epoch, sums FROM orgs WHERE org_id = ?", (member.org,))
    if row is None:
        raise forbidden()
    standing = {"head": seq_text(row[0]), "epoch": row[1], "scopes": member.scopes}
    return standing, Sums(loads(row[2]))


def sums_for(connection: Connection, sums: Sums, member: Member) -> dict[str, dict[str, int | str]]:
    """The sums of what this member sees: the organisation's, and his own where his sight is narrower."""
    own = ledger.load_user_sums(connection, member.org, member.user_id)
    shared = tuple(c for c in member.shown() if not narrow(member, c))
    return {
        **sums.sent(shared),
        **own.sent(tuple(c for c in member.shown() if narrow(member, c))),
    }


def narrow(member: Member, c: str) -> bool:
    """Whether the member sees only some rows of the collection."""
    scope = COLLECTIONS[c].scope
    return scope is Scope.OWN or (scope is Scope.CLUSTER and not member.principal.all_records)
