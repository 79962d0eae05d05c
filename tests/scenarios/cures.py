"""Each scenario names the mistake that undoes its cure, and is told twice: it holds, and with the mistake it breaks."""

import logging
from collections.abc import Callable

import pytest

from onetool_desktop.proof.simulator import bugs
from tests.scenarios import mistakes
from tests.sync.world import World

Scenario = Callable[[World], None]


def cured_by(mistake: str) -> Callable[[Scenario], Callable[[World, str | None], None]]:
    """Has a scenario run as it is, and once more with the mistake switched on, which must break it."""

    def twice(scenario: Scenario) -> Callable[[World, str | None], None]:
        @pytest.mark.parametrize("without", [None, mistake], ids=["holds", f"not with {mistake}"])
        def told(world: World, without: str | None) -> None:
            if without is None:
                scenario(world)
                return
            switch = mistakes.switched_on if without in mistakes.ALL else bugs.switched_on
            logging.disable()  # a mistake is no news
            with switch(without):
                broke = _breaks(scenario, world)
            logging.disable(logging.NOTSET)
            assert broke, f"it holds as well with {without}"

        told.__name__, told.__doc__ = scenario.__name__, scenario.__doc__
        return told

    return twice


def _breaks(scenario: Scenario, world: World) -> bool:
    """Whether the scenario fails, by a question of its own or by what the mistake brings down."""
    try:
        scenario(world)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever a mistake brings down
        return True
    return False
