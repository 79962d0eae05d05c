"""The window command: the application, with the sample business to hand in."""

import argparse
from datetime import date

from onetool_desktop.app import AppOptions
from onetool_desktop.app import run as run_app
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.load import load_sample
from onetool_desktop.store.replica import Replica

_SEED = 2026


def run(args: argparse.Namespace) -> int:
    """Opens the window of the chosen profile."""
    return run_app(args, AppOptions(sample=_fill))


def _fill(replica: Replica, ids: Ids) -> None:
    """A sample whose days are near the day on which it is made."""
    today = date.fromtimestamp(replica.clock.now_ms() / 1000)  # noqa: DTZ012 - the computer's own day is meant
    load_sample(replica, seed=_SEED, today=today, ids=ids)
