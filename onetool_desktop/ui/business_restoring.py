"""A business put back: a backup in the place of its file, one of another computer taken in, a damaged file made again.

Promises: what was there is kept aside, and what was not sent goes into the file that takes its place; with a cloud this
computer becomes a new device of it, so that no number is given twice. Calls block. May not know: windows, engines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.services.organisation import new_identity
from onetool_desktop.store.errors import DamagedError
from onetool_desktop.store.journal import journal_path, salvage
from onetool_desktop.store.recovery import recover
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.restoring import opens, restore, whose
from onetool_desktop.ui.business_clouds import BusinessClouds
from onetool_desktop.ui.business_keys import BusinessKeys
from onetool_desktop.ui.business_notes import LOCAL, BusinessNotes
from onetool_desktop.ui.opened import beyond_saving, elsewhere, restored_words, saved_again_words
from onetool_desktop.ui.recovery_keys import FIELD, does_not_open, typed_key


@dataclass(frozen=True, slots=True)
class BusinessRestoring:
    """Does it; whoever asks opens the business afterwards."""

    notes: BusinessNotes
    keys: BusinessKeys
    clouds: BusinessClouds
    clock: Clock
    ids: Ids

    def restore(self, known: dict[str, str], source: Path, typed: str) -> str:
        """Puts the backup `source` in the place of a business that is closed; the words for it. `typed` is the recovery
        key of a backup that another key sealed.
        """
        path, note = self.notes.path(known), self.notes.of(known)
        device = self.clouds.enrolled(known, note) if note.get("connected") else None
        found = restore(
            path,
            source,
            org=known["org"],
            key=self.keys.of(known),
            clock=self.clock,
            ids=self.ids,
            device=device,
            source_key=typed_key(typed) if typed else None,
        )
        if not path.exists():
            raise beyond_saving(path)
        return restored_words(source, found)

    def take_in(self, given: Mapping[str, str]) -> Replica:
        """A business of another computer alone, from a backup of it: `file`, and its recovery `key`. Cut off once its
        file is in its place, it lies here like any other.
        """
        source, key = Path(given["file"]), typed_key(given[FIELD])
        if source.is_file() and not opens(source, key):
            raise does_not_open(source.name)
        whom = whose(source, key)
        path = self.notes.place(LOCAL, whom.org)
        if whom.connected or path.exists():
            raise elsewhere(source.name, connected=whom.connected)
        own = self.keys.made(LOCAL, whom.org)
        self.notes.expect(whom, account=LOCAL)
        restore(path, source, org=whom.org, key=own, clock=self.clock, ids=self.ids, source_key=key)
        return Replica.open(path, key=own, clock=self.clock, ids=self.ids)

    def saved_again(self, known: Mapping[str, str], error: DamagedError) -> tuple[Replica, str]:
        """A fresh replica in the place of a damaged one, with what was not sent, and the words for it."""
        path, key, note = self.notes.path(known), self.keys.of(known), self.notes.of(known)
        connected = bool(note.get("connected") or known.get("base"))
        hopeless = not note.get("person") or note.get("left")  # its journal begins when it left its cloud
        if hopeless or not (connected or salvage(journal_path(path), key)):
            raise beyond_saving(path) from error
        if connected:
            identity = self.clouds.enrolled(known, note)
        else:
            local = new_identity(ids=self.ids, name="")
            identity = replace(local, org=known["org"], user_id=note["person"])
        found = recover(path, identity, key=key, clock=self.clock, ids=self.ids)
        return found.replica, saved_again_words(found, connected=connected)
