"""A keyring backend that lives in the memory of one process, for the demo's devices and for tests.

Promises: nothing it holds is ever written anywhere; it ends with the process. It is never picked by itself
(its priority is below the one that means *no keyring*): only `install_memory_keyring`, or the environment
variable that keyring reads (`child_environment`), puts it in place.
May not know: what the secrets are for.
"""

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

KEYRING_VARIABLE = "PYTHON_KEYRING_BACKEND"


class MemoryKeyring(KeyringBackend):
    """Keeps secrets until the process ends."""

    priority = -2.0  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride] # keyring's way

    def __init__(self) -> None:
        super().__init__()
        self._secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret, replacing an older one."""
        self._secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget the secret; one that is not there is an error, as with the system keyrings."""
        if self._secrets.pop((service, username), None) is None:
            raise PasswordDeleteError("There is no such entry.")


def install_memory_keyring() -> MemoryKeyring:
    """Make a fresh memory keyring the one of this process."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def child_environment() -> dict[str, str]:
    """What to add to a child's environment so that it starts with a memory keyring of its own."""
    return {KEYRING_VARIABLE: f"{MemoryKeyring.__module__}.{MemoryKeyring.__qualname__}"}
