"""Files on their way between devices and a cloud in this process: parts, kills, lies, and everything set aside."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.proof.simulator.carrier import LocalCarrier
from onetool_desktop.services import attachments, clients, projects, records, tasks
from onetool_desktop.services.attachments import NewFile, add_file, fetch_files, store_file
from onetool_desktop.store import exchange, transfers as queue
from onetool_desktop.store.blobs import BLOCK
from onetool_desktop.store.queries.files import FileCard, Where, files_of
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import errors
from onetool_desktop.sync.transfers import GIVEN_UP, TEXT_FIRST_MS, Hands, Transfers
from tests.sync.world import Person, World

PHOTO = hashlib.shake_256(b"photo").digest(5 * BLOCK + 77)


@dataclass
class Porter:
    """One device's transfers, over a line a test may cut."""

    person: Person
    carrier: LocalCarrier
    transfers: Transfers

    @property
    def replica(self) -> Replica:
        return self.person.replica

    def run(self, most: int = 200) -> int:
        """Steps until nothing is to be done before something changes, waits passing at once; how many."""
        for done in range(most):
            wait = self.transfers.step()
            if wait is None:
                return done
            self.person.clock.advance(wait)
        raise AssertionError("the transfers do not end")

    def add(self, client: str, data: bytes = PHOTO, *, preview: bytes = b"", name: str = "Leak.jpg") -> str:
        new = NewFile(name=name, kind="photo", mime="image/jpeg", data=[data], preview=preview)
        stored = store_file(self.replica, new)
        return add_file(self.replica, home="clientId", home_id=client, file=stored).id

    def card(self, client: str) -> FileCard:
        found = files_of(
            self.replica.reads().db, self.replica.blobs, home="clientId", id=client, connected=True
        )
        return found[0]

    def read(self, data: bytes = PHOTO) -> bytes:
        return b"".join(self.replica.blobs.read(hashlib.sha256(data).hexdigest()))


def porter(person: Person, **more: Any) -> Porter:
    carrier = LocalCarrier(person.wire.service)
    hands = Hands(
        ask=person.session.ask,
        renew=person.session.renew,
        carrier=carrier,
        write=person.replica.write,
        clock=person.clock,
        ids=person.gate.ids,
        **more,
    )
    return Porter(person, carrier, Transfers(person.replica, hands))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Porter:
    return porter(world.owner())


@pytest.fixture
def other(world: World, office: Porter) -> Porter:
    return porter(world.again(office.person))


@pytest.fixture
def client(office: Porter) -> str:
    return clients.create_client(office.replica, fields={"companyName": "Harbour Bakery"}).id


def sent(office: Porter, client: str, data: bytes = PHOTO, **more: Any) -> str:
    row_id = office.add(client, data, **more)
    office.person.sync()
    office.run()
    office.person.sync()
    return row_id


def failing(times: int, error: Exception) -> Callable[[str, int], None]:
    left = [times]

    def before(_way: str, _offset: int) -> None:
        if left[0]:
            left[0] -= 1
            raise error

    return before


def test_a_photo_goes_from_one_device_to_the_other(office: Porter, other: Porter, client: str) -> None:
    office.add(client)
    assert office.card(client).where is Where.WAITING
    office.person.sync()
    office.run()
    office.person.sync()
    assert office.card(client).where is Where.SENT
    other.person.sync()
    card = other.card(client)
    assert card.where is Where.ELSEWHERE
    fetch_files(other.replica, ids=[attachments.AttachmentId(card.id)])
    assert other.card(client).where is Where.COMING
    other.run()
    assert other.card(client).where is Where.SENT
    assert other.read() == PHOTO


def test_nothing_is_sent_before_the_cloud_has_the_record(office: Porter, client: str) -> None:
    office.add(client)
    calls = len(office.person.wire.calls)
    assert office.run() == 0
    assert len(office.person.wire.calls) == calls
    assert office.transfers.status.counts.up == 1


