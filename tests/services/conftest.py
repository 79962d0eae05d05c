"""Desks: replicas on which services are tried, with a clock that moves when told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.services import organisation
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica

TODAY = "2026-03-02"
NOON_MS = 1_772_452_800_000  # 2026-03-02T12:00Z


class Desk:
    """One person at one replica of a business that has its settings."""

    def __init__(self, path: Path, *, seed: int, connected: bool) -> None:
        self.path = path
        self.clock = ManualClock(NOON_MS)
        self.ids = SeededIds(seed, self.clock)
        identity = organisation.new_identity(ids=self.ids, name="Green Garden")
        self.replica = Replica.create(path, identity, key=None, clock=self.clock, ids=self.ids)
        organisation.open_business(
            self.replica, name="Green Garden", currency="EUR", timezone="Europe/Berlin", owner="Ada"
        )
        if connected:
            self.become(replace(identity, connected=True, series="B7"))

    def become(self, identity: Identity) -> None:
        self.replica.write(lambda tx: self.replica.become(tx, identity))

    def reopen(self) -> None:
        """As after a crash: the same file, opened anew."""
        self.replica.close()
        self.replica = Replica.open(self.path, key=None, clock=self.clock, ids=self.ids)

    def fields(self, c: str, row_id: str) -> dict[str, object]:
        row = self.replica.reads().row(c, row_id)
        assert row is not None
        return dict(row.f)


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(*, connected: bool = False) -> Desk:
        folder = tmp_path / str(len(desks))
        folder.mkdir()
        desks.append(Desk(folder / "replica.db", seed=len(desks) + 1, connected=connected))
        return desks[-1]

    yield make
    for desk in desks:
        desk.replica.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A business on one computer."""
    return make_desk()


@pytest.fixture
def connected(make_desk: Callable[..., Desk]) -> Desk:
    """A device of a business with a cloud; its series is B7."""
    return make_desk(connected=True)
