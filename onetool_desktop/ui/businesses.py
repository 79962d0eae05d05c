"""The businesses of a profile: the one opened last, a new one, a sample, one from a cloud.

Promises: every replica is encrypted under a key of its own in the keyring; a damaged replica is put aside and what was
not sent goes into a fresh one; a business that could not be made leaves nothing behind that would be opened next.
Calls block and belong beside the window, but for the one at the start. May not know: windows; where notes and keys lie,
how a cloud is reached and how a backup is put back, which are modules of their own beside this one.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from onetool_desktop import services, store, ui
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.regions import REGION_UNKNOWN, region_named
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import KeyringSecrets, SecretsUnavailableError
from onetool_desktop.platform.machine import MachineSource, system_source
from onetool_desktop.platform.paths import Profile
from onetool_desktop.store import alone, backup
from onetool_desktop.store.errors import DamagedError, WrongKeyError, damaged
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.asking import Asking
from onetool_desktop.ui.bound import Bonds
from onetool_desktop.ui.business_keys import BusinessKeys
from onetool_desktop.ui.business_notes import LOCAL, SEALED, BusinessNotes
from onetool_desktop.ui.opened import (
    Known,
    Opened,
    SignedIn,
    alone_words,
    in_the_way,
    nothing_here,
    taken_in_words,
)
from onetool_desktop.ui.recovery_keys import does_not_open, shown, typed_key
from onetool_desktop.ui.runtime.window_memory import WindowMemory

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Organisation
    from onetool_desktop.sync.session import Session
    from onetool_desktop.sync.transport import HttpCloud
    from onetool_desktop.ui.business_clouds import BusinessClouds
    from onetool_desktop.ui.business_restoring import BusinessRestoring

T = TypeVar("T")


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
        self._lanes = lanes
        self._clock = clock
        self._ids = ids
        self._secrets = secrets = KeyringSecrets(profile.keyring_service, submit=self._elsewhere)
        self._notes = BusinessNotes(profile, memory, clock)
        self._keys = BusinessKeys(secrets, self._notes)
        self._bonds = Bonds(profile.keyring_service, secrets, lanes=lanes, machine=machine or system_source())
        self.asking = Asking(self._met, ids)
        self._bringing: HttpCloud | None = None
        self._ended = False

    def open_last(self) -> Opened | None:
        """The business that was open when the program ended; None at the first start."""
        known = self._notes.last()
        return None if known is None else self._open(known)

    def others(self) -> list[Known]:
        """The businesses that lie on this computer, by name."""
        return self._notes.all()

    def open_known(self, one: Known) -> Opened:
        """One of `others`."""
        self._notes.choose(one.note)
        opened = self.open_last()
        if opened is None:
            raise nothing_here()
        return opened

    def prove_keyring(self) -> None:
        """Raises `SecretsUnavailableError` where no key could be kept for a business."""
        self._keys.prove()

    def make(self, given: dict[str, str]) -> Opened:
        """A new business on this computer, from the answers of the first start: `name`, `country`, `owner`, `client`;
        each may be empty. With a client it opens at a draft of the first quote.
        """
        name = given.get("name") or _("My firm")
        region = region_named(given.get("country", "")) or REGION_UNKNOWN
        replica = self._created(name)
        services.organisation.open_business(
            replica,
            name=name,
            currency=region.currency,
            timezone=given.get("timezone") or region.zone,
            owner=given.get("owner") or _("Owner"),
            settings=services.organisation.settings_of(region),
        )
        quote = (
            services.organisation.first_quote(replica, client=given["client"])
            if given.get("client")
            else None
        )
        known = self._notes.remember(replica, account=LOCAL)
        return self._tied(Opened(replica, first_quote=quote or ""), known, ours=True)

    def make_sample(self, fill: Callable[[Replica, Ids], object]) -> Opened:
        """The sample business. Made up from end to end, it may lie open where there is no keyring for a key."""
        try:
            replica, plain = self._created("Sample"), ""
        except SecretsUnavailableError:
            replica, plain = self._created("Sample", plain=True), "yes"
        fill(replica, self._ids)
        known = self._notes.remember(replica, account=LOCAL, plain=plain)
        return self._tied(Opened(replica), known, ours=True)

    def sign_in(self, given: Mapping[str, str]) -> SignedIn:
        """The person with `base`, `email`, `password`, perhaps the code of an invitation, and where he belongs. What is
        wrong with one of them is a `FieldError`.
        """
        gate, cloud = self._clouds.gate(given["base"])
        try:
            session = ui.entering.enter(
                gate,
                email=given["email"],
                password=given["password"],
                invite=given.get(ui.entering.INVITE) or "",
            )
            organisations, who = ui.entering.organisations_of(session), session.account
        finally:
            cloud.close()
        return SignedIn({"base": who.base, "email": who.email, "user": who.user}, organisations)

    def organisations(self) -> SignedIn:
        """Who is signed in at the open business, and where else he belongs."""
        known = self._notes.last_here()
        _gate, session, cloud = self._clouds.signed_in(known)
        try:
            found = ui.entering.organisations_of(session)
        finally:
            cloud.close()
        facts = {name: known[name] for name in ("base", "email", "user")}
        return SignedIn(facts, tuple(one for one in found if one.org != known["org"]))

    def connect(self, person: SignedIn, organisation: "Organisation") -> Opened:
        """This computer as a device of the organisation; what the person left of it here is opened as it is."""
        gate, session, cloud = self._clouds.signed_in(person.facts)
        account = session.account.key
        try:
            left = self._left_here(account, organisation.org)
            replica = left or self._clouds.arriving(
                gate,
                session,
                organisation,
                path=self._notes.place(account, organisation.org),
                key=self._keys.made(account, organisation.org),
            )
        except BaseException:
            cloud.close()
            raise
        known = self._notes.remember(replica, **person.facts, account=account)
        joined = self._clouds.joined(replica, gate, session, cloud, account=account)
        return self._tied(joined, known, ours=left is None)

    def bring(self, replica: Replica, given: Mapping[str, str]) -> None:
        """Begins to move the open business to the cloud behind `base`, as `email` with `password`, `name` for a new
        account; opened again, it sends itself. What is wrong with one of them is a `FieldError`.
        """
        known = self._notes.last_here()
        gate, cloud = self._clouds.gate(given["base"])
        self._bringing = cloud
        if self._ended:
            cloud.abort()
        try:
            session = ui.entering.enter(
                gate, email=given["email"], password=given["password"], name=given.get(ui.entering.NAME) or ""
            )
            ui.entering.begin_bringing(gate, session, replica)
        finally:
            self._bringing = None
            cloud.close()
        who = session.account
        self._notes.remember(replica, **{**known, "base": who.base, "email": who.email, "user": who.user})

    def end(self) -> None:
        """Cuts off a business on its way to a cloud, from another thread: begun again, it goes on where it stopped."""
        self._ended, bringing = True, self._bringing
        if bringing is not None:
            bringing.abort()

    def sign_out(self) -> None:
        """Forgets who is signed in, here and, with a network, at the cloud; the business stays here, sealed. It must be
        closed.
        """
        known = self._notes.last()
        if known is not None and known.get("base"):
            self._clouds.sign_out(known)

    def recovery_key(self) -> str:
        """The key of the business that was open last, in groups of eight, by which its backups open elsewhere."""
        known = self._notes.last()
        key = self._keys.of(known) if known else None
        return shown(key or "")

    def take_key(self, typed: str) -> Opened:
        """Opens the business that was open last by its recovery key, which the keyring keeps again. Raises `FieldError`
        for a key that is none or does not fit.
        """
        known = self._notes.last_here()
        key, path = typed_key(typed), self._notes.path(known)
        if not store.restoring.opens(path, key):
            raise does_not_open(self._notes.name_of(known))
        self._keys.keep(known["account"], known["org"], key)
        return self._open(known)

    def put_aside_sealed(self) -> dict[str, str]:
        """Puts the business that was open last aside, sealed as it is, to be fetched anew; where from, and as whom."""
        known = self._notes.last_here()
        self._notes.put_aside(known, SEALED)
        return {"base": known["base"], "email": known["email"]}

    def backups(self) -> list[Path]:
        """The backups of the business that was open last, newest first."""
        known = self._notes.last()
        return [] if known is None else [one.path for one in backup.kept(self._notes.path(known))]

    def restore(self, source: Path, typed: str = "") -> Opened:
        """The business that was open last, as the backup `source` has it; it must be closed. What was there is kept
        aside. `typed` is the recovery key of a backup that another key sealed.
        """
        known = self._notes.last_here()
        words = self._restoring.restore(known, source, typed)
        opened = self._open(known, ours=True)
        return replace(opened, notice=" ".join(filter(None, (words, opened.notice))))

    def take_in(self, given: Mapping[str, str]) -> Opened:
        """A business of another computer alone, from a backup of it: `file`, and its recovery `key`. Its numbers go on
        above those in it, and its person reads that the other computer may still give the same.
        """
        replica = self._restoring.take_in(given)
        known = self._notes.remember(replica, account=LOCAL)
        opened = Opened(replica, notice=taken_in_words(Path(given["file"])))
        return self._tied(opened, known, ours=False)

    def repair(self) -> Opened:
        """The business that was open last, closed now because a part of its file could not be read: what is not sent
        goes into a fresh file. A file that turns out whole is opened as it is.
        """
        known = self._notes.last_here()
        if store.restoring.whole(self._notes.path(known), key=self._keys.of(known)):
            return self._open(known)
        replica, notice = self._restoring.saved_again(known, damaged())
        return self._opened(known, replica, notice, ours=True)

    def _open(self, known: dict[str, str], *, ours: bool = False) -> Opened:
        """The business of these facts; `ours` where this program has just put its file there. Raises `KeyGoneError`
        where the keyring works and does not hold its key.
        """
        key = self._keys.of(known)
        if key is None and not known.get("plain"):
            raise self._keys.gone(known)
        try:
            replica = self._at(self._notes.path(known), key)
        except WrongKeyError as error:
            raise self._keys.gone(known) from error
        except DamagedError as error:
            replica, notice = self._restoring.saved_again(known, error)
            return self._opened(known, replica, notice, ours=True)
        return self._opened(known, replica, "", ours=ours)

    def _opened(self, known: dict[str, str], replica: Replica, notice: str, *, ours: bool) -> Opened:
        left = alone.left(replica)
        if known.get("base") and left is not None:
            replica.close()
            return replace(self._open(self._made_local(known), ours=True), notice=alone_words(left.base))
        self._notes.keep(known, replica)
        if not known.get("base"):
            opened = Opened(self._by_itself(replica), notice=notice, farewell=self._farewell(replica))
        else:
            gate, session, cloud = self._clouds.signed_in(known)
            account = known.get("account", "")
            joined = self._clouds.joined(replica, gate, session, cloud, account=account)
            opened = replace(joined, notice=notice)
        return self._tied(opened, known, ours=ours)

    def check_leaving(self) -> None:
        """Raises a sentence where the open business cannot get the place of one without a cloud here."""
        if self._notes.is_local_taken(self._notes.last_here()):
            raise in_the_way()

    def _made_local(self, known: dict[str, str]) -> dict[str, str]:
        """A closed business that left its cloud, in the place of those that never had any."""
        self._keys.move(known, LOCAL)
        moved = self._notes.make_local(known)
        if known["account"] != LOCAL:
            self._keys.forget(known["account"], known["org"])
        return moved

    @staticmethod
    def _by_itself(replica: Replica) -> Replica:
        """One without a cloud whose file is from a day when it had one, as a backup is that was put back."""
        if replica.identity.connected:
            alone.stand_alone(replica)
        return replica

    def _farewell(self, replica: Replica) -> "Callable[[], None] | None":
        """What the cloud that it left is still to hear."""
        left = alone.left(replica)
        if left is None or not alone.is_farewell_due(replica):
            return None
        sign_out = not self._notes.knows(left.base, left.email)
        return lambda: self._clouds.farewell(replica, left, sign_out=sign_out)

    def _tied(self, opened: Opened, known: Mapping[str, str], *, ours: bool) -> Opened:
        """The business bound to this computer; one without a key has no place in the keyring either."""
        if known.get("plain"):
            return opened
        last_mark, words = self._bonds.tie(opened.replica, account=known.get("account", ""), ours=ours)
        notice = " ".join(filter(None, (opened.notice, words)))
        return replace(opened, notice=notice, last_mark=last_mark)

    def _left_here(self, account: str, org: str) -> Replica | None:
        """What this person's earlier sign-in left on this computer, unsent work and all."""
        known = {"account": account, "org": org}
        path, key = self._notes.place(account, org), self._keys.of(known)
        if not path.exists():
            return None
        if key is None:
            raise self._keys.gone(self._notes.choose_place(account, org))
        return self._at(path, key)

    def _created(self, name: str, *, plain: bool = False) -> Replica:
        identity = services.organisation.new_identity(ids=self._ids, name=name)
        key = None if plain else self._keys.made(LOCAL, identity.org)
        path = self._notes.place(LOCAL, identity.org)
        return Replica.create(path, identity, key=key, clock=self._clock, ids=self._ids)

    def _at(self, path: Path, key: str | None) -> Replica:
        return Replica.open(path, key=key, clock=self._clock, ids=self._ids)

    def _met(self) -> "tuple[Session, HttpCloud, str]":
        """The person who is signed in, at a line to his cloud of its own; whoever asks closes it."""
        known = self._notes.last()
        if known is None or not known.get("base"):
            raise nothing_here()
        _gate, session, cloud = self._clouds.signed_in(known)
        return session, cloud, known["org"]

    @cached_property
    def _clouds(self) -> "BusinessClouds":
        return ui.business_clouds.BusinessClouds(
            secrets=self._secrets, lanes=self._lanes, clock=self._clock, ids=self._ids, lock=self._keys.lock
        )

    @cached_property
    def _restoring(self) -> "BusinessRestoring":
        return ui.business_restoring.BusinessRestoring(
            self._notes, self._keys, self._clouds, self._clock, self._ids
        )

    def _elsewhere(self, call: Callable[[], T], /) -> "Future[T]":
        return self._lanes.submit(Lane.SECRETS, call)
