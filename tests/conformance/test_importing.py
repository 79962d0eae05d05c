"""`orgs:importRows`: a business that left another cloud comes as it stood, to its owner's empty organisation alone."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from onetool_desktop.changes import stamp
from tests.conformance.backends import Backend
from tests.support.cloud import Device, Person, client, new_id, put, refusal

THEN = 1_700_000_000_000
AUTHOR = "0a0b0c0d"
H = stamp.make(THEN, 0, AUTHOR)


def row(row_id: str | None = None, *, h: str = H, **f: Any) -> dict[str, Any]:
    return {"id": row_id or new_id(), "clk": {"row": h}, "f": f}


def a_client(**more: Any) -> dict[str, Any]:
    return row(**{"companyName": "Harbour Bakery", "status": "active", **more})


def paper(invoice: str, no: int, *, series: str = "main", snap: str = "{}") -> dict[str, Any]:
    """A number on paper."""
    number = f"INV-{no:06d}" if series == "main" else f"INV-{series}-{no:04d}"
    sha = hashlib.sha256(snap.encode()).hexdigest()
    f = {"kind": "invoice", "invoiceId": invoice, "series": series, "no": no, "number": number}
    return row(**f, day="2026-01-05", sha=sha, snap=snap)


def old_device(series: str) -> dict[str, Any]:
    device = new_id()[:-8] + AUTHOR
    return row(device, userId=new_id(), name="Van", series=series, author=AUTHOR)


@pytest.fixture
def desk(backend: Backend) -> Device:
    """The owner's computer at an organisation that is being brought."""
    person = Person(backend.call).sign_up()
    return person.enrol(person.found(importing=True))


def bring(device: Device, rows: dict[str, Any], **more: Any) -> Any:
    args = {"device": device.id, "rows": rows, "past": [], "numbers": []} | more
    return device.person.mutate("orgs:importRows", org=device.org, **args)


def opened(device: Device) -> None:
    device.person.mutate("orgs:opened", org=device.org, sums=device.digest())


def test_rows_stand_as_they_stood_and_others_see_them_once_it_is_open(backend: Backend, desk: Device) -> None:
    harbour = a_client(notes="Ring twice")
    harbour["clk"]["notes"] = stamp.make(THEN + 5, 0, AUTHOR)
    bring(desk, {"clients": [harbour]})
    found = desk.view().live("clients")[harbour["id"]]
    assert (found["f"], found["clk"]) == (harbour["f"], harbour["clk"])
    assert desk.digest() == desk.view().sums()
    opened(desk)
    person = Person(backend.call).invited(desk.person, desk.org, "office")
    assert person.enrol(desk.org).view().live("clients") == desk.view().live("clients")


