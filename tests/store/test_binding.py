"""A file is bound to its computer: what was copied or put back by hand is known before anything is issued from it."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.platform.keyring_store import (
    EntryName,
    MemorySecrets,
    Secrets,
    SecretsUnavailableError,
)
from onetool_desktop.platform.machine import MachineId
from onetool_desktop.services import invoices
from onetool_desktop.services.organisation import open_business
from onetool_desktop.store.binding import Binding, Disagreement
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.series import count_on, counts
from onetool_desktop.store.transaction import Transaction
from tests.store.world import World

ENTRY = EntryName("machine binding: ann: org")
HERE, THERE = MachineId("aa" * 32), MachineId("bb" * 32)
TODAY = "2026-01-05"


class Computer:
    """A keyring, an identity, and one file that is opened and closed as the program does."""

    def __init__(
        self, world: World, *, secrets: MemorySecrets | None = None, machine: MachineId | None = HERE
    ) -> None:
        self.world = world
        self.secrets = secrets or MemorySecrets()
        self.binding = Binding(self.secrets, ENTRY, machine=machine)

    def begin(self) -> None:
        """The business has its settings, and its file its mark."""
        own = replace(self.world.replica.identity, connected=False)
        connected = self.world.replica.identity
        self.become(own)
        open_business(self.world.replica, name="Birch", currency="EUR", timezone="Europe/Berlin", owner="Ada")
        self.become(connected)
        self.binding.adopt(self.world.replica)
        self.follow()

    def become(self, identity: Identity) -> None:
        self.world.replica.write(lambda tx: self.world.replica.become(tx, identity))

    def follow(self) -> None:
        self.binding.follow(self.world.replica, lambda work: work(self.secrets))

    def start(self, *, machine: MachineId | None = HERE) -> Disagreement | None:
        """Opens the file again; what is found."""
        self.world.reopen()
        self.binding = Binding(self.secrets, ENTRY, machine=machine)
        found = self.binding.check(self.world.replica)
        self.follow()
        return found

    def issue(self) -> str:
        """Issues a fresh invoice without a network; its number, "" where it follows."""
        world = self.world
        client = world.client()
        made = invoices.create_invoice(
            world.replica,
            client_id=ClientId(client),
            today=TODAY,
            fields={"title": "Wall", "dueDate": TODAY},
            lines=[{"description": "Stone", "quantity": "1", "unitPrice": "2"}],
        )
        invoices.issue_invoice(world.replica, id=InvoiceId(made.id), day=TODAY, online=False)
        return world.live("invoices", made.id).f.get("number") or ""

    def saved_copy(self, path: Path) -> Path:
        """The file as anybody may copy it while the program is closed."""
        self.world.replica.close()
        shutil.copyfile(self.world.path, path)
        self.world.reopen()
        self.follow()
        return path

    def put_back(self, copy: Path) -> None:
        self.world.replica.close()
        for end in ("-wal", "-shm"):
            self.world.path.with_name(self.world.path.name + end).unlink(missing_ok=True)
        shutil.copyfile(copy, self.world.path)


@pytest.fixture
def computer(world: World) -> Computer:
    made = Computer(world)
    made.begin()
    return made


def test_a_file_that_is_only_closed_and_opened_goes_on_in_its_series(computer: Computer) -> None:
    assert computer.issue() == "INV-B7-0001"
    assert computer.start() is None
    assert computer.issue() == "INV-B7-0002"


def test_a_file_put_back_by_hand_gives_no_number_of_its_own(computer: Computer, tmp_path: Path) -> None:
    yesterday = computer.saved_copy(tmp_path / "yesterday.db")
    assert computer.issue() == "INV-B7-0001"
    computer.put_back(yesterday)
    assert computer.start() is Disagreement.OLDER
    assert computer.issue() == ""
    assert computer.world.replica.identity.closed
    computer.put_back(yesterday)  # a second time: the mark knows by now that the series is closed
    assert computer.start() is Disagreement.OLDER
    assert computer.issue() == ""


def test_a_file_copied_to_another_computer_gives_no_number_of_its_own(computer: Computer) -> None:
    assert computer.issue() == "INV-B7-0001"
    assert computer.start(machine=THERE) is Disagreement.COPIED
    assert computer.issue() == ""


def test_a_keyring_that_lost_the_mark_closes_the_series(computer: Computer) -> None:
    computer.secrets.delete(ENTRY)
    assert computer.start() is Disagreement.UNMARKED
    assert computer.issue() == ""
    computer.secrets.set(ENTRY, "not a mark")
    assert computer.start() is Disagreement.UNMARKED


def test_a_computer_that_tells_no_identity_is_bound_by_the_counts(world: World, tmp_path: Path) -> None:
    computer = Computer(world, machine=None)
    computer.begin()
    yesterday = computer.saved_copy(tmp_path / "yesterday.db")
    computer.issue()
    assert computer.start(machine=None) is None
    computer.put_back(yesterday)
    assert computer.start(machine=None) is Disagreement.OLDER


def test_edits_alone_are_known_too_once_the_mark_has_caught_up(computer: Computer, tmp_path: Path) -> None:
    yesterday = computer.saved_copy(tmp_path / "yesterday.db")
    computer.world.client()
    computer.binding.catch_up(computer.world.replica, lambda work: work(computer.secrets))
    computer.put_back(yesterday)
    assert computer.start() is Disagreement.OLDER


def test_a_business_without_a_cloud_counts_on_above_every_number_it_gave(
    make_world: Callable[..., World], tmp_path: Path
) -> None:
    world = make_world(connected=False)
    computer = Computer(world)
    computer.begin()
    yesterday = computer.saved_copy(tmp_path / "yesterday.db")
    assert [computer.issue(), computer.issue()] == ["INV-000001", "INV-000002"]
    computer.put_back(yesterday)
    assert computer.start() is Disagreement.OLDER
    assert computer.issue() == "INV-000003"
    assert computer.start() is None


def test_what_the_program_itself_puts_there_is_no_disagreement_and_counts_on(
    computer: Computer, tmp_path: Path
) -> None:
    before = computer.saved_copy(tmp_path / "before.db")
    assert computer.issue() == "INV-B7-0001"
    computer.put_back(before)
    computer.world.reopen()
    computer.binding.adopt(computer.world.replica)
    assert counts(computer.world.replica.writer) == {("invoice", "B7"): 1}
    assert computer.start() is None


class Mute:
    """A keyring that takes nothing for a while."""

    def __init__(self, behind: MemorySecrets) -> None:
        self.behind, self.mute = behind, True
        self.lasting, self.describe, self.get, self.delete = True, behind.describe, behind.get, behind.delete

    def set(self, name: EntryName, value: str) -> None:
        if self.mute:
            raise SecretsUnavailableError("Locked.", safe="Nothing changed.", next_step="Unlock it.")
        self.behind.set(name, value)


def test_a_mark_that_could_not_be_kept_follows_with_the_next_save(computer: Computer, tmp_path: Path) -> None:
    yesterday = computer.saved_copy(tmp_path / "yesterday.db")
    mute: Secrets = Mute(computer.secrets)
    computer.binding.follow(computer.world.replica, lambda work: work(mute))
    computer.issue()
    mute.mute = False
    computer.world.client()
    computer.put_back(yesterday)
    assert computer.start() is Disagreement.OLDER


@pytest.mark.expects_log("The mark of the replica could not be kept")
@pytest.mark.parametrize("ours", [True, False])
def test_a_keyring_that_takes_nothing_keeps_nobody_from_his_business(computer: Computer, ours: bool) -> None:
    computer.issue()
    computer.secrets.delete(ENTRY)
    mute = Mute(computer.secrets)
    computer.binding = Binding(mute, ENTRY, machine=HERE)
    computer.world.reopen()
    if ours:
        computer.binding.adopt(computer.world.replica)
    else:
        assert computer.binding.check(computer.world.replica) is Disagreement.UNMARKED
        assert computer.issue() == ""  # its series is closed all the same
    mute.mute = False
    computer.binding.follow(computer.world.replica, lambda work: work(mute))
    computer.world.client()
    assert computer.secrets.get(ENTRY)


class TakenBackError(Exception):
    """A write that ends badly."""


def test_the_mark_holds_no_number_of_a_write_that_was_taken_back(computer: Computer) -> None:
    replica, kept = computer.world.replica, threading.Event()

    def follow() -> None:
        computer.binding.catch_up(replica, lambda work: work(computer.secrets))
        kept.set()

    other = threading.Thread(target=follow)

    def work(tx: Transaction) -> None:
        count_on(tx.db, {("invoice", "B7"): 7})
        other.start()
        kept.wait(
            0.1
        )  # it has to wait for this write, so this only gives a mark that does not the time to go wrong
        raise TakenBackError

    with pytest.raises(TakenBackError):
        replica.write(work)
    other.join()
    assert computer.start() is None
    assert computer.issue() == "INV-B7-0001"


def test_a_start_at_which_nothing_is_new_writes_nothing_into_the_keyring(computer: Computer) -> None:
    computer.issue()
    assert computer.start() is None
    computer.world.reopen()
    mute = Mute(computer.secrets)  # a warning, were it asked to keep anything
    assert Binding(mute, ENTRY, machine=HERE).check(computer.world.replica) is None
