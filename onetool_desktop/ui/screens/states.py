"""How each state looks: a word, an icon and a tone, in one table for every screen.

What follows from a date or a payment (overdue, partly paid, expired) is asked from the row's values and today, with
the words of the product. May not know: widgets.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onetool_desktop.domain.visits import Stage, stage_of
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.colours import Tone

_STATES: dict[str, dict[str, Badge]] = {
    "clients": {
        "lead": Badge("Lead", "star", Tone.INFO),
        "active": Badge("Active", "circle-dot", Tone.GOOD),
        "inactive": Badge("Inactive", "pause", Tone.NEUTRAL),
        "archived": Badge("Archived", "archive", Tone.MUTED),
    },
    "projects": {
        "planned": Badge("Planned", "circle", Tone.NEUTRAL),
        "in-progress": Badge("In progress", "circle-half", Tone.INFO),
        "completed": Badge("Completed", "check-circle", Tone.GOOD),
        "cancelled": Badge("Cancelled", "slash-circle", Tone.MUTED),
    },
    "tasks": {
        "pending": Badge("Planned", "circle", Tone.NEUTRAL),
        "travelling": Badge("On the way", "travel", Tone.INFO),
        "arrived": Badge("On site", "property", Tone.INFO),
        "in-progress": Badge("In progress", "circle-half", Tone.INFO),
        "completed": Badge("Completed", "check-circle", Tone.GOOD),
        "cancelled": Badge("Called off", "slash-circle", Tone.MUTED),
    },
    "quotes": {
        "draft": Badge("Draft", "circle-dashed", Tone.NEUTRAL),
        "sent": Badge("Sent", "sent", Tone.INFO),
        "approved": Badge("Approved", "check-circle", Tone.GOOD),
        "declined": Badge("Declined", "x-circle", Tone.BAD),
        "expired": Badge("Expired", "clock", Tone.WARN),
    },
    "invoices": {
        "draft": Badge("Draft", "circle-dashed", Tone.NEUTRAL),
        "sent": Badge("Sent", "sent", Tone.INFO),
        "cancelled": Badge("Void", "slash-circle", Tone.MUTED),
        "paid": Badge("Paid", "check-circle", Tone.GOOD),
        "part": Badge("Partly paid", "circle-half", Tone.WARN),
        "overdue": Badge("Overdue", "attention", Tone.BAD),
    },
}


def widest(collection: str) -> str:
    """The longest word of a collection's states."""
    return max((badge.word for badge in _STATES[collection].values()), key=len)


def badge_of(collection: str, state: str | None) -> Badge | None:
    """The badge of a state; None for one this version has no word for."""
    return _STATES[collection].get(state or "")


def task_state(fields: Mapping[str, Any]) -> str:
    """A task's state, *travelling* and *arrived* among them."""
    stage = stage_of(fields)
    return stage.value if stage in (Stage.TRAVELLING, Stage.ARRIVED) else str(fields.get("status"))


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
