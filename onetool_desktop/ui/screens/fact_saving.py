"""How an edited fact is saved: its call in the write lane, *Saved here* beside it, its undo remembered.

Promises: what cannot stand is said beside the fact with what was typed; what could not be saved for another reason is
said in the window and can be tried again by Enter. Where the fact has gone meanwhile the window says either, and what
was saved can be undone all the same. May not know: records, what the call saves.
"""

from collections.abc import Callable

from shiboken6 import isValid

from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Saved
from onetool_desktop.ui.runtime.errors import Kind, told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.facts import Fact


def save_fact(work: Workplace, fact: Fact, call: Callable[[], Saved]) -> None:
    """Saves what a fact was changed to."""

    def stands(saved: Saved) -> None:
        if isValid(fact):
            fact.saved()
        work.undo.remember(saved.undo)

    def refused(error: BaseException) -> None:
        words = told(error)
        if not isValid(fact):
            work.errors.tell(error)
        elif words.kind is Kind.USER:
            fact.refused(words.text)
        else:
            fact.refused(_("Not saved yet. Press Enter to try again."))
            work.errors.tell(error)

    work.operations.write(fact.window(), call, then=stands, failed=refused)
