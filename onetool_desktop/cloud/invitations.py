"""Invitations: how a second person comes into an organisation.

Promises: a code is secret, kept only as its hash, good for the invited e-mail alone and for 14 days, and spent when
used. The person's row exists from the invitation on, so that work can be assigned before he first signs in.
May not know: passwords, sessions.
"""

from hashlib import sha256
from typing import Any

from onetool_desktop.cloud import grants, ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError, forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.publishing import membership, person, publish
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.domain.permissions import ROLES

_GOOD_MS = 14 * 24 * 3_600_000


def invite(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, email, name?, role, user?}` → `{user, code}`; asked again, the code is a new one."""
    rid, org, role = args.rid(), args.id("org"), args.text("role", 40)
    email = args.text("email", 320).strip().casefold()
    name = args.optional_text("name", 200) or email.partition("@")[0]
    user_id = args.optional_id("user") or cloud.ids.new_id()
    if role not in ROLES or role == "owner":
        raise invalid(f"The role must be one of {', '.join(sorted(set(ROLES) - {'owner'}))}.")
    code = cloud.ids.token(24)
    with cloud.database.write() as connection:
        held = ledger.lock(connection, org)
        member = rights.member(connection, org, caller.account)
        if held is None or not member.principal.may("people", "modify"):
            raise forbidden()
        if held.importing:
            raise invalid("People can be invited when the business has arrived here completely.")

        def work() -> dict[str, Any]:
            if connection.one("SELECT 1 FROM members WHERE org_id = ? AND user_id = ?", (org, user_id)):
                raise invalid("This person is a member already.")
            publish(cloud, connection, held, member, person(user_id, name=name, email=email))
            return {"user": user_id}

        answer = once(cloud, connection, caller=caller.account, rid=rid, path="orgs:invite", work=work)
        connection.run("DELETE FROM invites WHERE org_id = ? AND user_id = ?", (org, answer["user"]))
        connection.run(
            "INSERT INTO invites (hash, org_id, email, user_id, role, until) VALUES (?, ?, ?, ?, ?, ?)",
            (_hashed(code), org, email, answer["user"], role, cloud.clock.now_ms() + _GOOD_MS),
        )
        held.save(connection)
    return {**answer, "code": code}


def accept(cloud: Cloud, connection: Connection, *, account: str, email: str, name: str, code: str) -> None:
    """Makes the account a member; raises `invalid` for a code that is wrong, spent, old or another's."""
    row = connection.one(
        "SELECT org_id, user_id, role, email, until FROM invites WHERE hash = ?", (_hashed(code),)
    )
    if row is None or row[3] != email or row[4] < cloud.clock.now_ms():
        raise CallError("invalid", "This invitation is not good any more. Ask for a new one.")
    org, user_id, role = row[0], row[1], row[2]
    held = ledger.lock(connection, org)
    if held is None or connection.one(
        "SELECT 1 FROM members WHERE org_id = ? AND account = ?", (org, account)
    ):
        raise invalid("You are a member of this organisation already.")
    connection.run("DELETE FROM invites WHERE hash = ?", (_hashed(code),))
    add_member(cloud, connection, held, account=account, user_id=user_id, role=role, name=name, email=email)
    held.save(connection)


def add_member(
    cloud: Cloud,
    connection: Connection,
    held: ledger.Ledger,
    *,
    account: str,
    user_id: str,
    role: str,
    name: str,
    email: str,
) -> None:
    """Writes the membership, and the grants where the role sees assigned records only."""
    connection.run(
        "INSERT INTO members (org_id, account, user_id, role, permissions, version) VALUES (?, ?, ?, ?, '{}', 1)",
        (held.org, account, user_id, role),
    )
    member = rights.member(connection, held.org, account)
    known = connection.one("SELECT 1 FROM c_users WHERE org_id = ? AND id = ?", (held.org, user_id))
    rows = {("users", user_id): {"active": True}} if known else person(user_id, name=name, email=email)
    connection.run("DELETE FROM former_members WHERE org_id = ? AND account = ?", (held.org, account))
    publish(cloud, connection, held, member, {**rows, **membership(held.org, user_id, role)})
    if not ROLES[role].all_records:
        held.scoped += 1
        grants.grant_all(connection, held, CloudReader(connection, held.org, member), user_id)


def _hashed(code: str) -> str:
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
