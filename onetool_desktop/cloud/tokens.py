"""Tokens: signed access tokens for a quarter of an hour, and refresh tokens that change at each use.

Promises: an access token is accepted only with our signature by the one algorithm, our issuer and audience, a subject
and an end that has not come. A refresh token is kept only as its hash; used twice within 30 seconds it is answered
again (a reply was lost, two processes asked at once), later than that it is theft and ends the whole session. The
access tokens of a session that has ended are good for nothing from then on in this process, and in any other once it
meets them for the first time.
May not know: passwords, organisations.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

import jwt

from onetool_desktop.cloud.database import Connection, Database
from onetool_desktop.cloud.errors import unauthenticated, withdrawn
from onetool_desktop.domain.ports import Clock, Ids

ACCESS_SECONDS = 15 * 60
REFRESH_MS = 90 * 24 * 3_600_000
GRACE_MS = 30_000
_ISSUER = "onetool-cloud"
_AUDIENCE = "onetool-sync"
_ALGORITHM = "HS256"
_LONGEST = 4096
_REMEMBERED = 1024
_AHEAD_S = 60  # another clock of ours may have signed it
_LIVE, _ENDED, _WITHDRAWN = range(3)  # what a session is


@dataclass(frozen=True, slots=True)
class Pair:
    """A fresh access token and the refresh token that goes with it."""

    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom an access token speaks for: an account, in one of its sessions."""

    account: str
    session: str


