"""Two clients made one: what stays, what is filled, what is found where, and all of it taken back."""

from collections.abc import Callable

import pytest

from onetool_desktop.changes import merged
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices, merging, projects, tasks, undo
from onetool_desktop.store.engine import Db
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.queries import alike, client_list, lists, project_list, timeline, visits
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import TAP, a_client

Q = lists.Question


class Two:
    """A client who stays and one who goes, with a project, a visit and an issued invoice."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stays = a_client(desk, "Harbour Dental")
        made = clients.create_client(
            desk.replica,
            fields={
                "companyName": "Harbour Dental Ltd",
                "taxNumber": "DE 9",
                "paymentDays": 30,
                "notes": "Ring twice.",
                "tags": ["vip"],
                "status": "active",
            },
            properties=[{"streetAddress": "1 Quay"}],
        )
        self.goes = made.id
        self.project = projects.create_project(
            desk.replica, client_id=self.goes, fields={"title": "Boiler"}
        ).id
        self.visit = tasks.create_task(
            desk.replica, fields={"title": "Look", "date": TODAY, "projectId": self.project}
        ).id
        self.invoice = invoices.create_invoice(desk.replica, client_id=self.goes, today=TODAY, lines=[TAP]).id
        invoices.issue_invoice(desk.replica, id=self.invoice, day=TODAY, online=False)

    @property
    def db(self) -> Db:
        return self.desk.replica.reads().db

    def merge(self, *taken: str) -> undo.Undo:
        saved = merging.merge_client(self.desk.replica, id=self.goes, into=self.stays, taken=taken)
        assert saved.undo is not None
        return saved.undo

    def listed(self, tab: str = "current") -> list[str]:
        rids = lists.ids(self.db, client_list.SHAPE, Q(tab=tab, sort="name"))
        return [line.name for line in client_list.page(self.db, rids)]

    def owed(self) -> tuple[int, int]:
        return client_list.open_balance(self.db, self.stays), client_list.open_balance(self.db, self.goes)


@pytest.fixture
def two(make_desk: Callable[..., Desk]) -> Two:
    return Two(make_desk())


def test_all_that_was_of_the_one_is_found_with_the_other(two: Two) -> None:
    owed = two.owed()[1]
    two.merge()
    reads = two.desk.replica.reads()
    streets = [
        row.f["streetAddress"] for row in merged.children(reads, "clientProperties", "clientId", two.stays)
    ]
    assert streets == ["12 North Street", "1 Quay"]
    within = Q(tab="all", sort="title", within=("clientId", two.stays))
    (project,) = project_list.page(two.db, lists.ids(two.db, project_list.SHAPE, within))
    assert (project.title, project.client) == ("Boiler", "Harbour Dental")
    (visit,) = visits.of_day(two.db, TODAY, limit=9)
    assert visit.client == "Harbour Dental"
    assert client_list.has_paper(two.db, two.stays)
    assert two.owed() == (owed, 0)
    happened = timeline.events(two.db, c="clients", id=two.stays)
    assert {touch.c for event in happened for touch in event.touches} >= {"projects", "tasks", "issued"}


def test_who_was_merged_is_in_no_list_no_search_and_no_choice(two: Two) -> None:
    assert two.listed() == ["Harbour Dental", "Harbour Dental Ltd"]
    two.merge()
    assert two.listed() == ["Harbour Dental"]
    assert two.listed("archived") == []
    assert lists.counts(two.db, client_list.SHAPE, Q())["archived"] == 0
    assert len(lists.ids(two.db, client_list.SHAPE, Q(tab="current", sort="name", search="harbour"))) == 1
    for begun in ("Harbour", "Harbour Dental Ltd"):
        assert client_list.beginning(two.db, begun, limit=9) == [lists.rid_of(two.db, "clients", two.stays)]
    assert alike.of_client(two.db, client=two.stays, name="Harbour Dental Ltd", emails=[]) == []


@pytest.mark.parametrize("often", [2_000, 1], ids=["looked up", "read in order"])
def test_who_stays_is_found_by_the_words_of_what_was_the_others(
    two: Two, monkeypatch: pytest.MonkeyPatch, often: int
) -> None:
    monkeypatch.setattr(lists, "_often", lambda _db, _c: often)
    two.merge()

    def found(shape: lists.Shape, tab: str, words: str, limit: int | None) -> list[str]:
        question = Q(tab=tab, sort=next(iter(shape.sorts)), search=words)
        return lists.ids_of(two.db, shape.table, lists.ids(two.db, shape, question, limit=limit))

    for limit in (None, 9):
        assert found(client_list.SHAPE, "current", "quay", limit) == [two.stays]
        assert found(project_list.SHAPE, "all", "harbour dental", limit) == [two.project]
        for words in ("dental ltd", "twice", "vip"):
            assert found(client_list.SHAPE, "current", words, limit) == [two.stays], (
                "by his own words as well"
            )
        assert found(project_list.SHAPE, "all", "ltd", limit) == [two.project]


def test_merging_writes_no_words_of_who_goes(two: Two) -> None:
    """Whoever stays shows them: a copy would outlive what is redacted, and two long notes do not fit into one."""
    long = "x" * 59_000
    for one in (two.stays, two.goes):
        clients.edit_client(two.desk.replica, id=one, fields={"notes": long})
    clients.edit_client(two.desk.replica, id=two.goes, fields={"companyDescription": "A practice."})
    two.merge("notes", "companyDescription", "tags")
    now = two.desk.fields("clients", two.stays)
    assert now["notes"] == long
    assert not any(now.get(name) for name in ("companyDescription", "tags"))
    assert two.desk.fields("clients", two.goes)["tags"] == ["vip"], "who goes keeps what he said"


def test_what_is_empty_is_filled_and_what_differs_is_chosen_or_still_read(two: Two) -> None:
    clients.edit_client(two.desk.replica, id=two.stays, fields={"paymentDays": 14, "notes": "Key at No. 3."})
    fields = [two.desk.fields("clients", one) for one in (two.stays, two.goes)]
    assert [one.field.name for one in merging.differences(*fields)] == ["companyName", "paymentDays"]
    two.merge()
    now = two.desk.fields("clients", two.stays)
    assert (now["taxNumber"], now["paymentDays"], now["status"]) == ("DE 9", 14, "active")
    (said,) = merging.said_by_merged(two.desk.replica.reads(), two.stays)
    assert (said.id, said.fields["companyName"]) == (two.goes, "Harbour Dental Ltd")
    assert said.otherwise == {"companyName", "paymentDays", "tags", "notes"}, "not the tax number: he has it"


def test_each_of_a_chain_of_merged_clients_is_still_read_with_the_last(desk: Desk) -> None:
    first, second, third = (
        clients.create_client(desk.replica, fields={"companyName": name, "notes": f"Of {name}"}).id
        for name in ("First", "Second", "Third")
    )
    merging.merge_client(desk.replica, id=first, into=second)
    merging.merge_client(desk.replica, id=second, into=third)
    told = merging.said_by_merged(desk.replica.reads(), third)
    assert [one.fields["notes"] for one in told] == ["Of Second", "Of First"]


def test_merging_is_taken_back_by_one_undo(two: Two) -> None:
    before, owed = [two.desk.fields("clients", one) for one in (two.stays, two.goes)], two.owed()
    step = two.merge("companyName")
    assert step.label == "Merge two clients", "a name would stay here when it is redacted"
    undo.take_back(two.desk.replica, step)
    after = [
        {name: value for name, value in two.desk.fields("clients", one).items() if value not in (None, [])}
        for one in (two.stays, two.goes)
    ]
    assert after == before
    assert two.owed() == owed
    assert two.listed() == ["Harbour Dental", "Harbour Dental Ltd"]


def test_who_was_merged_is_set_apart_again_with_all_that_is_his(two: Two) -> None:
    owed = two.owed()
    two.merge()
    merging.set_apart(two.desk.replica, id=two.goes)
    assert two.owed() == owed
    assert two.listed() == ["Harbour Dental", "Harbour Dental Ltd"]
    assert two.desk.fields("clients", two.stays).get("taxNumber") is None, (
        "nor is his number on the other's paper"
    )
    assert two.desk.fields("clients", two.goes)["taxNumber"] == "DE 9"


def test_what_was_set_since_stays_with_who_was_stood_for_and_what_went_on_goes_everywhere(desk: Desk) -> None:
    first, second, third = made = [
        clients.create_client(desk.replica, fields=fields).id
        for fields in (
            {"companyName": "First", "taxNumber": "DE 1", "paymentDays": 7, "language": "fr"},
            {"companyName": "Second"},
            {"companyName": "Third"},
        )
    ]
    merging.merge_client(desk.replica, id=first, into=second, taken=["companyName"])
    merging.merge_client(desk.replica, id=second, into=third)
    clients.edit_client(desk.replica, id=third, fields={"paymentDays": 30})
    merging.set_apart(desk.replica, id=first)
    names = ("companyName", "taxNumber", "paymentDays", "language")
    kept = [[desk.fields("clients", one).get(name) for name in names] for one in made]
    assert kept == [["First", "DE 1", 7, "fr"], ["First", None, None, None], ["Third", None, 30, None]]


def test_nobody_is_called_or_driven_to_who_was_set_apart(desk: Desk) -> None:
    """The main contact and property that filled a gap go with whose they are, through every merging between."""
    made = [
        clients.create_client(desk.replica, fields={"companyName": name}, properties=places).id
        for name, places in (("First", [{"city": "Hull"}]), ("Second", []), ("Third", []))
    ]
    first, second, third = made
    own = clients.add_contact(desk.replica, client_id=second, fields={"firstName": "Ann"}).id
    merging.merge_client(desk.replica, id=first, into=second)
    merging.merge_client(desk.replica, id=second, into=third)
    place = desk.fields("clients", first)["primaryPropertyId"]
    assert [desk.fields("clients", one)["primaryPropertyId"] for one in made] == [place] * 3

    saved = merging.set_apart(desk.replica, id=first)

    kept = [
        [desk.fields("clients", one).get(name) for one in made]
        for name in ("primaryPropertyId", "primaryContactId")
    ]
    assert kept == [[place, None, None], [None, own, own]]
    assert saved.undo is not None
    undo.take_back(desk.replica, saved.undo)
    assert [desk.fields("clients", one)["primaryPropertyId"] for one in made] == [place] * 3


def test_a_main_property_that_is_removed_is_followed_by_the_next_one_for_each_of_the_two(desk: Desk) -> None:
    stays = clients.create_client(desk.replica, fields={"companyName": "Stays"}).id
    goes = clients.create_client(
        desk.replica, fields={"companyName": "Goes"}, properties=[{"city": "Hull"}]
    ).id
    merging.merge_client(desk.replica, id=goes, into=stays)
    second = clients.add_property(desk.replica, client_id=stays, fields={"city": "York"}).id
    place = str(desk.fields("clients", goes)["primaryPropertyId"])
    assert desk.fields("clients", stays)["primaryPropertyId"] == place

    clients.remove(desk.replica, client_id=stays, c="clientProperties", id=place)

    assert desk.fields("clients", stays)["primaryPropertyId"] == second
    assert desk.fields("clients", goes).get("primaryPropertyId") is None, "the other's is not his"


def test_what_is_made_for_who_was_merged_is_found_with_who_stands_for_him(two: Two) -> None:
    two.merge()
    made = projects.create_project(two.desk.replica, client_id=two.goes, fields={"title": "Late"}).id
    place = two.desk.fields("clients", two.stays)["primaryPropertyId"]
    projects.edit_project(two.desk.replica, id=made, fields={"propertyId": place})
    within = Q(tab="all", sort="title", within=("clientId", two.stays))
    assert len(lists.ids(two.db, project_list.SHAPE, within)) == 2


def test_clients_are_merged_one_way_and_not_with_themselves(two: Two) -> None:
    two.merge()
    for one, into in ((two.stays, two.goes), (two.goes, two.stays), (two.stays, two.stays)):
        with pytest.raises(SentenceError):
            merging.merge_client(two.desk.replica, id=ClientId(one), into=ClientId(into))


def test_deleting_who_stays_takes_along_who_was_merged_and_brings_both_back(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk()
    stays, goes = a_client(desk, "A"), a_client(desk, "B")
    merging.merge_client(desk.replica, id=goes, into=stays)
    saved = clients.delete_client(desk.replica, id=stays)
    assert desk.replica.reads().row("clients", goes) is None
    assert saved.undo is not None
    undo.take_back(desk.replica, saved.undo)
    assert merged.survivor(desk.replica.reads(), "clients", goes) == stays


def test_who_stays_cannot_be_deleted_while_paper_of_who_was_merged_was_issued(two: Two) -> None:
    two.merge()
    with pytest.raises(Refused):
        clients.delete_client(two.desk.replica, id=two.stays)
    assert two.desk.replica.reads().row("clients", two.stays) is not None
