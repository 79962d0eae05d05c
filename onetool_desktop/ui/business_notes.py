"""The notes of a profile: which businesses lie on this computer, where, whose they are, and which was open last.

Promises: the settings of the profile name the business that was open last, a note beside each replica says whose it is,
neither a secret; settings that were lost cost no business; one that is put aside is only given another name.
May not know: keys, clouds, how a replica is opened.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from onetool_desktop.domain.ports import Clock
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.paths import Profile
from onetool_desktop.store import alone
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.swapping import finish
from onetool_desktop.ui.opened import Known, nothing_here, settings_lost
from onetool_desktop.ui.runtime.window_memory import WindowMemory

LOCAL = "this computer"  # the account of a business no cloud has met
SEALED = "sealed"  # its key was gone, and its business was fetched anew
_LOCKED = "locked"  # its person lost access
_MOVES = "moves"  # it left its cloud, and its folder is about to get its place
_FACTS = ("account", "org", "base", "email", "user", "plain")


class BusinessNotes:
    """Reads and writes them. The facts of a business go by name: whose `account`, which `org`, and of its cloud `base`,
    `email`, `user`; `plain` for one that lies open.
    """

    def __init__(self, profile: Profile, memory: WindowMemory, clock: Clock) -> None:
        self._profile = profile
        self._memory = memory
        self._clock = clock

    def last(self) -> dict[str, str] | None:
        """The facts of the business that was open last; None where none lies here."""
        known = self._memory.load()
        return known if known.get("org") and self._is_there(known) else self._only_one()

    def last_here(self) -> dict[str, str]:
        """The same, where there must be one."""
        known = self.last()
        if known is None:
            raise nothing_here()
        return known

    def all(self) -> list[Known]:
        """The businesses that lie here, by name."""
        notes = [(WindowMemory(path).load(), path) for path in self._readable()]
        found = [
            Known(facts.get("name") or _("A business"), facts.get("email", ""), path) for facts, path in notes
        ]
        return sorted(found, key=lambda one: one.name.casefold())

    def choose(self, note: Path) -> dict[str, str]:
        """Makes the business of a note the one that was open last; its facts."""
        known = WindowMemory(note).load()
        if known.get("org"):
            self._memory.keep({name: known.get(name, "") for name in _FACTS})
        return known

    def choose_place(self, account: str, org: str) -> dict[str, str]:
        """The same, by its place."""
        return self.choose(self._profile.owner_note(account, org))

    def remember(self, replica: Replica, **facts: str) -> dict[str, str]:
        """Makes an open business the one that was open last; its facts."""
        known = {**dict.fromkeys(_FACTS, ""), **facts, "org": replica.identity.org}
        self._memory.keep(known)
        self.keep(known, replica)
        return known

    def keep(self, known: Mapping[str, str], replica: Replica) -> None:
        """Keeps whose the replica is beside it, for the day when settings or replica cannot be read."""
        mine = replica.identity
        row = replica.reads().row("organizations", mine.org)
        name = str(row.f.get("name") or "") if row is not None else mine.org_name
        self._keep(known, replace(mine, org_name=name), left=alone.left(replica) is not None)

    def expect(self, whom: Identity, *, account: str) -> None:
        """Keeps whose a replica will be that is put into its place next, so that it is found from its first moment."""
        self._keep({"account": account, "org": whom.org}, whom)

    def _keep(self, known: Mapping[str, str], mine: Identity, *, left: bool = False) -> None:
        facts = {name: known.get(name, "") for name in _FACTS}
        facts |= {"person": mine.user_id, "role": mine.role, "connected": "yes" if mine.connected else ""}
        facts |= {"name": mine.org_name, "left": "yes" if left else ""}
        note = self._note(facts["account"], mine.org)
        if note.load() != facts:
            note.keep(facts)

    def of(self, known: Mapping[str, str]) -> dict[str, str]:
        """What the note of a business says: also `person`, `role`, `connected` and `name`."""
        return self._note(known.get("account", ""), known["org"]).load()

    def name_of(self, known: Mapping[str, str]) -> str:
        """What the business is called."""
        return self.of(known).get("name") or _("this business")

    def path(self, known: Mapping[str, str]) -> Path:
        """Where its replica lies."""
        return self._profile.replica_path(known.get("account", ""), known["org"])

    def place(self, account: str, org: str) -> Path:
        """Where a replica is to be made; one that its person may not read any more makes room."""
        known = {"account": account, "org": org}
        if self._is_locked(known):
            self.put_aside(known, _LOCKED)
        path = self.path(known)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def lock(self, account: str, org: str) -> None:
        """Takes a business whose person lost access off the list."""
        note = self._note(account, org)
        note.keep({**note.load(), _LOCKED: "yes"})

    def put_aside(self, known: Mapping[str, str], why: str) -> None:
        """Gives the folder of a business that cannot be read here another name, and takes it off the list."""
        folder = self.path(known).parent
        note = WindowMemory(folder / "business.json")
        note.keep({**note.load(), why: "yes"})
        folder.rename(folder.with_name(f"{folder.name}.{why}-{self._clock.now_ms()}"))

    def make_local(self, known: Mapping[str, str]) -> dict[str, str]:
        """Gives a closed business that left its cloud the place of one that never had any; its facts there.

        Cut off, it is completed when the business is next looked for.
        """
        moved = {**dict.fromkeys(_FACTS, ""), "account": LOCAL, "org": known["org"]}
        if known["account"] != LOCAL:
            note = self._note(known["account"], known["org"])
            note.keep({**note.load(), **moved, _MOVES: "yes"})
        self._memory.keep(moved)
        self._complete_moves()
        return moved

    def knows(self, base: str, email: str) -> bool:
        """Whether a business lies here whose person is signed in there."""
        notes = [WindowMemory(path).load() for path in self._readable()]
        return any((facts.get("base"), facts.get("email")) == (base, email) for facts in notes)

    def is_local_taken(self, known: Mapping[str, str]) -> bool:
        """Whether the place it would get lies taken by another file of the same business."""
        return known["account"] != LOCAL and self.path({**known, "account": LOCAL}).exists()

    def _complete_moves(self) -> None:
        for path in self._profile.owner_notes():
            facts = WindowMemory(path).load()
            if facts.get(_MOVES):
                place = self.path(facts).parent
                if place != path.parent and not place.exists():
                    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    path.parent.rename(place)

    def _is_there(self, known: Mapping[str, str]) -> bool:
        """Whether the replica lies in its place, or is about to after a restoring that was cut off."""
        finish(self.path(known), self._clock.now_ms())
        if not self.path(known).exists():
            self._complete_moves()
        return self.path(known).exists() and not self._is_locked(known)

    def _readable(self) -> list[Path]:
        """Those of the businesses whose key this computer has not given up."""
        notes = [(note, WindowMemory(note).load()) for note in self._profile.owner_notes()]
        return [note for note, facts in notes if not facts.get(_LOCKED) and not facts.get(SEALED)]

    def _only_one(self) -> dict[str, str] | None:
        """The facts of the one business that lies here though the settings name none."""
        notes = self._readable()
        if len(notes) > 1:
            raise settings_lost(len(notes), self._profile.root / "replicas")
        known = self.choose(notes[0]) if notes else {}
        return known if known.get("org") and self.path(known).exists() else None

    def _is_locked(self, known: Mapping[str, str]) -> bool:
        return bool(self.of(known).get(_LOCKED))

    def _note(self, account: str, org: str) -> WindowMemory:
        return WindowMemory(self._profile.owner_note(account, org))
