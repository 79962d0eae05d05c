"""Secrets are kept by keyrings that encrypt or not at all, whatever a keyring does."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import TypeVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringError, KeyringLocked

import onetool_desktop
from onetool_desktop.platform.keyring_memory import MemoryKeyring, child_environment
from onetool_desktop.platform.keyring_store import (
    EntryName,
    KeyringSecrets,
    MemorySecrets,
    Secrets,
    SecretsUnavailableError,
    SecretTooLongError,
    machine_binding_entry,
    refresh_token_entry,
    replica_key_entry,
)

T = TypeVar("T")
ENTRY = EntryName("replica key")
CANARY = "canary-secret"


def at_once(call: Callable[[], T], /) -> Future[T]:
    """A lane that runs the call where it stands."""
    future: Future[T] = Future()
    try:
        future.set_result(call())
    except Exception as error:  # noqa: BLE001 # as an executor does
        future.set_exception(error)
    return future


@pytest.fixture
def lane() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


@pytest.fixture(params=["keyring", "memory"])
def secrets(request: pytest.FixtureRequest) -> Secrets:
    return MemorySecrets() if request.param == "memory" else KeyringSecrets("OneTool test", submit=at_once)


def test_a_secret_is_kept_replaced_and_forgotten(secrets: Secrets) -> None:
    assert secrets.get(ENTRY) is None
    secrets.set(ENTRY, "first")
    secrets.set(ENTRY, "second")
    assert secrets.get(ENTRY) == "second"
    secrets.delete(ENTRY)
    secrets.delete(ENTRY)
    assert secrets.get(ENTRY) is None


def test_what_memory_holds_is_said_to_be_forgotten(secrets: Secrets) -> None:
    assert not secrets.lasting
    assert "forgotten when the program closes" in secrets.describe()


@pytest.mark.parametrize("value", ["x" * 1_250, "😀" * 625])
def test_a_value_that_windows_just_holds_is_kept(secrets: Secrets, value: str) -> None:
    secrets.set(ENTRY, value)
    assert secrets.get(ENTRY) == value


@pytest.mark.parametrize("value", ["x" * 1_251, "😀" * 626])
def test_a_value_too_long_for_windows_is_refused_before_anything_is_touched(
    secrets: Secrets, value: str
) -> None:
    secrets.set(ENTRY, "old")
    with pytest.raises(SecretTooLongError):
        secrets.set(ENTRY, value)
    assert secrets.get(ENTRY) == "old"


def test_two_services_do_not_read_each_others_secrets() -> None:
    KeyringSecrets("office", submit=at_once).set(ENTRY, "office's")
    assert KeyringSecrets("technician", submit=at_once).get(ENTRY) is None


def test_entries_of_accounts_and_organisations_differ() -> None:
    names = {
        refresh_token_entry("ann"),
        refresh_token_entry("bob"),
        replica_key_entry("ann", "org-1"),
        replica_key_entry("ann", "org-2"),
        machine_binding_entry("ann", "org-1"),
    }
    assert len(names) == 5


class Plaintext(KeyringBackend):
    """Seen from outside, what a package of plain-text keyrings brings along."""

    __module__ = "keyrings.alt.file"
    priority = 0.5  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("a keyring that keeps secrets in clear was asked for one")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a keyring that keeps secrets in clear was given one")


@pytest.mark.parametrize(
    "backend", [fail.Keyring(), null.Keyring(), Plaintext()], ids=["fail", "null", "plaintext"]
)
def test_a_keyring_that_keeps_nothing_or_in_clear_is_refused(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    secrets = KeyringSecrets("OneTool test", submit=at_once)
    for use in (lambda: secrets.set(ENTRY, CANARY), lambda: secrets.get(ENTRY), secrets.describe):
        with pytest.raises(SecretsUnavailableError, match="no keyring"):
            use()


class SecondBest(MemoryKeyring):
    """A safe keyring that keyring itself would put after the one in clear."""

    priority = 0.1  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]


def test_of_several_keyrings_the_first_that_encrypts_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Plaintext(), SecondBest()]
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: found)
    keyring.set_keyring(chainer.ChainerBackend())
    KeyringSecrets("OneTool test", submit=at_once).set(ENTRY, CANARY)
    assert found[1].get_password("OneTool test", ENTRY) == CANARY


class Faulty(MemoryKeyring):
    """Raises what it is given, for every request."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error


@pytest.mark.parametrize(
    "error",
    [
        KeyringLocked(CANARY),
        KeyringError(CANARY),
        RuntimeError(CANARY),
        OSError(CANARY),
        TimeoutError(CANARY),
    ],
)
def test_a_fault_of_the_keyring_is_a_sentence_without_its_text(error: Exception) -> None:
    keyring.set_keyring(Faulty(error))
    with pytest.raises(SecretsUnavailableError) as told:
        KeyringSecrets("OneTool test", submit=at_once).get(ENTRY)
    assert CANARY not in str(told.value)
    assert told.value.next_step


class Forgetful(MemoryKeyring):
    """Takes every secret and drops it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def test_a_keyring_that_drops_what_it_took_is_noticed() -> None:
    keyring.set_keyring(Forgetful())
    with pytest.raises(SecretsUnavailableError, match="does not give it back"):
        KeyringSecrets("OneTool test", submit=at_once).set(ENTRY, CANARY)


class Hanging(MemoryKeyring):
    """Waits for a password that nobody types."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = Event()
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        self.typed.wait()
        return super().get_password(service, username)


def test_a_keyring_that_hangs_is_given_up_and_not_asked_again_until_it_answers(
    lane: ThreadPoolExecutor,
) -> None:
    hanging = Hanging()
    keyring.set_keyring(hanging)
    secrets = KeyringSecrets("OneTool test", submit=lane.submit, time_limit_s=0.05)
    try:
        for _ in range(3):
            with pytest.raises(SecretsUnavailableError, match="does not answer"):
                secrets.get(ENTRY)
        assert hanging.asked == 1
    finally:
        hanging.typed.set()
    lane.submit(lambda: None).result()
    assert secrets.get(ENTRY) is None


def test_the_memory_keyring_is_never_chosen_by_itself() -> None:
    assert MemoryKeyring.priority < fail.Keyring.priority


def test_a_child_process_starts_with_an_empty_memory_keyring_of_its_own() -> None:
    KeyringSecrets("OneTool test", submit=at_once).set(ENTRY, CANARY)
    code = (
        "import keyring\n"
        "backend = keyring.get_keyring()\n"
        f"print(type(backend).__name__, backend.get_password('OneTool test', {ENTRY!r}))"
    )
    environment = (
        os.environ | child_environment() | {"PYTHONPATH": str(Path(onetool_desktop.__file__).parents[1])}
    )
    child = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert child.stdout.strip() == "MemoryKeyring None"
