"""Runs service calls and queries in their lanes and hands the answers back.

Promises: `write` runs in the one write lane, `read` in the read pool, what is asked of the cloud
in a lane of its own; none ever waits; what comes back arrives
on the GUI thread by `Delivery`; an error without a place of its own goes to the window's error bar. What changed is
told by the replica to the change bus, not from here. May not know: screens, services.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import TypeVar

from PySide6.QtCore import QObject

from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.ui.runtime.delivery import Delivery, always
from onetool_desktop.ui.runtime.errors import ErrorPlaces

T = TypeVar("T")


def nothing(_result: object) -> None:
    """The answer needs no further step."""


class Operations:
    """Starts work for screens."""

    def __init__(self, *, lanes: Lanes, delivery: Delivery, errors: ErrorPlaces) -> None:
        self._lanes = lanes
        self._delivery = delivery
        self._errors = errors
        self._open = True

    def write(
        self,
        owner: QObject,
        call: Callable[[], T],
        *,
        then: Callable[[T], None] = nothing,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Runs a service call; `owner` is the widget that wants to know."""
        self._run(Lane.WRITE, owner, call, then, failed, always)

    def read(
        self,
        owner: QObject,
        call: Callable[[], T],
        *,
        then: Callable[[T], None],
        current: Callable[[], bool] = always,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Runs a query without a bound; bounded ones may run where they are needed.

        One whose answer is no longer wanted by the time a reader is free is left out.
        """

        def unless_void() -> T:
            if not current():
                raise CancelledError
            return call()

        self._run(Lane.READ, owner, unless_void, then, failed, current)

    def paper(
        self,
        owner: QObject,
        call: Callable[[], T],
        *,
        then: Callable[[T], None],
        current: Callable[[], bool] = always,
    ) -> None:
        """Makes or renders pages."""
        self._run(Lane.PAPER, owner, call, then, None, current)

    def ask(
        self,
        owner: QObject,
        call: Callable[[], T],
        *,
        then: Callable[[T], None],
        current: Callable[[], bool] = always,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Asks the cloud for something a person waits for, beside the sync; may take as long as the network does."""
        self._run(Lane.ASK, owner, call, then, failed, current)

    def close(self) -> None:
        """Starts nothing any more: the window is closing, and the lanes behind it may be gone."""
        self._open = False

    @property
    def idle(self) -> bool:
        """Whether no answer is on its way."""
        return self._delivery.idle

    def _run(
        self,
        lane: Lane,
        owner: QObject,
        call: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None,
        current: Callable[[], bool],
    ) -> None:
        if not self._open:
            return
        future = self._lanes.submit(lane, call)
        self._delivery.deliver(
            future, to=owner, then=then, failed=failed or self._errors.tell, current=current
        )
