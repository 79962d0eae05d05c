"""`orgs:export`: all an organisation has, in one archive."""

import hashlib
import io
import json
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from tests.conformance.backends import Backend
from tests.conformance.test_files import PHOTO, SHA, Bytes, file, send, wire
from tests.support.cloud import Device, client, delete, new_id, put, refusal


def archive_of(backend: Backend, device: Device) -> ZipFile:
    made = device.person.mutate("orgs:export", org=device.org)
    reply = httpx.get(backend.url + made["url"], timeout=30)
    assert reply.status_code == 200
    assert len(reply.content) == made["size"]
    assert hashlib.sha256(reply.content).hexdigest() == made["sha256"]
    return ZipFile(io.BytesIO(reply.content))


def lines(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(name).splitlines()]


def test_rows_log_and_history_come_whole(backend: Backend, office: Device) -> None:
    kept, gone = new_id(), new_id()
    office.do(client(kept, notes="first"), client(gone))
    row = office.view().live("clients")[kept]
    office.do(put("clients", kept, {"notes": row["clk"]["row"]}, notes="second"))
    office.do(delete("clients", gone, office.view().live("clients")[gone]["seq"]))
    archive = archive_of(backend, office)
    assert archive.testzip() is None
    rows = {row["id"]: row for row in lines(archive, "rows/clients.jsonl")}
    assert {i: row for i, row in rows.items() if "del" not in row} == office.view().live("clients")
    assert "del" in rows[gone]
    assert lines(archive, "rows/organizations.jsonl")[0]["f"]["name"] == "Meadow Care"
    assert [e["group"]["n"] for e in lines(archive, "log.jsonl") if "n" in e["group"]] == [1, 2, 3]
    history = [e["f"].get("notes") for e in lines(archive, "history.jsonl") if e["id"] == kept]
    assert history == ["first", "second"]


def test_the_files_of_live_rows_come_along(backend: Backend, wire: Bytes, office: Device) -> None:
    send(wire, office, file(office))
    assert archive_of(backend, office).read(f"files/{SHA}") == PHOTO


def test_nothing_of_another_organisation_is_in_it(backend: Backend, office: Device) -> None:
    elsewhere = office.person.enrol(office.person.found())
    theirs = new_id()
    elsewhere.do(client(theirs))
    archive = archive_of(backend, office)
    assert not any(theirs.encode() in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("role", ["office", "technician"])
def test_it_is_for_who_may_change_the_settings(
    office: Device, colleague: Device, technician: Device, role: str
) -> None:
    device = colleague if role == "office" else technician
    refused = refusal(lambda: device.person.mutate("orgs:export", org=office.org))
    assert refused is not None
    assert refused.code == "forbidden"


__all__ = ["wire"]
