"""The simulation: nothing fails, every fault strikes, mistakes are caught, a failing seed is a short story."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onetool_desktop.proof import simulate
from onetool_desktop.proof.simulator import bugs, disasters, happenings, small_scope
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.proof.simulator.ground import open_ground, told
from onetool_desktop.proof.simulator.plan import Plan, Step
from onetool_desktop.proof.simulator.schedule import Result, Schedule
from onetool_desktop.proof.simulator.shrink import shrunk
from onetool_desktop.proof.simulator.small_scope import Found, explore
from onetool_desktop.sync.calls import Call

SEEDS = range(100_001, 100_251)  # the thousand that every check plays begin at 1; these are others
ENOUGH = 100  # of each fault in a thousand schedules
SHORT = 15
FEW_TRIES = 20
TOLD_WRONGLY = "the_notice_goes_to_the_winner"  # caught by more than one property
STATES = 600  # of the small world; `simulate --exhaustive` visits more, with `--whole` all
# Some of each room, caught within a few schedules; `--long` hunts every one.
QUICK = (
    "deleted_row_resurrected_by_an_edit",
    "nobody_hears_of_a_delete",
    "tags_are_overwritten_whole",
    "half_a_checkpoint_applied",
    "the_shadow_is_not_brought_up",
    "a_restored_cloud_is_followed_empty_handed",
    "withdrawn_rows_take_unsent_work_along",
    "a_copied_file_goes_on_in_its_series",
    "a_stumble_is_a_refusal",
    "another_role_goes_unnoticed",
    "a_fork_is_a_failure_like_others",
    "a_group_is_known_by_its_number_alone",
    "anyone_may_push_for_a_device",
    "a_role_is_changed_without_its_grants",
    "a_row_is_found_by_its_id_alone",
    "a_row_is_written_by_its_id_alone",
    "whoever_belongs_to_one_belongs_to_all",
    "whoever_loses_by_it_is_told_everywhere",
    "the_local_log_keeps_what_was_redacted",
    "a_withdrawn_computer_reads_on",
)


def trace(hash_seed: str) -> str:
    command = [
        sys.executable,
        "-m",
        "onetool_desktop",
        "simulate",
        "--schedules",
        "4",
        "--seed",
        "40",
        "--json",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
    return json.loads(done.stdout)["trace"]


@pytest.mark.proof
def test_the_same_seed_plays_the_same_trace_in_another_process() -> None:
    assert trace("1") == trace("2")


@pytest.mark.proof
def test_a_mistake_is_told_with_the_command_that_shows_it_again() -> None:
    with bugs.switched_on("nobody_tells_the_loser"):
        report = simulate.simulate(range(1, 20))
    assert report.failures[0]["property"] == "the loser is told"
    assert report.failures[0]["replay"] == (
        f"onetool-desktop simulate --schedules 1 --seed {report.failures[0]['seed']}"
    )


def test_a_plan_is_shortened_to_the_steps_that_are_needed() -> None:
    plan: Plan = tuple(Step("act", at, at) for at in range(120))
    needed = {plan[17], plan[90]}
    assert set(shrunk(plan, lambda shorter: needed <= set(shorter))) == needed


def played(does: Callable[[Schedule, Device], object], monkeypatch: pytest.MonkeyPatch) -> Result:
    """Two steps of the second device, the first of which does this with the owner's."""
    monkeypatch.setitem(happenings.BY_NAME, "restart", lambda *_: None)
    monkeypatch.setitem(happenings.BY_NAME, "act", lambda schedule, _: does(schedule, schedule.devices[0]))
    with open_ground() as ground:
        steps = (Step("act", 1, 1), Step("restart", 1, 2))
        schedule = Schedule(1, ground.stage(2), steps=steps)
        try:
            return schedule.run()
        finally:
            schedule.close()


def _holds_what_never_was(device: Device) -> None:
    device.applied, device.touched = (device.replica.identity.epoch, "000000999999"), True


def test_whoever_was_moved_by_a_step_is_asked_after_that_step(monkeypatch: pytest.MonkeyPatch) -> None:
    found = played(lambda _, device: _holds_what_never_was(device), monkeypatch)
    assert found.failure is not None
    assert (found.failure.name, found.steps) == ("a checkpoint is a state of the cloud", 1)


