"""The simulation: nothing fails, every fault strikes, each deliberate mistake is caught, a seed is a trace."""

import json
import os
import subprocess
import sys

import pytest

from onetool_desktop.proof import simulate
from onetool_desktop.proof.simulator import bugs

SEEDS = range(100_001, 100_251)  # the thousand that every check plays begin at 1; these are others
ENOUGH = 100


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


def test_the_same_seed_plays_the_same_trace_in_another_process() -> None:
    assert trace("1") == trace("2")


def test_a_mistake_is_told_with_the_command_that_shows_it_again() -> None:
    with bugs.switched_on("nobody_tells_the_loser"):
        report = simulate.simulate(range(1, 20))
    assert report.failures[0]["property"] == "the loser is told"
    assert report.failures[0]["replay"] == (
        f"onetool-desktop simulate --schedules 1 --seed {report.failures[0]['seed']}"
    )


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_schedules_hold_and_every_fault_strikes() -> None:
    report = simulate.simulate(SEEDS, processes=2)
    seldom = {fault: count for fault, count in report.faults.items() if count < ENOUGH}
    assert (report.failures, seldom, report.schedules) == ([], {}, len(SEEDS))


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_every_deliberate_mistake_is_caught() -> None:
    found = simulate.hunt_all(1, 200)
    assert [bug["name"] for bug in found if bug["caught_after"] is None] == []
