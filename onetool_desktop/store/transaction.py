"""One write transaction: the rules' reader, and the only door through which a group reaches the rows.

Promises: `commit` either stores a group whole (rows, outbox, shadows, counters, all in the caller's
transaction) or raises `Refused` and has stored nothing of it. Stamps come from the clock that is persisted
here. What follows from rows (search, cached amounts) is brought up once at the end.
May not know: screens, the network, when the transaction commits.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onetool_desktop import store
from onetool_desktop.changes.values import Change, Effects, Issue, Row, RowKey
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.permissions import Principal
from onetool_desktop.store import derived, meta, outbox, search, series as number_series
from onetool_desktop.store.engine import Db
from onetool_desktop.store.meta import Hand, Identity
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.visible import WritableRows

if TYPE_CHECKING:
    from onetool_desktop.store.replica import Replica


class Transaction:
    """The transaction in which `Replica.write` runs its work; a `decide.Reader`."""

    def __init__(self, replica: "Replica") -> None:
        self.replica = replica
        self.db: Db = replica.writer
        self.identity: Identity = replica.identity
        self.principal: Principal = replica.principal
        self.hand: Hand = replica.hand
        self.rows = WritableRows(self.db)
        self.journal: list[Entry | str] = []
        self.journal_anew = False  # what stands in it already is to be forgotten
        self.whole: set[str] = set()
        self.makers: dict[RowKey, str | None] = {}
        self.label = ""
        self.action = ""

    def get(self, c: str, id: str) -> Row | None:
        """The row, live or dead; None if it was never there."""
        return self.rows.get(c, id)

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        """Live rows of `c` whose `field` is `id`."""
        return self.rows.children(c, field, id)

    def count(self, c: str, field: str, id: str) -> int:
        """How many live rows of `c` have `id` in `field`."""
        return self.rows.count(c, field, id)

    def sees(self, c: str, id: str) -> bool:
        """A replica holds only what its user may see."""
        return self.rows.get(c, id) is not None

    def buried(self, gid: str) -> Sequence[tuple[str, Row]]:
        """The rows deleted by the group `gid`."""
        return self.rows.buried(gid)

    def entry(self, gid: str) -> Entry | None:
        """A group that is not settled; None for one that is, or never was."""
        return outbox.entry(self.db, gid)

    def before(self, key: RowKey, n: int) -> Row | None:
        """The row as it was before this device's group `n`: the cloud's last, and the pending groups up to there."""
        return store.projection.before(self.rows, key, n, org=self.identity.org)

    def author_user(self, author: str) -> str | None:
        """The user of the device whose stamps end in `author`."""
        if author == self.identity.author:
            return self.identity.user_id
        found = self.db.execute('SELECT "userId" FROM devices WHERE author=?', (author,)).fetchone()
        return None if found is None else found[0]

    def rights_of(self, user_id: str) -> Principal | None:
        """Only the cloud tells others of what they lost; a device is asked for nobody but its own person."""
        return self.principal if user_id == self.identity.user_id else None

    def written_by(self, seq: str) -> tuple[str, str] | None:
        """The log is the cloud's; this device knows its own groups alone."""
        found = self.db.execute("SELECT h FROM settled WHERE seq=?", (seq,)).fetchone()
        return None if found is None else (self.identity.user_id, found[0])

    def next_number(self, kind: str, series: str) -> int | None:
        """The next count of a series; None for the main series of a connected business, which the cloud gives."""
        of_cloud = series == MAIN and self.identity.connected
        return None if of_cloud else number_series.following(self.db, kind, series)

    def next_series_number(self, kind: str) -> int:
        """The next count of this device's own series; moved on by the commit of the issue that uses it."""
        return number_series.following(self.db, kind, self.identity.series)

    def numbered(self, kind: str, series: str, no: int) -> str | None:
        """The id of the issued paper that has this number."""
        found = self.db.execute(
            "SELECT id FROM issued WHERE kind=? AND series=? AND no=?", (kind, series, no)
        ).fetchone()
        return None if found is None else found[0]

    def commit(
        self,
        *,
        action: str,
        label: str,
        changes: Sequence[Change] = (),
        commands: Sequence[Issue] = (),
        after: Sequence[str] = (),
        action_id: str | None = None,
    ) -> str:
        """Stores one group and returns its gid; raises `Refused` where it cannot stand.

        `action` names the kind of action, `label` says it in the user's words; groups that are one action share an
        `action_id`, by default the group's own.
        """
        return store.committing.commit(
            self,
            action=action,
            label=label,
            changes=changes,
            commands=commands,
            after=after,
            action_id=action_id,
        )

    def enter(self, entry: Entry, effects: Effects) -> None:
        """Stores a decided group: shadows of what it touches first, outbox, rows, counters."""
        store.committing.enter(self, entry, effects)

    def write_journal(self, record: Entry | str) -> None:
        """Has a group, or the gid of one that is settled, written to the journal after the commit."""
        self.journal.append(record)
        self.hand = replace(self.hand, journal=self.hand.journal + 1)

    def changed(self) -> Changes:
        """What this transaction has touched so far."""
        found = Changes.of(self.rows.touched, label=self.label, action=self.action)
        return replace(found, whole=frozenset(self.whole))

    def finish(self) -> Changes:
        """Brings up what follows from the rows, and persists the clock. Called once, before COMMIT."""
        derived.refresh(self.rows, self.rows.before, org=self.identity.org)
        search.refresh(self.rows, self.rows.search)
        if self.hand != self.replica.hand:
            meta.write(self.db, hand=self.hand.text())
        return self.changed()
