"""The world every test starts in: offscreen, with an empty keyring in memory, watched logs and judged skips."""

import gc
import os
from collections.abc import Iterator

# Before anything imports Qt: without a display it aborts.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
import pytest
from hypothesis import settings

from onetool_desktop.platform import collector
from onetool_desktop.platform.keyring_memory import MemoryKeyring

pytest_plugins = [
    "tests.support.log_discipline",
    "tests.support.skip_discipline",
    "tests.support.loop_table",
    "tests.support.loop_discipline",
    "tests.support.scratch",
]

# Shared machines stall now and then: an example that takes long is no finding. In CI the examples are fixed.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true", print_blob=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def memory_keyring() -> MemoryKeyring:
    """The keyring of this test; nothing is in it and nothing outlives the test."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(autouse=True)
def usual_collector() -> Iterator[None]:
    """Garbage is collected in this thread alone, as where windows are: a reader's thread would destroy the windows of
    the tests before. A command that a test runs in this process has the collector look rarely, for good: each window
    that is made afterwards would be held, up to a gigabyte at the end of the run.
    """
    collector.keep_to_one_thread()
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)
    collector.collect_due()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-seed", type=int, default=1, help="the seed of the random work at a window")
