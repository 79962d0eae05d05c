"""The keys of the businesses of a profile, each in the keyring under its account and organisation.

Promises: a key is never written in clear, and one the keyring does not hold is told as gone, with what can be done.
Calls block on the keyring. May not know: how a business is opened, clouds.
"""

import secrets
from collections.abc import Mapping

from onetool_desktop.platform.keyring_store import EntryName, Secrets, replica_key_entry
from onetool_desktop.ui.business_notes import BusinessNotes
from onetool_desktop.ui.recovery_keys import KeyGoneError

_PROOF = EntryName("whether a key can be kept")


class BusinessKeys:
    """Gives, makes and forgets them; raises `SecretsUnavailableError` where there is no keyring."""

    def __init__(self, kept: Secrets, notes: BusinessNotes) -> None:
        self._kept = kept
        self._notes = notes

    def of(self, known: Mapping[str, str]) -> str | None:
        """The key of a business; None for one that lies open, or whose key is gone."""
        entry = replica_key_entry(known.get("account", ""), known["org"])
        return None if known.get("plain") else self._kept.get(entry)

    def made(self, account: str, org: str) -> str:
        """A new key for a business that is to be made, kept already."""
        key = secrets.token_hex(32)
        self.keep(account, org, key)
        return key

    def prove(self) -> None:
        """Keeps something and forgets it again: whoever comes through may have a key made."""
        self._kept.set(_PROOF, "kept")
        self._kept.delete(_PROOF)

    def keep(self, account: str, org: str, key: str) -> None:
        """Keeps the key of a business, instead of another one."""
        self._kept.set(replica_key_entry(account, org), key)

    def move(self, known: Mapping[str, str], account: str) -> None:
        """Keeps the key of a business under another account as well."""
        key = self.of(known)
        if key is not None:
            self.keep(account, known["org"], key)

    def forget(self, account: str, org: str) -> None:
        """Forgets the key of a place where no business lies any more."""
        self._kept.delete(replica_key_entry(account, org))

    def lock(self, account: str, org: str) -> None:
        """Gives up the key of a replica whose person lost access, once what he had not sent was taken.

        The file stays and cannot be read; whoever is let in again begins with a fresh one beside it.
        """
        self._notes.lock(account, org)
        self._kept.delete(replica_key_entry(account, org))

    def gone(self, known: Mapping[str, str]) -> KeyGoneError:
        """The error for a sealed business whose key the keyring does not hold."""
        name = self._notes.name_of(known)
        return KeyGoneError(name, base=known.get("base", ""), email=known.get("email", ""))
