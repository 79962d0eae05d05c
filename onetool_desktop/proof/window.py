"""The window command: the application, with the sample business to hand in.

Why: while the program starts it makes a hundred thousand objects that all stay, and the collector would look through
them again and again, a tenth of the start. So it rests until the window's loop collects; what was made by then is
set aside, and so are the other screens once they are ready.
"""

import argparse
import gc
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from onetool_desktop.domain.ports import Ids

if TYPE_CHECKING:
    from onetool_desktop.store.replica import Replica

_SEED = 2026


def run(args: argparse.Namespace) -> int:
    """Opens the window of the chosen profile."""
    return open_window(args)


def open_window(args: argparse.Namespace, *, when_usable: Callable[[], None] | None = None) -> int:
    """The same; `when_usable` is told once that the first list can be seen."""
    gc.disable()
    from onetool_desktop.app import AppOptions, run as run_app
    from onetool_desktop.platform import collector

    return run_app(args, AppOptions(sample=_fill, when_open=collector.set_aside, when_usable=when_usable))


def _fill(replica: "Replica", ids: Ids) -> None:
    """A sample whose days are near the day on which it is made."""
    from onetool_desktop.proof.sample.load import load_sample

    today = date.fromtimestamp(replica.clock.now_ms() / 1000)  # noqa: DTZ012 - the computer's own day is meant
    load_sample(replica, seed=_SEED, today=today, ids=ids)
