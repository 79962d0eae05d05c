"""The whole check counts honestly: what failed, what ended badly, and what never ran."""

import re
import sys
from pathlib import Path

import pytest
from devtools.checks import Count, Step, count_one, count_schedules, count_tests, run_all, run_step, steps
from devtools.system import System

from tests.support.tree import ROOT

REPORT = '<testsuites><testsuite tests="9" failures="{failures}" errors="1" skipped="2"/></testsuites>'


def test_the_count_of_tests_is_read_from_their_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(failures=2))
    assert count_tests(1, report, "") == Count(passed=4, failed=3, skipped=2)


def test_a_test_run_that_died_counts_as_a_failure(tmp_path: Path) -> None:
    assert count_tests(-11, tmp_path / "never-written.xml", "") == Count(0, 1)


def test_a_lane_without_tests_counts_as_a_failure(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>')
    assert count_tests(5, report, "").failed == 1


@pytest.mark.parametrize(
    ("said", "status", "count"),
    [
        ('{"schedules": 10, "failures": 0}', 0, Count(10, 0)),
        ('progress\n{"schedules": 10, "failures": [{}, {}]}', 1, Count(8, 2)),
        ('{"schedules": 10, "failures": 0}', 1, Count(10, 1)),
        ("Traceback", 1, Count(0, 1)),
        ("", 127, Count(0, 1)),
    ],
)
def test_the_count_of_schedules_is_read_from_the_simulation(
    said: str, status: int, count: Count, tmp_path: Path
) -> None:
    assert count_schedules(status, tmp_path, said) == count


def test_a_step_that_fails_shows_what_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    step = Step("lint", [sys.executable, "-c", "print('line 3 is odd'); raise SystemExit(1)"], count_one)
    assert run_step(step, System()) == Count(0, 1)
    said = capsys.readouterr().out
    assert "line 3 is odd" in said
    assert "lint: 0 passed, 1 failed in" in said


def test_a_step_that_passes_says_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    run_step(Step("lint", [sys.executable, "-c", "print('fine')"], count_one), System())
    assert capsys.readouterr().out.startswith("lint: 1 passed, 0 failed in")


def test_the_long_lane_runs_only_when_asked(tmp_path: Path) -> None:
    usual, long = (
        [step.name for step in steps(tmp_path, tmp_path / "python", long=asked)] for asked in (False, True)
    )
    assert set(long) - set(usual) == {"long"}


MEETS = """
import pathlib, sys, time
mine, other = map(pathlib.Path, sys.argv[1:])
mine.touch()
while not other.exists():
    time.sleep(0.01)
"""


def test_a_step_beside_another_runs_while_that_does_and_the_next_after_both(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    last = f"import pathlib; raise SystemExit(len(list(pathlib.Path({str(tmp_path)!r}).iterdir())) != 2)"
    named = [
        Step("one", [sys.executable, "-c", MEETS, one, other], count_one),
        Step("other", [sys.executable, "-c", MEETS, other, one], count_one, beside=True),
        Step("last", [sys.executable, "-c", last], count_one),
    ]
    assert run_all(named, System(), 2) == [Count(1, 0)] * 3


def test_each_usual_test_is_in_one_step_alone(tmp_path: Path) -> None:
    commands = {step.name: step.command for step in steps(tmp_path, tmp_path / "python", long=False)}
    left_out = {word.removeprefix("--ignore=") for word in commands["tests"] if word.startswith("--ignore=")}
    assert left_out == {word for word in commands["windows"] if word.startswith("tests/")}
    assert all((ROOT / folder).is_dir() for folder in left_out)


STAYS = """
import faulthandler, threading
faulthandler.enable()
def stay_for_ever():
    threading.Event().wait()
stay_for_ever()
"""


def test_a_step_that_does_not_end_is_stopped_fails_and_says_where_it_stood(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_step(Step("tests", [sys.executable, "-c", STAYS], count_one, 2.0), System()).failed == 1
    said = capsys.readouterr().out
    assert "in stay_for_ever" in said
    assert "tests had not ended after 2 s and was stopped." in said


def test_a_step_that_found_nothing_wrong_but_stays_has_failed() -> None:
    step = Step("tests", [sys.executable, "-c", STAYS], lambda *_: Count(9, 0), 1.0)
    assert run_step(step, System()) == Count(9, 1)


def test_the_whole_check_ends_in_the_time_of_its_budget_even_if_a_lane_does_not(tmp_path: Path) -> None:
    usual = {"tests": 300.0, "proof": 350.0, "simulation": 170.0}  # s
    patience = {step.name: step.patience for step in steps(tmp_path, tmp_path / "python", long=False)}
    for name, seconds in usual.items():
        assert patience[name] + sum(usual.values()) - seconds < 25 * 60


def test_a_step_that_takes_long_says_each_minute_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("devtools.system._MINUTE_S", 1.0)
    slow = "import time; print('.....  [ 40%]', flush=True); time.sleep(2.5)"
    run_step(Step("tests", [sys.executable, "-c", slow], count_one), System())
    said = capsys.readouterr().out
    assert re.search(r"tests: \d s so far {2}\.{5}  \[ 40%\]\n", said)
    assert said.endswith("\n")
    assert "tests: 1 passed" in said.splitlines()[-1]
