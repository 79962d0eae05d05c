"""The computer a device's file lies on: an identity, and a keyring with the file's mark.

Promises: the product's own binding, with nothing between a save and its mark but the save itself. What goes back in
time with a file, or is copied with it, is the schedule's to say: the file alone, or the whole disk with its keyring.
"""

from onetool_desktop.platform.keyring_store import EntryName, MemorySecrets
from onetool_desktop.platform.machine import MachineId
from onetool_desktop.store.binding import Binding
from onetool_desktop.store.replica import Replica

_ENTRY = EntryName("machine binding")


class Computer:
    """One computer, by its number. `mark` is what its keyring knows of the file, or None."""

    def __init__(self, number: int, mark: str | None = None) -> None:
        self.number = number
        self._keyring = MemorySecrets()
        self.mark = mark

    @property
    def mark(self) -> str | None:
        """What the keyring keeps."""
        return self._keyring.get(_ENTRY)

    @mark.setter
    def mark(self, text: str | None) -> None:
        if text is None:
            self._keyring.delete(_ENTRY)
        else:
            self._keyring.set(_ENTRY, text)

    def tie(self, replica: Replica, *, ours: bool) -> None:
        """The program begins on this file, which is `ours` when this computer has just made it."""
        binding = self._binding()
        if ours:
            binding.adopt(replica)
        else:
            binding.check(replica)
        binding.follow(replica, lambda work: work(self._keyring))

    def follow(self, replica: Replica) -> None:
        """The program goes on with this file."""
        self._binding().follow(replica, lambda work: work(self._keyring))

    def _binding(self) -> Binding:
        return Binding(self._keyring, _ENTRY, machine=MachineId(f"computer {self.number}"))
