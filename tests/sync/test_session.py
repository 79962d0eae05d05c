"""Tokens: where they are kept, and that one renewal serves everybody."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from onetool_desktop.platform.keyring_store import MemorySecrets, refresh_token_entry
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.session import Account, Session

ACCOUNT = Account(user="u", email="a@example.com", base="http://cloud")
CALL = Call("query", "sync:head", {})


class Tokens:
    """A cloud that gives tokens and takes only the newest."""

    def __init__(self) -> None:
        self.given = 1
        self.renewals = 0
        self.before_renewal: Callable[[], None] = lambda: None

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        if call.path == "auth:refresh":
            self.before_renewal()
            if call.args["refreshToken"] != f"r{self.given}":
                raise errors.UnauthenticatedError("No.")
            self.renewals += 1
            self.given += 1
            return {
                "accessToken": f"a{self.given}",
                "refreshToken": f"r{self.given}",
                "expiresIn": 1,
                "user": "u",
            }
        if bearer != f"a{self.given}":
            raise errors.UnauthenticatedError("No.")
        return "answer"


@pytest.fixture
def secrets() -> MemorySecrets:
    kept = MemorySecrets()
    kept.set(refresh_token_entry(ACCOUNT.key), "r1")
    return kept


def session(cloud: Tokens, secrets: MemorySecrets) -> Session:
    return Session(cloud, secrets, ACCOUNT, ids=SeededIds(1, ManualClock()))


def test_after_a_restart_the_kept_token_is_renewed_without_asking(secrets: MemorySecrets) -> None:
    assert session(Tokens(), secrets).ask(CALL) == "answer"


def test_the_new_refresh_token_replaces_the_old_one(secrets: MemorySecrets) -> None:
    session(Tokens(), secrets).ask(CALL)
    assert secrets.get(refresh_token_entry(ACCOUNT.key)) == "r2"


def test_two_threads_refused_at_once_renew_once(secrets: MemorySecrets) -> None:
    cloud = Tokens()
    person = session(cloud, secrets)
    person.ask(CALL)
    cloud.given = 3  # someone else's renewal made our tokens old
    secrets.set(refresh_token_entry(ACCOUNT.key), "r3")
    meeting = threading.Barrier(2)

    def work() -> None:
        with pytest.raises(errors.UnauthenticatedError):
            person.ask(CALL)
        meeting.wait(5)
        person.renew()
        assert person.ask(CALL) == "answer"

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert cloud.renewals == 2


def test_a_renewal_without_an_answer_keeps_the_token(secrets: MemorySecrets) -> None:
    cloud = Tokens()

    def cut() -> None:
        raise errors.UnreachableError("Cut.")

    cloud.before_renewal = cut
    with pytest.raises(errors.UnreachableError):
        session(cloud, secrets).ask(CALL)
    assert secrets.get(refresh_token_entry(ACCOUNT.key)) == "r1"


def test_signing_out_without_a_network_forgets_here(secrets: MemorySecrets) -> None:
    class Away(Tokens):
        def call(self, call: Call, *, bearer: str | None = None) -> Any:
            raise errors.UnreachableError("Cut.")

    with pytest.raises(errors.UnreachableError):
        session(Away(), secrets).sign_out()
    assert secrets.get(refresh_token_entry(ACCOUNT.key)) is None


def test_no_token_means_the_person_has_to_sign_in() -> None:
    with pytest.raises(errors.UnauthenticatedError):
        session(Tokens(), MemorySecrets()).ask(CALL)
