"""Who has access again only because the cloud was brought back from a backup, and forgot that it was taken away.

Promises: what was known here when a restored cloud was followed is remembered until the cloud says the same again: a
computer whose access was withdrawn, a person who was taken out and was not let in anew since. May not know: who is
told, how access is taken away.

Why here: the cloud's own memory went with its backup, sign-ins of a stolen computer among them, and those who saw the
withdrawal are the only ones left who know of it.
"""

from dataclasses import dataclass

from onetool_desktop.store import meta
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.engine import Db

_REMEMBERED = "withdrawn_before"
_MEMBERSHIPS = "memberships"


@dataclass(frozen=True, slots=True)
class Regained:
    """The ids of computers and of people's rows that are to lose their access once more."""

    devices: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.devices or self.people)


def remember(db: Db) -> None:
    """Keeps who has no access as far as is known here; before a restored cloud is followed."""
    withdrawn = db.execute('SELECT id FROM devices WHERE "withdrawnAt" IS NOT NULL').fetchall()
    removed = db.execute("SELECT id, clk FROM tombstones WHERE c=?", (_MEMBERSHIPS,)).fetchall()
    known = _remembered(db)
    devices = {*known["devices"], *(row_id for (row_id,) in withdrawn)}
    members = {**known["members"], **{row_id: max(from_json(clk).values()) for row_id, clk in removed}}
    if devices or members:
        meta.write(db, **{_REMEMBERED: to_json({"devices": sorted(devices), "members": members})})


def regained(db: Db) -> Regained:
    """Who of them has access again as far as is known here.

    A membership that was made anew since bears a later stamp than any that was remembered of it.
    """
    known = _remembered(db)
    devices = (
        db.execute('SELECT id FROM devices WHERE "withdrawnAt" IS NULL').fetchall()
        if known["devices"]
        else ()
    )
    members = db.execute('SELECT id, "userId", clk FROM memberships').fetchall() if known["members"] else ()
    return Regained(
        frozenset(row_id for (row_id,) in devices if row_id in known["devices"]),
        frozenset(
            user
            for row_id, user, clk in members
            if max(from_json(clk).values()) <= known["members"].get(row_id, "")
        ),
    )


def _remembered(db: Db) -> dict[str, dict[str, str]]:
    """Computers, and the highest stamps of memberships that ended, by id."""
    text = meta.read(db, _REMEMBERED)
    return from_json(text) if text else {"devices": {}, "members": {}}
