"""Use cases: verbs in noun modules. Each is one action of a person, saved as groups, and returns what it changed.

Promises: nothing is saved that `changes.decide` does not accept; what is refused raises `store.errors.Refused`, whose
text is the reason in the user's words, and then nothing was saved. Verbs run in the write lane, take their arguments
by keyword, and get time and ids from the replica. May not know: screens, lanes, the network.

What the start does without is named through the room, as in `services.clients`, and loaded at its first use.
"""

from typing import TYPE_CHECKING

from onetool_desktop.domain.later import modules_of

if TYPE_CHECKING:
    from onetool_desktop.services import (
        clients as clients,
        many as many,
        new_work as new_work,
        organisation as organisation,
    )
else:
    __getattr__ = modules_of(__name__)
