"""Bytes in the cloud: what is cleared away and what never is, room that runs out, addresses that end."""

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.cloud.blob_store import BlobStore, BusyUploadError, FileLimits, Upload
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.file_cleaning import GIVEN_UP_MS, KEPT_MS
from onetool_desktop.cloud.files import kept
from tests.cloud.conftest import Local
from tests.support.cloud import Device, Person, client, delete, new_id, put, refusal, restore

DAY_MS = 24 * 3_600_000


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    made = Local(f"sqlite:///{tmp_path / 'cloud.db'}")
    yield made
    made.database.close()


@pytest.fixture
def owner(local: Local) -> Person:
    return Person(local.call).sign_up()


def later(local: Local, person: Person, ms: int) -> None:
    local.clock.advance(ms)
    args = {"rid": new_id(), "refreshToken": person.refresh}
    answer = local.call("mutation", "auth:refresh", args)
    person.token, person.refresh = answer["accessToken"], answer["refreshToken"]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def described(device: Device, data: bytes) -> str:
    row_id, client_id = new_id(), new_id()
    said = {"mime": "image/jpeg", "size": len(data), "sha256": sha(data)}
    row = put("attachments", row_id, name="Leak.jpg", kind="photo", clientId=client_id, **said)
    device.do(client(client_id), row)
    return row_id


def ticket(device: Device, row_id: str, data: bytes, path: str = "files:uploadUrl") -> str:
    args: dict[str, Any] = {"org": device.org, "id": row_id, "sha256": sha(data)}
    ask = device.person.mutate if path == "files:uploadUrl" else device.person.query
    return ask(path, **args)["url"].rsplit("/", 1)[1]


def sent(local: Local, device: Device, data: bytes) -> str:
    row_id = described(device, data)
    with local.service.files.receiving(ticket(device, row_id, data), 0) as part:
        part.write(data)
    device.person.mutate("files:commit", org=device.org, id=row_id, sha256=sha(data), size=len(data))
    return row_id


def gone(device: Device, row_id: str) -> str:
    group = device.group(delete("attachments", row_id, device.view().live("attachments")[row_id]["seq"]))
    assert device.outcome(group)["result"] == "ok"
    return group["gid"]


def blobs(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.glob("cloud.files/*/kept/*/*"))


def test_bytes_without_a_live_row_go_after_thirty_days(local: Local, office: Device, tmp_path: Path) -> None:
    row_id = sent(local, office, b"one")
    sent(local, office, b"two")
    gone(office, row_id)
    local.service.clean_files()
    later(local, office.person, KEPT_MS - 1)
    assert local.service.clean_files().blobs == 0
    later(local, office.person, 1)
    assert local.service.clean_files().blobs == 1
    assert blobs(tmp_path) == [sha(b"two")]


def test_bytes_that_a_second_row_names_stay(local: Local, office: Device, tmp_path: Path) -> None:
    first = sent(local, office, b"one")
    sent(local, office, b"one")
    assert blobs(tmp_path) == [sha(b"one")], "kept once"
    gone(office, first)
    local.service.clean_files()
    later(local, office.person, 2 * KEPT_MS)
    assert local.service.clean_files().blobs == 0


def test_a_row_that_comes_back_begins_the_thirty_days_anew(local: Local, office: Device) -> None:
    row_id = sent(local, office, b"one")
    gid = gone(office, row_id)
    local.service.clean_files()
    later(local, office.person, KEPT_MS)
    office.do(restore("attachments", row_id, gid))
    assert local.service.clean_files().blobs == 0
    gone(office, row_id)
    assert local.service.clean_files().blobs == 0


def test_bytes_swept_away_can_be_sent_again(local: Local, office: Device, tmp_path: Path) -> None:
    row_id = sent(local, office, b"one")
    gid = gone(office, row_id)
    local.service.clean_files()
    later(local, office.person, KEPT_MS)
    local.service.clean_files()
    office.do(restore("attachments", row_id, gid))
    assert refusal(lambda: ticket(office, row_id, b"one", "files:url")) is not None
    with local.service.files.receiving(ticket(office, row_id, b"one"), 0) as part:
        part.write(b"one")
    office.person.mutate("files:commit", org=office.org, id=row_id, sha256=sha(b"one"), size=3)
    assert blobs(tmp_path) == [sha(b"one")]


def test_an_upload_given_up_is_swept_and_a_fresh_one_is_not(
    local: Local, office: Device, tmp_path: Path
) -> None:
    for data in (b"old", b"new"):
        with local.service.files.receiving(ticket(office, described(office, data), data), 0) as part:
            part.write(data[:1])
    old, _ = sorted(tmp_path.glob("cloud.files/*/arriving/*"), key=lambda path: path.stat().st_mtime_ns)
    past = (local.clock.now_ms() - GIVEN_UP_MS) / 1_000 - 1
    os.utime(old, (past, past))
    assert local.service.clean_files().uploads == 1
    assert len(list(tmp_path.glob("cloud.files/*/arriving/*"))) == 1


def test_what_an_organisation_takes_along_is_what_its_live_rows_name(
    local: Local, office: Device, owner: Person
) -> None:
    sent(local, office, b"mine")
    gone(office, sent(local, office, b"deleted"))
    abroad = owner.enrol(owner.found())
    sent(local, abroad, b"theirs")
    with local.database.read() as connection:
        found = list(kept(local.service._cloud, connection, office.org))
    assert [(name, size, path.read_bytes()) for name, size, path in found] == [(sha(b"mine"), 4, b"mine")]


def test_an_organisation_has_room_for_so_much_and_no_more(local: Local, office: Device) -> None:
    local.service._cloud = replace(local.service._cloud, limits=FileLimits(one=10, organisation=10))
    sent(local, office, b"12345678")
    refused = refusal(lambda: ticket(office, described(office, b"abc"), b"abc"))
    assert refused is not None
    assert refused.code == "quota"
    ticket(office, described(office, b"ab"), b"ab")


@pytest.mark.expects_log("could not be kept")
def test_a_full_disk_is_a_reason_to_come_again(
    local: Local, office: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ticket(office, described(office, b"abc"), b"abc")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(CallError) as refused, local.service.files.receiving(found, 0) as part:
            part.write(b"abc")
    assert (refused.value.status, refused.value.retry_after) == (503, 60)
    with local.service.files.receiving(found, 0) as part:
        part.write(b"abc")


def test_an_address_ends_after_ten_minutes(local: Local, office: Device) -> None:
    row_id = sent(local, office, b"one")
    fetching = ticket(office, row_id, b"one", "files:url")
    local.clock.advance(10 * 60_000 - 1)
    assert local.service.files.fetching(fetching)[0].read_bytes() == b"one"
    local.clock.advance(1)
    with pytest.raises(CallError) as refused:
        local.service.files.fetching(fetching)
    assert refused.value.status == 401


def test_one_upload_is_worked_on_by_one_call_at_a_time(tmp_path: Path) -> None:
    store, upload = BlobStore(lambda: tmp_path), Upload(new_id(), "0" * 64)
    with store.receiving(upload, 0) as incoming:
        incoming.write(b"x")
        with pytest.raises(BusyUploadError), store.receiving(upload, 1):
            pass
    assert store.have(upload) == 1


@pytest.mark.parametrize("name", ["../x", "0" * 63, "A" * 64, "", "con"])
def test_no_path_is_made_of_anybodys_text(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        BlobStore(lambda: tmp_path).path(new_id(), name)
    with pytest.raises(ValueError, match="not the name"):
        BlobStore(lambda: tmp_path).have(Upload("../../etc", "0" * 64))
