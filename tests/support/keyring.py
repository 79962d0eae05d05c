"""A keyring that lives in memory, so that tests never touch the secrets of the person who runs them."""

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps secrets for one test and forgets them with it."""

    priority = 1.0  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride] # keyring's own way

    def __init__(self) -> None:
        super().__init__()
        self._secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps the secret, replacing an older one."""
        self._secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets the secret; one that is not there is an error, as with the system keyrings."""
        if self._secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(f"no secret for {username} of {service}")