def test_a_file_that_was_put_back_is_not_asked_for_what_came_into_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def put_back(schedule: Schedule, device: Device) -> None:
        _holds_what_never_was(device)
        device.rewind(schedule.first_file(device))

    assert played(put_back, monkeypatch).failure is None


def test_numbers_may_be_given_once_they_were_released_also_where_the_answer_to_it_was_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[object] = []

    def release_unheard(schedule: Schedule, owner: Device) -> None:
        schedule.restore_cloud(hasty=False)
        numbers = schedule.witness_of(owner).numbers
        schedule.world.chaos = 0.0
        owner.ask(Call("query", "orgs:numbers", {"org": owner.org}))  # signed in: what is lost is the answer
        seen.append(numbers.closed)
        ask = owner.ask

        def unheard(call: Call) -> object:
            owner.network.forced = Fault.REPLY_LOST if call.path == "orgs:release" else None
            return ask(call)

        monkeypatch.setattr(owner, "ask", unheard)
        seen.append(disasters.release(schedule, owner))
        seen.append(numbers.closed)

    assert played(release_unheard, monkeypatch).failure is None
    assert seen == [True, "UnreachableError", False]


def test_there_are_mistakes_enough_and_each_says_what_was_done_wrong() -> None:
    assert len(bugs.ALL) >= 40
    assert [name for name, bug in bugs.ALL.items() if not bug.__doc__] == []


@pytest.mark.proof
@pytest.mark.timeout(300)
def test_a_failing_seed_becomes_a_short_story_that_still_fails() -> None:
    with bugs.switched_on(TOLD_WRONGLY):
        failures = simulate.simulate(range(1, 20)).failures
    seed = next(failure["seed"] for failure in failures if failure["property"] == "the loser is told")
    story = told(seed, bug=TOLD_WRONGLY)
    assert story is not None
    assert (story.finding.name, story.steps <= SHORT) == ("the loser is told", True)
    assert [line for line in story.lines if line.startswith("1. ")]
    others = [failure for failure in failures if failure["property"] != "the loser is told"]
    for failure in others:  # of some, fewer steps would break what is broken more easily
        story = told(failure["seed"], bug=TOLD_WRONGLY, tries=FEW_TRIES)
        assert story is not None
        assert story.finding.name == failure["property"]


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_schedules_hold_and_every_fault_strikes() -> None:
    report = simulate.simulate(SEEDS, processes=2)
    seldom = {fault: n for fault, n in report.faults.items() if n * 1_000 < ENOUGH * len(SEEDS)}
    assert (report.failures, seldom, report.schedules) == ([], {}, len(SEEDS))


@pytest.mark.proof
@pytest.mark.timeout(600)
@pytest.mark.parametrize("names", [QUICK[::2], QUICK[1::2]], ids=["even", "odd"])
def test_some_deliberate_mistakes_of_each_room_are_caught(names: tuple[str, ...]) -> None:
    found = simulate.hunt_all(1, 80, names=names)
    assert [bug["name"] for bug in found if bug["caught_after"] is None] == []


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_every_deliberate_mistake_is_caught() -> None:
    found = simulate.hunt_all(1, simulate.BUG_SCHEDULES)
    assert [bug["name"] for bug in found if bug["caught_after"] is None] == []


def small(most: int) -> Found:
    with open_ground() as ground:
        return explore(ground.beginning(small_scope.DEVICES), ground.folder / Path("small"), most=most)


@pytest.mark.proof
@pytest.mark.timeout(300)
def test_no_order_of_a_small_world_breaks_anything() -> None:
    highest = highest_handle()
    found = small(STATES)
    assert (found.failure, found.visited) == (None, STATES)
    assert found.rests > 5
    assert highest_handle() <= highest, "the whole space takes more files than a process may hold"


def highest_handle() -> int:
    """The number of the last of some files opened now: it grows with those that are never given back."""
    handles = [os.open(os.devnull, os.O_RDONLY) for _ in range(64)]
    for handle in handles:
        os.close(handle)
    return max(handles)


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["later_edit_marked_as_sent", "an_answer_settles_before_the_checkpoint"])
def test_a_mistake_is_found_by_trying_every_order(name: str) -> None:
    with bugs.switched_on(name):
        found = small(simulate.SMALL_STATES)  # ends at its catch
    assert found.failure is not None
    assert found.path
