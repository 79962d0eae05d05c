"""What comes down a wake-up stream, line by line: heads of one organisation, and nothing else is believed.

Promises: a line, an event and the whole stream are bounded: so many bytes to begin with and so many each second, far
above what a busy cloud sends; another organisation, another shape, or more than that is a `NotOursError`. Nothing that
came is kept but the head.
May not know: how lines travel, what a head means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from onetool_desktop.changes.values import Invalid
from onetool_desktop.changes.wire import loads
from onetool_desktop.domain.translate import _
from onetool_desktop.sync.calls import strange
from onetool_desktop.sync.errors import NotOursError

MAX_EVENT = 1024
MAX_HEAD = 64
AT_ONCE = 64 * 1024
EACH_SECOND = 8 * 1024


class Wakeups:
    """The events of one stream; `monotonic` gives seconds."""

    def __init__(self, org: str, *, monotonic: Callable[[], float]) -> None:
        self._org = org
        self._monotonic = monotonic
        self._began = monotonic()
        self._size = 0
        self._data = b""

    def take(self, line: bytes) -> str | None:
        """The head an event ends with at this line; None for every other line. Raises `NotOursError`."""
        self._weigh(line)
        if line.startswith(b"data:"):
            self._data += line[5:].strip()
            if len(self._data) > MAX_EVENT:
                raise strange()
        elif not line and self._data:
            data, self._data = self._data, b""
            return self._head(data)
        return None

    def _weigh(self, line: bytes) -> None:
        self._size += len(line) + 1
        if self._size > AT_ONCE + EACH_SECOND * (self._monotonic() - self._began):
            raise NotOursError(_("The cloud talks without end where it should only wake this computer."))

    def _head(self, data: bytes) -> str:
        try:
            event = loads(data)
        except Invalid as error:
            raise strange() from error
        if not isinstance(event, dict):
            raise strange()
        m = cast(dict[str, Any], event)
        head = m.get("head")
        if m.get("org") != self._org or not isinstance(head, str) or not 0 < len(head) <= MAX_HEAD:
            raise strange()
        return head
