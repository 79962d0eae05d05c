"""The rules, decided once: may this group stand, and what does it do?

`decide(reader, principal, group)` is pure: the replica asks it before it commits and the cloud before it accepts,
each with a reader of its own, so that what a device shows as saved is what the cloud will take, rights and rows being
equal. It never writes; the caller stores the effects, all or none.

Why one function for both sides: two copies of a rule drift, and the difference shows as work refused days later. The
few things only the cloud may do (give a number, tell a losing author) are asked of the reader or of `site`.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from onetool_desktop.changes import merge, paperwork, references, rules, validate
from onetool_desktop.changes.draft import Draft
from onetool_desktop.changes.notices import NOTICES, Teller
from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.values import Change, Code, Effects, Group, Lost, Op, Refusal, Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS, falls_with
from onetool_desktop.domain.permissions import Principal
from onetool_desktop.domain.translate import N_, _

__all__ = ["Reader", "Site", "decide"]

BOTH = N_("One group changes a record and deletes what it belongs to.")


class Site(Enum):
    """Where a group is decided: on the device that made it, or in the cloud."""

    DEVICE = "device"
    CLOUD = "cloud"


def decide(
    reader: Reader, principal: Principal, group: Group, *, site: Site = Site.DEVICE
) -> Effects | Refusal:
    """What the group does to the rows of `reader`, or why it cannot stand."""
    try:
        return _Decision(reader, principal, group, site).effects()
    except rules.Barred as barred:
        return barred.refusal


class _Decision:
    """One group being decided: the rows as they become, the registers that lost, whom to tell."""

    def __init__(self, reader: Reader, principal: Principal, group: Group, site: Site) -> None:
        self._reader = reader
        self._draft = Draft(reader)
        self._principal = principal
        self._group = group
        self._site = site
        self._teller = Teller(principal, group, reader)
        self._lost: list[Lost] = []
        self._counters: dict[tuple[str, str], int] = {}
        self._puts: list[Change] = []

    def effects(self) -> Effects:
        shape = validate.shape_problem(self._group)
        if shape is not None:
            rules.bar(Code.VALIDATION, shape[1])
        handlers: Mapping[Op, Callable[[Change], None]] = {
            Op.PUT: self._put,
            Op.DELETE: self._delete,
            Op.RESTORE: self._restore,
        }
        for change in self._group.changes:
            rules.check_rights(COLLECTIONS[change.c], self._principal, change)
            handlers[change.op](change)
        self._check_refs()
        if self._site is Site.CLOUD:
            self._catch_up()
        for command in self._group.commands:
            rules.check_series(self._principal, command)
            issue = paperwork.Issuing(self._draft, self._principal, self._group, command)
            printed = command.no if self._site is Site.CLOUD else None
            outcome = issue.decided() if printed is None else issue.recorded(printed, self._teller)
            self._counters.update(outcome.counters)
            self._put_rows(outcome.rows)
        return Effects(dict(self._draft.rows), tuple(self._lost), self._counters)

    def _catch_up(self) -> None:
        """Documents that come, or come back, after their papers: asked once their lines stand, which come along."""
        for (c, row_id), row in list(self._draft.rows.items()):
            if COLLECTIONS[c].paper and row.live:
                before = self._reader.get(c, row_id)
                if before is None or not before.live:
                    self._put_rows(
                        paperwork.caught_up(self._draft, self._principal, self._group, self._reader, c, row)
                    )

    def _put_rows(self, rows: Mapping[RowKey, Row]) -> None:
        for (c, _id), row in rows.items():
            self._draft.put(c, row)

    def _put(self, change: Change) -> None:
        collection = COLLECTIONS[change.c]
        rules.check_values(collection, change, self._group.schema)
        before = self._draft.get(change.c, change.id)
        if before is None:
            self._create(change)
            return
        if not self._draft.sees(change.c, change.id):
            rules.bar(Code.NOT_FOUND, _("This record is not available."), change)
        if before.deleted == self._group.gid:
            rules.bar(Code.VALIDATION, _(BOTH), change)
        merged = merge.apply_put(collection, before, change, self._group.h)
        if before.live:
            rules.check_whole(collection, self._principal, self._group, change, before, merged.took)
            rules.check_step(collection, self._draft, change, merged, before)
            rules.check_merging(collection, change, before, self._group.h)
            rules.check_lock(collection, self._draft, self._principal, change, merged.row)
            rules.check_sets(collection, change, merged.row)
            rules.check_span(collection, self._principal, change, before, merged.row)
            self._puts.append(change)
        self._draft.put(change.c, merged.row)
        self._lost += [self._won(change, before, register) for register in merged.lost]
        self._tell(self._teller.after_put(change, before, merged))

    def _won(self, change: Change, before: Row, register: str) -> Lost:
        """What stands instead of a register that lost, as far as its author may read it."""
        collection = COLLECTIONS[change.c]
        fields = {
            name: value
            for name, value in merge.register_fields(collection, before.f, register).items()
            if rules.may_read(collection, self._principal, name)
        }
        h = before.stamp(register) if before.live else before.last_stamp
        return Lost(change.c, change.id, register, h, fields)

    def _create(self, change: Change) -> None:
        collection = COLLECTIONS[change.c]
        if not change.creates:
            rules.bar(Code.NOT_FOUND, _("This record is not available."), change)
        rules.check_create(collection, change, org=self._principal.org, schema=self._group.schema)
        row = merge.apply_put(collection, None, change, self._group.h).row
        self._puts.append(change)
        rules.check_sets(collection, change, row)
        rules.check_span(collection, self._principal, change, None, row)
        rules.check_lock(collection, self._draft, self._principal, change, row)
        self._draft.put(change.c, row)

    def _check_refs(self) -> None:
        """Once all rows of the group stand: a client and its main contact lead to each other."""
        strict = self._site is Site.CLOUD
        for change in self._puts:
            before, row = self._reader.get(*change.key), self._draft.get(*change.key)
            if row is not None and row.live:
                references.check(COLLECTIONS[change.c], self._draft, change, before, row, strict=strict)

    def _delete(self, change: Change) -> None:
        row = self._draft.get(change.c, change.id)
        if row is None or not self._draft.sees(change.c, change.id):
            rules.bar(Code.NOT_FOUND, _("This record is not available."), change)
        if not row.live:
            return
        rules.check_lock(COLLECTIONS[change.c], self._draft, self._principal, change, row)
        taken = self._taken(change.c, row)
        rules.check_delete(taken, change)
        fallen = {(c, row.id) for c, row in taken[1:]}
        if any(put.key in fallen for put in self._puts):
            rules.bar(Code.VALIDATION, _(BOTH), change)
        for c, fallen in taken:
            self._draft.put(c, merge.apply_delete(fallen, self._group.gid))
            self._tell(self._teller.after_delete(change, c, fallen))

    def _taken(self, c: str, row: Row) -> list[tuple[str, Row]]:
        """The row and all that falls with it, parents first."""
        taken, seen = [(c, row)], {(c, row.id)}
        for holder, parent in taken:
            for collection, field in falls_with(holder):
                for child in self._draft.children(collection.name, field, parent.id):
                    if (collection.name, child.id) not in seen:
                        seen.add((collection.name, child.id))
                        taken.append((collection.name, child))
        return taken

    def _restore(self, change: Change) -> None:
        gid = change.start or ""
        before, row = self._reader.get(*change.key), self._draft.get(*change.key)
        if before is not None and before.deleted == gid and row is not None and row.live:
            return  # brought back by this group, with another row of the same delete
        if row is None or row.deleted != gid or not self._draft.sees(*change.key):
            rules.bar(Code.NOT_FOUND, _("There is nothing to bring back."), change)
        back = [(c, merge.apply_restore(fallen, gid)) for c, fallen in self._draft.buried(gid)]
        came = {(c, row.id) for c, row in back}
        for c, row in back:
            self._draft.put(c, row)
        for c, row in back:
            self._check_parents(c, row, change)
            rules.check_open_parent(COLLECTIONS[c], self._draft, self._principal, change, row, came)

    def _check_parents(self, c: str, row: Row, change: Change) -> None:
        for field in COLLECTIONS[c].refs:
            if field.ref and field.ref.cascade and row.f.get(field.name):
                parent = self._draft.get(field.ref.collection, row.f[field.name])
                if parent is not None and not parent.live:
                    rules.bar(
                        Code.PARENT_DELETED,
                        _("What this belongs to was deleted; bring that back first."),
                        change,
                    )

    def _tell(self, notices: Iterable[Row]) -> None:
        if self._site is Site.CLOUD:
            for notice in notices:
                self._draft.put(NOTICES, notice)
