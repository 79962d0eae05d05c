"""The steps that documents, work and clients go through, as tables (words as in OneTool).

What follows from a date or from other rows (paid, overdue, expired, partly paid) is no status here: it is derived when
read and never stored or sent. Ranks settle two changes made apart: the higher one stands.
"""

from onetool_desktop.domain.declare import StatusTable


def _steps(table: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((start, end) for start, ends in table.items() for end in ends.split())


CLIENT = StatusTable(
    ranks={"lead": 0, "active": 1, "inactive": 2, "archived": 3},
    first=frozenset({"lead", "active", "inactive"}),
    steps=_steps(
        {
            "lead": "active inactive archived",
            "active": "lead inactive archived",
            "inactive": "lead active archived",
            "archived": "active",
        }
    ),
)
PROJECT = StatusTable(
    ranks={"planned": 0, "in-progress": 1, "completed": 2, "cancelled": 3},
    first=frozenset({"planned", "in-progress", "completed"}),
    steps=_steps(
        {
            "planned": "in-progress completed cancelled",
            "in-progress": "planned completed cancelled",
            "completed": "in-progress",
            "cancelled": "planned",
        }
    ),
)
TASK = StatusTable(
    ranks={"pending": 0, "in-progress": 1, "completed": 2, "cancelled": 3},
    first=frozenset({"pending", "in-progress", "completed", "cancelled"}),
    steps=_steps(
        {
            "pending": "in-progress completed cancelled",
            "in-progress": "pending completed cancelled",
            "completed": "pending in-progress",
            "cancelled": "pending",
        }
    ),
)
# revise is sent → draft, reopen is approved or declined → draft; both keep the number and raise the revision.
QUOTE = StatusTable(
    ranks={"draft": 0, "sent": 1, "declined": 2, "approved": 3},
    first=frozenset({"draft"}),
    steps=_steps({"sent": "approved declined draft", "approved": "draft", "declined": "draft"}),
    by_issue=frozenset({("draft", "sent")}),
)
# An invoice that was made due is never edited again: it is voided and a new one made.
INVOICE = StatusTable(
    ranks={"draft": 0, "sent": 1, "cancelled": 2},
    first=frozenset({"draft"}),
    steps=_steps({"sent": "cancelled"}),
    by_issue=frozenset({("draft", "sent")}),
)