def test_small_pictures_go_before_large_ones(office: Porter, other: Porter, client: str) -> None:
    row_id = sent(office, client, preview=b"small")
    other.person.sync()
    assert other.card(client).picture == ""
    fetch_files(other.replica, ids=[attachments.AttachmentId(row_id)], previews=True)
    other.run()
    card = other.card(client)
    assert (card.where, card.picture) == (Where.ELSEWHERE, hashlib.sha256(b"small").hexdigest())


def test_what_a_person_waits_for_comes_first(office: Porter, other: Porter, client: str) -> None:
    small, large = sent(office, client, b"small"), sent(office, client)
    other.person.sync()
    fetch_files(other.replica, ids=[attachments.AttachmentId(large)])
    other.replica.write(
        lambda tx: queue.want(tx, [queue.Transfer("down", small, hashlib.sha256(b"small").hexdigest(), 5)])
    )
    found = queue.due(other.replica.reads().db, other.person.clock.now_ms())
    assert found is not None
    assert found.id == large


@pytest.mark.parametrize("part", range(1, 6))
def test_a_device_killed_at_any_part_goes_on_from_there(
    office: Porter, other: Porter, client: str, part: int
) -> None:
    def kill_at(number: int) -> Callable[[str, int], None]:
        seen: list[int] = []

        def before(_way: str, offset: int) -> None:
            seen.append(offset)
            if len(seen) == number:
                raise KeyboardInterrupt

        return before

    for device, way in ((office, "up"), (other, "down")):
        if way == "up":
            office.add(client)
            office.person.sync()
        else:
            office.person.sync()
            other.person.sync()
            fetch_files(other.replica, ids=[attachments.AttachmentId(other.card(client).id)])
        device.transfers._part = BLOCK
        device.carrier.before = kill_at(part)
        device.transfers._measure = lambda *_: None  # type: ignore[method-assign] # parts stay small
        with pytest.raises(KeyboardInterrupt):
            device.run()
        again = porter(device.person)
        offsets: list[int] = []
        again.carrier.before = lambda _way, offset, found=offsets: found.append(offset)
        again.run()
        assert offsets[0] == (part - 1) * BLOCK, "what was there is not moved again"
        assert again.card(client).where in {Where.SENT, Where.WAITING}
    assert other.read() == PHOTO


def test_a_lost_answer_to_the_commit_costs_nothing(office: Porter, client: str) -> None:
    office.add(client)
    office.person.sync()
    lost = [1]

    def after(call: Any, value: Any) -> Any:
        if call.path == "files:commit" and lost:
            lost.pop()
            raise errors.UnreachableError("The cloud cannot be reached.")
        return value

    office.person.wire.after = after
    office.run()
    assert not lost
    assert office.transfers.status.counts == queue.Counts()


def test_a_cut_line_rests_the_lane_and_is_told(office: Porter, client: str) -> None:
    office.add(client)
    office.person.sync()
    office.carrier.before = failing(3, errors.UnreachableError("The cloud cannot be reached."))
    waits = []
    for _ in range(3):
        office.transfers.step()
        waits.append(office.transfers.step() or 0)
        assert "cannot be reached" in office.transfers.status.sentence
        office.person.clock.advance(waits[-1])
    assert waits == sorted(waits)
    assert waits[0] > 100
    office.run()
    assert office.transfers.status == replace(office.transfers.status, sentence="")
    assert office.transfers.status.counts.up == 0


def test_hope_tries_at_once(office: Porter, client: str) -> None:
    office.add(client)
    office.person.sync()
    office.carrier.before = failing(1, errors.UnreachableError("The cloud cannot be reached."))
    office.transfers.step()
    assert (office.transfers.step() or 0) > 100
    office.transfers.hope()
    office.person.clock.advance(1_000)
    assert office.transfers.step() == 0
    assert office.transfers.status.sentence == ""


def test_a_sign_in_that_ran_out_is_renewed(office: Porter, world: World, client: str) -> None:
    office.add(client)
    office.person.sync()
    world.clock.advance(16 * 60_000)
    office.run()
    assert office.transfers.status.counts.up == 0


