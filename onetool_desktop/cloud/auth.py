"""Own accounts: sign up, sign in, refresh, sign out (WIRE section 1, `auth:*`).

Promises: hashing is done outside any transaction; a wrong password and an unknown address are one answer after the
same work; tokens are made afresh at each call and never kept.
May not know: organisations, except that an invitation may be taken up at sign-up.
"""

import re
import unicodedata
from typing import Any

from onetool_desktop.cloud import invitations, passwords
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.errors import CallError, invalid, unauthenticated, withdrawn
from onetool_desktop.cloud.tokens import ACCESS_SECONDS, Pair

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


def sign_up(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, email, password, name?, deviceName?, invite?}` → tokens; the same call again answers again."""
    rid, email = args.rid(), _email(args)
    password = args.text("password", passwords.MOST, least=passwords.LEAST)
    name = args.optional_text("name", 200) or email.partition("@")[0]
    invite = args.optional_text("invite", 200)
    with cloud.database.read() as connection:
        passwords.check_wait(connection, cloud.clock, passwords.keys(email, caller.address))
        known = connection.one("SELECT id, password FROM accounts WHERE email = ?", (email,))
    if known is not None:
        return _again(cloud, caller, args, rid, known[0], known[1], email)
    hashed = cloud.passwords.hash(password)
    account = cloud.ids.new_id()
    with cloud.database.write() as connection:
        if connection.one("SELECT 1 FROM accounts WHERE email = ?", (email,)):
            raise _taken()
        connection.run(
            "INSERT INTO accounts (id, email, name, password) VALUES (?, ?, ?, ?)",
            (account, email, name, hashed),
        )
        connection.run(
            "INSERT INTO answers (caller, rid, path, made, body) VALUES (?, ?, 'auth:signUp', ?, '{}')",
            (account, rid, cloud.clock.now_ms()),
        )
        if invite is not None:
            invitations.accept(cloud, connection, account=account, email=email, name=name, code=invite)
        pair = cloud.tokens.open_session(connection, account, _device_name(args))
    return _signed_in(pair, account)


def sign_in(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, email, password, deviceName?, invite?}` → tokens."""
    args.rid()
    email = _email(args)
    counted = passwords.keys(email, caller.address)
    with cloud.database.read() as connection:
        passwords.check_wait(connection, cloud.clock, counted)
        row = connection.one("SELECT id, password, name FROM accounts WHERE email = ?", (email,))
    password = args.text("password", passwords.MOST)
    if not cloud.passwords.verify(row[1] if row else None, password) or row is None:
        with cloud.database.write() as connection:
            passwords.count_failure(connection, cloud.clock, counted)
        raise CallError("unauthenticated", "E-mail and password do not belong together.")
    account, kept, name = row
    anew = cloud.passwords.hash(password) if cloud.passwords.outdated(kept) else None
    invite = args.optional_text("invite", 200)
    with cloud.database.write() as connection:
        passwords.forget_failures(connection, counted)
        if anew is not None:
            connection.run("UPDATE accounts SET password = ? WHERE id = ?", (anew, account))
        if invite is not None:
            invitations.accept(cloud, connection, account=account, email=email, name=name, code=invite)
        pair = cloud.tokens.open_session(connection, account, _device_name(args))
    return _signed_in(pair, account)


def refresh(cloud: Cloud, _caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, refreshToken}` → tokens; the old refresh token is spent."""
    args.rid()
    token = args.text("refreshToken", 200)
    with cloud.database.write() as connection:
        rotated = cloud.tokens.rotate(connection, token)
        taken_away = rotated is None and cloud.tokens.is_withdrawn(connection, token)
    if taken_away:
        raise withdrawn()
    if rotated is None:
        raise unauthenticated("Your session has ended. Please sign in again; your work is kept.")
    account, pair = rotated
    return _signed_in(pair, account)


def sign_out(cloud: Cloud, _caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, refreshToken}` → `{}`; the session and all its tokens end."""
    args.rid()
    token = args.text("refreshToken", 200)
    with cloud.database.write() as connection:
        session = cloud.tokens.close_session(connection, token)
    cloud.tokens.forget({session} if session else ())
    return {}


def _again(
    cloud: Cloud, caller: Caller, args: Arguments, rid: str, account: str, kept: str, email: str
) -> dict[str, Any]:
    """A sign-up for an address that has an account: answered only to the call that made it, with its password."""
    counted = passwords.keys(email, caller.address)
    fits = cloud.passwords.verify(kept, args.text("password", passwords.MOST))
    with cloud.database.write() as connection:
        same = connection.one(
            "SELECT 1 FROM answers WHERE caller = ? AND rid = ? AND path = 'auth:signUp'", (account, rid)
        )
        if fits and same is not None:
            pair = cloud.tokens.open_session(connection, account, _device_name(args))
            return _signed_in(pair, account)
        if not fits:
            passwords.count_failure(connection, cloud.clock, counted)
    raise _taken()


def _taken() -> CallError:
    return invalid("There is an account with this e-mail already. Sign in instead.")


def _email(args: Arguments) -> str:
    email = unicodedata.normalize("NFC", args.text("email", 320).strip()).casefold()
    if _EMAIL.fullmatch(email) is None:
        raise invalid("This is not an e-mail address.")
    return email


def _device_name(args: Arguments) -> str:
    return args.optional_text("deviceName", 200) or ""


def _signed_in(pair: Pair, account: str) -> dict[str, Any]:
    return {
        "accessToken": pair.access,
        "refreshToken": pair.refresh,
        "expiresIn": ACCESS_SECONDS,
        "user": account,
    }
