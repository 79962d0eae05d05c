"""The businesses of a profile: the one opened last, a new one, a sample, one from a cloud.

Promises: every replica is encrypted under a key of its own in the keyring; which business was open last stands in the
profile's settings and, with whose it is, beside the replica, never a secret; a damaged replica is put aside and what
was not sent goes into a fresh one; a business that could not be made leaves nothing behind that would be opened next.
Calls block and belong in the write lane, but for the one at the start. May not know: windows.

Why: what talks to a cloud is imported when there is one: the HTTP library alone is a tenth of a second of every start.
"""

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace as dataclass_replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.regions import REGION_UNKNOWN, region_named
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import KeyringSecrets, SecretsUnavailableError, replica_key_entry
from onetool_desktop.platform.machine import MachineSource, system_source
from onetool_desktop.platform.paths import Profile
from onetool_desktop.services.organisation import first_quote, new_identity, open_business, settings_of
from onetool_desktop.store import backup
from onetool_desktop.store.errors import DamagedError, WrongKeyError, damaged
from onetool_desktop.store.journal import journal_path, salvage
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.recovery import recover
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.restoring import finish, opens, restore, whole, whose
from onetool_desktop.ui.asking import Asking, device_name
from onetool_desktop.ui.bound import Bonds
from onetool_desktop.ui.entering import INVITE, NAME, begin_bringing, enter, line_to, organisation_of
from onetool_desktop.ui.opened import (
    Known,
    Opened,
    beyond_saving,
    elsewhere,
    not_fetched,
    nothing_here,
    restored_words,
    saved_again_words,
    settings_lost,
    taken_in_words,
)
from onetool_desktop.ui.recovery_keys import FIELD, KeyGoneError, does_not_open, shown, typed_key
from onetool_desktop.ui.runtime.window_memory import WindowMemory

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Gate, Organisation
    from onetool_desktop.sync.session import Session
    from onetool_desktop.sync.transport import HttpCloud

T = TypeVar("T")
_LOCKED = "locked"  # its person lost access
_SEALED = "sealed"  # its key was gone, and its business was fetched anew
_LOCAL = "this computer"  # the account of a business no cloud has met
_KEYS = ("account", "org", "base", "email", "user")


