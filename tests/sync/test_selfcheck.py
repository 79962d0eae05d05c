"""The self-check over a real replica and cloud: damage behind the replica's back is found, mended and told."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from onetool_desktop.changes.values import Change
from onetool_desktop.services import clients
from onetool_desktop.store import exchange, selfcheck
from onetool_desktop.store.pages import CheckReport
from onetool_desktop.sync import errors, events as e
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.judge import Halt
from onetool_desktop.sync.outside import Mode
from onetool_desktop.sync.status import Kind, check_words
from tests.sync.test_idle import Idle
from tests.sync.world import Person, World

DAY_S = 86_400.0


def add_client(person: Person, name: str) -> str:
    return clients.create_client(person.replica, fields={"companyName": name, "status": "lead"}).id


def agree(person: Person) -> bool:
    """Whether both sides hold the same live rows, by their sums."""
    ours = {c: s for c, s in exchange.digest(person.replica.reads().db).items() if s["count"]}
    org = person.replica.identity.org
    return ours == person.session.ask(Call("query", "sync:digest", {"org": org}))["sums"]


def damaged(person: Person, sql: str, *values: object) -> None:
    """Changes the file behind the replica's back."""
    assert person.replica.writer.execute(sql, values).rowcount == 1


def asked(idle: Idle, work: Callable[[], None]) -> list[str]:
    """The calls that `work` cost."""
    before = len(idle.person.wire.calls)
    work()
    return [call.path for call in idle.person.wire.calls[before:]]


def check(idle: Idle) -> list[str]:
    return asked(idle, lambda: idle.hear(e.CheckNow()))


def report(idle: Idle) -> CheckReport:
    found = idle.machine.status.check
    assert found is not None
    return found


@pytest.fixture
def office(world: World) -> tuple[Idle, str]:
    """A device at rest, and one of its clients."""
    person = world.owner()
    made = [add_client(person, f"Client {at}") for at in range(5)]
    person.sync()
    return Idle(person), made[2]


def test_equal_sums_cost_one_request(office: tuple[Idle, str]) -> None:
    idle, _ = office
    assert check(idle) == ["sync:digest"]
    assert report(idle).is_clean
    assert "the same records" in check_words(report(idle))


