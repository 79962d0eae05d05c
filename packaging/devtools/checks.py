"""The whole check: lint, format, types, layers, dead code, tests, proof and a simulation run, each with its count.

Promises: every step runs even if one before it failed; the tests of windows run beside all others, where there is a
second processor, and nothing else runs beside a step; a step prints one line, and everything it said if it failed;
the last line is `N passed, N failed`; the exit status is 0 only if nothing failed. A step that runs no test has
failed: a lane nobody is in proves nothing; so has one that does not end in its time, and it says where it stood.
What the tests tell of the event loop is printed either way.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import IO, Any, Callable, NamedTuple
from xml.etree import ElementTree as ET

from devtools.system import UNENDED, System, scratch_file

SCHEDULES = 1000
WINDOWS = ["tests/ui"]  # half of the work of the usual tests
TELLING = "loop: "  # what a run of tests tells of the windows whether or not it failed


class Count(NamedTuple):
    """What a step found."""

    passed: int
    failed: int
    skipped: int = 0


class Step(NamedTuple):
    """One part of the check; `judge` reads its status and the folder it may write a report to, and its output."""

    name: str
    command: list[str]
    judge: Callable[[int, Path, str], Count]
    patience: float = (
        300.0  # s; about twice what it takes: one that stays leaves the others their part of the budget
    )
    beside: bool = False  # runs while the one before it does


def count_one(status: int, _report: Path, _said: str) -> Count:
    """A tool that is content or not."""
    return Count(int(status == 0), int(status != 0))


def count_tests(status: int, report: Path, _said: str) -> Count:
    """Pytest's own report; a run that ended badly without a failed test, or ran none, counts as a failure."""
    try:
        suites = list(ET.parse(report).iter("testsuite"))  # noqa: S314 - our own pytest wrote it
    except (OSError, ET.ParseError):
        suites = []
    total, failures, errors, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    if (status != 0 and failed == 0) or total == 0:
        failed += 1
    return Count(max(total - failures - errors - skipped, 0), failed, skipped)


def count_schedules(status: int, _report: Path, said: str) -> Count:
    """The simulation's own report, the last line of its standard output."""
    try:
        result: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        ran, failures = int(result["schedules"]), result["failures"]
    except (ValueError, KeyError, IndexError, TypeError):
        return Count(0, 1)
    failed = failures if isinstance(failures, int) else len(failures)
    return Count(ran - failed, failed + int(status != 0 and failed == 0))


def steps(root: Path, python: Path, *, long: bool) -> list[Step]:
    """The check in order, quickest first, so that small mistakes are told early."""
    module = [str(python), "-m"]
    scripts = python.parent
    pytest = [*module, "pytest", "-q", f"--rootdir={root}", "-m"]
    usual = [*pytest, "not proof and not long"]
    others = ["tests", *(f"--ignore={folder}" for folder in WINDOWS)]
    asked = [Step("long", [*pytest, "long"], count_tests, 7200.0)] if long else []
    return [
        Step("lint", [*module, "ruff", "check", "--quiet"], count_one),
        Step("format", [*module, "ruff", "format", "--check", "--quiet"], count_one),
        Step("layers", [str(scripts / "lint-imports"), "--no-logo"], count_one),
        Step("dead code", [*module, "vulture"], count_one),
        Step("types", [*module, "basedpyright", "--level", "error"], count_one),
        Step("tests", [*usual, *others], count_tests, 500.0),
        Step("windows", [*usual, *WINDOWS], count_tests, 500.0, beside=True),
        Step("proof", [*pytest, "proof and not long"], count_tests, 700.0),
        *asked,
        Step(
            "simulation",
            [*module, "onetool_desktop", "simulate", "--schedules", str(SCHEDULES), "--json"],
            count_schedules,
            400.0,
        ),
    ]


def run_checks(root: Path, python: Path, system: System, arguments: list[str]) -> int:
    """Runs the whole check, or, with other arguments than `--long`, pytest alone with them."""
    os.chdir(root)
    if [word for word in arguments if word != "--long"]:
        return system.become([str(python), "-m", "pytest", *arguments])
    counts = run_all(steps(root, python, long="--long" in arguments), system, os.cpu_count() or 1)
    failed = sum(count.failed for count in counts)
    print(f"{sum(count.passed for count in counts)} passed, {failed} failed", flush=True)
    return int(failed > 0)


def run_all(left: list[Step], system: System, processors: int) -> list[Count]:
    """Runs one step after the other, except those that run beside the one before, one on each processor."""
    counts: list[Count] = []
    while left:
        alone = next((n for n, step in enumerate(left) if n and not step.beside), len(left))
        together, left = left[:alone], left[alone:]
        with ThreadPoolExecutor(min(len(together), processors)) as pool:
            counts += pool.map(partial(run_step, system=system), together)
    return counts


def run_step(step: Step, system: System) -> Count:
    """Runs one step, prints its line, and what it said if it failed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="onetool-check-") as folder, scratch_file(
        "onetool-check-"
    ) as log:
        report = Path(folder) / "report.xml"
        command = [*step.command, f"--junitxml={report}"] if step.judge is count_tests else step.command
        status = system.call(command, log, patience=step.patience, meanwhile=lambda: _tell(step, began, log))
        said = Path(log.name).read_text(encoding="utf-8")
        count = step.judge(status, report, said)
        if status == UNENDED and not count.failed:  # all passed, and then the process stayed
            count = count._replace(failed=1)
    Path(log.name).unlink()
    if count.failed:
        late = f"{step.name} had not ended after {step.patience:.0f} s and was stopped.\n"
        told = f"{said}{late if status == UNENDED else ''}\n"
    else:
        told = "".join(line for line in said.splitlines(keepends=True) if line.startswith(TELLING))
    skipped = f", {count.skipped} skipped" if count.skipped else ""
    seconds = time.monotonic() - began
    end = f"{step.name}: {count.passed} passed, {count.failed} failed{skipped} in {seconds:.1f} s\n"
    print(told + end, end="", flush=True)  # in one piece: another step may be speaking
    return count


def _tell(step: Step, began: float, log: IO[str]) -> None:
    """One line a minute, so that whoever waits, or stopped waiting, knows how far it came."""
    said = Path(log.name).read_text(encoding="utf-8", errors="replace").rstrip("\n")
    print(
        f"{step.name}: {time.monotonic() - began:.0f} s so far  {said.rpartition(chr(10))[2][-90:]}",
        flush=True,
    )
