"""What a cloud does once a day: a log of 24 months, and jobs that break and are done again."""

import asyncio
import logging
import threading
from typing import Any

import pytest

from onetool_desktop.cloud.housekeeping import keep_house
from onetool_desktop.cloud.log_keeping import KEPT_MS
from tests.cloud.conftest import Local
from tests.support.cloud import Device, client, new_id, put

SOON_S = 20


def entries(device: Device, row_id: str) -> list[dict[str, Any]]:
    return device.person.query("history:list", org=device.org, c="clients", id=row_id)["entries"]


def test_the_log_goes_after_24_months_and_the_rows_stay(local: Local, office: Device) -> None:
    row_id = new_id()
    office.do(client(row_id, notes="old"))
    h = office.view().live("clients")[row_id]["clk"]["row"]
    local.clock.advance(KEPT_MS + 1)
    office.now = local.clock.now_ms()
    token = office.person.mutate("auth:signIn", email=office.person.email, password="correct horse battery")
    office.person.token = token["accessToken"]
    office.do(put("clients", row_id, {"notes": h}, notes="new"))
    before = office.view().rows
    assert local.service.thin_log() > 0
    assert [e["f"] for e in entries(office, row_id)] == [{"notes": "new"}]
    assert office.view().rows == before
    assert local.service.thin_log() == 0


def test_a_group_of_long_ago_is_still_answered_and_not_done_again(local: Local, office: Device) -> None:
    group = office.group(client())
    first = office.push(group)["outcomes"]
    local.clock.advance(KEPT_MS + 1)
    local.service.thin_log()
    token = office.person.mutate("auth:signIn", email=office.person.email, password="correct horse battery")
    office.person.token = token["accessToken"]
    office.last_gid = None
    assert office.push(group)["outcomes"] == first


@pytest.mark.expects_log("a job beside the calls broke")
def test_a_job_that_breaks_does_not_keep_the_others_from_theirs(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    def breaks() -> None:
        raise ValueError("what somebody typed")

    async def a_day() -> None:
        keeping = asyncio.create_task(keep_house((breaks, done.set), first_s=0))
        assert await asyncio.to_thread(done.wait, SOON_S)
        keeping.cancel()

    with caplog.at_level(logging.ERROR):
        asyncio.run(a_day())
    assert "ValueError" in caplog.text
    assert "typed" not in caplog.text
