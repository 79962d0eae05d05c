"""Where schedules are played: a folder in memory with the beginnings made once, and playing one or many on it.

Promises: every fiftieth seed is played twice and must leave the same trace; what a failing schedule was is told as a
short story; a mistake is hunted until a property catches it. Nothing is left behind.
May not know: processes, how it is printed.
"""

import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from onetool_desktop.proof.simulator import bugs
from onetool_desktop.proof.simulator.beginning import Beginning, begin
from onetool_desktop.proof.simulator.plan import Plan
from onetool_desktop.proof.simulator.properties import Finding
from onetool_desktop.proof.simulator.schedule import STEPS, Result, Schedule
from onetool_desktop.proof.simulator.shrink import TRIES, shrunk
from onetool_desktop.proof.simulator.stage import Stage
from onetool_desktop.proof.simulator.story import Story

TWICE_EVERY = 50
_SAME = "the same seed plays the same trace"


def devices_of(seed: int) -> int:
    """How many devices a seed plays with: two to four."""
    return 2 + seed % 3


class Ground:
    """A folder in memory where schedules are played, with the beginnings made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stages: list[Stage] = []
        self.beginning = cache(self._begin)
        self.stage = cache(self._set)

    def close(self) -> None:
        """Gives back the files."""
        for stage in self._stages:
            stage.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, devices: int) -> Beginning:
        return begin(self.folder / f"beginning{devices}", devices)

    def _set(self, devices: int) -> Stage:
        stage = Stage(self.beginning(devices), self.folder / f"stage{devices}")
        self._stages.append(stage)
        return stage


@dataclass(frozen=True, slots=True)
class Told:
    """A failing schedule made short: the steps that are needed, how they went, and what was found."""

    steps: int
    lines: tuple[str, ...]
    finding: Finding


def told(seed: int, *, bug: str | None = None, tries: int = TRIES) -> Told | None:
    """The story of a seed that fails, with a mistake switched on if one is named; None for one that does not."""
    with open_ground() as ground, bugs.switched_on(bug) if bug else nullcontext():

        def played(plan: Plan | int, story: Story | None = None) -> tuple[Result, Plan]:
            schedule = Schedule(seed, ground.stage(devices_of(seed)), steps=plan, story=story)
            try:
                return schedule.run(), schedule.plan
            finally:
                schedule.close()

        first, plan = played(STEPS)
        finding = first.failure
        if finding is None:
            return None

        def fails(shorter: Plan) -> bool:
            found = played(shorter)[0].failure
            return found is not None and found.name == finding.name

        short = shrunk(plan[: first.steps], fails, tries=tries)
        story = Story(heard=True)
        last = played(short, story)[0].failure or Finding(_SAME, f"{finding.name} is broken no more")
        return Told(len(short), tuple(story.lines), last)


@contextmanager
def open_ground() -> Generator[Ground]:
    """A fresh ground, in memory where the system has such a folder."""
    memory = Path("/dev/shm")  # noqa: S108 - files that live for one schedule belong in memory
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="onetool-simulation-", dir=parent))
    log = logging.getLogger("onetool_desktop.sync")
    level, collector = log.level, gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)  # what a schedule makes is mostly gone with its step
    log.setLevel(logging.CRITICAL)  # deliberate faults are no news
    ground = Ground(folder)
    try:
        yield ground
    finally:
        log.setLevel(level)
        gc.set_threshold(*collector)
        ground.close()


def play_all(seeds: Iterable[int]) -> list[Result]:
    """Plays some seeds in this process."""
    results: list[Result] = []
    with open_ground() as ground:
        for seed in seeds:
            result = play(seed, ground)
            if seed % TWICE_EVERY == 0:
                result = _same_again(result, play(seed, ground))
            results.append(result)
    return results


def play(seed: int, ground: Ground) -> Result:
    """Plays one seed."""
    schedule = Schedule(seed, ground.stage(devices_of(seed)))
    try:
        return schedule.run()
    finally:
        schedule.close()


def _same_again(first: Result, second: Result) -> Result:
    """The first result, unless the second time went otherwise."""
    if first.trace == second.trace:
        return first
    return replace(first, failure=Finding(_SAME, f"{first.trace} {second.trace}"))
