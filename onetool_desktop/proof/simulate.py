"""`onetool-desktop simulate`: plays schedules from a seed on all cores, and shows what was found.

Promises: schedule number i plays seed + i; every fiftieth is played twice and must leave the same trace; a failure
names its seed and the one command that plays it again. With `--bugs` each deliberate mistake is switched on in turn
until a property catches it. Exit code 0 when nothing failed (with `--bugs`: when all were caught), else 1.
"""

import argparse
import hashlib
import json
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from onetool_desktop.proof.simulator import bugs
from onetool_desktop.proof.simulator.beginning import Beginning, begin
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.proof.simulator.properties import Finding
from onetool_desktop.proof.simulator.schedule import Result, Schedule

TWICE_EVERY = 50
BUG_SCHEDULES = 2_000
_CHUNK = 20


@dataclass
class Report:
    """What a run found: figures, faults by class, failures as sentences with the way to see them again."""

    schedules: int = 0
    steps: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    faults: dict[str, int] = field(default_factory=dict[str, int])
    seconds: float = 0.0
    traces: dict[int, str] = field(default_factory=dict[int, str])

    def add(self, result: Result) -> None:
        """One schedule more."""
        self.schedules += 1
        self.steps += result.steps
        self.traces[result.seed] = result.trace
        for fault, count in result.tally.items():
            self.faults[fault.value] = self.faults.get(fault.value, 0) + count
        if result.failure is not None:
            self.failures.append(
                {
                    "seed": result.seed,
                    "step": result.steps,
                    "property": result.failure.name,
                    "found": result.failure.found,
                    "replay": f"onetool-desktop simulate --schedules 1 --seed {result.seed}",
                }
            )


def run(args: argparse.Namespace) -> int:
    """The command."""
    if args.bugs:
        return _print_bugs(hunt_all(args.seed, args.schedules), as_json=args.json)
    report = simulate(range(args.seed, args.seed + args.schedules), processes=os.cpu_count() or 1)
    shown = asdict(report)
    traces: dict[int, str] = shown.pop("traces")
    shown["trace"] = _together(traces)
    _print_report(shown, as_json=args.json)
    return 1 if report.failures else 0


def simulate(seeds: Sequence[int], *, processes: int = 1) -> Report:
    """Plays these seeds; the report does not depend on the number of processes."""
    started = time.perf_counter()
    report = Report()
    for result in _results(seeds, processes):
        report.add(result)
    report.failures.sort(key=lambda failure: failure["seed"])
    report.seconds = round(time.perf_counter() - started, 3)
    report.faults = {fault.value: report.faults.get(fault.value, 0) for fault in Fault}
    return report


def hunt_all(seed: int, most: int) -> list[dict[str, Any]]:
    """Each mistake, and the number of schedules until a property caught it; None for one that got away."""
    with multiprocessing.get_context("spawn").Pool(min(os.cpu_count() or 1, len(bugs.ALL))) as pool:
        return pool.starmap(hunt, [(name, seed, most) for name in bugs.ALL], chunksize=1)


def hunt(name: str, seed: int, most: int = BUG_SCHEDULES) -> dict[str, Any]:
    """Plays schedules with one mistake switched on until it is caught."""
    with _ground() as ground:
        beginnings = {n: ground.beginning(n) for n in (2, 3, 4)}
        with bugs.switched_on(name):
            for count in range(1, most + 1):
                result = _play(seed + count - 1, ground, beginnings[devices_of(seed + count - 1)])
                if result.failure is not None:
                    caught = {"name": name, "caught_after": count, "seed": result.seed}
                    return {**caught, "property": result.failure.name}
    return {"name": name, "caught_after": None}


def devices_of(seed: int) -> int:
    """How many devices a seed plays with: two to four."""
    return 2 + seed % 3


class Ground:
    """A folder in memory where schedules are played, with the beginnings made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.beginning = cache(self._begin)

    def _begin(self, devices: int) -> Beginning:
        return begin(self.folder / f"beginning{devices}", devices)


@contextmanager
def _ground() -> Generator[Ground]:
    memory = Path("/dev/shm")  # noqa: S108 - files that live for one schedule belong in memory
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="onetool-simulation-", dir=parent))
    log = logging.getLogger("onetool_desktop.sync")
    level = log.level
    log.setLevel(logging.CRITICAL)  # deliberate faults are no news
    try:
        yield Ground(folder)
    finally:
        log.setLevel(level)
        shutil.rmtree(folder, ignore_errors=True)


def _results(seeds: Sequence[int], processes: int) -> Iterator[Result]:
    chunks = [list(seeds[at : at + _CHUNK]) for at in range(0, len(seeds), _CHUNK)]
    if processes == 1 or len(chunks) == 1:
        for chunk in chunks:
            yield from play_all(chunk)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for results in pool.imap_unordered(play_all, chunks):
            yield from results


def play_all(seeds: Iterable[int]) -> list[Result]:
    """Plays some seeds in this process."""
    results: list[Result] = []
    with _ground() as ground:
        for seed in seeds:
            result = _play(seed, ground, ground.beginning(devices_of(seed)))
            if seed % TWICE_EVERY == 0:
                result = _same_again(result, _play(seed, ground, ground.beginning(devices_of(seed))))
            results.append(result)
    return results


def _play(seed: int, ground: Ground, beginning: Beginning) -> Result:
    schedule = Schedule(seed, beginning, ground.folder / f"seed{seed}")
    try:
        return schedule.run()
    finally:
        schedule.close()


def _same_again(first: Result, second: Result) -> Result:
    """The first result, unless the second time went otherwise."""
    if first.trace == second.trace:
        return first
    return replace(
        first, failure=Finding("the same seed plays the same trace", f"{first.trace} {second.trace}")
    )


def _together(traces: dict[int, str]) -> str:
    """One short hash over all traces, to compare two runs by."""
    text = "".join(traces[seed] for seed in sorted(traces))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _print_report(shown: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(shown))
        return
    rate = shown["schedules"] / shown["seconds"] if shown["seconds"] else 0
    print(
        f"{shown['schedules']} schedules, {shown['steps']} steps, {shown['seconds']} s ({rate:.1f} a second)"
    )
    for name, count in shown["faults"].items():
        print(f"  {count:7d}  {name}")
    for failure in shown["failures"]:
        print(f"Seed {failure['seed']}, step {failure['step']}: {failure['property']}: {failure['found']}")
        print(f"  to play it again: {failure['replay']}")
    print(f"trace {shown['trace']}; {len(shown['failures']) or 'no'} failures")


def _print_bugs(found: list[dict[str, Any]], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"bugs": found}))
    else:
        for bug in found:
            after = bug["caught_after"]
            told = f"caught after {after} by: {bug['property']}" if after else "NOT CAUGHT"
            print(f"{bug['name']}: {told}")
    missed = [bug["name"] for bug in found if bug["caught_after"] is None]
    if missed:
        print(f"{len(missed)} deliberate mistakes got away.", file=sys.stderr)
    return 1 if missed else 0
