"""Notices: the losing author of two writes made apart is told, whoever won and whoever came first (WIRE section 3).

A write is concurrent when its base is not the register's present stamp and that stamp is another author's. Equal values
and reserved authors make no notice, nor do steps of a status: they follow on each other, or the higher one quietly
stands. The row's id is computed from its cause, so that deciding twice tells once.

A notice is seen by its user whatever his rights, so it must not hold what these keep from him: of both values the
fields are left out that he may not read, and where nothing is left to tell, nothing is told. Nor is anybody told while
a business is only just being brought to its cloud: it is seen by its owner alone, there are no others yet.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.merge import Merged, carried, held
from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.values import NOTHING, ROW, Change, Fields, Group, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Merge
from onetool_desktop.domain.permissions import Principal

NOTICES = "notices"


class Teller:
    """Makes the notices of one group."""

    def __init__(self, principal: Principal, group: Group, reader: Reader) -> None:
        self._principal = principal
        self._group = group
        self._reader = reader

    def after_put(self, change: Change, before: Row, merged: Merged) -> Iterator[Row]:
        """The notices of a put: one for each register that was written by two apart."""
        if not before.live:
            yield from self._mine(change, ROW, dict(change.f), before.last_stamp, NOTHING)
            return
        collection = COLLECTIONS[change.c]
        for register in (*merged.took, *merged.lost):
            present = before.stamp(register)
            if change.b.get(register) == present or stamp.author(present) == stamp.author(self._group.h):
                continue
            field = collection.by_name.get(register)
            mine = carried(collection, change.f, register)
            theirs = held(before.f, mine)
            if mine == theirs or (field is not None and field.merge is Merge.STEP):
                continue
            if register in merged.took:
                yield from self.to_author(
                    present, change.c, change.id, register, _filled(theirs), _filled(mine)
                )
            else:
                yield from self._mine(change, register, _filled(mine), present, _filled(theirs))

    def after_delete(self, change: Change, c: str, row: Row) -> Iterator[Row]:
        """The notice of a row taken along whose last edit the deleter had not seen."""
        seen = change.b.get(ROW, "")
        if (
            row.seq is not None
            and row.seq > seen
            and stamp.author(row.last_stamp) != stamp.author(self._group.h)
        ):
            yield from self.to_author(row.last_stamp, c, row.id, ROW, dict(row.f), NOTHING)

    def to_author(self, lost_h: str, c: str, row_id: str, r: str, lost: Fields, won: Fields) -> Iterator[Row]:
        """The notice to whoever stamped the value that lost."""
        author = stamp.author(lost_h)
        user = None if author in stamp.RESERVED else self._reader.author_user(author)
        if user is not None:
            yield from self._told(user, c, row_id, r, lost, lost_h, won, self._group.h)

    def to_deleter(self, c: str, row: Row, won: Fields) -> Iterator[Row]:
        """The notice to whoever deleted a row that is on paper as `won`; a tombstone names him by its `seq`."""
        by = self._reader.written_by(row.seq or "")
        if by is not None and stamp.author(by[1]) != stamp.author(self._group.h):
            yield from self._told(by[0], c, row.id, ROW, NOTHING, by[1], won, self._group.h)

    def _mine(self, change: Change, r: str, lost: Fields, won_h: str, won: Fields) -> Iterator[Row]:
        user = self._principal.user_id
        yield from self._told(user, change.c, change.id, r, lost, self._group.h, won, won_h)

    def _told(
        self, user: str, c: str, row_id: str, r: str, lost: Fields, lost_h: str, won: Fields, won_h: str
    ) -> Iterator[Row]:
        if self._principal.importing:
            return
        shown_lost, shown_won = self._readable(user, c, lost), self._readable(user, c, won)
        if (lost or won) and not (shown_lost or shown_won):
            return
        cause = f"{self._group.gid}:{c}:{row_id}:{r}:{lost_h}"
        fields: dict[str, Any] = {"userId": user, "c": c, "rowId": row_id, "r": r, "gid": self._group.gid}
        fields |= {"lost": shown_lost, "lostH": lost_h, "won": shown_won, "wonH": won_h, "settled": False}
        made = stamp.by(self._group.h, stamp.JOBS)
        yield Row(computed_id(self._principal.org, NOTICES, cause), fields, {ROW: made})

    def _readable(self, user: str, c: str, f: Fields) -> Mapping[str, Any]:
        """What of the fields this person may read; of somebody unknown, what everybody may."""
        collection = COLLECTIONS[c]
        barred = [name for name in f if (field := collection.by_name.get(name)) and field.read]
        if not barred:
            return dict(f)
        rights = self._reader.rights_of(user)
        hidden = {n for n in barred if rights is None or not rights.may(collection.by_name[n].read, "view")}
        return {name: value for name, value in f.items() if name not in hidden}


def _filled(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}
