"""What the machine hears and what it asks for: frozen values, nothing else.

Events come from people and the system (an edit, the network, a timer that rang) or answer an effect. Each answer
carries the `attempt` of the effect it answers, so that a reply of an older attempt is known as such and dropped.
Promises: an effect is complete in itself; whoever runs it needs the replica and the cloud, and nothing of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from onetool_desktop.sync.causes import Cause

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Batch, Page, SyncState
    from onetool_desktop.store.selfcheck import Comparison
    from onetool_desktop.sync.calls import PushReply
    from onetool_desktop.sync.pace import Delay
    from onetool_desktop.sync.status import SyncStatus


class Trouble(StrEnum):
    """Why a step gave nothing."""

    UNREACHABLE = "unreachable"
    UNAUTHENTICATED = "unauthenticated"
    BUSY = "busy"
    FAULT = "fault"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    NOT_OURS = "not_ours"
    LOCAL = "local"  # this computer's own disk or database
    ASKS = "asks"  # the replica does not apply this before a person has said so; `code` says what


# --- heard from people and the system ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The engine is to run."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The engine is to rest: whatever is under way no longer counts."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A group was committed on this computer."""


@dataclass(frozen=True, slots=True)
class SyncNow:
    """The person pressed Sync."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person signed in again."""


@dataclass(frozen=True, slots=True)
class Network:
    """The system says the network came or went."""

    up: bool


@dataclass(frozen=True, slots=True)
class Focus:
    """The window came to the front or left it."""

    focused: bool


@dataclass(frozen=True, slots=True)
class Woken:
    """The cloud's content-free wake-up: its head is now `head`."""

    head: str


@dataclass(frozen=True, slots=True)
class Live:
    """Whether the cloud's wake-ups come from now on."""

    connected: bool


@dataclass(frozen=True, slots=True)
class Slept:
    """The computer was asleep, or the program was held still, and goes on."""


@dataclass(frozen=True, slots=True)
class CheckNow:
    """The person wants this computer compared with the cloud."""


@dataclass(frozen=True, slots=True)
class Proceed:
    """The person looked at why the engine stopped and lets it go on."""


@dataclass(frozen=True, slots=True)
class Rang:
    """The timer of an `Arm` is over."""

    token: int


# --- heard in answer to an effect ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loaded:
    """The replica's own account of where it stands (answers `Load`, `StartOver`, `FollowEpoch`, `Adopt`)."""

    attempt: int
    state: SyncState


@dataclass(frozen=True, slots=True)
class BatchRead:
    """The next groups to send, or none."""

    attempt: int
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class Pushed:
    """The cloud answered a push."""

    attempt: int
    batch: Batch
    reply: PushReply
    sent_at: int
    got_at: int


@dataclass(frozen=True, slots=True)
class Stored:
    """The outcomes are in the replica."""

    attempt: int
    state: SyncState


@dataclass(frozen=True, slots=True)
class PageCame:
    """A page of rows came."""

    attempt: int
    page: Page


@dataclass(frozen=True, slots=True)
class Applied:
    """The page is staged or applied; `at_ms` is the wall clock then."""

    attempt: int
    page: Page
    state: SyncState
    at_ms: int


@dataclass(frozen=True, slots=True)
class HeadCame:
    """Where the cloud stands; `at_ms` is the wall clock then."""

    attempt: int
    head: str
    epoch: str
    scopes: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class SumsCame:
    """The sums were compared: which collections differ, None where the two did not stand at the same place."""

    attempt: int
    differing: tuple[str, ...] | None
    head: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A page of the cloud's rows was held against the replica; its rows are in `found`."""

    attempt: int
    page: Page
    found: Comparison


@dataclass(frozen=True, slots=True)
class CheckEnded:
    """What was found is mended and written down."""

    attempt: int
    state: SyncState


@dataclass(frozen=True, slots=True)
class Renewed:
    """The sign-in was renewed without asking the person."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The cloud gave a new device: its UUID and the code of its number series."""

    attempt: int
    device: str
    series: str