def test_a_part_that_comes_twice_is_taken_once(desk: Device) -> None:
    args = {"rid": new_id(), "org": desk.org, "device": desk.id, "past": [], "numbers": []}
    args["rows"] = {"clients": [a_client()]}
    answers = [desk.person.call("mutation", "orgs:importRows", args, desk.person.token) for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(desk.view().live("clients")) == 1


def test_numbers_go_on_above_the_papers_and_above_what_was_given(desk: Device) -> None:
    harbour = a_client()
    invoice = row(clientId=harbour["id"], status="sent", currency="EUR", dueDate="2026-01-05")
    papers = [paper(invoice["id"], 7), paper(invoice["id"], 3, series="B7")]
    rows = {"clients": [harbour], "invoices": [invoice], "issued": papers}
    bring(desk, rows, numbers=[["invoice", "main", 5], ["quote", "main", 12]])
    opened(desk)
    assert desk.person.query("orgs:numbers", org=desk.org)["last"] == {"invoice": 7, "quote": 12}
    assert {one["f"]["number"] for one in desk.view().live("issued").values()} == {
        "INV-000007",
        "INV-B7-0003",
    }


def test_neither_author_nor_series_of_an_old_device_is_given_again(backend: Backend, desk: Device) -> None:
    series = "A3" if desk.series == "A2" else "A2"
    old = old_device(series)
    bring(desk, {"devices": [old]})
    assert desk.view().live("devices")[old["id"]]["f"]["withdrawnBy"] == desk.user
    opened(desk)
    given = [desk.person.signed_in_again().enrol(desk.org).series for _ in range(6)]
    assert series not in given
    refused = refusal(Device(desk.person, desk.org, old["id"], series, "", "", desk.now).pull)
    assert refused is not None
    assert refused.code == "not_found"


def test_the_past_of_a_row_is_told_by_whoever_wrote_it(desk: Device) -> None:
    harbour, old = a_client(companyName="Harbour Bakery"), old_device("B7")
    entry = {"c": "clients", "id": harbour["id"], "gid": new_id(), "h": H, "op": "put"}
    last = {"gid": new_id(), "h": stamp.make(THEN + 9, 0, AUTHOR), "f": {"companyName": "Harbour Bakery"}}
    past = [{**entry, "f": {"companyName": "Harbour"}}, entry | last]
    bring(desk, {"devices": [old], "clients": [harbour]}, past=past)
    told = desk.person.query("history:list", org=desk.org, c="clients", id=harbour["id"])["entries"]
    assert [(one["f"]["companyName"], one["user"], one["h"]) for one in told] == [
        ("Harbour", old["f"]["userId"], H),
        ("Harbour Bakery", old["f"]["userId"], last["h"]),
    ]


def test_a_stamp_ahead_of_this_clouds_time_comes_down(desk: Device) -> None:
    ahead = stamp.make(desk.now + 3_600_000, 0, AUTHOR)
    harbour = row(h=ahead, companyName="Harbour Bakery", status="active")
    bring(desk, {"clients": [harbour]})
    made = desk.view().live("clients")[harbour["id"]]["clk"]["row"]
    assert stamp.millis(made) < stamp.millis(ahead)
    assert stamp.author(made) == AUTHOR


def test_what_leads_nowhere_leads_to_something_deleted_until_it_comes(desk: Device) -> None:
    contact, place = new_id(), new_id()
    harbour = a_client(primaryContactId=contact, primaryPropertyId=place)
    bring(desk, {"clients": [harbour]})
    bring(desk, {"clientContacts": [row(contact, clientId=harbour["id"], lastName="Ann")]})
    desk.do(put("clients", harbour["id"], {"notes": H}, notes="Ring twice"))
    view = desk.view()
    assert set(view.live("clientContacts")) == {contact}
    assert view.live("clients")[harbour["id"]]["f"]["primaryPropertyId"] == place
    assert desk.digest() == view.sums()


ANOTHER_FORM: dict[str, Callable[[], dict[str, Any]]] = {
    "lacks its name": lambda: {"clients": [row(status="active")]},
    "a name that is none": lambda: {"clients": [a_client(companyName=7)]},
    "a field not known": lambda: {"clients": [a_client(unheardOf="x")]},
    "a tag that is none": lambda: {"clients": [a_client(tags=["vip", 7])]},
    "a reference that is none": lambda: {"clients": [a_client(primaryContactId="")]},
    "not said when it was made": lambda: {"clients": [a_client() | {"clk": {"notes": H}}]},
    "deleted by nothing": lambda: {"clients": [a_client() | {"del": 7}]},
    "no row": lambda: {"clients": ["a client"]},
    "a member": lambda: {"memberships": [row(role="owner")]},
    "another's notice": lambda: {"notices": [row(userId=new_id())]},
    "not known": lambda: {"rockets": [row()]},
    "no series": lambda: {"devices": [row(series="main")]},
    "half a paper": lambda: {"issued": [row(no=1)]},
    "another paper": lambda: {"issued": [row(**paper(new_id(), 1)["f"] | {"snap": "other"})]},
}


def test_a_part_with_a_row_of_another_form_is_refused_whole(desk: Device) -> None:
    for what, rows in ANOTHER_FORM.items():
        part = {**rows(), "skus": [row(name="Stone")]}
        refused = refusal(lambda part=part: bring(desk, part))
        assert refused is not None, what
        assert refused.code == "invalid", what
    assert desk.view().live("skus") == {}


def test_a_past_or_a_number_of_another_form_is_refused(desk: Device) -> None:
    entry = {"c": "clients", "id": new_id(), "gid": new_id(), "h": H, "op": "put", "f": {}}
    wrong: list[dict[str, Any]] = [
        {"past": [entry | {"gid": "y"}]},
        {"past": [entry | {"c": "issued"}]},
        {"past": [7]},
    ]
    wrong += [
        {"past": [entry | {"op": "delete", "f": {"notes": "x"}}]},
        {"past": [entry | {"f": {"notes": 7}}]},
    ]
    wrong += [{"numbers": given} for given in ([["invoice", "main", -1]], [["invoice", "main"]], "all")]
    for more in wrong:
        refused = refusal(lambda more=more: bring(desk, {}, **more))
        assert refused is not None, more
        assert refused.code == "invalid", more


def test_too_much_at_once_is_to_be_sent_in_parts(desk: Device) -> None:
    refused = refusal(lambda: bring(desk, {"clients": [a_client() for _ in range(501)]}))
    assert refused is not None
    assert refused.status == 413


def test_nobody_brings_rows_but_the_owner_before_his_first_change(backend: Backend, desk: Device) -> None:
    stranger = Person(backend.call).sign_up()
    elsewhere = stranger.enrol(stranger.found())
    theirs = Device(stranger, desk.org, desk.id, "", desk.epoch, "", desk.now)
    wrong_device = Device(desk.person, desk.org, elsewhere.id, "", "", "", desk.now)
    rows = {"clients": [a_client()]}
    for device, code in ((theirs, "forbidden"), (elsewhere, "forbidden"), (wrong_device, "not_found")):
        refused = refusal(lambda device=device: bring(device, rows))
        assert refused is not None
        assert refused.code == code
    desk.do(client())
    assert (refused := refusal(lambda: bring(desk, rows))) is not None
    assert refused.code == "forbidden"
