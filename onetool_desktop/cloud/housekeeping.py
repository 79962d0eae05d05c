"""What a running cloud does beside its calls: once a day, and whatever large deletes left to be done.

Promises: a job that breaks is logged and tried again, a daily one the next day; it keeps neither the others from theirs
nor the cloud from its calls. Cancelled, it ends after the job under way.
May not know: what the jobs do.
"""

import logging
from collections.abc import Callable, Sequence

import anyio
import anyio.to_thread

FIRST_S = 60.0  # a start is not slowed by it
DAY_S = 24 * 3_600.0
PAUSE_S = 1.0  # between two looks for steps to take: a read of an index that is empty
_LOG = logging.getLogger("onetool.cloud")


async def keep_house(jobs: Sequence[Callable[[], object]], *, first_s: float = FIRST_S) -> None:
    """The jobs, every day, until it is cancelled."""
    wait_s = first_s
    while True:
        await anyio.sleep(wait_s)
        wait_s = DAY_S
        for job in jobs:
            await anyio.to_thread.run_sync(_do, job)


async def take_steps(step: Callable[[], object], *, pause_s: float = PAUSE_S) -> None:
    """Steps, one after another while they say that there was something to do, until it is cancelled."""
    while True:
        if not await anyio.to_thread.run_sync(_do, step):
            await anyio.sleep(pause_s)


def _do(job: Callable[[], object]) -> object:
    """What the job gives; None where it broke."""
    try:
        return job()
    except Exception as error:  # noqa: BLE001 - it is tried again; what broke may hold what people typed
        _LOG.error("a job beside the calls broke: %s", type(error).__name__)
        return None
