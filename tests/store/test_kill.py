"""A writer killed at any moment: all it acknowledged is there, nothing is half there, and the next start is quick.

The kill falls a drawn moment after the child says it is inside a save; how many kills hit one is counted.
"""

import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from onetool_desktop.store import exchange, journal, outbox
from onetool_desktop.store.replica import Replica
from tests.store.world import KEY, World

pytestmark = [pytest.mark.proof, pytest.mark.timeout(300)]
KILLS = 40
CHILD = Path(__file__).with_name("saving_child.py")


@dataclass
class Toll:
    """What the lives have acknowledged, and where they ended."""

    acknowledged: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    kills: int = 0
    inside: int = 0


def live_and_die(path: Path, life: int, rng: random.Random, toll: Toll) -> None:
    """One life: it is killed in its n-th save, or just after."""
    command = [sys.executable, str(CHILD), str(path), KEY, str(life)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    last, left = "", rng.randint(1, 40)
    while left:
        line = child.stdout.readline()
        assert line, "the writer ended by itself"
        left -= line == "in\n"
        last = note(line, last, toll)
    moment = time.perf_counter() + rng.uniform(0, 0.002)
    while time.perf_counter() < moment:
        pass
    child.kill()
    for line in child.stdout.read().splitlines(keepends=True):
        last = note(line, last, toll)
    child.stdout.close()
    child.wait()
    toll.kills += 1
    toll.inside += last == "in"


def note(line: str, last: str, toll: Toll) -> str:
    if not line.endswith("\n"):
        return last
    word, *rest = line.split()
    if word == "ok":
        toll.acknowledged.append((rest[0], rest[1], rest[2]))
    return word


def found_wrong(replica: Replica, toll: Toll) -> list[str]:
    """What is not as it should be in a file after a kill."""
    reads = replica.reads()
    wrong = [
        f"{gid} was acknowledged and is lost"
        for gid, *_ in toll.acknowledged
        if outbox.entry(reads.db, gid) is None
    ]
    clients = {row_id for (row_id,) in reads.db.execute("SELECT id FROM clients")}
    contacts = {row_id for (row_id,) in reads.db.execute('SELECT "clientId" FROM "clientContacts"')}
    wrong += [f"{row_id} is half there" for row_id in clients ^ contacts]
    wrong += [f"{client} is lost" for _, client, _ in toll.acknowledged if client not in clients]
    in_journal = {entry.group.gid for entry in journal.salvage(journal.journal_path(replica.path), KEY)}
    wrong += [
        f"{e.group.gid} is not in the journal"
        for e in outbox.entries(reads.db)
        if e.group.gid not in in_journal
    ]
    wrong += exchange.visible_equals_fold(replica)
    return wrong if replica.check() else [*wrong, "the file is damaged"]


def test_what_was_acknowledged_survives_any_kill(world: World) -> None:
    rng, toll = random.Random(20260504), Toll()
    world.replica.close()
    slowest = 0.0

    for life in range(1, KILLS + 1):
        live_and_die(world.path, life, rng, toll)
        begin = time.perf_counter()
        replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)
        slowest = max(slowest, time.perf_counter() - begin)
        try:
            assert found_wrong(replica, toll) == [], f"after life {life}"
        finally:
            replica.close()

    world.replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)
    print(
        f"{toll.kills} kills, {toll.inside} inside one of {len(toll.acknowledged)} saves; start {slowest:.3f} s"
    )
    assert toll.inside * 2 >= toll.kills, "too few kills fell into a save"
    assert len(toll.acknowledged) > KILLS
    assert slowest <= 2
