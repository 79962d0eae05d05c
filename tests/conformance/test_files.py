"""Files: sent in parts by a row the caller may see, checked by hash, fetched by whoever may see the row."""

import hashlib
from functools import partial
from typing import Any

import httpx
import pytest

from tests.conformance.backends import Backend
from tests.support.cloud import Device, Person, client, delete, new_id, put, refusal, restore

PHOTO = bytes(range(256)) * 1024
SHA = hashlib.sha256(PHOTO).hexdigest()


class Bytes:
    """Sends and fetches at signed addresses, as any program would."""

    def __init__(self, backend: Backend) -> None:
        self._url = backend.url
        self._http = httpx.Client(timeout=30)

    def put(self, url: str, offset: int, data: bytes) -> httpx.Response:
        return self._http.put(f"{self._url}{url}", params={"offset": offset}, content=data)

    def get(self, url: str, start: int | None = None) -> httpx.Response:
        headers = {} if start is None else {"Range": f"bytes={start}-"}
        return self._http.get(f"{self._url}{url}", headers=headers)


@pytest.fixture
def wire(backend: Backend) -> Any:
    made = Bytes(backend)
    yield made
    made._http.close()


def file(device: Device, data: bytes = PHOTO, **home: Any) -> str:
    """A file's row, of a new client where no home is given."""
    row_id, client_id = new_id(), new_id()
    if not home:
        device.do(client(client_id))
    device.do(described(row_id, data, **(home or {"clientId": client_id})))
    return row_id