class Tokens:
    """Signs and verifies with the key kept in the database."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._key = _signing_key(database, ids)
        self._verified: dict[
            str, dict[str, Any]
        ] = {}  # signature and session are checked once; times at each use
        self._ended: set[str] = set()  # sessions whose tokens may have been verified before

    def access(self, account: str, session: str) -> str:
        """An access token for the account."""
        now = self._clock.now_ms() // 1000
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": account,
            "sid": session,
            "iat": now,
            "exp": now + ACCESS_SECONDS,
            "jti": self._ids.token(9),
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def holder(self, token: str | None) -> Holder:
        """Whom an access token speaks for; raises `unauthenticated` for any other text."""
        claims = self._known_claims(token)
        return Holder(self._in_time(claims), str(claims.get("sid", "")))

    def account(self, token: str | None) -> str:
        """The account an access token speaks for; raises as `holder` does."""
        return self.holder(token).account

    def left_ms(self, token: str | None) -> int:
        """How long an access token is still good for; raises as `account` does."""
        claims = self._known_claims(token)
        self._in_time(claims)
        return claims["exp"] * 1000 - self._clock.now_ms()

    def _known_claims(self, token: str | None) -> dict[str, Any]:
        if not token or len(token) > _LONGEST:
            raise unauthenticated()
        claims = self._verified.get(token)
        if claims is None:
            claims = self._claims(token)
            self._check_session(claims)
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = claims
        if claims.get("sid") in self._ended:
            self._check_session(claims)
        return claims

    def _check_session(self, claims: Mapping[str, Any]) -> None:
        """Raises `unauthenticated` where the session has ended; one that a restored cloud does not know goes on."""
        with self._database.read() as connection:
            row = connection.one("SELECT dead FROM sessions WHERE id = ?", (str(claims.get("sid", "")),))
        if row is not None and row[0] != _LIVE:
            raise withdrawn() if row[0] == _WITHDRAWN else unauthenticated()

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                audience=_AUDIENCE,
                # Times are held against the clock given to this service, not the machine's.
                options={
                    "require": ["exp", "iat", "iss", "aud", "sub"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "strict_aud": True,
                },
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise unauthenticated() from error

    def sealed(self, audience: str, facts: Mapping[str, Any], good_ms: int) -> str:
        """Facts signed for an audience of ours, good for a time."""
        end = self._clock.now_ms() + good_ms
        claims = {"iss": _ISSUER, "aud": audience, "end": end, "facts": dict(facts)}
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def unsealed(self, audience: str, text: str) -> dict[str, Any] | None:
        """The facts of a text that `sealed` made for this audience; None where it is another, or too late."""
        if len(text) > _LONGEST:
            return None
        options: Any = {"require": ["iss", "aud", "end", "facts"], "strict_aud": True}
        try:
            claims = jwt.decode(
                text, self._key, algorithms=[_ALGORITHM], issuer=_ISSUER, audience=audience, options=options
            )
        except (jwt.PyJWTError, ValueError, RecursionError):
            return None
        return claims["facts"] if claims["end"] > self._clock.now_ms() else None

    def open_session(self, connection: Connection, account: str, device_name: str) -> Pair:
        """A new session of the account."""
        session = self._ids.new_id()
        connection.run(
            "INSERT INTO sessions (id, account, device_name, dead) VALUES (?, ?, ?, ?)",
            (session, account, device_name, _LIVE),
        )
        return self._pair(connection, account, session)

    def rotate(self, connection: Connection, refresh: str) -> tuple[str, Pair] | None:
        """(account, new tokens) for a refresh token; None where it is not good, its session then being dead."""
        now = self._clock.now_ms()
        row = connection.one(
            "SELECT t.session, t.made, t.used, s.account, s.dead FROM refresh_tokens t"
            " JOIN sessions s ON s.id = t.session WHERE t.hash = ?",
            (_hashed(refresh),),
        )
        if row is None:
            return None
        session, made, used, account, dead = row
        if dead != _LIVE or now - made > REFRESH_MS:
            return None
        if used is not None and now - used > GRACE_MS:
            self._kill(connection, session)
            return None
        connection.run(
            "UPDATE refresh_tokens SET used = ? WHERE hash = ? AND used IS NULL", (now, _hashed(refresh))
        )
        return account, self._pair(connection, account, session)

    def close_session(self, connection: Connection, refresh: str) -> str | None:
        """Ends the session of a refresh token and gives its id, to be forgotten; one that is not known is no error."""
        row = connection.one("SELECT session FROM refresh_tokens WHERE hash = ?", (_hashed(refresh),))
        if row is not None:
            self._kill(connection, row[0])
        return None if row is None else row[0]

    def withdraw(self, connection: Connection, sessions: Iterable[str]) -> None:
        """Ends sessions because the access of their device was withdrawn; to be forgotten after the commit."""
        for session in sessions:
            connection.run("UPDATE sessions SET dead = ? WHERE id = ?", (_WITHDRAWN, session))

    def ended(self, connection: Connection, sessions: Collection[str]) -> frozenset[str]:
        """Which of these sessions have ended; one that a restored cloud does not know has not."""
        gaps = ", ".join("?" * len(sessions))
        found = connection.all(
            f"SELECT id FROM sessions WHERE id IN ({gaps}) AND dead != ?",  # gaps alone
            (*sessions, _LIVE),
        )
        return frozenset(one for (one,) in found)

    def of_account(self, connection: Connection, account: str) -> frozenset[str]:
        """The account's sessions that stand."""
        found = connection.all("SELECT id FROM sessions WHERE account = ? AND dead = ?", (account, _LIVE))
        return frozenset(one for (one,) in found)

    def is_withdrawn(self, connection: Connection, refresh: str) -> bool:
        """Whether a refresh token is of a session that ended so."""
        row = connection.one(
            "SELECT s.dead FROM refresh_tokens t JOIN sessions s ON s.id = t.session WHERE t.hash = ?",
            (_hashed(refresh),),
        )
        return row is not None and row[0] == _WITHDRAWN

    def forget(self, sessions: Collection[str]) -> None:
        """Takes no access token of sessions that ended any more; after the commit that ended them."""
        self._ended.update(sessions)

    def _pair(self, connection: Connection, account: str, session: str) -> Pair:
        refresh = self._ids.token(32)
        connection.run(
            "INSERT INTO refresh_tokens (hash, session, made) VALUES (?, ?, ?)",
            (_hashed(refresh), session, self._clock.now_ms()),
        )
        return Pair(self.access(account, session), refresh)

    def _kill(self, connection: Connection, session: str) -> None:
        connection.run("UPDATE sessions SET dead = ? WHERE id = ? AND dead = ?", (_ENDED, session, _LIVE))

    def _in_time(self, claims: dict[str, Any]) -> str:
        now = self._clock.now_ms() / 1000
        end, start, begin = claims["exp"], claims["iat"], claims.get("nbf", 0)
        numbers = all(isinstance(value, int) and not isinstance(value, bool) for value in (end, start, begin))
        if not numbers or end <= now or start > now + _AHEAD_S or begin > now + _AHEAD_S:
            raise unauthenticated()
        return cast(str, claims["sub"])


def _hashed(refresh: str) -> str:
    return sha256(refresh.encode("utf-8", "surrogatepass")).hexdigest()


def _signing_key(database: Database, ids: Ids) -> str:
    with database.write() as connection:
        row = connection.one("SELECT value FROM settings WHERE name = 'signing_key'")
        if row is None:
            row = (ids.token(48),)
            connection.run("INSERT INTO settings (name, value) VALUES ('signing_key', ?)", row)
    return row[0]
