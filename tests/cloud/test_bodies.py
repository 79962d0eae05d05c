"""Request bodies: whatever comes, an object or a sentence."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.cloud.bodies import MAX_DEPTH, inflate, parse
from onetool_desktop.cloud.errors import CallError
from tests.cloud.conftest import Local
from tests.support.cloud import Device, client, new_id, refusal

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), values, max_size=5))
def test_any_object_is_read_as_it_was_written(value: dict[str, Any]) -> None:
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_a_refusal(body: bytes) -> None:
    try:
        read: Any = parse(body)
    except CallError as error:
        read = error
    assert isinstance(read, dict) or read.status == 400


@given(st.binary(max_size=500))
def test_what_was_packed_is_unpacked(body: bytes) -> None:
    assert inflate(gzip.compress(body), "gzip") == body


@pytest.mark.parametrize(("depth", "fine"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_depth_is_counted_in_brackets_outside_text(depth: int, fine: bool) -> None:
    body = b'{"a":' * depth + b'"]}[{\\"]}"' + b"}" * depth
    if fine:
        assert parse(body)
    else:
        with pytest.raises(CallError):
            parse(body)


hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.just(new_id()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
_KEYS = [
    "n",
    "gid",
    "action",
    "schema",
    "h",
    "after",
    "changes",
    "commands",
    "c",
    "id",
    "op",
    "f",
    "b",
    "from",
    "x",
]


@pytest.fixture(scope="module")
def device() -> Any:
    from tests.support.cloud import Person

    local = Local()
    person = Person(local.call).sign_up()
    yield person.enrol(person.found())
    local.database.close()


@given(st.lists(hostile | st.dictionaries(st.sampled_from(_KEYS), hostile, max_size=8), max_size=3))
def test_any_groups_are_answered_in_the_contracts_words(device: Device, groups: list[Any]) -> None:
    before = device.last_gid
    refused = refusal(lambda: device.push(*groups, prevGid=before))
    device.last_gid = before
    assert refused is None or refused.code in {"invalid", "schema", "fork", "too_large"}


@given(st.sampled_from(_KEYS), hostile)
def test_a_group_with_one_thing_wrong_never_breaks_the_cloud(device: Device, key: str, value: Any) -> None:
    group, before = device.group(client()), device.last_gid
    group["changes"][0] = {**group["changes"][0], key: value}
    found: list[Any] = []
    sent = {**group, key: value} if key in group else group
    refused = refusal(lambda: found.append(device.push(sent)))
    if refused is not None:
        assert refused.code in {"invalid", "schema"}
        device.n, device.last_gid = device.n - 1, before
        return
    if sent["n"] > device.n:  # a gap: the cloud waits for what comes before, and says so by what it has
        assert found[0]["ackedN"] == device.n - 1
        device.n, device.last_gid = device.n - 1, before
        return
    assert [o["result"] for o in found[0]["outcomes"] if o["n"] == device.n] in (["ok"], ["refused"])
    device.confirmed = device.n
