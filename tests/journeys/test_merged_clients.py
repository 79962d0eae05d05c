"""Two people at two computers and a real cloud merge clients, and make things for who is merged, without a network."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onetool_desktop.changes import merged
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.platform.clock import SystemClock
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.device import Device
from onetool_desktop.services import attention, clients, merging, projects, tasks
from onetool_desktop.services.days import day_at
from onetool_desktop.services.remedies import MERGED, TABLE, Remedy
from onetool_desktop.store import outbox
from onetool_desktop.store.queries import client_list, lists, project_list

PASSWORD = "correct horse battery"


class Two:
    """The office and another person of the firm."""

    def __init__(self, folder: Path, *, role: str) -> None:
        (folder / "cloud").mkdir()
        self.cloud = CloudProcess(folder / "cloud")
        self.office = Device(name="office", profile=folder / "office")
        self.other = Device(name="other", profile=folder / "other")
        self.today = day_at(SystemClock().now_ms(), "Europe/London")
        staff = self.office.begin_business(seed=1, today=self.today, clients=3)
        self.office.sign_up(base=self.cloud.url, email="o@example.org", password=PASSWORD, name="Joanna")
        self.office.bring_business()
        invited = self.office.invite(
            email="t@example.org", role=role, user=staff["technicians"][0], name="Rhys"
        )
        self.other.sign_up(
            base=self.cloud.url, email="t@example.org", password=PASSWORD, name="Rhys", invite=invited["code"]
        )
        self.other.enrol()
        assert self.other.wait_settled(seconds=30)
        self.person = self.other.replica.identity.user_id

    def a_client(self, name: str) -> ClientId:
        return clients.create_client(self.office.replica, fields={"companyName": name, "status": "active"}).id

    def meet(self) -> None:
        """Both are in step with the cloud, and with each other."""
        for device in (self.office, self.other, self.office, self.other):
            device.press_sync()
            assert device.wait_settled(seconds=30)

    def close(self) -> None:
        for device in (self.office, self.other):
            device.close()
        self.cloud.terminate()


@pytest.fixture
def make_two(tmp_path: Path) -> Iterator[Callable[..., Two]]:
    made: list[Two] = []

    def make(role: str) -> Two:
        made.append(Two(tmp_path, role=role))
        return made[-1]

    yield make
    for two in made:
        two.close()


def listed(device: Device) -> list[str]:
    db = device.replica.reads().db
    rids = lists.ids(db, client_list.SHAPE, lists.Question(tab="current", sort="name", search="harbour"))
    return [line.name for line in client_list.page(db, rids)]


def projects_of(device: Device, client: str) -> list[tuple[str, str]]:
    db = device.replica.reads().db
    within = lists.Question(tab="all", sort="title", within=("clientId", client))
    rids = lists.ids(db, project_list.SHAPE, within)
    return [(line.title, line.client) for line in project_list.page(db, rids)]


def test_each_merges_the_other_way_round_without_a_network_and_no_client_is_lost(
    make_two: Callable[..., Two],
) -> None:
    two = make_two("office")
    one, other = two.a_client("Harbour One"), two.a_client("Harbour Other")
    projects.create_project(two.office.replica, client_id=one, fields={"title": "Roof"})
    two.meet()
    merging.merge_client(two.office.replica, id=one, into=other)
    merging.merge_client(two.other.replica, id=other, into=one)
    two.meet()
    for device in (two.office, two.other):
        assert listed(device) == ["Harbour Other"], device
        assert merged.survivor(device.replica.reads(), "clients", one) == other
        assert projects_of(device, other) == [("Roof", "Harbour Other")]
    assert outbox.counts(two.other.replica.reads().db)[outbox.REFUSED] == 1, "its author is told"


def test_two_merge_the_same_client_into_two_others_and_the_second_is_told_who_has_him(
    make_two: Callable[..., Two],
) -> None:
    two = make_two("office")
    goes, one, other = (two.a_client(f"Harbour {name}") for name in ("Gone", "One", "Other"))
    clients.edit_client(two.office.replica, id=goes, fields={"taxNumber": "DE 9"})
    clients.add_contact(two.office.replica, client_id=goes, fields={"firstName": "Ann"})
    two.meet()
    merging.merge_client(two.other.replica, id=goes, into=other)  # stamped first, and sent second
    merging.merge_client(two.office.replica, id=goes, into=one)
    two.meet()
    for device in (two.office, two.other):
        reads = device.replica.reads()
        assert merged.survivor(reads, "clients", goes) == one, device
        assert listed(device) == ["Harbour One", "Harbour Other"], device
        row = reads.row("clients", other)
        assert row is not None
        assert {"taxNumber", "primaryContactId"} & {*row.f} == set(), "what is his stands nowhere else"
    (item,) = attention.waiting(two.other.replica)
    assert attention.said_of(item) is TABLE[MERGED]
    assert attention.remedies(two.other.replica.reads(), item)[0] is Remedy.OPEN
    assert attention.waiting(two.office.replica) == []


def test_what_a_technician_makes_offline_for_a_merged_client_is_found_with_who_stands_for_him(
    make_two: Callable[..., Two],
) -> None:
    two = make_two("technician")
    goes, stays = two.a_client("Harbour Gone"), two.a_client("Harbour Stays")
    place = clients.add_property(two.office.replica, client_id=stays, fields={"streetAddress": "1 Quay"}).id
    visit = {"title": "Look", "date": two.today, "clientId": goes, "assigneeUserId": two.person}
    tasks.create_task(two.office.replica, fields=visit)
    two.meet()
    assert two.other.replica.reads().row("clients", goes) is not None
    assert two.other.replica.reads().row("clients", stays) is None, "nothing of it is his yet"
    merging.merge_client(two.office.replica, id=goes, into=stays)
    projects.create_project(two.other.replica, client_id=goes, fields={"title": "Made offline"})
    two.meet()
    assert projects_of(two.office, stays) == [("Made offline", "Harbour Stays")]
    reads = two.other.replica.reads()
    assert projects_of(two.other, stays) == [("Made offline", "Harbour Stays")], (
        "who stands for him comes along"
    )
    assert [row.id for row in merged.children(reads, "clientProperties", "clientId", goes)] == [place]
    clients.add_contact(two.office.replica, client_id=stays, fields={"firstName": "New"})
    two.meet()
    assert [
        row.f["firstName"] for row in two.other.replica.reads().children("clientContacts", "clientId", stays)
    ] == ["New"]
    merging.set_apart(two.office.replica, id=goes)
    two.meet()
    assert two.other.replica.reads().row("clients", stays) is None, "and goes again"
    assert projects_of(two.other, goes) == [("Made offline", "Harbour Gone")]