def test_text_that_waits_goes_first(world: World) -> None:
    waits = [True]
    office = porter(world.owner(), text_waits=lambda: waits[0])
    client = clients.create_client(office.replica, fields={"companyName": "B"}).id
    office.add(client)
    office.person.sync()
    assert office.transfers.step() == TEXT_FIRST_MS
    waits[0] = False
    office.run()
    assert office.transfers.status.counts.up == 0


def test_a_file_whose_record_was_refused_stays_and_is_listed(
    office: Porter, other: Porter, client: str
) -> None:
    office.person.sync()
    other.person.sync()
    records.delete(other.replica, c="clients", id=client)
    other.person.sync()
    row_id = office.add(client)
    office.person.sync()
    office.run()
    assert office.transfers.status.counts == queue.Counts(stuck=1)
    (stuck,) = queue.stuck(office.replica.reads().db)
    assert stuck.id == row_id
    assert office.read() == PHOTO
    attachments.forget_transfer(office.replica, id=attachments.AttachmentId(row_id))
    assert queue.stuck(office.replica.reads().db) == []


def test_a_file_whose_record_was_withdrawn_before_it_was_sent_stays_and_is_listed(
    office: Porter, client: str
) -> None:
    row_id = office.add(client)
    office.person.sync()
    state = exchange.state(office.replica)
    gone = {"attachments": [row_id]}
    page = exchange.Page(
        rows={},
        gone=gone,
        cursor=state.cursor,
        more=False,
        head=state.head,
        epoch=state.epoch,
        scopes=state.scopes,
    )
    exchange.apply_checkpoint(office.replica, page)
    db = office.replica.reads().db
    assert [one.id for one in queue.stuck(db)] == [row_id]
    assert queue.stuck(db)[0].sha in queue.wanted_files(db)
    assert office.read() == PHOTO
    attachments.forget_transfer(office.replica, id=attachments.AttachmentId(row_id))
    assert queue.stuck(office.replica.reads().db) == []


def test_a_file_taken_away_is_not_sent_and_one_brought_back_is(office: Porter, client: str) -> None:
    row_id = office.add(client)
    office.person.sync()
    gone = attachments.remove_file(office.replica, id=attachments.AttachmentId(row_id))
    assert office.run() == 0
    assert office.transfers.status.counts == queue.Counts()
    records.restore(office.replica, c="attachments", id=row_id, gid=gone.gid)
    office.person.sync()
    office.run()
    assert office.card(client).where is Where.SENT


def test_a_file_damaged_here_is_set_aside_and_stops_no_other(office: Porter, client: str) -> None:
    row_id = office.add(client)
    path = office.replica.blobs._path(hashlib.sha256(PHOTO).hexdigest())
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    office.add(client, b"whole")
    office.person.sync()
    office.run()
    (stuck,) = queue.stuck(office.replica.reads().db)
    assert stuck.id == row_id
    assert "damaged" in stuck.words
    assert office.transfers.status.counts == queue.Counts(stuck=1)


class Liar(LocalCarrier):
    """A cloud that sends what it likes."""

    answer: bytes = b""

    def get(self, url: str, offset: int, most: int) -> bytes:
        super().get(url, offset, most)
        return self.answer[:most] if self.answer else bytes(most)


def test_other_bytes_than_the_record_names_are_never_taken(
    office: Porter, other: Porter, client: str
) -> None:
    row_id = sent(office, client)
    other.person.sync()
    liar = Liar(other.person.wire.service)
    hands = replace(other.transfers._hands, carrier=liar)
    other.transfers = Transfers(other.replica, hands)
    fetch_files(other.replica, ids=[attachments.AttachmentId(row_id)])
    other.run()
    card = other.card(client)
    assert card.where is Where.STUCK
    assert "not kept" in card.words
    assert not other.replica.blobs.has(card.sha)
    attachments.try_again(other.replica, ids=[attachments.AttachmentId(row_id)])
    porter(other.person).run()
    assert other.read() == PHOTO


