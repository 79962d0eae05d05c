"""What a running cloud does once a day, beside its calls.

Promises: a job that breaks is logged and tried again the next day; it keeps neither the others from theirs nor the
cloud from its calls. Cancelled, it ends after the job under way.
May not know: what the jobs do.
"""

import logging
from collections.abc import Callable, Sequence

import anyio
import anyio.to_thread

FIRST_S = 60.0  # a start is not slowed by it
DAY_S = 24 * 3_600.0
_LOG = logging.getLogger("onetool.cloud")


async def keep_house(jobs: Sequence[Callable[[], object]], *, first_s: float = FIRST_S) -> None:
    """The jobs, every day, until it is cancelled."""
    wait_s = first_s
    while True:
        await anyio.sleep(wait_s)
        wait_s = DAY_S
        for job in jobs:
            await anyio.to_thread.run_sync(_do, job)


def _do(job: Callable[[], object]) -> None:
    try:
        job()
    except Exception as error:  # noqa: BLE001 - tomorrow is another day; what broke may hold what people typed
        _LOG.error("a daily job broke: %s", type(error).__name__)
