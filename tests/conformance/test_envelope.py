"""Calls: how a request may look, and what is answered to one that may not (WIRE section 1)."""

import gzip
import json
import zlib
from typing import Any

import pytest

from onetool_desktop.changes.wire import dumps, loads
from tests.conformance.backends import Backend
from tests.support.cloud import Device, Person, Refused, client, new_id

INFO = {"path": "meta:info", "args": {}, "format": "json"}


def test_anyone_may_ask_what_this_cloud_is(backend: Backend) -> None:
    info = backend.call("query", "meta:info", {})
    assert info["product"] == "onetool"
    assert isinstance(info["contract"], int)
    assert info["minSchema"] <= info["schema"]
    assert info["signIn"] == {"password": True}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"path": "meta:info", "args": {"n": NaN}}',
        b'{"path": "meta:info", "args": {"n": Infinity}}',
        b'{"path": "meta:info", "args": {"n": 1e999}}',
        b'{"path": "meta:info", "args": {"n": 99999999999999999999999}}',
        b'{"path": "meta:info", "path": "auth:signUp", "args": {}}',
        b'{"path": "meta:info", "args": {"a": 1, "a": 2}}',
        b'{"path": "meta:info", "args": []}',
        b'{"path": 5, "args": {}}',
        b'{"args": {}}',
        b'{"path": "meta:info", "args": {}, "format": "xml"}',
        b'\xff\xfe{"path": "meta:info", "args": {}}',
        b'{"path": "meta:info", "args": ' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}",
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_call_is_a_400_with_a_sentence(backend: Backend, body: bytes) -> None:
    reply = backend.post("query", body)
    assert reply.status_code == 400
    message = loads(reply.content)
    assert message["code"] == "invalid"
    assert message["message"].endswith(".")


def test_brackets_inside_text_are_no_nesting(backend: Backend) -> None:
    body = dumps(INFO | {"args": {"text": '[{"' * 500}})
    assert backend.post("query", body).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api", "/api/queries", "/api/query/x", "/api/lives"])
def test_an_address_that_is_not_there_is_a_404(backend: Backend, path: str) -> None:
    reply = backend._http.post(f"{backend.url}{path}", content=b"{}")
    assert reply.status_code == 404
    assert loads(reply.content)["code"] == "not_found"


@pytest.mark.parametrize("path", ["meta:infos", "sync:nothing", "", "__init__", "a" * 5000])
def test_an_unknown_function_is_told_in_a_sentence(backend: Backend, path: str) -> None:
    with pytest.raises(Refused) as refused:
        backend.call("query", path, {})
    assert refused.value.code == "not_found"


def test_a_mutation_is_not_reached_as_a_query(backend: Backend) -> None:
    with pytest.raises(Refused) as refused:
        backend.call("query", "auth:signOut", {})
    assert refused.value.code == "not_found"


@pytest.mark.parametrize("bearer", [None, "nonsense", "a.b.c", "x" * 20_000, "eyJhbGciOiJub25lIn0.e30."])
def test_without_a_good_token_nobody_is_let_in(backend: Backend, bearer: str | None) -> None:
    headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
    reply = backend.post("query", dumps({"path": "orgs:list", "args": {}}), headers)
    assert reply.status_code == 401
    assert loads(reply.content)["code"] == "unauthenticated"


