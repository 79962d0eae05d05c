"""What can go wrong between a device and its cloud, as one small tree.

    CloudError                a sentence for a person, like every error here
    ├── UnreachableError      no answer: no network, refused, time-out, broken off half-way
    ├── UnauthenticatedError  the sign-in has run out or is not accepted
    ├── BusyError             429, 409, 503: come again, after `retry_after_ms` where the cloud said when
    ├── FaultError            5xx: the cloud stumbled
    ├── TooLargeError         413: send less
    ├── RefusedError          the call itself was refused, with the contract's `code` and its data
    └── NotOursError          something answered that is no OneTool cloud, or that this program cannot read

Promises: only `RefusedError` is an answer; everything else is a reason to try again and never touches what waits.
"""

from collections.abc import Mapping
from typing import Any

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.sync.causes import Cause

KEPT = N_("Everything you entered is kept on this computer.")
WITHDRAWN = "withdrawn"  # why a sign-in ended, where the cloud says so
GOES_ON = N_("OneTool tries again by itself.")


class CloudError(SentenceError):
    """The cloud could not be asked, or said no."""

    def __init__(self, happened: str, *, safe: str = KEPT, next_step: str = GOES_ON) -> None:
        super().__init__(happened, safe=_(safe), next_step=_(next_step))


class UnreachableError(CloudError):
    """No answer came."""


class UnauthenticatedError(CloudError):
    """The sign-in is not accepted; `withdrawn` where the access of this computer was taken away."""

    def __init__(
        self, happened: str, *, safe: str = KEPT, next_step: str = GOES_ON, withdrawn: bool = False
    ) -> None:
        super().__init__(happened, safe=safe, next_step=next_step)
        self.withdrawn = withdrawn


class BusyError(CloudError):
    """The cloud asks to come again later."""

    def __init__(self, happened: str, *, retry_after_ms: int | None = None) -> None:
        super().__init__(happened)
        self.retry_after_ms = retry_after_ms


class FaultError(CloudError):
    """The cloud failed on its own side."""


class TooLargeError(CloudError):
    """The request was larger than the cloud, or something before it, takes."""


class RefusedError(CloudError):
    """The call was refused. `code` is a word of the contract, `data` what came with it."""

    def __init__(self, code: str, message: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, next_step="")
        self.code = code
        self.data: Mapping[str, Any] = data or {}


class NotOursError(CloudError):
    """An answer that no OneTool cloud gives; `cause` where more is known than that."""

    def __init__(
        self, happened: str, *, safe: str = KEPT, next_step: str = GOES_ON, cause: Cause = Cause.STRANGE
    ) -> None:
        super().__init__(happened, safe=safe, next_step=next_step)
        self.cause = cause