def test_a_file_that_ends_too_soon_is_tried_again(office: Porter, other: Porter, client: str) -> None:
    row_id = sent(office, client)
    other.person.sync()
    liar = Liar(other.person.wire.service)
    liar.answer = b"short"
    other.transfers = Transfers(other.replica, replace(other.transfers._hands, carrier=liar))
    fetch_files(other.replica, ids=[attachments.AttachmentId(row_id)])
    other.transfers.step()
    assert "broke off" in other.transfers.status.sentence
    assert not other.replica.blobs.has(other.card(client).sha)


def test_a_cloud_that_keeps_refusing_gets_the_file_set_aside_with_its_words(
    office: Porter, client: str
) -> None:
    office.add(client)
    office.person.sync()
    asked: list[str] = []

    def before(call: Any) -> None:
        if call.path.startswith("files:"):
            asked.append(call.path)
            raise errors.RefusedError("not_found", "This file is not available.")

    office.person.wire.before = before
    office.run()
    assert len(asked) == GIVEN_UP + 1
    (stuck,) = queue.stuck(office.replica.reads().db)
    assert stuck.words == "This file is not available."


def test_no_room_in_the_cloud_is_told_at_once(office: Porter, client: str) -> None:
    office.add(client)
    office.person.sync()

    def before(call: Any) -> None:
        if call.path == "files:uploadUrl":
            raise errors.RefusedError("quota", "The room for files of this organisation is used up.")

    office.person.wire.before = before
    office.run()
    assert queue.stuck(office.replica.reads().db)[0].words.startswith("The room for files")


@pytest.mark.parametrize("answer", [{}, {"url": "x"}, {"url": 1, "have": 0, "partBytes": 1}, [], "page"])
def test_an_answer_of_another_shape_moves_nothing(office: Porter, client: str, answer: Any) -> None:
    office.add(client)
    office.person.sync()
    office.person.wire.after = lambda call, value: answer if call.path == "files:uploadUrl" else value
    office.transfers.step()
    assert office.transfers.status.sentence
    assert office.transfers.status.counts.up == 1
    office.person.wire.after = lambda _call, value: value
    office.run()
    assert office.transfers.status.counts.up == 0


def test_the_files_of_a_kept_project_come_by_themselves(office: Porter, other: Porter, client: str) -> None:
    project = projects.create_project(
        office.replica, client_id=attachments_client(client), fields={"title": "Roof"}
    )
    task = tasks.create_task(
        office.replica, fields={"title": "Look", "projectId": project.id, "date": "2026-01-05"}
    )
    for home, home_id, data in (("projectId", project.id, b"plan"), ("taskId", task.id, b"gutter")):
        file = store_file(office.replica, NewFile(name="x.jpg", kind="photo", mime="", data=[data]))
        add_file(office.replica, home=home, home_id=home_id, file=file)
    office.person.sync()
    office.run()
    other.person.sync()
    other.transfers.plan()
    assert other.transfers.status.counts.down == 0
    attachments.keep_offline(other.replica, project=project.id, kept=True)
    other.transfers.plan()
    assert other.transfers.status.counts.down == 2
    other.run()
    assert (other.read(b"plan"), other.read(b"gutter")) == (b"plan", b"gutter")
    attachments.keep_offline(other.replica, project=project.id, kept=False)
    other.transfers.plan()
    assert other.transfers.status.counts.down == 0


def attachments_client(client: str) -> Any:
    return client


def test_a_clock_that_was_ahead_delays_no_file_for_ever(office: Porter, client: str) -> None:
    office.person.clock.jump(5 * 365 * 24 * 3_600_000)
    office.add(client)
    office.person.sync()
    office.carrier.before = failing(1, errors.FaultError("The cloud has a problem of its own."))
    office.transfers.step()
    office.person.clock.jump(-5 * 365 * 24 * 3_600_000)
    office.run(20)
    assert office.transfers.status.counts.up == 0