def test_a_call_may_come_packed_and_go_packed(backend: Backend) -> None:
    reply = backend.post(
        "query", gzip.compress(dumps(INFO)), {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    )
    assert loads(reply.content)["status"] == "success"


def test_a_large_answer_is_packed_when_asked(office: Device, backend: Backend) -> None:
    office.do(client(notes="words and more words " * 500))
    args = {"org": office.org, "device": office.id, "cursor": None, "limit": 10}
    headers = {"Authorization": f"Bearer {office.person.token}", "Accept-Encoding": "gzip"}
    cursor, packed = None, []
    for _ in range(2):
        body = dumps({"path": "sync:pull", "args": args | {"cursor": cursor}})
        reply = backend.post("query", body, headers)
        packed.append(reply.headers.get("content-encoding"))
        cursor = reply.json()["value"]["cursor"]
    assert "gzip" in packed


def test_a_packed_bomb_is_refused_before_it_unfolds(backend: Backend) -> None:
    bomb = gzip.compress(b" " * 200_000_000, compresslevel=9)
    assert len(bomb) < 300_000
    assert backend.post("query", bomb, {"Content-Encoding": "gzip"}).status_code == 413


@pytest.mark.parametrize(
    "damaged", [b"not packed", gzip.compress(b"{}")[:-4], gzip.compress(b"{}") + b"more"]
)
def test_a_damaged_packing_is_a_400(backend: Backend, damaged: bytes) -> None:
    assert backend.post("query", damaged, {"Content-Encoding": "gzip"}).status_code == 400


def test_a_packing_that_is_not_known_is_refused(backend: Backend) -> None:
    assert backend.post("query", zlib.compress(b"{}"), {"Content-Encoding": "br"}).status_code == 415


def test_more_than_eight_mebibytes_are_a_413(backend: Backend) -> None:
    reply = backend.post("query", b" " * (8 * 1024 * 1024 + 1))
    assert reply.status_code == 413


def test_whole_numbers_may_come_as_floats(office: Device) -> None:
    group = office.group(client(paymentDays=14.0))
    group = {**group, "n": float(group["n"]), "schema": 1.0}
    answer = office.push(group, clientNow=float(office.now), confirmed=0.0)
    assert answer["outcomes"][0]["result"] == "ok"
    assert answer["ackedN"] == 1
    row = next(iter(office.view().live("clients").values()))
    assert json.dumps(row["f"]["paymentDays"]) == "14"


@pytest.mark.parametrize(
    ("path", "args"),
    [
        ("orgs:create", {"id": "no uuid"}),
        ("orgs:create", {"name": ""}),
        ("orgs:create", {"name": "x" * 201}),
        ("orgs:create", {"name": "two\nlines"}),
        ("orgs:create", {"currency": "euro"}),
        ("orgs:create", {"currency": "EUr"}),
        ("orgs:create", {"timezone": "Middle/Earth"}),
        ("orgs:create", {"timezone": "../../etc/passwd"}),
        ("orgs:create", {"rid": None}),
        ("orgs:create", {"rid": 7}),
        ("orgs:create", {"importing": "yes"}),
    ],
)
def test_arguments_that_make_no_sense_are_invalid(owner: Person, path: str, args: dict[str, Any]) -> None:
    good = {"id": new_id(), "name": "A", "currency": "EUR", "timezone": "UTC"}
    with pytest.raises(Refused) as refused:
        owner.mutate(path, **(good | args))
    assert refused.value.code == "invalid"
    assert owner.query("orgs:list")["orgs"] == []


def test_a_mutation_repeated_is_answered_and_not_done_again(owner: Person) -> None:
    args = {"rid": new_id(), "id": new_id(), "name": "A", "currency": "EUR", "timezone": "UTC"}
    first = owner.call("mutation", "orgs:create", args, owner.token)
    assert owner.call("mutation", "orgs:create", args, owner.token) == first
    assert len(owner.query("orgs:list")["orgs"]) == 1


def test_a_rid_is_good_for_one_function(owner: Person) -> None:
    rid, org = new_id(), new_id()
    args = {"rid": rid, "id": org, "name": "A", "currency": "EUR", "timezone": "UTC"}
    owner.call("mutation", "orgs:create", args, owner.token)
    with pytest.raises(Refused) as refused:
        owner.call("mutation", "devices:enrol", {"rid": rid, "org": org, "name": "pc"}, owner.token)
    assert refused.value.code == "invalid"
