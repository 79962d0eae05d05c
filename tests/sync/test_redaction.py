"""A redacted value is nowhere any more, and no copy that still had it brings it back."""

import shutil
from pathlib import Path

import pytest

from onetool_desktop import cli
from onetool_desktop.cloud import redaction, tables
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.proof.deterministic import SeededIds
from onetool_desktop.services import clients, merging, undo
from onetool_desktop.store import backup
from onetool_desktop.store.engine import Db
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import events as e
from tests.sync.engine import Engine
from tests.sync.test_restored_cloud import back_up, bring_back
from tests.sync.world import Person, World, add_client

CANARY = "Kanarienvogel"
LATER = "Zaunkoenig"


def note(person: Person, client: str, text: str) -> None:
    person.clock.advance(1_000)
    clients.edit_client(person.replica, id=ClientId(client), fields={"notes": text})


def redact(world: World, person: Person, client: str, *fields: str) -> None:
    world.clock.advance(5_000)
    registers = redaction.fields_asked("clients", fields)
    asked = redaction.Redaction(
        org=person.replica.identity.org, c="clients", id=client, registers=registers, reason="asked", at=1
    )
    ids = SeededIds(500 + len(world.people), world.clock)
    assert redaction.redact_row(world.service.database, asked, clock=world.clock, ids=ids)


def in_cloud(world: World, text: str) -> list[str]:
    """The tables of the cloud that hold a text."""
    with world.service.database.read() as connection:
        return [
            name
            for name in tables.metadata.tables
            if any(text in str(row) for row in connection.all(f"SELECT * FROM {name}"))
        ]


def on_device(person: Person, text: str) -> list[str]:
    """The tables of a replica, its journal too, that hold a text."""
    db: Db = person.replica.writer
    found = db.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE '%VIRTUAL%'"
    ).fetchall()
    held = [
        name
        for (name,) in found
        if any(text in str(row) for row in db.execute(f'SELECT * FROM "{name}"').fetchall())
    ]
    journals = [
        path for path in person.replica.path.parent.glob(f"{person.replica.path.name}.*") if path.is_file()
    ]
    return held + [path.name for path in journals if text.encode() in path.read_bytes()]