class Businesses:
    """Makes and opens businesses under one profile."""

    def __init__(
        self,
        profile: Profile,
        *,
        memory: WindowMemory,
        lanes: Lanes,
        clock: Clock,
        ids: Ids,
        machine: MachineSource | None = None,
    ) -> None:
        self._profile = profile
        self._memory = memory
        self._lanes = lanes
        self._clock = clock
        self._ids = ids
        self._secrets = KeyringSecrets(profile.keyring_service, submit=self._elsewhere)
        self._bonds = Bonds(
            profile.keyring_service, self._secrets, lanes=lanes, machine=machine or system_source()
        )
        self.asking = Asking(self._met, ids)

    def open_last(self) -> Opened | None:
        """The business that was open when the program ended; None at the first start."""
        known = self._known()
        return None if known is None else self._open(known)

    def _open(self, known: dict[str, str], *, ours: bool = False) -> Opened:
        """The business of these facts; `ours` where this program has just put its file there. Raises `KeyGoneError`
        where the keyring works and does not hold its key.
        """
        key = self._key(known)
        if key is None and not known.get("plain"):
            raise self._gone(known)
        try:
            replica = Replica.open(self._path(known), key=key, clock=self._clock, ids=self._ids)
        except WrongKeyError as error:
            raise self._gone(known) from error
        except DamagedError as error:
            replica, notice = self._saved_again(known, error)
            return self._opened(known, replica, notice, ours=True)
        return self._opened(known, replica, "", ours=ours)

    def _opened(self, known: dict[str, str], replica: Replica, notice: str, *, ours: bool) -> Opened:
        self._note(known, replica)
        if not known.get("base"):
            opened = Opened(replica, notice=notice)
        else:
            gate, session, cloud = self._signed_in(known)
            joined = self._joined(replica, gate, session, cloud, account=known.get("account", ""))
            opened = dataclass_replace(joined, notice=notice)
        return self._tied(opened, known, ours=ours)

    def _tied(self, opened: Opened, known: Mapping[str, str], *, ours: bool) -> Opened:
        """The business bound to this computer; one without a key has no place in the keyring either."""
        if known.get("plain"):
            return opened
        last_mark, words = self._bonds.tie(opened.replica, account=known.get("account", ""), ours=ours)
        notice = " ".join(filter(None, (opened.notice, words)))
        return dataclass_replace(opened, notice=notice, last_mark=last_mark)

    def repair(self) -> Opened:
        """The business that was open last, closed now because a part of its file could not be read: what is not sent
        goes into a fresh file. A file that turns out whole is opened as it is.
        """
        known = self._known_here()
        path, key = self._path(known), self._key(known)
        if whole(path, key=key):
            return self._open(known)
        replica, notice = self._saved_again(known, damaged())
        return self._opened(known, replica, notice, ours=True)

    def others(self) -> list[Known]:
        """The businesses that lie on this computer, by name."""
        notes = [(WindowMemory(path).load(), path) for path in self._readable_notes()]
        found = [
            Known(facts.get("name") or _("A business"), facts.get("email", ""), path) for facts, path in notes
        ]
        return sorted(found, key=lambda one: one.name.casefold())

    def open_known(self, one: Known) -> Opened:
        """One of `others`."""
        self._remember_note(one.note)
        opened = self.open_last()
        if opened is None:
            raise nothing_here()
        return opened

    def sign_out(self) -> None:
        """Forgets who is signed in, here and, with a network, at the cloud; the business stays here, sealed. It must be
        closed.
        """
        from onetool_desktop.sync.errors import CloudError

        known = self._known()
        if known is None or not known.get("base"):
            return
        _gate, session, cloud = self._signed_in(known)
        try:
            session.sign_out()
        except CloudError:
            pass  # without a network the cloud's copy of the token runs out by itself
        finally:
            cloud.close()

    def recovery_key(self) -> str:
        """The key of the business that was open last, in groups of eight, by which its backups open elsewhere."""
        known = self._known()
        key = self._key(known) if known else None
        return shown(key or "")

    def take_key(self, typed: str) -> Opened:
        """Opens the business that was open last by its recovery key, which the keyring keeps again. Raises `FieldError`
        for a key that is none or does not fit.
        """
        known = self._known_here()
        key, path = typed_key(typed), self._path(known)
        if not opens(path, key):
            raise does_not_open(self._name_of(known))
        self._secrets.set(replica_key_entry(known["account"], known["org"]), key)
        return self._open(known)

    def put_aside_sealed(self) -> dict[str, str]:
        """Puts the business that was open last aside, sealed as it is, to be fetched anew; where from, and as whom."""
        known = self._known_here()
        self._leave_aside(known, _SEALED)
        return {"base": known["base"], "email": known["email"]}

    def _known_here(self) -> dict[str, str]:
        known = self._known()
        if known is None:
            raise nothing_here()
        return known

    def _met(self) -> "tuple[Session, HttpCloud, str]":
        """The person who is signed in, at a line to his cloud of its own; whoever asks closes it."""
        known = self._known()
        if known is None or not known.get("base"):
            raise nothing_here()
        _gate, session, cloud = self._signed_in(known)
        return session, cloud, known["org"]

    def restore(self, source: Path, typed: str = "") -> Opened:
        """The business that was open last, as the backup `source` has it; it must be closed. What was there is kept
        aside. `typed` is the recovery key of a backup that another key sealed.
        """
        known = self._known_here()
        path = self._path(known)
        note = WindowMemory(self._profile.owner_note(known["account"], known["org"])).load()
        device = self._enrolled(known, note) if note.get("connected") else None
        found = restore(
            path,
            source,
            org=known["org"],
            key=self._key(known),
            clock=self._clock,
            ids=self._ids,
            device=device,
            source_key=typed_key(typed) if typed else None,
        )
        if not path.exists():
            raise beyond_saving(path)
        return dataclass_replace(self._open(known, ours=True), notice=restored_words(source, found))

    def take_in(self, given: Mapping[str, str]) -> Opened:
        """A business of another computer alone, from a backup of it: `file`, and its recovery `key`. Its numbers go on
        above those in it, and its person reads that the other computer may still give the same.
        """
        source, key = Path(given["file"]), typed_key(given[FIELD])
        if source.is_file() and not opens(source, key):
            raise does_not_open(source.name)
        org, connected = whose(source, key)
        path = self._place(_LOCAL, org)
        if connected or path.exists():
            raise elsewhere(source.name, connected=connected)
        own = secrets.token_hex(32)
        self._secrets.set(replica_key_entry(_LOCAL, org), own)
        restore(path, source, org=org, key=own, clock=self._clock, ids=self._ids, source_key=key)
        replica = Replica.open(path, key=own, clock=self._clock, ids=self._ids)
        known = self._remember(replica, account=_LOCAL)
        return self._tied(Opened(replica, notice=taken_in_words(source)), known, ours=False)

    def backups(self) -> list[Path]:
        """The backups of the business that was open last, newest first."""
        known = self._known()
        return [] if known is None else [one.path for one in backup.kept(self._path(known))]

    def _known(self) -> dict[str, str] | None:
        """The facts of the business that was open last."""
        known = self._memory.load()
        if not known.get("org") or not self._is_there(known):
            return self._only_one()
        return known

    def _is_there(self, known: dict[str, str]) -> bool:
        """Whether the replica lies in its place, or is about to after a restoring that was cut off."""
        finish(self._path(known), self._clock.now_ms())
        return self._path(known).exists() and not self._is_locked(known)

    def _readable_notes(self) -> list[Path]:
        """Those of the businesses whose key this computer has not given up."""
        notes = [(note, WindowMemory(note).load()) for note in self._profile.owner_notes()]
        return [note for note, facts in notes if not facts.get(_LOCKED) and not facts.get(_SEALED)]

    def _only_one(self) -> dict[str, str] | None:
        """The facts of the one business that lies here though the settings name none."""
        notes = self._readable_notes()
        if len(notes) > 1:
            raise settings_lost(len(notes), self._profile.root / "replicas")
        known = self._remember_note(notes[0]) if notes else {}
        return known if known.get("org") and self._path(known).exists() else None

    def _remember_note(self, note: Path) -> dict[str, str]:
        """Makes the business of a note the one that was open last."""
        known = WindowMemory(note).load()
        if known.get("org"):
            self._memory.keep({name: known.get(name, "") for name in (*_KEYS, "plain")})
        return known

    def _saved_again(self, known: dict[str, str], error: DamagedError) -> tuple[Replica, str]:
        """A fresh replica in the place of a damaged one, with what was not sent, and the words for it."""
        path, key = self._path(known), self._key(known)
        note = WindowMemory(self._profile.owner_note(known["account"], known["org"])).load()
        connected = bool(note.get("connected") or known.get("base"))
        if not note.get("person") or not (connected or salvage(journal_path(path), key)):
            raise beyond_saving(path) from error
        if connected:
            identity = self._enrolled(known, note)
        else:
            local = new_identity(ids=self._ids, name="")
            identity = dataclass_replace(local, org=known["org"], user_id=note["person"])
        found = recover(path, identity, key=key, clock=self._clock, ids=self._ids)
        return found.replica, saved_again_words(found, connected=connected)

    def _enrolled(self, known: dict[str, str], note: dict[str, str]) -> Identity:
        """This computer as a new device, so that the cloud takes its numbers for new ones."""
        from onetool_desktop.sync import connect
        from onetool_desktop.sync.errors import CloudError

        gate, session, cloud = self._signed_in(known)
        organisation = connect.Organisation(known["org"], "", note["person"], note.get("role", ""))
        try:
            return connect.enrolled(gate, session, organisation)
        except CloudError as error:
            raise not_fetched(error.happened) from error
        finally:
            cloud.close()

    def _signed_in(self, known: dict[str, str]) -> "tuple[Gate, Session, HttpCloud]":
        from onetool_desktop.sync.session import Account

        gate, cloud = self._gate(known["base"])
        session = gate.session(Account(user=known["user"], email=known["email"], base=known["base"]))
        return gate, session, cloud

    def _path(self, known: dict[str, str]) -> Path:
        return self._profile.replica_path(known.get("account", ""), known["org"])

    def _key(self, known: dict[str, str]) -> str | None:
        entry = replica_key_entry(known.get("account", ""), known["org"])
        return None if known.get("plain") else self._secrets.get(entry)

    def make(self, given: dict[str, str]) -> Opened:
        """A new business on this computer, from the answers of the first start: `name`, `country`, `owner`, `client`;
        each may be empty. With a client it opens at a draft of the first quote.
        """
        name = given.get("name") or _("My firm")
        region = region_named(given.get("country", "")) or REGION_UNKNOWN
        replica = self._created(name, key=secrets.token_hex(32))
        open_business(
            replica,
            name=name,
            currency=region.currency,
            timezone=given.get("timezone") or region.zone,
            owner=given.get("owner") or _("Owner"),
            settings=settings_of(region),
        )
        quote = first_quote(replica, client=given["client"]) if given.get("client") else None
        known = self._remember(replica, account=_LOCAL)
        return self._tied(Opened(replica, first_quote=quote or ""), known, ours=True)

    def make_sample(self, fill: Callable[[Replica, Ids], object]) -> Opened:
        """The sample business. Made up from end to end, it may lie open where there is no keyring for a key."""
        try:
            replica, plain = self._created("Sample", key=secrets.token_hex(32)), ""
        except SecretsUnavailableError:
            replica, plain = self._created("Sample", key=None), "yes"
        fill(replica, self._ids)
        known = self._remember(replica, account=_LOCAL, plain=plain)
        return self._tied(Opened(replica), known, ours=True)

    def connect(self, given: dict[str, str]) -> Opened:
        """This computer as a device of the person's organisation: `base`, `email`, `password`, perhaps the code of an
        invitation. What is wrong with one of them is a `FieldError`.
        """
        gate, cloud = self._gate(given["base"])
        try:
            session = enter(
                gate, email=given["email"], password=given["password"], invite=given.get(INVITE) or ""
            )
            organisation, account = organisation_of(session), session.account
            left = self._left_here(account.key, organisation.org)
            replica = left or self._enrolled_here(gate, session, organisation)
        except BaseException:
            cloud.close()
            raise
        known = self._remember(
            replica, account=account.key, base=account.base, email=account.email, user=account.user
        )
        joined = self._joined(replica, gate, session, cloud, account=account.key)
        return self._tied(joined, known, ours=left is None)

    def bring(self, replica: Replica, given: Mapping[str, str]) -> None:
        """Begins to move the open business to the cloud behind `base`, as `email` with `password`, `name` for a new
        account; opened again, it sends itself. What is wrong with one of them is a `FieldError`.
        """
        known = self._known_here()
        gate, cloud = self._gate(given["base"])
        try:
            session = enter(
                gate, email=given["email"], password=given["password"], name=given.get(NAME) or ""
            )
            begin_bringing(gate, session, replica)
        finally:
            cloud.close()
        who = session.account
        self._remember(replica, **{**known, "base": who.base, "email": who.email, "user": who.user})

    def _left_here(self, account: str, org: str) -> Replica | None:
        """What this person's earlier sign-in left on this computer, unsent work and all."""
        path, key = self._place(account, org), self._secrets.get(replica_key_entry(account, org))
        if not path.exists():
            return None
        if key is None:
            raise self._gone(self._remember_note(self._profile.owner_note(account, org)))
        return Replica.open(path, key=key, clock=self._clock, ids=self._ids)

    def _enrolled_here(self, gate: "Gate", session: "Session", organisation: "Organisation") -> Replica:
        from onetool_desktop.sync import connect

        path, key = self._place(session.account.key, organisation.org), secrets.token_hex(32)
        self._secrets.set(replica_key_entry(session.account.key, organisation.org), key)
        return connect.enrol(gate, session, organisation, path=path, key=key)

    def _joined(
        self, replica: Replica, gate: "Gate", session: "Session", cloud: "HttpCloud", *, account: str
    ) -> Opened:
        from onetool_desktop.sync import connect
        from onetool_desktop.sync.engine import HttpPast, make_driver, make_transfers

        org = replica.identity.org
        steps = dataclass_replace(
            connect.steps_of(gate, session, replica), lock=lambda: self._lock(account, org)
        )
        driver = make_driver(steps, session, http=cloud, lanes=self._lanes, clock=self._clock)
        past = HttpPast(cloud.base, session, replica.identity.org)
        files = make_transfers(steps, session, driver=driver, base=cloud.base, lanes=self._lanes)
        shown = f"{session.account.email} · {session.account.base}"
        return Opened(replica, driver, cloud, past=past, files=files, account=shown)

    def _created(self, name: str, *, key: str | None) -> Replica:
        identity = new_identity(ids=self._ids, name=name)
        if key is not None:
            self._secrets.set(replica_key_entry(_LOCAL, identity.org), key)
        path = self._place(_LOCAL, identity.org)
        return Replica.create(path, identity, key=key, clock=self._clock, ids=self._ids)

    def _gate(self, base: str) -> "tuple[Gate, HttpCloud]":
        from onetool_desktop.sync.connect import Gate

        cloud = line_to(base)
        gate = Gate(
            cloud=cloud,
            base=cloud.base,
            secrets=self._secrets,
            clock=self._clock,
            ids=self._ids,
            device_name=device_name(),
        )
        return gate, cloud

    def _place(self, account: str, org: str) -> Path:
        path = self._profile.replica_path(account, org)
        known = {"account": account, "org": org}
        if self._is_locked(known):
            self._leave_aside(known, _LOCKED)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def _leave_aside(self, known: Mapping[str, str], why: str) -> None:
        """Gives the folder of a business that cannot be read here another name, and takes it off the list."""
        folder = self._path(dict(known)).parent
        note = WindowMemory(folder / "business.json")
        note.keep({**note.load(), why: "yes"})
        folder.rename(folder.with_name(f"{folder.name}.{why}-{self._clock.now_ms()}"))

    def _gone(self, known: Mapping[str, str]) -> KeyGoneError:
        return KeyGoneError(self._name_of(known), base=known.get("base", ""), email=known.get("email", ""))

    def _name_of(self, known: Mapping[str, str]) -> str:
        note = self._profile.owner_note(known.get("account", ""), known["org"])
        return WindowMemory(note).load().get("name") or _("this business")

    def _lock(self, account: str, org: str) -> None:
        """Gives up the key of a replica whose person lost access, once what he had not sent was taken.

        The file stays and cannot be read; whoever is let in again begins with a fresh one beside it.
        """
        note = WindowMemory(self._profile.owner_note(account, org))
        note.keep({**note.load(), _LOCKED: "yes"})
        self._secrets.delete(replica_key_entry(account, org))

    def _is_locked(self, known: dict[str, str]) -> bool:
        note = self._profile.owner_note(known.get("account", ""), known["org"])
        return bool(WindowMemory(note).load().get(_LOCKED))

    def _remember(self, replica: Replica, **facts: str) -> dict[str, str]:
        """Makes the business the one that was open last; its facts."""
        known = {**dict.fromkeys((*_KEYS, "plain"), ""), **facts, "org": replica.identity.org}
        self._memory.keep(known)
        self._note(known, replica)
        return known

    def _note(self, known: dict[str, str], replica: Replica) -> None:
        """Keeps whose the replica is beside it, for the day when settings or replica cannot be read."""
        mine = replica.identity
        facts = {name: known.get(name, "") for name in (*_KEYS, "plain")}
        facts |= {"person": mine.user_id, "role": mine.role, "connected": "yes" if mine.connected else ""}
        row = replica.reads().row("organizations", mine.org)
        facts["name"] = str(row.f.get("name") or "") if row is not None else mine.org_name
        note = WindowMemory(self._profile.owner_note(facts["account"], mine.org))
        if note.load() != facts:
            note.keep(facts)

    def _elsewhere(self, call: Callable[[], T], /) -> "Future[T]":
        return self._lanes.submit(Lane.SECRETS, call)
