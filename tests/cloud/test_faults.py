"""A fault at any statement: before the commit nothing happened, after it everything did."""

from contextlib import suppress
from errno import ENOSPC
from typing import Any

import pytest

from tests.cloud.conftest import Local
from tests.support.cloud import Device, Person, Refused, client, new_id, put


class Stopped(BaseException):
    """The process ended here."""


class Stop:
    """Ends the process at the k-th statement."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.sql = ""

    def __call__(self, sql: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.sql = sql
            raise Stopped(sql)


def groups(office: Device) -> list[dict[str, Any]]:
    client_id = new_id()
    return [
        office.group(client(client_id)),
        office.group(client(companyName="")),
        office.group(put("clientContacts", new_id(), clientId=client_id, firstName="Ada")),
    ]


def test_a_push_stopped_at_any_statement_and_sent_again_is_applied_once(
    local: Local, technician: Device
) -> None:
    stopped_after_commit = 0
    for at in range(1, 200):
        device = technician.person.enrol(technician.org)
        before = device.view()
        sent = groups(device)
        stop = Stop(at)
        local.database.on_statement = stop
        try:
            device.push(*sent)
        except Stopped:
            local.database.on_statement = None
        else:
            local.database.on_statement = None
            assert at > 30, "the fault was met by every statement before"
            break
        after = device.view()
        if stop.sql == "COMMITTED":
            stopped_after_commit += 1
        else:
            assert after.sums() == before.sums() == device.digest()
        device.last_gid = None
        answer = device.push(*sent)
        assert [o["result"] for o in answer["outcomes"]] == ["ok", "refused", "ok"]
        final = device.view()
        assert final.sums() == device.digest()
        assert len(final.live("clients")) == len(before.live("clients")) + 1
    else:
        pytest.fail("the push has no end")
    assert stopped_after_commit == 1


@pytest.mark.parametrize("at", range(1, 24))
def test_an_organisation_is_founded_whole_or_not_at_all(local: Local, owner: Person, at: int) -> None:
    args = {"rid": new_id(), "id": new_id(), "name": "A", "currency": "EUR", "timezone": "UTC"}
    local.database.on_statement = Stop(at)
    with suppress(Stopped):
        owner.call("mutation", "orgs:create", args, owner.token)
    local.database.on_statement = None
    again = owner.call("mutation", "orgs:create", args, owner.token)
    device = owner.enrol(again["org"])
    assert len(device.view().live("memberships")) == 1
    assert device.view().sums() == device.digest()


def test_a_bug_in_the_rules_undoes_the_push_and_says_nothing_of_it(
    local: Local, office: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onetool_desktop.cloud import push

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a bug")

    first, second = office.group(client()), office.group(client())
    monkeypatch.setattr(push, "decide", broken)
    with pytest.raises(RuntimeError):
        office.push(first, second)
    monkeypatch.undo()
    office.last_gid = None
    assert office.push(first, second)["ackedN"] == 2


def test_a_reference_into_nothing_is_refused_by_the_database_too(
    local: Local, office: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onetool_desktop.changes import decide

    monkeypatch.setattr(decide._Decision, "_check_refs", lambda _self: None)
    group = office.group(put("clientContacts", new_id(), clientId=new_id(), firstName="Ada"))
    with pytest.raises(Exception, match="FOREIGN KEY"):
        office.push(group)
    monkeypatch.undo()
    office.last_gid = None
    assert office.outcome(group)["result"] == "refused"


@pytest.mark.expects_log("when a device was seen could not be noted: OSError")
def test_a_full_disk_keeps_nobody_from_reading(local: Local, office: Device) -> None:
    def full(sql: str) -> None:
        if sql == "BEGIN IMMEDIATE":
            raise OSError(ENOSPC, "No space left on device")

    row_id = new_id()
    office.do(client(row_id))
    local.database.on_statement = full
    assert row_id in office.view().live("clients")


def test_a_broken_call_leaves_no_transaction_behind(local: Local, office: Device) -> None:
    with pytest.raises(Refused):
        office.push(office.group(client()), epoch="00000000")
    office.n -= 1
    office.do(client())
