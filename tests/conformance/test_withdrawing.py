"""A computer that was lost loses its access: at once, for good, and its person goes on at the others."""

from typing import Any

import pytest

from tests.conformance.backends import Backend
from tests.support.cloud import Device, Person, Refused, client, new_id, refusal


@pytest.fixture
def laptop(office: Device) -> Device:
    """Another computer of the owner, with a sign-in of its own."""
    return office.person.signed_in_again().enrol(office.org)


def withdraw(by: Device, device: Device, **more: Any) -> None:
    assert by.person.mutate("devices:withdraw", org=by.org, device=device.id, **more) == {"device": device.id}


def lost(refused: Refused | None) -> tuple[object, ...]:
    assert refused is not None
    return refused.status, refused.code, refused.data.get("reason")


def test_whoever_holds_the_lost_computer_gets_nothing_any_more(office: Device, laptop: Device) -> None:
    laptop.pull()
    withdraw(office, laptop)
    person = laptop.person
    args = {"rid": new_id(), "refreshToken": person.refresh}
    tries = (
        laptop.pull,
        lambda: laptop.push(laptop.group(client())),
        lambda: person.query("sync:pull", org=laptop.org, cursor=None, limit=10, schema=1),
        lambda: person.enrol(laptop.org),
        lambda: person.query("orgs:list"),
        lambda: person.call("mutation", "auth:refresh", args),
    )
    assert {lost(refusal(one)) for one in tries} == {(401, "unauthenticated", "withdrawn")}
    office.do(client())
    assert len(office.view().live("clients")) == 1


def test_everybody_sees_which_computer_it_was_since_when_and_by_whom(
    office: Device, laptop: Device, colleague: Device
) -> None:
    laptop.pull()
    withdraw(office, laptop)
    f = colleague.view().live("devices")[laptop.id]["f"]
    assert (f["withdrawnBy"], f["withdrawnAt"] >= laptop.now) == (office.user, True)
    seen = office.person.query("orgs:members", org=office.org)["devices"]
    assert laptop.id not in {one["device"] for one in seen}
    assert colleague.view().sums() == colleague.digest()


def test_who_signs_in_there_again_sends_what_waited_as_a_new_device(office: Device, laptop: Device) -> None:
    laptop.pull()
    group = laptop.group(client())
    withdraw(office, laptop)
    found = office.person.signed_in_again()
    laptop.person = found
    refused = refusal(lambda: laptop.push(group))
    assert (refused and refused.code) == "not_found"
    anew = found.enrol(office.org)
    assert anew.series not in {laptop.series, office.series}
    assert anew.outcome({**group, "h": group["h"][:16] + anew.id[-8:]})["result"] == "ok"


def test_said_again_it_is_done_already(office: Device, laptop: Device) -> None:
    rid = new_id()
    withdraw(office, laptop, rid=rid)
    before = office.view().live("devices")[laptop.id]
    withdraw(office, laptop, rid=rid)
    withdraw(office, laptop)
    assert office.view().live("devices")[laptop.id] == before


def test_the_computer_one_sits_at_leaves_and_its_sign_in_stays(office: Device, second: Device) -> None:
    withdraw(second, second)
    assert second.person.query("orgs:list")["orgs"]
    refused = refusal(lambda: second.push(second.group(client())))
    assert (refused and refused.code) == "not_found"
    office.do(client())


@pytest.mark.parametrize("role", ["office", "technician", "admin"])
def test_nobody_but_an_owner_takes_away_what_is_an_owners(
    backend: Backend, office: Device, laptop: Device, role: str
) -> None:
    other = Person(backend.call).invited(office.person, office.org, role).enrol(office.org)
    refused = refusal(lambda: withdraw(other, laptop))
    assert (refused and refused.code) == "forbidden"
    laptop.pull()
    withdraw(office, other)
    assert lost(refusal(other.pull)) == (401, "unauthenticated", "withdrawn")


def test_a_computer_of_another_organisation_is_none_here(backend: Backend, office: Device) -> None:
    neighbour = Person(backend.call).sign_up()
    theirs = neighbour.enrol(neighbour.found())
    refused = refusal(lambda: withdraw(office, theirs))
    assert (refused and refused.code) == "not_found"
    theirs.pull()


def test_who_signs_in_there_again_fetches_nothing_before_it_is_a_new_device(
    office: Device, laptop: Device
) -> None:
    laptop.pull()
    withdraw(office, laptop)
    laptop.person = office.person.signed_in_again()
    refused = refusal(laptop.pull)
    assert (refused and refused.code) == "not_found"
    anew = laptop.person.enrol(office.org)
    anew.pull()
    seen = office.person.query("orgs:members", org=office.org)["devices"]
    assert {anew.id} == {one["device"] for one in seen} & {anew.id, laptop.id}
