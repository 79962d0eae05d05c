"""The wake-up stream: who hears what, and when it ends (WIRE section 1, `GET /api/live`)."""

import contextlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onetool_desktop.changes.wire import loads
from tests.conformance.backends import Backend
from tests.support.cloud import Device, Person, client, new_id


class Ear:
    """An open stream; `hear` waits for the next wake-up."""

    def __init__(self, reply: httpx.Response) -> None:
        self.reply = reply
        self._lines = reply.iter_lines()

    def hear(self) -> dict[str, Any]:
        for line in self._lines:
            if line.startswith("data:"):
                return loads(line[5:].strip().encode())
        raise AssertionError("the stream ended")


@contextlib.contextmanager
def listening(backend: Backend, org: str, token: str) -> Iterator[Ear]:
    headers = {"Authorization": f"Bearer {token}"}
    with (
        httpx.Client(timeout=30) as http,
        http.stream("GET", f"{backend.url}/api/live", params={"org": org}, headers=headers) as reply,
    ):
        assert reply.status_code == 200, reply.read()
        assert reply.headers["content-type"].startswith("text/event-stream")
        yield Ear(reply)


def head(device: Device) -> str:
    return device.person.query("sync:head", org=device.org)["head"]


def test_the_cloud_says_that_it_wakes(backend: Backend) -> None:
    assert backend.call("query", "meta:info", {})["features"]["live"] is True


def test_a_stream_begins_with_where_the_organisation_stands(backend: Backend, office: Device) -> None:
    with listening(backend, office.org, office.person.token) as ear:
        assert ear.hear() == {"org": office.org, "head": head(office)}


def test_a_colleagues_change_wakes_with_the_new_head_and_no_content(
    backend: Backend, office: Device, colleague: Device
) -> None:
    with listening(backend, office.org, office.person.token) as ear:
        ear.hear()
        colleague.do(client())
        assert ear.hear() == {"org": office.org, "head": head(office)}


def test_another_organisation_is_not_heard(backend: Backend, office: Device) -> None:
    stranger = Person(backend.call).sign_up()
    elsewhere = stranger.enrol(stranger.found())
    with listening(backend, office.org, office.person.token) as ear:
        ear.hear()
        elsewhere.do(client())
        office.do(client())
        assert ear.hear() == {"org": office.org, "head": head(office)}


def test_a_burst_is_told_in_few_words_and_the_last_of_them_is_the_head(
    backend: Backend, office: Device, colleague: Device
) -> None:
    with listening(backend, office.org, office.person.token) as ear:
        heard = [ear.hear()["head"]]
        for _ in range(40):
            colleague.do(client())
        last = head(office)
        while heard[-1] != last:
            heard.append(ear.hear()["head"])
    assert heard == sorted(set(heard))


@pytest.mark.parametrize("token", ["x", "nonsense", "eyJhbGciOiJub25lIn0.e30."])
def test_without_a_good_token_nobody_listens(backend: Backend, office: Device, token: str) -> None:
    reply = httpx.get(
        f"{backend.url}/api/live", params={"org": office.org}, headers={"Authorization": f"Bearer {token}"}
    )
    assert (reply.status_code, reply.json()["code"]) == (401, "unauthenticated")


def test_a_stranger_and_an_organisation_that_is_not_there_get_the_same_answer(
    backend: Backend, office: Device
) -> None:
    headers = {"Authorization": f"Bearer {Person(backend.call).sign_up().token}"}
    answers = [
        httpx.get(f"{backend.url}/api/live", params={"org": org}, headers=headers)
        for org in (office.org, new_id())
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("org", [None, "", "x", "../..", "a" * 5000])
def test_an_organisation_that_is_none_is_told(backend: Backend, owner: Person, org: str | None) -> None:
    headers = {"Authorization": f"Bearer {owner.token}"}
    params = {} if org is None else {"org": org}
    reply = httpx.get(f"{backend.url}/api/live", params=params, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (400, "invalid")
