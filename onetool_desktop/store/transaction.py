"""One write transaction: the rules' reader, and the only door through which a group reaches the rows.

Promises: `commit` either stores a group whole (rows, outbox, shadows, counters, all in the caller's
transaction) or raises `Refused` and has stored nothing of it. Stamps come from the clock that is persisted
here. What follows from rows (search, cached amounts) is brought up once at the end.
May not know: screens, the network, when the transaction commits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from onetool_desktop.changes import merge, redact, wire
from onetool_desktop.changes.decide import decide
from onetool_desktop.changes.fold import fold, touched
from onetool_desktop.changes.issuing import ISSUED, issued_id
from onetool_desktop.changes.validate import least_schema
from onetool_desktop.changes.values import (
    NOTHING,
    ROW,
    Change,
    Code,
    Effects,
    Group,
    Issue,
    Op,
    Refusal,
    Row,
    RowKey,
)
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Kind
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.permissions import Principal
from onetool_desktop.domain.translate import _
from onetool_desktop.store import derived, meta, outbox, projection, search
from onetool_desktop.store import series as number_series
from onetool_desktop.store.engine import Db
from onetool_desktop.store.errors import Refused, being_opened
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
        self._makers: dict[RowKey, str | None] = {}
        self._label = ""
        self._action = ""

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
        earlier = [group for group in outbox.pending_groups(self.db, *key) if group.n < n]
        shadow = outbox.shadow(self.db, *key)
        return fold(COLLECTIONS[key[0]], shadow, earlier, key[1], self.identity.org)

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
        gid = self.replica.ids.new_id()
        filled = tuple([self._filled(change) for change in changes])
        causes = dict.fromkeys([*after, *self._causes(filled, commands)])
        h, clock = self.hand.clock.tick(self.replica.clock.now_ms(), self._stamps_beneath(filled, commands))
        group = Group(
            n=self.hand.last_n + 1,
            gid=gid,
            action=action_id or gid,
            h=h,
            changes=filled,
            schema=least_schema(filled),
            after=tuple(causes),
            commands=tuple(commands),
        )
        effects = decide(self, self.principal, group)
        if isinstance(effects, Refusal):
            raise Refused(effects)
        if commands and self.principal.importing and self.replica.holds_numbers:
            raise being_opened()
        group = _completed(group, effects, importing=self.principal.importing, org=self.identity.org)
        entry = Entry(
            group=group,
            action=action,
            action_id=action_id or gid,
            label=label,
            made_at=self.replica.clock.now_ms(),
        )
        self.enter(entry, effects)
        self.hand = replace(self.hand, clock=clock, last_n=group.n)
        return gid

    def enter(self, entry: Entry, effects: Effects) -> None:
        """Stores a decided group: shadows of what it touches first, outbox, rows, counters."""
        group = entry.group
        self._label, self._action = entry.label, entry.action
        keys = list(dict.fromkeys([*touched(group, self.identity.org), *effects.rows]))
        body = outbox.body_of(group)
        _check_size(group, len(body.encode()))
        projection.protect(self.rows, keys)
        outbox.add(self.db, entry, body)
        outbox.link(self.db, group.gid, keys)
        self._makers |= {change.key: group.gid for change in group.changes if change.creates}
        if group.commands:
            projection.recompute(self.rows, keys, org=self.identity.org)
        else:
            for key, row in effects.rows.items():
                self.rows.write(*key, row)
        number_series.count_on(
            self.db,
            {
                (kind, name): last
                for (kind, name), last in effects.counters.items()
                if not (name == MAIN and self.identity.connected)
            },
        )
        self.write_journal(entry)

    def write_journal(self, record: Entry | str) -> None:
        """Has a group, or the gid of one that is settled, written to the journal after the commit."""
        self.journal.append(record)
        self.hand = replace(self.hand, journal=self.hand.journal + 1)

    def changed(self) -> Changes:
        """What this transaction has touched so far."""
        found = Changes.of(self.rows.touched, label=self._label, action=self._action)
        return replace(found, whole=frozenset(self.whole))

    def finish(self) -> Changes:
        """Brings up what follows from the rows, and persists the clock. Called once, before COMMIT."""
        derived.refresh(self.rows, self.rows.before, org=self.identity.org)
        search.refresh(self.rows, self.rows.search)
        if self.hand != self.replica.hand:
            meta.write(self.db, hand=self.hand.text())
        return self.changed()

    def _filled(self, change: Change) -> Change:
        """The change with what the rows say: whole blocks, bases, the status before."""
        collection = COLLECTIONS[change.c]
        if change.op is not Op.PUT:
            return change
        row = self.rows.get(change.c, change.id)
        if row is not None and not row.live:
            _refuse(
                Code.NOT_FOUND, _("This record was deleted. Bring it back first, then change it."), change
            )
        whole = merge.complete(collection, row, change.f)
        f = {name: value for name, value in whole.items() if name in change.f or self._reads(change.c, name)}
        if row is None:  # a twin made on another device meets it block by block
            return replace(change, f=f)
        start = row.f.get("status") if collection.status and "status" in f else None
        b = merge.stamps_of(row, f, collection)
        return replace(change, f=f, b={**b, **redact.heard(row, b)}, start=start)

    def _reads(self, c: str, name: str) -> bool:
        """Whether the author may read a field; what he may not read he does not write either."""
        field = COLLECTIONS[c].by_name[name]
        return field.kind is not Kind.SET and (not field.read or self.principal.may(field.read, "view"))

    def _causes(self, changes: Sequence[Change], commands: Sequence[Issue]) -> Iterator[str]:
        """The pending groups that made what this one changes or refers to: refused, they hold it."""
        made = {change.key for change in changes if change.creates}
        keys: set[RowKey] = {(command.c, command.id) for command in commands}
        for change in changes:
            keys.add(change.key)
            for field in COLLECTIONS[change.c].refs:
                target = change.f.get(field.name)
                if field.ref is not None and target:
                    keys.add((field.ref.collection, target))
        for key in sorted(keys - made):
            row = self.rows.get(*key)
            if row is not None and row.seq is None:
                if key not in self._makers:
                    self._makers[key] = outbox.maker(self.db, *key)
                cause = self._makers[key]
                if cause is not None:
                    yield cause

    def _stamps_beneath(self, changes: Sequence[Change], commands: Sequence[Issue]) -> list[str]:
        """The stamps that the group overwrites."""
        found: list[str] = []
        for change in changes:
            if change.op is Op.PUT:
                found += change.b.values()
            else:
                row = self.rows.get(change.c, change.id)
                found += [row.last_stamp] if row else []
        for command in commands:
            row = self.rows.get(command.c, command.id)
            found += [row.last_stamp] if row else []
        return found


def _completed(group: Group, effects: Effects, *, importing: bool, org: str) -> Group:
    """The group with what only the decision knows: the base of a delete, the number of an unconnected business."""
    paper = effects.rows.get((ISSUED, issued_id(org, group.gid))) if group.commands else None
    if importing and paper is not None:
        given = {"no": paper.f["no"], "rev": paper.f.get("rev"), "series": paper.f["series"]}
        group = replace(group, commands=tuple(replace(command, **given) for command in group.commands))
    if any(change.op is Op.DELETE for change in group.changes):
        seqs = [row.seq for row in effects.rows.values() if row.deleted == group.gid and row.seq]
        base = {ROW: max(seqs)} if seqs else NOTHING
        changes = [replace(c, b=base) if c.op is Op.DELETE else c for c in group.changes]
        group = replace(group, changes=tuple(changes))
    return group


def _check_size(group: Group, size: int) -> None:
    limit = wire.MAX_ISSUE if group.commands else wire.MAX_GROUP
    if len(group.changes) > wire.MAX_CHANGES or size > limit:
        raise Refused(
            Refusal(Code.VALIDATION, _("This is too much to be saved at once. Save it in smaller parts."))
        )


def _refuse(code: Code, message: str, change: Change) -> NoReturn:
    raise Refused(Refusal(code, message, change.c, change.id))
