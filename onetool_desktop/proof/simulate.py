"""`onetool-desktop simulate`: plays schedules from a seed on all cores, and shows what was found.

Promises: schedule number i plays seed + i; a failure names its seed and the one command that plays it again, and is
told as a short story. With `--bugs` each deliberate mistake is switched on in turn until a property catches it, with
`--bug` one of them, whose story is told; `--exhaustive` tries every order of a small world, the first so many states
or, with `--whole`, all. Exit code 0 when nothing failed (with `--bugs` and `--bug`: when all were caught), else 1.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from onetool_desktop.proof.simulator import bugs, small_scope
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.proof.simulator.ground import Told, open_ground, play, play_all, told
from onetool_desktop.proof.simulator.schedule import Result
from onetool_desktop.proof.simulator.small_scope import Found, explore

BUG_SCHEDULES = 2_000
SMALL_STATES = 4_000  # what a bounded run visits
_LEAST, _SHARES = 20, 4  # schedules that are worth a ground of their own, shares of them for each process
_TOLD = 3  # failures whose story is told


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
    if args.exhaustive or args.whole:
        return _print_small(_explored(whole=args.whole), as_json=args.json)
    if args.bug:
        return _print_bug(hunt(args.bug, args.seed, args.schedules), as_json=args.json)
    if args.bugs:
        return _print_bugs(hunt_all(args.seed, args.schedules), as_json=args.json)
    report = simulate(range(args.seed, args.seed + args.schedules), processes=os.cpu_count() or 1)
    for failure in report.failures[:_TOLD]:
        failure["story"] = _lines(told(failure["seed"]))
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


def hunt_all(seed: int, most: int, *, names: Sequence[str] = tuple(bugs.ALL)) -> list[dict[str, Any]]:
    """Each mistake, and the number of schedules until a property caught it; None for one that got away."""
    with multiprocessing.get_context("spawn").Pool(min(os.cpu_count() or 1, len(names))) as pool:
        return pool.starmap(hunt, [(name, seed, most) for name in names], chunksize=1)


def hunt(name: str, seed: int, most: int = BUG_SCHEDULES) -> dict[str, Any]:
    """Plays schedules with one mistake switched on until it is caught."""
    with open_ground() as ground:
        for devices in (2, 3, 4):
            ground.stage(devices)
        with bugs.switched_on(name):
            for count in range(1, most + 1):
                result = play(seed + count - 1, ground)
                if result.failure is not None:
                    caught = {"name": name, "caught_after": count, "seed": result.seed}
                    replay = f"onetool-desktop simulate --bug {name} --schedules 1 --seed {result.seed}"
                    return {**caught, "property": result.failure.name, "replay": replay}
    return {"name": name, "caught_after": None}


def _explored(*, whole: bool) -> Found:
    with open_ground() as ground:
        beginning = ground.beginning(small_scope.DEVICES)
        most = None if whole else SMALL_STATES
        return explore(beginning, ground.folder / "small", most=most, heard=_progress if whole else None)


def _progress(found: Found) -> None:
    print(f"{found.visited} states visited, {found.moves} steps taken", file=sys.stderr)


def _results(seeds: Sequence[int], processes: int) -> Iterator[Result]:
    size = max(_LEAST, len(seeds) // (processes * _SHARES))
    chunks = [list(seeds[at : at + size]) for at in range(0, len(seeds), size)]
    if processes == 1 or len(chunks) == 1:
        yield from play_all(seeds)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for results in pool.imap_unordered(play_all, chunks):
            yield from results


def _together(traces: dict[int, str]) -> str:
    """One short hash over all traces, to compare two runs by."""
    text = "".join(traces[seed] for seed in sorted(traces))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _lines(story: Told | None) -> list[str]:
    return [*story.lines, f"{story.finding.name}: {story.finding.found}"] if story else []


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
        for line in failure.get("story", ()):
            print(f"    {line}")
    print(f"trace {shown['trace']}; {len(shown['failures']) or 'no'} failures")


def _print_bugs(found: list[dict[str, Any]], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"bugs": found}))
    else:
        for bug in found:
            after = bug["caught_after"]
            said = f"caught after {after} by: {bug['property']}" if after else "NOT CAUGHT"
            print(f"{bug['name']}: {said}")
    missed = [bug["name"] for bug in found if bug["caught_after"] is None]
    if missed:
        print(f"{len(missed)} deliberate mistakes got away.", file=sys.stderr)
    return 1 if missed else 0


def _print_bug(found: dict[str, Any], *, as_json: bool) -> int:
    """One mistake with the short story of how it was caught."""
    if found["caught_after"] is not None:
        found["story"] = _lines(told(found["seed"], bug=found["name"]))
    status = _print_bugs([found], as_json=as_json)
    for line in found.get("story", ()) if not as_json else ():
        print(f"  {line}")
    return status


def _print_small(found: Found, *, as_json: bool) -> int:
    failure = None if found.failure is None else asdict(found.failure)
    shown = {"visited": found.visited, "left": found.left, "steps": found.moves, "rests": found.rests}
    if as_json:
        print(json.dumps({**shown, "failure": failure, "path": [move.told() for move in found.path]}))
    else:
        print(
            f"{found.visited} states visited, {found.left} steps left, {found.moves} taken, {found.rests} at rest"
        )
        for move in found.path:
            print(f"  {move.told()}")
        print(f"{found.failure.name}: {found.failure.found}" if found.failure else "no failure")
    return 1 if failure else 0
