"""Who is signed in at a cloud: tokens, and renewing them.

Promises: the access token lives in memory only, the refresh token in the keyring only; one renewal at a time, and a
thread that waited for another's uses what that one got; a renewal without an answer keeps the token it had. Nothing
that waits to be sent is touched by signing out or in.
May not know: what is asked with the tokens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform.keyring_store import Secrets, refresh_token_entry
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call, Cloud
from onetool_desktop.sync.errors import UnauthenticatedError

T = TypeVar("T")
_SIGN_IN_AGAIN = N_("You are not signed in.")


@dataclass(frozen=True, slots=True)
class Account:
    """A signed-in person: the cloud's id, and the e-mail under which secrets are kept."""

    user: str
    email: str
    base: str

    @property
    def key(self) -> str:
        """The name under which this computer keeps the account's secrets."""
        return f"{self.email} at {self.base}"


class Session:
    """One person at one cloud. Safe to use from several threads."""

    def __init__(self, cloud: Cloud, secrets: Secrets, account: Account, *, ids: Ids) -> None:
        self.account = account
        self._cloud = cloud
        self._secrets = secrets
        self._ids = ids
        self._entry = refresh_token_entry(account.key)
        self._lock = threading.Lock()
        self._access: str | None = None
        self._refused: str | None = None

    def ask(self, call: Call) -> Any:
        """The value of a call made as this person; renews a sign-in that was never used in this run."""
        return self.bear(lambda token: self._cloud.call(call, bearer=token))

    def bear(self, work: Callable[[str], T], /) -> T:
        """What `work` gives with an access token of this person; a refusal is remembered for `renew`."""
        if self._access is None:
            self.renew()
        token = self._access or ""
        try:
            return work(token)
        except UnauthenticatedError:
            self._refused = token
            raise

    def renew(self) -> None:
        """Get a fresh access token for the one that was refused; `UnauthenticatedError` if the person has to."""
        with self._lock:
            if self._access is not None and self._access != self._refused:
                return
            token = self._secrets.get(self._entry)
            if token is None:
                raise UnauthenticatedError(_(_SIGN_IN_AGAIN), next_step=_("Sign in again."))
            args = {"rid": self._ids.new_id(), "refreshToken": token}
            self._adopt(self._cloud.call(Call("mutation", "auth:refresh", args)))

    def sign_in(self, password: str, *, device_name: str) -> None:
        """Sign in again with the password."""
        args = {"rid": self._ids.new_id(), "email": self.account.email, "password": password}
        call = Call("mutation", "auth:signIn", {**args, "deviceName": device_name})
        with self._lock:
            self._adopt(self._cloud.call(call))

    def forget(self) -> None:
        """Forget the tokens here."""
        self._access = None
        self._secrets.delete(self._entry)

    def sign_out(self) -> None:
        """Forget the tokens here and at the cloud; without a network, here."""
        token = self._secrets.get(self._entry)
        self.forget()
        if token is not None:
            args = {"rid": self._ids.new_id(), "refreshToken": token}
            self._cloud.call(Call("mutation", "auth:signOut", args))

    def adopt(self, tokens: object) -> None:
        """Keep the tokens of a sign-up or sign-in made elsewhere."""
        with self._lock:
            self._adopt(tokens)

    def _adopt(self, tokens: object) -> None:
        m = calls.as_object(tokens)
        access, refresh = calls.text(m, "accessToken"), calls.text(m, "refreshToken")
        self._secrets.set(self._entry, refresh)
        self._access, self._refused = access, None