def described(row_id: str, data: bytes, **home: Any) -> dict[str, Any]:
    said = {"mime": "image/jpeg", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return put("attachments", row_id, name="Leak under sink.jpg", kind="photo", **said, **home)


def asked(device: Device, row_id: str, sha: str = SHA) -> dict[str, Any]:
    return device.person.mutate("files:uploadUrl", org=device.org, id=row_id, sha256=sha)


def committed(device: Device, row_id: str, sha: str = SHA, size: int = len(PHOTO)) -> dict[str, Any]:
    return device.person.mutate("files:commit", org=device.org, id=row_id, sha256=sha, size=size)


def address(device: Device, row_id: str, sha: str = SHA) -> dict[str, Any]:
    return device.person.query("files:url", org=device.org, id=row_id, sha256=sha)


def send(wire: Bytes, device: Device, row_id: str, data: bytes = PHOTO) -> None:
    """All of it, in one part, and the commit."""
    sha = hashlib.sha256(data).hexdigest()
    assert wire.put(asked(device, row_id, sha)["url"], 0, data).status_code == 200
    assert committed(device, row_id, sha, len(data)) == {"state": "ready"}


def state(device: Device, row_id: str) -> str:
    return device.view().live("attachments")[row_id]["f"].get("state", "pending")


def test_the_cloud_says_that_it_takes_parts(backend: Backend) -> None:
    assert backend.call("query", "meta:info", {})["features"]["fileParts"] is True


def test_a_file_is_pending_until_its_bytes_are_sent(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    assert state(office, row_id) == "pending"
    send(wire, office, row_id)
    assert state(office, row_id) == "ready"
    assert wire.get(address(office, row_id)["url"]).content == PHOTO


def test_parts_go_on_where_they_ended(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    first = asked(office, row_id)
    assert first["have"] == 0
    assert wire.put(first["url"], 0, PHOTO[:100_000]).json() == {"have": 100_000}
    again = asked(office, row_id)
    assert again["have"] == 100_000
    assert wire.put(again["url"], 100_000, PHOTO[100_000:]).json() == {"have": len(PHOTO)}
    assert committed(office, row_id) == {"state": "ready"}
    assert wire.get(address(office, row_id)["url"], start=200_000).content == PHOTO[200_000:]


def test_a_part_at_the_wrong_place_changes_nothing_and_is_told_the_right_one(
    wire: Bytes, office: Device
) -> None:
    row_id = file(office)
    url = asked(office, row_id)["url"]
    wire.put(url, 0, PHOTO[:1_000])
    answer = wire.put(url, 5_000, PHOTO[5_000:])
    assert (answer.status_code, answer.json()["have"]) == (409, 1_000)
    assert asked(office, row_id)["have"] == 1_000


def test_a_commit_before_the_end_is_refused_and_the_rest_can_follow(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    wire.put(asked(office, row_id)["url"], 0, PHOTO[:1_000])
    refused = refusal(lambda: committed(office, row_id))
    assert refused is not None
    assert (refused.code, refused.data["have"]) == ("invalid", 1_000)
    wire.put(asked(office, row_id)["url"], 1_000, PHOTO[1_000:])
    assert committed(office, row_id) == {"state": "ready"}


def test_other_bytes_than_the_row_names_are_refused_and_dropped(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    wire.put(asked(office, row_id)["url"], 0, bytes(len(PHOTO)))
    refused = refusal(lambda: committed(office, row_id))
    assert refused is not None
    assert (refused.code, refused.data["have"]) == ("invalid", 0)
    assert state(office, row_id) == "pending"
    assert refusal(lambda: address(office, row_id)) is not None
    send(wire, office, row_id)


def test_more_bytes_than_the_row_names_are_not_taken(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    url = asked(office, row_id)["url"]
    assert wire.put(url, 0, PHOTO + b"x").status_code == 413
    assert asked(office, row_id)["have"] <= len(PHOTO)


def test_a_lost_answer_to_a_commit_costs_nothing(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    send(wire, office, row_id)
    assert committed(office, row_id) == {"state": "ready"}


def test_a_file_larger_than_any_may_be_is_refused(office: Device) -> None:
    row_id, client_id = new_id(), new_id()
    said = {"mime": "x", "size": 1 << 40, "sha256": SHA}
    office.do(
        client(client_id),
        put("attachments", row_id, name="Film", kind="document", clientId=client_id, **said),
    )
    refused = refusal(lambda: asked(office, row_id))
    assert refused is not None
    assert refused.code == "quota"


def test_a_hash_alone_gives_nothing_in_the_same_organisation(
    wire: Bytes, office: Device, technician: Device
) -> None:
    send(wire, office, file(office))
    mine = file(technician)
    assert state(technician, mine) == "pending"
    refused = [refusal(lambda: address(technician, mine)), refusal(lambda: committed(technician, mine))]
    assert [found.code for found in refused if found] == ["not_found", "invalid"]
    send(wire, technician, mine)
    assert wire.get(address(technician, mine)["url"]).content == PHOTO


def test_a_hash_alone_gives_nothing_in_another_organisation(
    wire: Bytes, backend: Backend, office: Device
) -> None:
    theirs = file(office)
    send(wire, office, theirs)
    stranger = Person(backend.call).sign_up()
    abroad = stranger.enrol(stranger.found())
    mine = file(abroad)
    for row_id, org in ((mine, abroad.org), (theirs, abroad.org), (theirs, office.org)):
        ask = partial(stranger.query, "files:url", org=org, id=row_id, sha256=SHA)
        refused = refusal(ask)
        assert refused is not None
        assert refused.code in {"not_found", "forbidden"}
    assert refusal(lambda: committed(abroad, mine)) is not None
    assert state(abroad, mine) == "pending"


def test_a_file_is_seen_with_its_record(wire: Bytes, office: Device, technician: Device) -> None:
    client_id, task = new_id(), new_id()
    visit: dict[str, Any] = {
        "title": "Visit",
        "clientId": client_id,
        "date": "2026-01-05",
        "status": "pending",
    }
    office.do(client(client_id), put("tasks", task, **visit))
    row_id = file(office, taskId=task)
    send(wire, office, row_id)
    refused = refusal(lambda: address(technician, row_id))
    assert refused is not None
    assert refused.code == "not_found"
    stamp = office.view().live("tasks")[task]["clk"]["row"]
    office.do(put("tasks", task, {"assigneeUserId": stamp}, assigneeUserId=technician.user))
    assert row_id in technician.view().live("attachments")
    assert wire.get(address(technician, row_id)["url"]).content == PHOTO


def test_a_file_of_a_visit_that_moves_to_another_client_is_still_seen_with_it(
    wire: Bytes, office: Device, technician: Device
) -> None:
    first, second, task = new_id(), new_id(), new_id()
    visit: dict[str, Any] = {"title": "Visit", "clientId": first, "date": "2026-01-05", "status": "pending"}
    office.do(client(first), client(second), put("tasks", task, assigneeUserId=technician.user, **visit))
    row_id = file(office, taskId=task)
    stamp = office.view().live("tasks")[task]["clk"]["row"]
    office.do(put("tasks", task, {"place": stamp}, clientId=second))
    stamp = office.view().live("clients")[first]["clk"]["row"]
    office.do(put("clients", first, {"notes": stamp}, notes="has moved away"))
    seen = technician.view()
    assert row_id in seen.live("attachments")
    assert seen.sums() == technician.digest()


def test_a_deleted_file_is_fetched_no_more_and_again_when_it_comes_back(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    send(wire, office, row_id)
    seq = office.view().live("attachments")[row_id]["seq"]
    gone = office.group(delete("attachments", row_id, seq))
    assert office.outcome(gone)["result"] == "ok"
    refused = refusal(lambda: address(office, row_id))
    assert refused is not None
    assert refused.code == "not_found"
    office.do(restore("attachments", row_id, gone["gid"]))
    assert wire.get(address(office, row_id)["url"]).content == PHOTO


def test_a_preview_is_fetched_beside_its_photo(wire: Bytes, office: Device) -> None:
    small, client_id, row_id = b"small", new_id(), new_id()
    preview = {"previewSize": 5, "previewSha256": hashlib.sha256(small).hexdigest()}
    office.do(client(client_id), described(row_id, PHOTO, clientId=client_id, **preview))
    send(wire, office, row_id, small)
    assert state(office, row_id) == "pending"
    assert wire.get(address(office, row_id, preview["previewSha256"])["url"]).content == small


def test_what_is_fetched_is_never_shown_by_a_browser(wire: Bytes, office: Device) -> None:
    page = b"<script>alert(1)</script>"
    client_id, row_id = new_id(), new_id()
    said = {"mime": "text/html", "size": len(page), "sha256": hashlib.sha256(page).hexdigest()}
    name = 'a"\u202e/../..\\x.html'
    office.do(
        client(client_id),
        put("attachments", row_id, name=name, kind="document", clientId=client_id, **said),
    )
    send(wire, office, row_id, page)
    answer = wire.get(address(office, row_id, said["sha256"])["url"])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("way", ["arriving", "kept"])
@pytest.mark.parametrize("ticket", ["x", "..%2F..%2Fcloud.db", "a.b.c", "%00"])
def test_an_address_nobody_signed_opens_nothing(wire: Bytes, way: str, ticket: str) -> None:
    url = f"/api/files/{way}/{ticket}"
    answer = wire.put(url, 0, b"x") if way == "arriving" else wire.get(url)
    assert answer.status_code in {401, 404}


def test_an_address_is_good_for_its_own_way_alone(wire: Bytes, office: Device) -> None:
    row_id = file(office)
    sending = asked(office, row_id)["url"].rsplit("/", 1)[1]
    send(wire, office, row_id)
    fetching = address(office, row_id)["url"].rsplit("/", 1)[1]
    assert wire.get(f"/api/files/kept/{sending}").status_code == 401
    assert wire.put(f"/api/files/arriving/{fetching}", 0, b"x").status_code == 401
    assert wire.put(f"/api/files/arriving/{sending[:-4]}AAAA", 0, b"x").status_code == 401


def test_a_person_who_may_only_look_sends_nothing(
    wire: Bytes, backend: Backend, owner: Person, office: Device
) -> None:
    row_id = file(office)
    viewer = Person(backend.call).invited(owner, office.org, "office")
    owner.mutate(
        "orgs:setRole",
        org=office.org,
        user=viewer.enrol(office.org).user,
        role="office",
        permissions={"files": "view"},
    )
    refused = refusal(lambda: viewer.mutate("files:uploadUrl", org=office.org, id=row_id, sha256=SHA))
    assert refused is not None
    assert refused.code == "forbidden"
