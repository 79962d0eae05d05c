"""New work for a client who may be new too: both are made, and taken back, as one.

May not know: what the work is; it is given the verb that makes it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services.clients import create_client
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store.replica import Replica

IdT = TypeVar("IdT", bound=str)


def for_new_client(replica: Replica, *, name: str, make: Callable[[ClientId], Created[IdT]]) -> Created[IdT]:
    """The client `name`, and what `make` makes for him."""
    client = create_client(replica, fields={"companyName": name})
    made = make(client.id)
    return Created(made.id, _both(client.saved, made.saved))


def _both(first: Saved, second: Saved) -> Saved:
    """Two savings as one, under the name of the second."""
    undo = second.undo
    if undo is not None and first.undo is not None:
        undo = replace(undo, steps=(*first.undo.steps, *undo.steps), gids=(*first.undo.gids, *undo.gids))
    return Saved(first.changes.merged(second.changes), (*first.gids, *second.gids), undo)
