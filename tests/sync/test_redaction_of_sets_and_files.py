"""What is redacted beside texts: a set with the names of its registers, and the bytes of a file."""

import hashlib
from pathlib import Path

import pytest

from onetool_desktop.cloud import redaction
from onetool_desktop.cloud.blob_store import files_beside
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.proof.deterministic import SeededIds
from onetool_desktop.services import clients, notices
from onetool_desktop.services.attachments import AttachmentId, fetch_files
from onetool_desktop.store import exchange
from onetool_desktop.sync.calls import Call
from tests.sync.test_redaction import CANARY, LATER, in_cloud, on_device, redact
from tests.sync.test_restored_cloud import back_up, bring_back
from tests.sync.test_transfers import PHOTO, Porter, porter
from tests.sync.world import Person, World, add_client

SHA = hashlib.sha256(PHOTO).hexdigest()


def tag(person: Person, client: str, *tags: str) -> None:
    person.clock.advance(1_000)
    clients.edit_client(person.replica, id=ClientId(client), fields={"tags": list(tags)})


def tags_of(person: Person, client: str) -> object:
    row = person.replica.reads().row("clients", client)
    assert row is not None
    return row.f.get("tags")


@pytest.fixture
def firm(world: World) -> tuple[Person, Person, str]:
    owner = world.owner()
    colleague = world.colleague(owner)
    client = add_client(owner, "Harbour Bakery")
    tag(owner, client, CANARY, "vip")
    owner.sync()
    colleague.sync()
    return owner, colleague, client


def test_a_set_leaves_with_the_names_of_its_registers(world: World, firm: tuple[Person, Person, str]) -> None:
    owner, colleague, client = firm
    tag(owner, client, "vip")
    tag(colleague, client, "vip", CANARY, f"{CANARY} two")
    owner.sync()
    colleague.sync()
    owner.sync()
    assert {"log", "history", "c_clients"} <= set(in_cloud(world, CANARY))
    redact(world, owner, client, "tags")
    assert in_cloud(world, CANARY) == []
    for person in (owner, colleague):
        person.sync()
        assert (on_device(person, CANARY), tags_of(person, client)) == ([], None)
        assert exchange.visible_equals_fold(person.replica) == []


def test_what_was_tagged_before_it_was_heard_of_says_nothing_and_what_is_tagged_after_stands(
    world: World, firm: tuple[Person, Person, str]
) -> None:
    owner, colleague, client = firm
    redact(world, owner, client, "tags")
    owner.sync()
    tag(owner, client, "later")
    owner.sync()
    colleague.clock.advance(3_600_000)
    tag(colleague, client, CANARY, "vip", "new")  # later, and in ignorance
    colleague.sync()
    owner.sync()
    assert (in_cloud(world, CANARY), on_device(colleague, CANARY)) == ([], [])
    assert (tags_of(owner, client), tags_of(colleague, client)) == (["later"], ["later"])
    tag(colleague, client, "later", "new")
    colleague.sync()
    owner.sync()
    assert tags_of(owner, client) == ["later", "new"]
    assert exchange.visible_equals_fold(owner.replica) == []


def test_a_notice_of_an_element_does_not_name_it_any_more(
    world: World, firm: tuple[Person, Person, str]
) -> None:
    owner, colleague, client = firm
    tag(owner, client, "vip")
    tag(colleague, client, "vip")
    tag(colleague, client, "vip", CANARY)
    for person in (owner, colleague, owner):
        person.sync()
    redact(world, owner, client, "tags")
    for person in (owner, colleague):
        person.sync()
        assert on_device(person, CANARY) == []
        for (row_id,) in person.replica.reads().db.execute("SELECT id FROM notices").fetchall():
            notices.keep_theirs(person.replica, id=row_id)
        person.sync()
    assert in_cloud(world, CANARY) == []


