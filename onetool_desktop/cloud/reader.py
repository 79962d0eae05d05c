"""What `decide` reads of an organisation, for one member and one transaction.

Promises: narrow reads by key or by parent alone, so that a push costs the same in a large organisation as in a small
one; a row is read once a transaction and remembered as it was last written.
May not know: what is decided.
"""

from collections.abc import Sequence

from onetool_desktop.changes.issuing import ISSUED
from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import rows
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.rights import Member, made
from onetool_desktop.cloud.rows import Stored
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Scope
from onetool_desktop.domain.permissions import Principal


class CloudReader:
    """A `changes.reader.Reader` over the tables; `member` is whom `sees` is asked for."""

    def __init__(self, connection: Connection, org: str, member: Member) -> None:
        self._connection = connection
        self._org = org
        self._member = member
        self._known: dict[RowKey, Stored | None] = {}
        self._users: dict[str, str | None] = {}

    def stored(self, c: str, id: str) -> Stored | None:
        """The row with its root."""
        key = (c, id)
        if key not in self._known:
            self._known[key] = rows.get(self._connection, self._org, c, id) if id else None
        return self._known[key]

    def remember(self, c: str, stored: Stored) -> None:
        """Takes note of a row that was written."""
        self._known[c, stored.row.id] = stored

    def get(self, c: str, id: str) -> Row | None:
        """The row, live or dead; None if it never was."""
        stored = self.stored(c, id)
        return None if stored is None else stored.row

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        """The live rows whose reference `field` is `id`; of issued paper also what waits for its document."""
        found = rows.children(self._connection, self._org, c, field, id)
        if c == ISSUED and not found:
            found = self.waiting_for(field, id)
        for stored in found:
            self.remember(c, stored)
        return [stored.row for stored in found]

    def waiting_for(self, field: str, document: str) -> list[Stored]:
        """The papers whose document, named in `field`, was not here yet: they hang on its id until it comes."""
        papers = rows.cluster(self._connection, self._org, ISSUED, document)
        return [Stored(paper, document) for paper in papers if paper.f.get(field) == document]

    def count(self, c: str, field: str, id: str) -> int:
        """How many they are."""
        return rows.count(self._connection, self._org, c, field, id)

    def sees(self, c: str, id: str) -> bool:
        """Whether the member's scope holds the row."""
        if not self._member.sees_collection(c):
            return False
        scope = COLLECTIONS[c].scope
        if scope is Scope.OWN:
            row = self.get(c, id)
            return row is not None and row.f.get("userId") == self._member.user_id
        if scope is Scope.EVERYONE or self._member.principal.all_records:
            return True
        granted = self._connection.one(
            "SELECT live FROM grants WHERE org_id = ? AND user_id = ? AND c = ? AND id = ?",
            (self._org, self._member.user_id, c, id),
        )
        return granted is not None and bool(granted[0])

    def buried(self, gid: str) -> Sequence[tuple[str, Row]]:
        """The rows that delete group `gid` took and nothing has brought back since."""
        found = self._connection.all(
            "SELECT c, id FROM burials WHERE org_id = ? AND gid = ? ORDER BY c, id", (self._org, gid)
        )
        taken = [(c, self.get(c, row_id)) for c, row_id in found]
        return [(c, row) for c, row in taken if row is not None and row.deleted == gid]

    def author_user(self, author: str) -> str | None:
        """The user of the device whose stamps end in `author`."""
        if author not in self._users:
            row = self._connection.one(
                "SELECT user_id FROM devices WHERE org_id = ? AND author = ?", (self._org, author)
            )
            self._users[author] = row[0] if row else None
        return self._users[author]

    def rights_of(self, user_id: str) -> Principal | None:
        """A member's rights, None for who is none."""
        row = self._connection.one(
            "SELECT account, user_id, role, permissions, version FROM members WHERE org_id = ? AND user_id = ?",
            (self._org, user_id),
        )
        return None if row is None else made(self._org, *row).principal

    def written_by(self, seq: str) -> tuple[str, str] | None:
        """The user and stamp of the group in the log."""
        row = self._connection.one(
            "SELECT user_id, body FROM log WHERE org_id = ? AND seq = ?", (self._org, int(seq or 0))
        )
        return None if row is None else (row[0], loads(row[1])["h"])

    def next_number(self, kind: str, series: str) -> int | None:
        """The next count of the main series; a device's series is its own to count."""
        if series != "main":
            return None
        row = self._connection.one(
            "SELECT last FROM counters WHERE org_id = ? AND kind = ? AND series = ?",
            (self._org, kind, series),
        )
        return (row[0] if row else 0) + 1

    def numbered(self, kind: str, series: str, no: int) -> str | None:
        """The id of the paper that already has this number, the first one if there are more."""
        row = self._connection.one(
            "SELECT id FROM c_issued WHERE org_id = ? AND kind = ? AND series = ? AND no = ? ORDER BY seq LIMIT 1",
            (self._org, kind, series, no),
        )
        return row[0] if row else None
