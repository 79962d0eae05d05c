"""Organisations: create, list, open after an import.

Promises: the id is the caller's, so that a business that began on one computer keeps its own; the creator becomes its
owner. While `importing`, the organisation is its owner's alone and takes his printed numbers; it opens when the sums
he has equal the sums here.
May not know: how rows are merged.
"""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import head, ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.publishing import membership, person, publish

_EMPTY = {"count": 0, "hash": "0" * 16}


def create(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, id, name, currency, timezone, importing?, user?}` → `{org, user}`."""
    account, rid, org = caller.account, args.rid(), args.id("id")
    fields = {
        "name": args.text("name", 200),
        "currency": _currency(args),
        "timezone": _timezone(args),
    }
    user_id = args.optional_id("user") or cloud.ids.new_id()
    importing = args.flag("importing")

    with cloud.database.write() as connection:

        def work() -> dict[str, Any]:
            if connection.one("SELECT 1 FROM orgs WHERE org_id = ?", (org,)):
                return {"org": org, "user": _going_on(connection, account, org)}
            _found(cloud, connection, account, org, user_id, fields, importing=importing)
            return {"org": org, "user": user_id}

        return once(cloud, connection, caller=account, rid=rid, path="orgs:create", work=work)


def listed(cloud: Cloud, caller: Caller, _args: Arguments) -> dict[str, Any]:
    """`{}` → `{orgs: [{org, name, user, role, permissions, importing}]}`: the caller's organisations."""
    with cloud.database.read() as connection:
        found = connection.all(
            "SELECT m.org_id, m.user_id, m.role, m.permissions, o.importing, o.name, s.body FROM members m"
            " JOIN orgs o ON o.org_id = m.org_id"
            " LEFT JOIN c_organizations s ON s.org_id = m.org_id AND s.id = m.org_id"
            " WHERE m.account = ? ORDER BY m.org_id",
            (caller.account,),
        )
    return {
        "orgs": [
            {
                "org": org,
                "name": loads(body)["f"].get("name", name) if body else name,
                "user": user_id,
                "role": role,
                "permissions": loads(permissions),
                "importing": bool(importing),
            }
            for org, user_id, role, permissions, importing, name, body in found
        ]
    }


def opened(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, sums}` → `{org}`: the import is complete, since both sides hold the same rows."""
    account, rid, org, sums = caller.account, args.rid(), args.id("org"), args.object("sums")
    with cloud.database.write() as connection:
        held = ledger.lock(connection, org)
        member = rights.member(connection, org, account)
        if held is None or member.principal.role != "owner":
            raise forbidden()

        def work() -> dict[str, Any]:
            if held.importing and not _same(sums, head.sums_for(connection, held.sums, member)):
                raise invalid(
                    "This computer and the cloud do not hold the same records yet. Sync once more, then try again."
                )
            held.importing = False
            held.save(connection)
            return {"org": org}

        return once(cloud, connection, caller=account, rid=rid, path="orgs:opened", work=work)


def _going_on(connection: Connection, account: str, org: str) -> str:
    """The owner whose business is still arriving here may found it again, however late; nobody else may."""
    row = connection.one(
        "SELECT m.user_id FROM members m JOIN orgs o ON o.org_id = m.org_id"
        " WHERE m.org_id = ? AND m.account = ? AND m.role = 'owner' AND o.importing = 1",
        (org, account),
    )
    if row is None:
        raise invalid("There is an organisation with this id already.")
    return row[0]


def _found(
    cloud: Cloud,
    connection: Connection,
    account: str,
    org: str,
    user_id: str,
    fields: dict[str, Any],
    *,
    importing: bool,
) -> None:
    name, email = connection.one("SELECT name, email FROM accounts WHERE id = ?", (account,))
    held = ledger.create(connection, org, fields["name"], cloud.ids.new_id()[-8:], importing=importing)
    connection.run(
        "INSERT INTO members (org_id, account, user_id, role, permissions, version) VALUES (?, ?, ?, 'owner', '{}', 1)",
        (org, account, user_id),
    )
    member = rights.member(connection, org, account)
    rows = {("organizations", org): fields, **person(user_id, name=name, email=email)}
    publish(cloud, connection, held, member, {**rows, **membership(org, user_id, "owner")})
    held.save(connection)


def _same(theirs: dict[str, Any], ours: dict[str, dict[str, int | str]]) -> bool:
    return {c: sums for c, sums in theirs.items() if sums != _EMPTY} == ours


def _currency(args: Arguments) -> str:
    currency = args.text("currency", 3, least=3)
    if not (currency.isascii() and currency.isalpha() and currency.isupper()):
        raise invalid("The currency must be a code of three capital letters, such as EUR.")
    return currency


def _timezone(args: Arguments) -> str:
    name = args.text("timezone", 64)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise invalid("The time zone must be a name such as Europe/Berlin.") from error
    return name
