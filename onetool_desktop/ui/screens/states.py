"""How each state looks: a word, an icon and a tone, in one table for every screen.

What follows from a date or a payment (overdue, partly paid, expired) is asked from the row's values and today, with
the words of the product. May not know: widgets.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.domain.visits import Stage, stage_of
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.colours import Tone

_STATES: dict[str, dict[str, Badge]] = {
    "clients": {
        "lead": Badge(N_("Lead"), "star", Tone.INFO),
        "active": Badge(N_("Active"), "circle-dot", Tone.GOOD),
        "inactive": Badge(N_("Inactive"), "pause", Tone.NEUTRAL),
        "archived": Badge(N_("Archived"), "archive", Tone.MUTED),
    },
    "projects": {
        "planned": Badge(N_("Planned"), "circle", Tone.NEUTRAL),
        "in-progress": Badge(N_("In progress"), "circle-half", Tone.INFO),
        "completed": Badge(N_("Completed"), "check-circle", Tone.GOOD),
        "cancelled": Badge(N_("Cancelled"), "slash-circle", Tone.MUTED),
    },
    "tasks": {
        "pending": Badge(N_("Planned"), "circle", Tone.NEUTRAL),
        "travelling": Badge(N_("On the way"), "travel", Tone.INFO),
        "arrived": Badge(N_("On site"), "property", Tone.INFO),
        "in-progress": Badge(N_("In progress"), "circle-half", Tone.INFO),
        "completed": Badge(N_("Completed"), "check-circle", Tone.GOOD),
        "cancelled": Badge(N_("Called off"), "slash-circle", Tone.MUTED),
    },
    "quotes": {
        "draft": Badge(N_("Draft"), "circle-dashed", Tone.NEUTRAL),
        "sent": Badge(N_("Sent"), "sent", Tone.INFO),
        "approved": Badge(N_("Approved"), "check-circle", Tone.GOOD),
        "declined": Badge(N_("Declined"), "x-circle", Tone.BAD),
        "expired": Badge(N_("Expired"), "clock", Tone.WARN),
    },
    "invoices": {
        "draft": Badge(N_("Draft"), "circle-dashed", Tone.NEUTRAL),
        "sent": Badge(N_("Issued"), "sent", Tone.INFO),
        "cancelled": Badge(N_("Void"), "slash-circle", Tone.MUTED),
        "paid": Badge(N_("Paid"), "check-circle", Tone.GOOD),
        "part": Badge(N_("Partly paid"), "circle-half", Tone.WARN),
        "overdue": Badge(N_("Overdue"), "attention", Tone.BAD),
    },
    "skus": {
        "in-use": Badge(N_("In use"), "check-circle", Tone.GOOD),
        "away": Badge(N_("Put away"), "archive", Tone.MUTED),
    },
}

_LEAST = 3  # fewer letters begin too many words to be about a state


def widest(collection: str) -> tuple[str, ...]:
    """The words of a collection's states, not yet translated: a column is as wide as the longest."""
    return tuple(badge.word for badge in _STATES[collection].values())


def named(collection: str, typed: str) -> tuple[str, ...]:
    """The states that a search may mean: each word typed begins a word of theirs, one of them by three letters."""
    words = typed.casefold().split()
    if max(map(len, words), default=0) < _LEAST:
        return ()
    spoken = {state: _(badge.word).casefold().split() for state, badge in _STATES.get(collection, {}).items()}
    return tuple(
        state
        for state, parts in spoken.items()
        if all(any(part.startswith(word) for part in parts) for word in words)
    )


def badge_of(collection: str, state: str | None) -> Badge | None:
    """The badge of a state; None for one this version has no word for."""
    badge = _STATES[collection].get(state or "")
    return Badge(_(badge.word), badge.icon, badge.tone) if badge is not None else None


def task_state(fields: Mapping[str, Any]) -> str:
    """A task's state, *travelling* and *arrived* among them."""
    stage = stage_of(fields)
    return stage.value if stage in (Stage.TRAVELLING, Stage.ARRIVED) else str(fields.get("status"))


def item_state(fields: Mapping[str, Any]) -> str:
    """An item's state: in use unless it was put away."""
    return "in-use" if fields.get("isActive", True) else "away"


def quote_state(fields: Mapping[str, Any], today: date) -> str:
    """A quote's state, *expired* among them."""
    until = fields.get("validUntil")
    if fields.get("status") == "sent" and until and date.fromisoformat(until) < today:
        return "expired"
    return str(fields.get("status"))


def invoice_state(fields: Mapping[str, Any], *, paid: int, owed: int, today: date) -> str:
    """An invoice's state, *paid*, *part* and *overdue* among them."""
    status = str(fields.get("status"))
    if status != "sent":
        return status
    if owed <= 0:
        return "paid"
    due = fields.get("dueDate")
    if due and date.fromisoformat(due) < today:
        return "overdue"
    return "part" if paid > 0 else "sent"
