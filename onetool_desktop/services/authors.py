"""Who wrote a value: the person and the device behind the author part of a stamp.

Promises: the person at this replica is *You*; a hand that it does not know is called another device, never guessed; the
cloud's own hands have names of their own. Each is read once. May not know: screens.
"""

from onetool_desktop.changes import stamp
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Reads

_HANDS = {
    "ffffff00": N_("The cloud"),
    "ffffff01": N_("Another service"),
    "ffffff02": N_("OneTool on the web"),
}
_UNKNOWN = N_("Another device")


class Authors:
    """The authors of the stamps of one replica."""

    def __init__(self, reads: Reads, identity: Identity) -> None:
        self._reads, self._identity = reads, identity
        self._names: dict[str, str] = {}

    def name(self, h: str) -> str:
        """The name of whoever set a stamp."""
        author = stamp.author(h)
        if author not in self._names:
            self._names[author] = self._found(author)
        return self._names[author]

    def known_name(self, h: str) -> str:
        """The name of whoever set a stamp; nothing where that is not known."""
        name = self.name(h)
        return "" if name == _(_UNKNOWN) else name

    def person(self, user_id: str) -> str:
        """The name of a person; another device's where it is not known here."""
        if user_id == self._identity.user_id:
            return _("You")
        row = self._reads.row("users", user_id)
        return str(row.f.get("name") or "") if row is not None else _(_UNKNOWN)

    def _found(self, author: str) -> str:
        if author in _HANDS:
            return _(_HANDS[author])
        if author == self._identity.author:
            return _("You")
        found = self._reads.db.execute(
            'SELECT "userId", name FROM devices WHERE author=?', (author,)
        ).fetchone()
        if found is None:
            return _(_UNKNOWN)
        return self.person(found[0]) if found[0] else str(found[1] or _(_UNKNOWN))
