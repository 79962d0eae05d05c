"""The words and the way for numbers that wait since the cloud was restored, wherever a person meets them.

Promises: who may release them is offered just that, anyone else who can; both ways lead to the page that tells it.
May not know: how numbers are released.
"""

from onetool_desktop.domain.permissions import Principal
from onetool_desktop.domain.team import release_barred
from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries import people
from onetool_desktop.ui.screens.screen import Place, Workplace

PAGE = Place("settings", "numbers")
_RELEASING = ("owner", "admin")
_NAMED = 3


def way_words(principal: Principal) -> str:
    """The words of the button that leads to the page."""
    return _("Who can release them?") if release_barred(principal) else _("Release numbers…")


def who_can(work: Workplace) -> str:
    """Who is to be asked, by name."""
    found = people.holding(work.replica.reads().db, _RELEASING, limit=_NAMED)
    names = sorted(person.name for person in found)
    if not names:
        return _("An owner or administrator of the business can release them.")
    return _("They can be released by: {names}.").format(names=", ".join(names))
