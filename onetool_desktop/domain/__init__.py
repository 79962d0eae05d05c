"""The business in plain values: collections, money, totals, numbering, statuses, recurrence, permissions.

Promises: pure, exact, without float for an amount; a collection, a rule or a word of the trade is stated here once
and everything else derives from it. It imports no other room.

What the start does without is named through the room, as in `domain.document_totals`, and loaded at its first use.
"""

from typing import TYPE_CHECKING

from onetool_desktop.domain.later import modules_of

if TYPE_CHECKING:
    from onetool_desktop.domain import (
        document_totals as document_totals,
        totals as totals,
        typed_search as typed_search,
    )
else:
    __getattr__ = modules_of(__name__)