DAMAGE: dict[str, list[str]] = {
    "a row is gone": ["DELETE FROM clients WHERE id=?1"],
    "a row is old": ["UPDATE clients SET seq='000000000001', companyName='Old name' WHERE id=?1"],
    "a row was never acknowledged": ["UPDATE clients SET seq=NULL WHERE id=?1"],
    "a row is dead": [
        "INSERT INTO tombstones(c, id, gid, clk, seq) SELECT 'clients', id, 'g', clk, seq FROM clients WHERE id=?1",
        "DELETE FROM clients WHERE id=?1",
    ],
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_row_is_found_mended_logged_and_told(
    office: tuple[Idle, str], name: str, caplog: pytest.LogCaptureFixture
) -> None:
    idle, row_id = office
    for sql in DAMAGE[name]:
        damaged(idle.person, sql, row_id)
    assert not agree(idle.person)
    with caplog.at_level(logging.INFO):
        check(idle)
    row = idle.person.replica.reads().row("clients", row_id)
    assert row is not None
    assert (row.f["companyName"], agree(idle.person)) == ("Client 2", True)
    assert (report(idle).renewed, report(idle).hidden, report(idle).newer) == (1, 0, 0)
    assert "rows=1" in caplog.text
    assert check_words(report(idle)) == "1 record here differed from the cloud and was fetched again."
    assert idle.machine.status.kind is Kind.SYNCED
    assert check(idle) == ["sync:digest"], "what was mended stays mended"


def test_work_entered_while_it_compares_survives_on_the_mended_row(office: tuple[Idle, str]) -> None:
    idle, row_id = office
    person = idle.person
    damaged(person, "UPDATE clients SET seq='000000000001', companyName='Old name' WHERE id=?1", row_id)

    def edit(call: Call) -> None:
        if call.path == "sync:pull":
            person.wire.before = lambda _call: None
            change = Change("clients", row_id, f={"notes": "Ring twice"})
            person.replica.write(lambda tx: tx.commit(action="edit", label="Edit", changes=[change]))

    person.wire.before = edit
    check(idle)
    row = person.replica.reads().row("clients", row_id)
    assert row is not None
    assert (row.f["companyName"], row.f["notes"]) == ("Client 2", "Ring twice")
    assert (exchange.state(person.replica).waiting, report(idle).renewed) == (1, 1)
    assert exchange.visible_equals_fold(person.replica) == []
    idle.hear(e.Edited())
    assert (exchange.state(person.replica).waiting, agree(person)) == (0, True)


def test_work_entered_while_it_compares_is_no_difference(office: tuple[Idle, str]) -> None:
    idle, row_id = office
    person = idle.person
    healthy = add_client(person, "Healthy")
    idle.hear(e.Edited())
    damaged(person, "DELETE FROM clients WHERE id=?1", row_id)

    def edit(call: Call) -> None:
        if call.path == "sync:pull":
            person.wire.before = lambda _call: None
            change = Change("clients", healthy, f={"notes": "Ring twice"})
            person.replica.write(lambda tx: tx.commit(action="edit", label="Edit", changes=[change]))

    person.wire.before = edit
    check(idle)
    assert (report(idle).renewed, exchange.state(person.replica).waiting) == (1, 1)


def test_a_row_the_cloud_does_not_have_is_put_away_with_what_it_was(office: tuple[Idle, str]) -> None:
    idle, row_id = office
    ghost = "01890000-0000-7000-8000-000000000000"
    damaged(idle.person, "INSERT INTO clients(id, seq, clk, sort_key, companyName, status) SELECT ?2, seq, clk, '', "
            "'Ghost', status FROM clients WHERE id=?1", row_id, ghost)  # fmt: skip
    check(idle)
    found = idle.person.replica.reads().get("clients", ghost)
    assert found is not None
    assert (found.live, found.was and found.was["companyName"]) == (False, "Ghost")
    assert (report(idle).hidden, agree(idle.person)) == (1, True)


def test_who_may_not_see_everything_keeps_nothing_of_what_he_lost(world: World) -> None:
    owner = world.owner()
    technician = world.colleague(owner, role="technician")
    user = technician.replica.identity.user_id
    ghost = "01890000-0000-7000-8000-000000000000"
    damaged(technician, "INSERT INTO tasks(id, seq, clk, sort_key, title, assigneeUserId) VALUES "
            "(?, '000000000001', '{\"row\":\"000000000000000000000000\"}', '', 'Secret', ?)", ghost, user)  # fmt: skip
    idle = Idle(technician)
    check(idle)
    assert technician.replica.reads().get("tasks", ghost) is None
    assert (report(idle).hidden, agree(technician)) == (1, True)


def test_a_row_that_is_newer_here_is_left_alone_and_told(office: tuple[Idle, str]) -> None:
    idle, row_id = office
    damaged(idle.person, "UPDATE clients SET seq='000000009999', companyName='Newer' WHERE id=?1", row_id)
    check(idle)
    row = idle.person.replica.reads().row("clients", row_id)
    assert row is not None
    assert (row.f["companyName"], report(idle).newer, report(idle).renewed) == ("Newer", 1, 0)
    assert "newer than in the cloud" in check_words(report(idle))


def test_many_rows_the_cloud_lacks_are_asked_about_before_they_are_put_away(
    office: tuple[Idle, str],
) -> None:
    idle, row_id = office
    for at in range(60):
        ghost = f"01890000-0000-7000-8000-{at:012d}"
        damaged(idle.person, "INSERT INTO clients(id, seq, clk, sort_key, companyName, status) SELECT ?2, seq, clk, '',"
                " 'Ghost', status FROM clients WHERE id=?1", row_id, ghost)  # fmt: skip
    count = "SELECT count(*) FROM clients"
    check(idle)
    assert (idle.machine.mode, idle.machine.halt) == (Mode.HALTED, Halt.MASS_DELETE)
    assert idle.person.replica.reads().db.execute(count).fetchone()[0] == 65
    idle.hear(e.Proceed())
    assert (report(idle).hidden, agree(idle.person)) == (60, True)


def test_a_file_that_lost_much_is_fetched_anew_beside_its_data(
    office: tuple[Idle, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, _ = office
    monkeypatch.setattr(selfcheck, "MANY", 3)
    idle.person.replica.writer.execute("DELETE FROM clients")
    check(idle)
    assert (report(idle).anew, agree(idle.person)) == (True, True)
    assert not exchange.state(idle.person.replica).arriving


def test_news_of_others_are_fetched_first_and_then_compared(world: World) -> None:
    person = world.owner()
    other = world.again(person)
    idle = Idle(person)
    add_client(other, "Elsewhere")
    other.sync()
    assert check(idle) == ["sync:digest", "sync:pull", "sync:digest"]
    assert report(idle).is_clean


def test_news_that_come_while_it_compares_are_no_difference(world: World) -> None:
    person = world.owner()
    other = world.again(person)
    row_id = add_client(person, "Brook")
    add_client(person, "Hill")
    person.sync()
    other.sync()
    idle = Idle(person)
    damaged(person, "DELETE FROM clients WHERE id=?", row_id)

    def elsewhere(call: Call) -> None:
        if call.path == "sync:pull":
            person.wire.before = lambda _call: None
            add_client(other, "Elsewhere")
            other.sync()

    person.wire.before = elsewhere
    check(idle)
    assert (report(idle).renewed, agree(person)) == (1, True)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_comparison_that_is_cut_off_changes_nothing_and_begins_anew(
    office: tuple[Idle, str], at: int
) -> None:
    idle, row_id = office
    damaged(idle.person, "DELETE FROM clients WHERE id=?1", row_id)
    left = [at]

    def cut(call: Call) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise errors.UnreachableError("The cloud cannot be reached.")

    idle.person.wire.before = cut
    check(idle)
    assert idle.person.replica.reads().row("clients", row_id) is None
    idle.hear(e.SyncNow())
    assert (report(idle).renewed, agree(idle.person)) == (1, True)


def test_it_runs_once_a_day_by_itself(office: tuple[Idle, str]) -> None:
    idle = Idle(office[0].person, checks_daily=True)
    assert "sync:digest" not in asked(idle, lambda: idle.hear(e.Focus(focused=False))), (
        "not in the same breath"
    )
    assert asked(idle, lambda: idle.let_pass(1_800)).count("sync:digest") == 1, "the first one soon after"
    assert report(idle).is_clean
    for _ in range(2):
        paths = asked(idle, lambda: idle.let_pass(DAY_S))
        assert paths.count("sync:digest") == 1
    again = Idle(idle.person, checks_daily=True)
    again.hear(e.Focus(focused=False))
    assert "sync:digest" not in asked(again, lambda: again.let_pass(3_600)), "a new start is no new day"


def test_a_computer_that_runs_for_minutes_a_day_is_compared_all_the_same(office: tuple[Idle, str]) -> None:
    person = office[0].person
    paths: list[str] = []
    for _ in range(3):
        idle = Idle(person, checks_daily=True)
        paths += asked(idle, lambda idle=idle: idle.let_pass(240))
    assert paths.count("sync:digest") == 1, "ten minutes after all had come, not after this start"


def test_nothing_is_compared_while_work_waits(office: tuple[Idle, str]) -> None:
    idle, _ = office
    idle.person.wire.cut = True
    add_client(idle.person, "Offline")
    idle.hear(e.Edited())
    idle.hear(e.CheckNow())
    idle.person.wire.cut = False
    paths = asked(idle, lambda: idle.hear(e.SyncNow()))
    assert paths.index("sync:push") < paths.index("sync:pull") < paths.index("sync:digest")


def answering(idle: Idle, value: Callable[[], Any]) -> None:
    def after(call: Call, answer: Any) -> Any:
        return value() if call.path == "sync:digest" else answer

    idle.person.wire.after = after


def test_a_cloud_that_keeps_no_sums_is_left_in_peace(office: tuple[Idle, str]) -> None:
    idle, _ = office

    def refuse() -> Any:
        raise errors.RefusedError("not_found", "This cloud has no such function.")

    answering(idle, refuse)
    check(idle)
    assert (idle.machine.mode, idle.machine.status.kind) == (Mode.RUNNING, Kind.SYNCED)


def test_a_computer_that_the_cloud_does_not_know_when_it_compares_is_enrolled_anew_and_compared(
    office: tuple[Idle, str],
) -> None:
    idle, row_id = office
    person, before = idle.person, idle.person.replica.identity.device
    damaged(person, "UPDATE clients SET seq='000000000001', companyName='Old name' WHERE id=?1", row_id)

    def forget(call: Call) -> None:
        if call.path == "sync:pull":
            person.wire.before = lambda _call: None
            raise errors.RefusedError("not_found", "This device is not enrolled here.")

    person.wire.before = forget
    paths = check(idle)
    assert paths[:3] == ["sync:digest", "sync:pull", "devices:enrol"]
    assert person.replica.identity.device != before
    assert (idle.machine.mode, idle.machine.status.kind) == (Mode.RUNNING, Kind.SYNCED)
    assert (report(idle).renewed, agree(person)) == (1, True)


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"head": "1", "epoch": "e", "scopes": "s", "sums": []},
     {"head": "1", "epoch": "e", "scopes": "s", "sums": {"clients": {"count": "x", "hash": 1}}}],
)  # fmt: skip
def test_sums_of_another_shape_change_nothing(office: tuple[Idle, str], value: Any) -> None:
    idle, row_id = office
    answering(idle, lambda: value)
    check(idle)
    assert idle.machine.status.kind is Kind.OFFLINE
    assert idle.person.replica.reads().row("clients", row_id) is not None


def test_sums_that_never_fit_are_not_asked_for_in_a_loop(office: tuple[Idle, str]) -> None:
    idle, _ = office
    strange = {"head": "999999999999", "epoch": "e", "scopes": "s", "sums": {}}
    answering(idle, lambda: strange)
    assert check(idle).count("sync:digest") == 3
