"""Which actions open a panel and change nothing by that.

Promises: whatever is not named here may change something, so that a start which brings back what was being typed opens
no second quote by the way, and a picture of every panel is no walk through every act. A test opens each panel of each
screen and holds the list against them. May not know: what stands in a panel.
"""

_OPENERS = frozenset(
    [
        "history",
        "files",
        "plan",
        "columns",
        "save-filter",
        "rename-filter",
        "contact",
        "property",
        "merge",
        "apart",
        "notes",
        "payment",
        "schedule",
        "service-day",
        "void",
        "invoice-some",
        "options",
        "new-project",
        "new-task",
        "tag",
        "palette",
        "waiting",
        "keys",
        "tasks.place",
        "quotes.issue",
        "invoices.issue",
        "invoices.settle",
    ]
)


def only_opens(action: str) -> bool:
    """Whether an action, by its whole id, opens a panel and does nothing else."""
    verb = action.partition(".")[2]
    return verb == "new" or not _OPENERS.isdisjoint({verb, action})
