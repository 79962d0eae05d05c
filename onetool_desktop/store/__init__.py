"""The replica: engine and pragmas, tables, queries, group writer, outbox, shadow, search, migrations, backup.

Promises: saved means saved; nothing writes a synced row outside a group; visible = fold(shadow, outbox in order).
Reads return frozen rows. It knows SQL and the declarations; it knows no network, no screen and no user.

What the start does without is named through the room, as in `store.attention`, and loaded at its first use.
"""

from typing import TYPE_CHECKING

from onetool_desktop.domain.later import modules_of

if TYPE_CHECKING:
    from onetool_desktop.store import (
        attention as attention,
        committing as committing,
        intake as intake,
        pages as pages,
        past as past,
        projection as projection,
        restoring as restoring,
    )
else:
    __getattr__ = modules_of(__name__)
