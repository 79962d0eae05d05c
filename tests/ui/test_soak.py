"""Random work at a real window with rows changing underneath: nothing raises, nothing leaks, the rows stay true."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.proof.sample.business import sample_business
from onetool_desktop.proof.sample.load import load_steps
from onetool_desktop.proof.sample.values import Size
from onetool_desktop.services.days import day_at
from tests.support.loop_discipline import WatchedBot
from tests.sync.world import World
from tests.ui.support.soak import Soak, give_back_at_once

MOST_MB = 20


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--soak-seed") or 1)


@pytest.fixture
def make_soak(
    qtbot: WatchedBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[int], Soak]]:
    """A firm of a few clients at two devices of one cloud; nothing reaches the system around the window."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    monkeypatch.setattr("webbrowser.open", lambda _url: True)
    world, made = World(tmp_path), list[Soak]()

    def make(seed: int) -> Soak:
        me = world.owner()
        identity = me.replica.identity
        today = date.fromisoformat(day_at(me.clock.now_ms(), "Europe/Berlin"))
        sample = sample_business(
            seed=1, today=today, ids=me.gate.ids, org=identity.org, owner=identity.user_id, size=Size.of(6)
        )
        load_steps(me.replica, sample)
        me.sync()
        made.append(Soak(qtbot, me, world.again(me), tmp_path, seed=seed))
        made[-1].begin()
        return made[-1]

    yield make
    for soak in made:
        soak.close()
    world.close()


def test_a_minute_of_anything_at_all(make_soak: Callable[[int], Soak], seed: int) -> None:
    soak = make_soak(seed)
    soak.do(150)
    assert soak.arrivals
    assert soak.in_step() == []


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_two_thousand_actions_leave_nothing_behind(make_soak: Callable[[int], Soak], seed: int) -> None:
    give_back_at_once()
    soak = make_soak(seed + 1)
    soak.open_records(4)  # what is made when it is first shown is no leak
    soak.do(1_200)
    before = soak.weigh()
    soak.do(1_400)
    grown = soak.weigh() - before
    print(
        f"soak: 2600 actions, {soak.arrivals} arrivals, {len(soak.testers)} models,"
        f" grown {grown:.1f} MB in the last 1400"
    )
    assert soak.in_step() == []
    assert not sys.platform.startswith("linux") or grown < MOST_MB
