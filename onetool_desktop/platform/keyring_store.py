"""Named secrets, in the system's keyring or, when that is chosen openly, in memory.

Promises: a secret is never written in clear: backends that do so, that drop what they are given, or that
stand for *no keyring* are refused with a `SecretsUnavailableError`, and so is every fault of a backend,
within ten seconds, without the secret in its text. What was set has been read back. Values that Windows
cannot hold are refused before anything is touched.
May not know: what a secret means, which thread it runs on. Calls block; a lane makes them, never the GUI.

Why: keyring backends can hang behind a prompt nobody sees, so the call runs where `submit` puts it and is
given up, not waited for. A list of backends known to encrypt was chosen over a list of bad ones, because a
plain-text backend installed by another program is picked up silently. An encrypted file with a pass-phrase
is another store and would be another implementation of `Secrets`.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, NewType, Protocol, TypeVar

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

EntryName = NewType("EntryName", str)

MAX_UTF16_BYTES = 2500
"""Windows holds 2,560 bytes in one credential, UTF-16; the rest is left to its own bookkeeping."""

TIME_LIMIT_S = 10.0

_ENCRYPTING_BACKENDS = frozenset(
    [
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
    ]
)

_T = TypeVar("_T")


class Submit(Protocol):
    """Runs a call on some worker and gives its future, as `Executor.submit` does."""

    def __call__(self, call: Callable[[], _T], /) -> Future[_T]:
        """Start `call` elsewhere and return at once."""
        ...


class SecretsUnavailableError(SentenceError):
    """There is no keyring that can be used."""


class SecretTooLongError(SentenceError):
    """A value that not every system's keyring can hold."""


class Secrets(Protocol):
    """A place for named secrets."""

    @property
    def lasting(self) -> bool:
        """Whether what is set is there after the program ends."""
        ...

    def describe(self) -> str:
        """One sentence for a person: where secrets are kept."""
        ...

    def get(self, name: EntryName) -> str | None:
        """The secret, or None when there is none."""
        ...

    def set(self, name: EntryName, value: str) -> None:
        """Keep `value`, replacing an older one."""
        ...

    def delete(self, name: EntryName) -> None:
        """Forget the secret; one that is not there is no error."""
        ...


def refresh_token_entry(account: str) -> EntryName:
    """The entry of the token that renews the sign-in of `account`."""
    return EntryName(f"refresh token: {account}")


def replica_key_entry(account: str, org: str) -> EntryName:
    """The entry of the key of that replica."""
    return EntryName(f"replica key: {account}: {org}")


def machine_binding_entry(account: str, org: str) -> EntryName:
    """The entry that ties a replica to this computer, to notice a copied or restored one."""
    return EntryName(f"machine binding: {account}: {org}")


class MemorySecrets:
    """Secrets that end with this object, and that say so."""

    def __init__(self) -> None:
        self._values: dict[EntryName, str] = {}

    @property
    def lasting(self) -> bool:
        """False."""
        return False

    def describe(self) -> str:
        """That nothing outlives the program."""
        return _("Keys and sign-in are kept in memory only and are forgotten when the program closes.")

    def get(self, name: EntryName) -> str | None:
        """The secret, or None."""
        return self._values.get(name)

    def set(self, name: EntryName, value: str) -> None:
        """Keep `value`, replacing an older one."""
        _check_size(value)
        self._values[name] = value

    def delete(self, name: EntryName) -> None:
        """Forget the secret."""
        self._values.pop(name, None)


class KeyringSecrets:
    """Secrets in the keyring of this computer's user, under one service name."""

    def __init__(self, service: str, *, submit: Submit, time_limit_s: float = TIME_LIMIT_S) -> None:
        self._service = service
        self._submit = submit
        self._time_limit_s = time_limit_s
        self._is_free: Callable[[], bool] = lambda: True

    @property
    def lasting(self) -> bool:
        """Whether the keyring in use outlives the program; False for the memory keyring."""
        return not _is_memory(self._ask(_chosen_backend))

    def describe(self) -> str:
        """Which keyring is in use."""
        if not self.lasting:
            return MemorySecrets().describe()
        return _("Keys and sign-in are kept in {name}.").format(name=self._ask(_chosen_backend).name)

    def get(self, name: EntryName) -> str | None:
        """The secret, or None; raises `SecretsUnavailableError`."""
        return self._ask(lambda: _chosen_backend().get_password(self._service, name))

    def set(self, name: EntryName, value: str) -> None:
        """Keep and read back; raises `SecretsUnavailableError` or `SecretTooLongError`."""
        _check_size(value)
        self._ask(lambda: _keep(service=self._service, name=name, value=value))

    def delete(self, name: EntryName) -> None:
        """Forget the secret; raises `SecretsUnavailableError`."""
        self._ask(lambda: _forget(service=self._service, name=name))

    def _ask(self, call: Callable[[], _T]) -> _T:
        if not self._is_free():
            raise _silent()
        future = self._submit(call)
        try:
            return future.result(timeout=self._time_limit_s)
        except SentenceError:
            raise
        except TimeoutError as error:
            if not future.cancel():
                self._is_free = future.done
            raise _silent() from error
        except Exception as error:  # a backend raises whatever its system library raises
            raise _faulty() from error


def _chosen_backend() -> "KeyringBackend":
    import keyring

    backend = keyring.get_keyring()
    members: list[KeyringBackend] = list(getattr(backend, "backends", [backend]))
    for member in members:
        if _is_memory(member) or type(member).__module__ in _ENCRYPTING_BACKENDS:
            return member
    raise no_keyring()


def _is_memory(backend: "KeyringBackend") -> bool:
    from onetool_desktop.platform.keyring_memory import MemoryKeyring

    return isinstance(backend, MemoryKeyring)


def _keep(*, service: str, name: EntryName, value: str) -> None:
    backend = _chosen_backend()
    backend.set_password(service, name, value)  # pyright: ignore[reportUnknownMemberType] # wrapped when run
    if backend.get_password(service, name) != value:
        raise SecretsUnavailableError(
            _("The keyring took a key but does not give it back."),
            safe=_("Your data is untouched."),
            next_step=_("Allow OneTool Desktop in the settings of the keyring, then try again."),
        )


def _forget(*, service: str, name: EntryName) -> None:
    backend = _chosen_backend()
    if backend.get_password(service, name) is not None:
        backend.delete_password(service, name)


def _check_size(value: str) -> None:
    if len(value.encode("utf-16-le")) > MAX_UTF16_BYTES:
        raise SecretTooLongError(
            _("The sign-in service gave a key that is too long for this computer's keyring."),
            safe=_("Nothing was changed."),
            next_step=_("Ask whoever runs the sign-in service for tokens of at most 1,250 characters."),
        )


def no_keyring() -> SecretsUnavailableError:
    """The sentences where no keyring encrypts what it keeps."""
    return SecretsUnavailableError(
        _("This computer has no keyring in which keys can be kept safely."),
        safe=_("Nothing was written, and no key was kept in clear."),
        next_step=_("Unlock or install the system's keyring, then try again."),
    )


def _silent() -> SecretsUnavailableError:
    return SecretsUnavailableError(
        _("The system's keyring does not answer."),
        safe=_("Your data is untouched."),
        next_step=_("Look for a window of the keyring that asks for a password, then try again."),
    )


def _faulty() -> SecretsUnavailableError:
    return SecretsUnavailableError(
        _("The system's keyring is locked, or refused the request."),
        safe=_("Your data is untouched."),
        next_step=_("Unlock the keyring and allow OneTool Desktop to use it, then try again."),
    )
