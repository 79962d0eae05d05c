"""A replica of a small business for one test, in the test's own folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.world import World


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Makes worlds, keyed unless said otherwise, and closes them."""
    made: list[World] = []

    def make(name: str = "business.db", **how: object) -> World:
        made.append(World(tmp_path / name, seed=len(made) + 1, **how))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for world in made:
        world.replica.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """A keyed replica with its organisation, connected to a cloud."""
    return make_world()
