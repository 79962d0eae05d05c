"""The people of an organisation: who belongs to it, in which role, and how one leaves.

Promises: a change of role changes `scopes` and, where the new role sees assigned records only, brings the grants in
the same transaction; who is removed loses every call at once, his row and his work stay, and for the length of the
lease he may still surrender what he had not sent. There is always an owner.
May not know: sign-in, what a device sends.
"""

from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud import grants, ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError, forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.publishing import membership, publish
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.rights import Member
from onetool_desktop.domain.permissions import LEVELS, OBJECTS, ROLES
from onetool_desktop.domain.team import OWNER, Barred, removal_barred, role_barred


@dataclass(frozen=True, slots=True)
class _Person:
    """A member whom a call is about."""

    account: str
    user_id: str
    role: str


def members(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org}` → `{members: [{user, role, permissions}], invited: [{user, email, role, until}], devices}`.

    Names are rows. `devices` is `[{device, seen}]`, in ms UTC and to the hour.
    """
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        if not member.principal.may("people", "view"):
            raise forbidden()
        there = connection.all(
            "SELECT user_id, role, permissions FROM members WHERE org_id = ? ORDER BY user_id", (member.org,)
        )
        open_ = connection.all(
            "SELECT user_id, email, role, until FROM invites WHERE org_id = ? AND until >= ? ORDER BY email",
            (member.org, cloud.clock.now_ms()),
        )
        seen = connection.all(
            "SELECT device, at FROM sightings WHERE org_id = ? ORDER BY device", (member.org,)
        )
    return {
        "members": [{"user": user, "role": role, "permissions": loads(p)} for user, role, p in there],
        "invited": [
            {"user": user, "email": email, "role": role, "until": until} for user, email, role, until in open_
        ],
        "devices": [{"device": device, "seen": at} for device, at in seen],
    }


def set_role(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, user, role, permissions?}` → `{user, role}`; levels named replace the role's."""
    rid, user_id, role, levels = args.rid(), args.id("user"), args.text("role", 40), _levels(args)
    if role not in ROLES:
        raise invalid(f"The role must be one of {', '.join(sorted(ROLES))}.")
    with cloud.database.write() as connection:
        held, member = _locked(connection, caller, args)
        if not member.principal.may("people", "modify"):
            raise forbidden()

        def work() -> dict[str, Any]:
            person = _known(connection, held.org, user_id)
            owners = _owners(connection, held.org)
            _stop(role_barred(member.principal, has=person.role, gets=role, owners=owners))
            connection.run(
                "UPDATE members SET role = ?, permissions = ?, version = version + 1"
                " WHERE org_id = ? AND account = ?",
                (role, dumps(levels).decode(), held.org, person.account),
            )
            publish(cloud, connection, held, member, membership(held.org, user_id, role, levels))
            _regrant(connection, held, member, person, role)
            return {"user": user_id, "role": role}

        answer = once(cloud, connection, caller=caller.account, rid=rid, path="orgs:setRole", work=work)
        held.save(connection)
    return answer


def remove(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, user}` → `{user}`: takes a member out, or an invitation back; everyone may leave by himself."""
    rid, user_id = args.rid(), args.id("user")
    with cloud.database.write() as connection:
        held, member = _locked(connection, caller, args)
        if user_id != member.user_id and not member.principal.may("people", "delete"):
            raise forbidden()

        def work() -> dict[str, Any]:
            taken_back = connection.one(
                "DELETE FROM invites WHERE org_id = ? AND user_id = ? RETURNING user_id", (held.org, user_id)
            )
            if taken_back is None:
                person = _known(connection, held.org, user_id)
                owners = _owners(connection, held.org)
                _stop(removal_barred(member.principal, user=user_id, has=person.role, owners=owners))
                _take_out(cloud, connection, held, member, person)
            return {"user": user_id}

        answer = once(cloud, connection, caller=caller.account, rid=rid, path="orgs:remove", work=work)
        held.save(connection)
    return answer


def _take_out(cloud: Cloud, connection: Connection, held: Ledger, member: Member, person: _Person) -> None:
    connection.run("DELETE FROM members WHERE org_id = ? AND account = ?", (held.org, person.account))
    connection.run(
        "INSERT INTO former_members (org_id, account, user_id, removed) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (org_id, account) DO UPDATE SET user_id = excluded.user_id, removed = excluded.removed",
        (held.org, person.account, person.user_id, cloud.clock.now_ms()),
    )
    if not ROLES[person.role].all_records:
        grants.forget(connection, held, person.user_id)
    row = ("memberships", computed_id(held.org, "memberships", person.user_id))
    stays = {("users", person.user_id): {"active": False}}
    publish(cloud, connection, held, member, stays, gone=(row,))


def _regrant(connection: Connection, held: Ledger, member: Member, person: _Person, role: str) -> None:
    """Grants come and go with the sight of all records."""
    scoped, was_scoped = (not ROLES[name].all_records for name in (role, person.role))
    if scoped and not was_scoped:
        held.scoped += 1
        grants.grant_all(connection, held, CloudReader(connection, held.org, member), person.user_id)
        grants.note_seen(connection, held, person.user_id)
    elif was_scoped and not scoped:
        grants.forget(connection, held, person.user_id)


def _locked(connection: Connection, caller: Caller, args: Arguments) -> tuple[Ledger, Member]:
    """The organisation, its lock held, and the caller as its member."""
    org = args.id("org")
    held = ledger.lock(connection, org)
    member = rights.member(connection, org, caller.account)
    if held is None:
        raise forbidden()
    return held, member


def _known(connection: Connection, org: str, user_id: str) -> _Person:
    row = connection.one(
        "SELECT account, user_id, role FROM members WHERE org_id = ? AND user_id = ?", (org, user_id)
    )
    if row is None:
        raise CallError("not_found", "This person is no member of the organisation.")
    return _Person(*row)


def _owners(connection: Connection, org: str) -> int:
    return connection.one("SELECT count(*) FROM members WHERE org_id = ? AND role = ?", (org, OWNER))[0]


def _stop(barred: Barred | None) -> None:
    if barred is not None:
        raise CallError(barred.code, barred.sentence)


def _levels(args: Arguments) -> dict[str, str]:
    levels = args.object("permissions") if args.has("permissions") else {}
    if not all(name in OBJECTS and level in LEVELS for name, level in levels.items()):
        raise invalid(f"A right is one of {', '.join(LEVELS)} on one of {', '.join(OBJECTS)}.")
    return levels