def test_a_value_leaves_row_log_history_notices_and_every_device_that_hears_of_it(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client = add_client(owner, "Harbour Bakery")
    owner.sync()
    colleague.sync()
    note(owner, client, CANARY)
    note(colleague, client, f"{CANARY} again")  # apart: the loser has a notice
    owner.sync()
    colleague.sync()
    owner.sync()
    assert {"log", "history", "c_clients", "c_notices"} <= set(in_cloud(world, CANARY))
    redact(world, owner, client, "notes")
    assert in_cloud(world, CANARY) == []
    for person in (owner, colleague):
        person.sync()
        assert on_device(person, CANARY) == []
        row = person.replica.reads().row("clients", client)
        assert row is not None
        assert (row.f.get("notes"), row.f["companyName"]) == (None, "Harbour Bakery")


def test_work_written_before_it_was_heard_of_says_nothing_and_undoes_nothing(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client = add_client(owner, "Harbour Bakery")
    owner.sync()
    colleague.sync()
    redact(world, owner, client, "notes")
    owner.sync()
    note(owner, client, LATER)  # its author has heard of it
    owner.sync()
    colleague.clock.advance(3_600_000)
    note(colleague, client, CANARY)  # later, and in ignorance
    colleague.sync()
    owner.sync()
    assert in_cloud(world, CANARY) == []
    assert on_device(colleague, CANARY) == []
    row = owner.replica.reads().row("clients", client)
    assert row is not None
    assert row.f["notes"] == LATER


def test_what_takes_an_action_back_does_not_name_it_by_what_was_redacted(world: World) -> None:
    owner = world.owner()
    made = clients.create_client(owner.replica, fields={"companyName": CANARY})
    assert made.saved.undo is not None
    owner.sync()
    undone = undo.take_back(owner.replica, made.saved.undo)
    assert undone.redo is not None
    assert CANARY in undone.redo.label
    owner.sync()
    redact(world, owner, made.id, "companyName")
    owner.sync()
    undo.do_again(owner.replica, undone.redo)
    assert on_device(owner, CANARY) == []


def test_what_a_record_cannot_be_without_is_blank_and_stays_so(world: World) -> None:
    owner = world.owner()
    client = add_client(owner, CANARY)
    note(owner, client, CANARY)
    owner.sync()
    redact(world, owner, client)
    owner.sync()
    assert (in_cloud(world, CANARY), on_device(owner, CANARY)) == ([], [])
    row = owner.replica.reads().row("clients", client)
    assert row is not None
    assert row.f["companyName"] == "[redacted]"


def test_a_device_put_back_to_before_it_brings_nothing_back(world: World) -> None:
    owner = world.owner()
    client = add_client(owner, "Harbour Bakery")
    note(owner, client, CANARY)
    before = backup.make(owner.replica.writer, world.folder / "before.db", key=None)
    owner.sync()
    redact(world, owner, client, "notes")
    owner.sync()
    owner.replica.close()
    for end in ("-wal", "-shm"):
        owner.replica.path.with_name(owner.replica.path.name + end).unlink(missing_ok=True)
    shutil.copyfile(before, owner.replica.path)
    owner.replica = Replica.open(owner.replica.path, key=None, clock=owner.clock, ids=owner.gate.ids)
    assert on_device(owner, CANARY) != []
    Engine(owner)
    assert (in_cloud(world, CANARY), on_device(owner, CANARY)) == ([], [])


@pytest.mark.parametrize("made", ["before the backup", "after the backup"])
def test_a_cloud_put_back_to_before_it_is_redacted_again(world: World, made: str) -> None:
    owner = world.owner()
    engine = Engine(owner)
    if made == "after the backup":
        back_up(world)
    client = add_client(owner, "Harbour Bakery")
    note(owner, client, CANARY)
    engine.hear(e.Edited())
    if made == "before the backup":
        back_up(world)
    redact(world, owner, client, "notes")
    engine.hear(e.SyncNow())
    bring_back(world)
    redaction.redact_again(world.service.database, ids=SeededIds(901, world.clock))
    assert in_cloud(world, CANARY) == []
    engine.hear(e.SyncNow())
    engine.hear(e.Proceed())
    assert (in_cloud(world, CANARY), on_device(owner, CANARY)) == ([], [])
    row = owner.replica.reads().row("clients", client)
    assert row is not None
    assert row.f["companyName"] == "Harbour Bakery"


def test_a_line_that_was_cut_off_hides_no_other_redaction(world: World) -> None:
    owner = world.owner()
    client = add_client(owner, "Harbour Bakery")
    note(owner, client, CANARY)
    owner.sync()
    back_up(world)
    beside = world.folder / "cloud.redactions"
    beside.write_text('{"org": "0199', encoding="utf-8")  # the power went
    redact(world, owner, client, "notes")
    bring_back(world)
    assert redaction.redact_again(world.service.database, ids=SeededIds(901, world.clock)) == 1
    assert in_cloud(world, CANARY) == []


def test_the_command_redacts_and_says_what_it_cannot(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = world.owner()
    client = add_client(owner, "Harbour Bakery")
    note(owner, client, CANARY)
    owner.sync()
    url = f"sqlite:///{world.folder / 'cloud.db'}"
    common = ["cloud", "redact", "--database", url, "--org", owner.replica.identity.org, "--reason", "asked"]
    assert cli.main([*common, "--record", f"clients/{client}", "status"]) == 2
    assert cli.main([*common, "--record", "clients/nobody", "notes"]) == 2
    assert CANARY in str(in_cloud(world, CANARY)) or in_cloud(world, CANARY) != []
    assert cli.main([*common, "--record", f"clients/{client}", "notes"]) == 0
    assert "Redacted: notes." in capsys.readouterr().out
    assert in_cloud(world, CANARY) == []


def said(person: Person, client: str, field: str) -> object:
    row = person.replica.reads().row("clients", client)
    assert row is not None
    return row.f.get(field)


def merge(person: Person, client: str, into: str, *taken: str) -> None:
    merging.merge_client(person.replica, id=ClientId(client), into=ClientId(into), taken=taken)


def test_what_was_taken_over_from_a_merged_client_is_redacted_with_it_and_the_others_are_named(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client, stays, last = (add_client(owner, name) for name in ("Bakery", "Cakes", "Delicatessen"))
    clients.edit_client(owner.replica, id=ClientId(client), fields={"taxNumber": CANARY, "notes": CANARY})
    clients.edit_client(owner.replica, id=ClientId(last), fields={"taxNumber": "DE 1"})
    merge(owner, client, stays)
    merge(owner, stays, last, "taxNumber")
    owner.sync()
    colleague.sync()
    url = f"sqlite:///{world.folder / 'cloud.db'}"
    common = ["cloud", "redact", "--database", url, "--org", owner.replica.identity.org, "--reason", "asked"]
    assert cli.main([*common, "--record", f"clients/{client}", "notes", "taxNumber"]) == 0
    told = capsys.readouterr().out
    assert f"clients/{stays}" in told
    assert f"clients/{last}" in told
    for person in (owner, colleague):
        person.sync()
        assert on_device(person, CANARY) == []
    assert in_cloud(world, CANARY) == []


def test_who_was_merged_is_redacted_with_whoever_stands_for_him_and_not_after_he_was_set_apart(
    world: World,
) -> None:
    owner = world.owner()
    client, stays, other = (add_client(owner, name) for name in ("Bakery", "Cakes", "Another"))
    for one in (client, stays, other):
        clients.edit_client(owner.replica, id=ClientId(one), fields={"taxNumber": CANARY})
    merge(owner, client, stays)
    merge(owner, other, stays)
    merging.set_apart(owner.replica, id=ClientId(other))
    owner.sync()
    redact(world, owner, stays, "taxNumber")
    owner.sync()
    assert [said(owner, one, "taxNumber") for one in (client, stays, other)] == [None, None, CANARY]


def test_no_name_of_a_client_who_was_merged_and_set_apart_stays_in_what_was_done_with_him(
    world: World,
) -> None:
    owner = world.owner()
    client, stays = add_client(owner, CANARY), add_client(owner, f"{CANARY} two")
    owner.sync()
    saved = merging.merge_client(owner.replica, id=ClientId(client), into=ClientId(stays))
    assert saved.undo is not None
    undo.take_back(owner.replica, saved.undo)
    merge(owner, client, stays)
    merging.set_apart(owner.replica, id=ClientId(client))
    owner.sync()
    for one in (client, stays):
        redact(world, owner, one, "companyName")
    owner.sync()
    assert (in_cloud(world, CANARY), on_device(owner, CANARY)) == ([], [])


def test_a_deleted_client_is_redacted_with_whom_it_was_merged_into(world: World) -> None:
    owner = world.owner()
    client, stays = add_client(owner, "Bakery"), add_client(owner, "Cakes")
    clients.edit_client(owner.replica, id=ClientId(client), fields={"taxNumber": CANARY})
    merge(owner, client, stays)
    clients.delete_client(owner.replica, id=ClientId(stays))
    owner.sync()
    redact(world, owner, client, "taxNumber")
    owner.sync()
    assert (in_cloud(world, CANARY), on_device(owner, CANARY)) == ([], [])
