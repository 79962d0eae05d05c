"""Mistakes with what is taken away for good: values that stay or come back, computers that keep their access."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# ruff: noqa: SLF001
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from onetool_desktop.changes import redact
from onetool_desktop.changes.values import REDACTED
from onetool_desktop.cloud import arriving, pull, redaction
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.tokens import Tokens
from onetool_desktop.services.undo import Step
from onetool_desktop.store import redacting


def the_higher_stamp_wins_over_a_redaction() -> Iterator[None]:
    """What was written in ignorance of a redaction is a write like any other."""
    with patch.object(redact, "unheard", lambda group, *_: group):
        yield


def whoever_writes_over_a_later_stamp_counts_as_told() -> Iterator[None]:
    """The second of two edits made in ignorance counts as made by somebody who had heard of it."""
    unheard = redact._unheard

    def wrong(change: Any, redactions: Any, row: Any) -> Any:
        last = max(change.b.values(), default="")
        told = {f"{REDACTED}{register}": h for register, h in redactions.items() if last >= h}
        found = unheard(replace(change, b={**change.b, **told}), redactions, row)
        return replace(found, b=change.b)

    with patch.object(redact, "_unheard", wrong):
        yield


def the_local_log_keeps_what_was_redacted() -> Iterator[None]:
    """A computer forgets the value in its rows, and not in the groups that wrote it."""
    with patch.object(redacting, "_forget_groups", lambda *_: set()):
        yield


def a_restored_cloud_is_not_redacted_again() -> Iterator[None]:
    """A backup brings back what was redacted since."""
    with patch.object(redaction, "redact_again", lambda *_, **__: 0):
        yield


def whoever_begins_anew_hears_of_the_living_alone() -> Iterator[None]:
    """The redaction of a deleted record is not told to a computer that fetches everything anew."""
    rest = arriving._rest
    with patch.object(arriving, "_rest", lambda member: (s for s in rest(member) if not s.dead)):
        yield


def undo_says_again_what_was_redacted() -> Iterator[None]:
    """What an action replaced is brought back, though it was redacted since."""
    with patch.object(Step, "may_say", lambda *_: True):
        yield


def a_withdrawn_device_goes_on_sending() -> Iterator[None]:
    """Whoever signs in again on a computer that lost its access sends as the device that is none any more."""
    run = Connection.run

    def wrong(self: Any, sql: str, values: Any = ()) -> Any:
        return run(self, sql.replace("AND d.withdrawn IS NULL", ""), values)

    with patch.object(Connection, "run", wrong):
        yield


def a_withdrawn_computer_reads_on() -> Iterator[None]:
    """Whoever signs in again on such a computer, and sends nothing, fetches as before, and nobody sees it."""
    with patch.object(pull, "seen_long_ago", lambda *_: False):
        yield


def the_sign_in_of_a_lost_computer_goes_on() -> Iterator[None]:
    """The device is none any more, and whoever holds it enrols another one."""
    with patch.object(Tokens, "withdraw", lambda *_: None):
        yield


ALL = (
    the_higher_stamp_wins_over_a_redaction,
    whoever_writes_over_a_later_stamp_counts_as_told,
    the_local_log_keeps_what_was_redacted,
    a_restored_cloud_is_not_redacted_again,
    whoever_begins_anew_hears_of_the_living_alone,
    undo_says_again_what_was_redacted,
    a_withdrawn_device_goes_on_sending,
    a_withdrawn_computer_reads_on,
    the_sign_in_of_a_lost_computer_goes_on,
)
