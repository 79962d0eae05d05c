"""The way from a device to a cloud in this process, without HTTP: a test can cut it, and change what passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.proof.simulator.network import translated
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call


@dataclass
class Wire:
    """The way to the cloud. `cut`: nothing passes; `before` and `after` may raise or change what passes."""

    service: CloudService
    cut: bool = False
    before: Callable[[Call], None] = lambda _call: None
    after: Callable[[Call, Any], Any] = lambda _call, value: value
    calls: list[Call] = field(default_factory=list[Call])

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        if self.cut:
            raise errors.UnreachableError("The cloud cannot be reached.")
        self.calls.append(call)
        self.before(call)
        try:
            value = self.service.call(call.kind, call.path, call.args, bearer)
        except CallError as error:
            raise translated(error) from error
        return self.after(call, value)


def cut_each_call_once(wire: Wire) -> set[str]:
    """The first answer to every call is lost; the paths that were asked so far."""
    seen: set[str] = set()

    def cut(call: Call, value: Any) -> Any:
        if call.path not in seen:
            seen.add(call.path)
            raise errors.UnreachableError(f"The answer to {call.path} was lost.")
        return value

    wire.after = cut
    return seen
