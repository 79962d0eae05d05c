"""Asks the cloud for the past of rows: every value each has had, page after page.

Promises: a row the cloud has not, or no longer shows, has no past there and is left out. Raises the tree of
`sync.errors`. May not know: who asks, what is made of it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from onetool_desktop.changes.values import RowKey
from onetool_desktop.store.past import Write
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.errors import RefusedError

Ask = Callable[[Call], Any]  # carries a call as the person who is signed in


def past_of(ask: Ask, *, org: str, rows: Iterable[RowKey]) -> dict[RowKey, list[Write]]:
    """The writings of each row, oldest first."""
    found: dict[RowKey, list[Write]] = {}
    for key in rows:
        try:
            found[key] = _of_row(ask, org, *key)
        except RefusedError:
            continue
    return found


def _of_row(ask: Ask, org: str, c: str, row_id: str) -> list[Write]:
    found: list[Write] = []
    after = ""
    while True:
        page, after = calls.read_history(ask(calls.history(org, c, row_id, after)))
        found += page
        if not after:
            return found