@dataclass(frozen=True, slots=True)
class Surrendered:
    """The cloud keeps what was not sent, and this copy's key is gone."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The step gave nothing; `code` and `data` only for a refused call, `sentence` for the person."""

    attempt: int
    trouble: Trouble
    sentence: str = ""
    retry_after_ms: int | None = None
    code: str = ""
    data: Mapping[str, Any] | None = None
    cause: Cause | None = None


Event: TypeAlias = (
    Started | Stopped | Edited | SyncNow | SignedIn | Network | Focus | Woken | Live | Slept | CheckNow | Proceed | Rang
    | Loaded | BatchRead | Pushed | Stored | PageCame | Applied | HeadCame | SumsCame | Compared | CheckEnded
    | Renewed | Enrolled | Surrendered | Failed
)  # fmt: skip


# --- asked for ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """Read where the replica stands."""

    attempt: int


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Read the next groups to send, at most `limit` of them (0: as many as fit), none above `schema` (0: any)."""

    attempt: int
    limit: int
    schema: int = 0


@dataclass(frozen=True, slots=True)
class SendPush:
    """Send these groups; `poison` names the one the cloud is to record undecided."""

    attempt: int
    batch: Batch
    state: SyncState
    poison: str | None = None


@dataclass(frozen=True, slots=True)
class StoreOutcomes:
    """Write the answer to a push into the replica."""

    attempt: int
    pushed: Pushed


@dataclass(frozen=True, slots=True)
class SendPull:
    """Ask for the page after `cursor` (None: from the start)."""

    attempt: int
    cursor: str | None
    limit: int
    state: SyncState


@dataclass(frozen=True, slots=True)
class Stage:
    """Put the page aside until the checkpoint is whole."""

    attempt: int
    page: Page


@dataclass(frozen=True, slots=True)
class ApplyCheckpoint:
    """Apply the stage and this last page in one transaction."""

    attempt: int
    page: Page
    deletes_allowed: bool = False


@dataclass(frozen=True, slots=True)
class ApplyArrival:
    """Apply this page, and a stage before it, as it comes; `bulk`: into a file without a record of the cloud's."""

    attempt: int
    page: Page
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class StartOver:
    """The rights changed: void the stage and pull from the start beside the data, under `scopes`."""

    attempt: int
    scopes: str


@dataclass(frozen=True, slots=True)
class FollowEpoch:
    """The cloud was restored as `epoch`: offer again what is still kept, then pull from the start."""

    attempt: int
    epoch: str


@dataclass(frozen=True, slots=True)
class AskHead:
    """Ask where the cloud stands."""

    attempt: int


@dataclass(frozen=True, slots=True)
class AskSums:
    """Ask for the cloud's sums and hold the replica's against them."""

    attempt: int


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Ask for the page after `cursor` (None: from the start) and hold it against the replica, nothing applied."""

    attempt: int
    cursor: str | None
    limit: int
    state: SyncState
    found: Comparison


@dataclass(frozen=True, slots=True)
class EndCheck:
    """Mend what was found, and write the report; with nothing found it was equal."""

    attempt: int
    at_ms: int
    page: Page | None = None
    found: Comparison | None = None
    deletes_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Renew:
    """Renew the sign-in without asking the person."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Enrol:
    """This replica is a copy: enrol as a new device."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Surrender:
    """Access is lost: hand what was not sent to the administrators, then lock this copy."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Adopt:
    """Become the new device: renumber what waits and sign its stamps anew."""

    attempt: int
    device: str
    series: str


@dataclass(frozen=True, slots=True)
class Arm:
    """Set the one timer, replacing an earlier one."""

    token: int
    delay: Delay


@dataclass(frozen=True, slots=True)
class Tell:
    """The chip changes."""

    status: SyncStatus


Sending: TypeAlias = SendPush | SendPull | AskHead | AskSums | ComparePage | Renew | Enrol | Surrender
Storing: TypeAlias = (
    Load
    | ReadBatch
    | StoreOutcomes
    | Stage
    | ApplyCheckpoint
    | ApplyArrival
    | StartOver
    | FollowEpoch
    | Adopt
    | EndCheck
)
Effect: TypeAlias = Sending | Storing | Arm | Tell
