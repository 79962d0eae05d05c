"""Mistakes with clients that are merged: who stands for whom, who sees both, what a list shows."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Iterator
from unittest.mock import patch

from onetool_desktop.changes import references
from onetool_desktop.cloud import grants
from onetool_desktop.store.queries import merged


def clients_are_merged_in_a_ring() -> Iterator[None]:
    """What two people merge apart, each the other way round, is taken from both."""
    with patch.object(references, "_check_no_ring", lambda *_: None):
        yield


def a_merging_shows_nobody_the_other_client() -> Iterator[None]:
    """Whoever sees one of two clients that are merged does not come to see the other."""
    with patch.object(grants, "_seen_together", lambda _reader, _touched, roots: roots):
        yield


def who_was_merged_stays_in_the_list() -> Iterator[None]:
    """A list shows a client who was merged beside the one who stands for him."""
    with patch.object(merged, "standing", lambda _c: ""):
        yield


ALL = (
    clients_are_merged_in_a_ring,
    a_merging_shows_nobody_the_other_client,
    who_was_merged_stays_in_the_list,
)