def test_a_set_of_a_cloud_put_back_to_before_it_is_redacted_again(
    world: World, firm: tuple[Person, Person, str]
) -> None:
    owner, _colleague, client = firm
    back_up(world)
    redact(world, owner, client, "tags")
    bring_back(world)
    assert in_cloud(world, CANARY) != []
    assert redaction.redact_again(world.service.database, ids=SeededIds(901, world.clock)) == 1
    assert in_cloud(world, CANARY) == []


# --- files


def redact_file(world: World, owner: Person, row_id: str, *fields: str) -> None:
    world.clock.advance(5_000)
    asked = redaction.Redaction(
        org=owner.replica.identity.org,
        c="attachments",
        id=row_id,
        registers=redaction.fields_asked("attachments", fields),
        reason="asked",
        at=1,
    )
    ids = SeededIds(700, world.clock)
    assert redaction.redact_row(world.service.database, asked, clock=world.clock, ids=ids)


def kept_in_cloud(world: World) -> list[str]:
    """The names of the whole blobs that lie beside the cloud's database."""
    folder = files_beside(world.service.database)
    return [path.name for path in folder.rglob("*") if path.is_file() and "kept" in path.parts]


@pytest.fixture
def van(firm: tuple[Person, Person, str]) -> Porter:
    return porter(firm[1])


@pytest.fixture
def photo(firm: tuple[Person, Person, str], van: Porter) -> str:
    """A photo that both computers and the cloud have; its id."""
    owner, colleague, client = firm
    row_id = van.add(client, name=f"{LATER}.jpg")
    colleague.sync()
    van.run()
    colleague.sync()
    owner.sync()
    desk = porter(owner)
    fetch_files(owner.replica, ids=[AttachmentId(row_id)])
    desk.run()
    assert desk.read() == PHOTO
    return row_id


def test_the_bytes_of_a_file_are_nowhere_any_more(
    world: World, firm: tuple[Person, Person, str], van: Porter, photo: str
) -> None:
    owner, colleague, client = firm
    args = {"rid": owner.gate.ids.new_id(), "org": owner.replica.identity.org}
    owner.session.ask(Call("mutation", "orgs:export", args))
    assert len(kept_in_cloud(world)) == 2  # the photo, and the archive with it
    redact_file(world, owner, photo)
    assert (kept_in_cloud(world), in_cloud(world, SHA), in_cloud(world, LATER)) == ([], [], [])
    for person in (owner, colleague):
        person.sync()
        porter(person).run()
        assert not person.replica.blobs.has(SHA)
        assert (on_device(person, SHA), on_device(person, LATER)) == ([], [])
        row = person.replica.reads().row("attachments", photo)
        assert row is not None
        assert (row.f["name"], row.f["sha256"], row.f["size"]) == ("[redacted]", "0" * 64, 0)
    assert van.card(client).picture == ""


def test_bytes_that_another_record_names_stay_for_it(
    world: World, firm: tuple[Person, Person, str], van: Porter, photo: str
) -> None:
    owner, colleague, client = firm
    van.add(client, name="Again.jpg")
    colleague.sync()
    van.run()
    colleague.sync()
    owner.sync()
    redact_file(world, owner, photo, "sha256")
    for person in (owner, colleague):
        person.sync()
        assert person.replica.blobs.has(SHA)
    assert kept_in_cloud(world) == [SHA]


def test_a_file_that_is_under_way_does_not_arrive(
    world: World, firm: tuple[Person, Person, str], van: Porter
) -> None:
    owner, colleague, client = firm
    row_id = van.add(client)
    colleague.sync()
    van.transfers.step()
    owner.sync()
    redact_file(world, owner, row_id, "sha256")
    folder = files_beside(world.service.database)
    assert [path for path in folder.rglob("*") if Path(path).is_file()] == []
    van.run()
    colleague.sync()
    van.run()
    assert kept_in_cloud(world) == []
    assert not colleague.replica.blobs.has(SHA)
