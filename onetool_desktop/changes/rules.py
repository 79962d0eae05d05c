"""The rules a put, a delete and a restore answer to: rights, references, steps, locks, what is needed.

Each check raises `Barred` with the refusal in the user's words; `decide` turns it into its answer. All read the same
declarations the screens read, so what is greyed out and what is refused cannot differ.
"""

from collections.abc import Sequence
from typing import NoReturn

from onetool_desktop.changes import billed, merge, stamp, validate
from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.values import Change, Code, Group, Issue, Op, Refusal, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Delete, Merge, Needed, Scope
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.permissions import Principal
from onetool_desktop.domain.translate import _

ORGANIZATION = "organizations"


class Barred(Exception):
    """A rule bars the group; `refusal` says which and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def bar(code: Code, message: str, change: Change | None = None, field: str = "") -> NoReturn:
    """Raise the refusal about a change."""
    raise Barred(Refusal(code, message, change.c if change else "", change.id if change else "", field))


def check_rights(collection: Collection, principal: Principal, change: Change) -> None:
    """The level on the collection's permission object, and on each field's own."""
    if collection.scope is Scope.OWN:
        return
    level = "modify" if change.op is Op.PUT else "delete"
    if not principal.may(collection.permission, level):
        bar(
            Code.FORBIDDEN,
            _("Your role does not allow this change to {label} records.").format(
                label=_(collection.label.lower())
            ),
            change,
        )
    for name in change.f:
        field = collection.by_name.get(name)
        if field is None:
            continue
        barred = not principal.may(collection.permission, field.level) and change.op is Op.PUT
        if barred or (field.read and not principal.may(field.read, "modify")):
            bar(
                Code.FORBIDDEN,
                _("Your role does not allow {label} to be changed.").format(label=_(field.label.lower())),
                change,
                name,
            )


def may_read(collection: Collection, principal: Principal, name: str) -> bool:
    """Whether the field's own permission object, if it has one, shows it to this person."""
    field = collection.by_name.get(name)
    return field is None or not field.read or principal.may(field.read, "view")


def check_values(collection: Collection, change: Change, schema: int) -> None:
    """Every field known to the group's schema, writable and sensible."""
    if not change.f:
        bar(Code.VALIDATION, _("A change names what it changes."), change)
    problem = validate.first_problem(collection, change.f)
    if problem is not None:
        bar(Code.VALIDATION, problem[1], change, problem[0])
    for name in change.f:
        field = collection.by_name[name.partition(":")[0]]
        if field.since > schema:
            bar(Code.VALIDATION, validate.UNKNOWN, change, name)
        if field.merge is Merge.CLOUD:
            bar(Code.VALIDATION, _("{label} is given, not typed.").format(label=_(field.label)), change, name)


def check_whole(
    collection: Collection,
    principal: Principal,
    group: Group,
    change: Change,
    before: Row,
    took: Sequence[str],
) -> None:
    """A put carries its blocks whole, but for what its author may not read or its schema does not know.

    Where a block that wins leaves out a value the row holds, the row would become one that nobody entered.
    """
    for register in took:
        for name in collection.registers.get(register, ()):
            field = collection.by_name[name]
            left_out = name not in change.f and before.f.get(name) is not None
            if left_out and field.since <= group.schema and may_read(collection, principal, name):
                words = _("{label} belongs to this change and is missing from it.").format(
                    label=_(field.label)
                )
                bar(Code.VALIDATION, words, change, name)


def check_span(
    collection: Collection, principal: Principal, change: Change, before: Row | None, row: Row
) -> None:
    """What begins and ends, ends after it begins. `before` and `row` are the row before and after the change.

    Asked only where the change brings other times along, and not of what is brought in whole: what was saved before
    there was this rule can still be moved to another day, and goes along when its business meets a cloud.
    """
    if not collection.span or principal.importing or principal.restored:
        return
    begins, ends = (row.f.get(name) for name in collection.span)
    same = before is not None and all(before.f.get(name) == row.f.get(name) for name in collection.span)
    if begins and ends and ends <= begins and not same:
        words = _("This is not after {time}, when it begins.").format(time=begins)
        bar(Code.VALIDATION, words, change, collection.span[1])


def check_sets(collection: Collection, change: Change, row: Row) -> None:
    """No set grows beyond its limit. `row` is the row after the change."""
    grown = [name.partition(":")[0] for name, there in change.f.items() if ":" in name and there]
    for name in dict.fromkeys(grown):
        field = collection.by_name[name]
        if len(row.f.get(name) or ()) > field.limit:
            words = _("{label}: at most {most:,}.").format(label=_(field.label), most=field.limit)
            bar(Code.VALIDATION, words, change, name)


def check_create(collection: Collection, change: Change, *, org: str, schema: int) -> None:
    """What a new row needs, the steps it may begin with, and whose it is to make."""
    if collection.given or (collection.name == ORGANIZATION and change.id != org):
        bar(
            Code.FORBIDDEN,
            _("A {label} is made by the cloud alone.").format(label=_(collection.label.lower())),
            change,
        )
    for field in collection.fields:
        wanted = field.needed is Needed.CREATE and field.since <= schema
        if wanted and change.f.get(field.name) in (None, ""):
            bar(Code.VALIDATION, _("{label} is needed.").format(label=_(field.label)), change, field.name)
    if collection.homes and sum(change.f.get(name) is not None for name in collection.homes) != 1:
        bar(
            Code.VALIDATION,
            _("A {label} belongs to exactly one record.").format(label=_(collection.label.lower())),
            change,
        )
    first = collection.status
    if first is not None and "status" in change.f and change.f["status"] not in first.first:
        bar(
            Code.STEP,
            _("A new {label} cannot begin as {status}.").format(
                label=_(collection.label.lower()), status=_(change.f["status"])
            ),
            change,
            "status",
        )


def check_step(
    collection: Collection, reader: Reader, change: Change, merged: merge.Merged, before: Row
) -> None:
    """No step the table bars, and no reopening of a quote that was invoiced."""
    was, end = before.f.get("status"), change.f.get("status")
    if merged.barred:
        bar(
            Code.STEP,
            _("This {label} is {was}; it cannot become {end} from there.").format(
                label=_(collection.label.lower()), was=_(str(was)), end=_(str(end))
            ),
            change,
            "status",
        )
    reopens = collection.name == "quotes" and "status" in merged.took and end == "draft" and was != "sent"
    if reopens and reader.count("invoices", "quoteId", change.id):
        bar(Code.STEP, _("This quote was invoiced; it cannot be opened again."), change, "status")


def check_merging(collection: Collection, change: Change, before: Row, h: str) -> None:
    """No row is merged into one by who has not seen that another hand merged it into another one. `h` is the group's.

    Whichever stamp is the higher: what a merging fills in there is right only together with it, and would stay behind
    where another one wins.
    """
    into, stood = change.f.get(collection.merged), before.f.get(collection.merged)
    if not into or not stood or into == stood:
        return
    present = before.stamp(collection.merged)
    if change.b.get(collection.merged) != present and stamp.author(present) != stamp.author(h):
        words = _("This {label} was merged into another one already.")
        bar(Code.STEP, words.format(label=_(collection.label.lower())), change, collection.merged)


def check_lock(
    collection: Collection, reader: Reader, principal: Principal, change: Change, row: Row
) -> None:
    """Content is edited only while its document is open. `row` is the row after the change."""
    lock = collection.lock
    if lock is None:
        return
    comes_or_goes = bool(lock.through) and not change.f  # a line that is deleted or brought back
    asked = [r for r in merge.registers_in(collection, change.f) if r not in lock.free]
    if not comes_or_goes and not asked:
        return
    holder, owner = row, collection
    if lock.through:
        leads_to = collection.by_name[lock.through].ref
        parent = reader.get(leads_to.collection, row.f.get(lock.through, "")) if leads_to else None
        if leads_to is None or parent is None:
            return
        holder, owner = parent, COLLECTIONS[leads_to.collection]
    status = holder.f.get("status", "draft")
    stays = not comes_or_goes and all(status in lock.longer.get(r, ()) for r in asked)
    if status not in lock.open and not stays:
        number = f" {holder.f['number']}" if holder.f.get("number") else ""
        bar(
            Code.LOCKED,
            _("{label}{number} is {status}; its content cannot be changed any more.").format(
                label=_(owner.label), number=number, status=_(status)
            ),
            change,
        )
    until_billed = next((r for r in asked if r in lock.longer), None)
    if until_billed and billed.is_billed(reader, org=principal.org, quote=holder.id, line=row.id):
        words = _("This line was invoiced; its field “{label}” cannot be changed any more.")
        label = _(collection.by_name[until_billed].label)
        bar(Code.LOCKED, words.format(label=label), change, until_billed)


def check_open_parent(
    collection: Collection,
    reader: Reader,
    principal: Principal,
    change: Change,
    row: Row,
    came: set[tuple[str, str]],
) -> None:
    """A line comes back into an open document only, or with the document it fell with; `came` are the rows back."""
    lock = collection.lock
    leads_to = collection.by_name[lock.through].ref if lock is not None and lock.through else None
    if lock is None or leads_to is None or (leads_to.collection, row.f.get(lock.through, "")) not in came:
        check_lock(collection, reader, principal, change, row)


def check_delete(taken: list[tuple[str, Row]], change: Change) -> None:
    """Nothing with a number on paper, and nothing append-only, is deleted."""
    for c, row in taken:
        collection = COLLECTIONS[c]
        if collection.delete is Delete.NEVER:
            bar(
                Code.LOCKED,
                _("A {label} belongs to it, and that is never deleted.").format(
                    label=_(collection.label.lower())
                ),
                change,
            )
        closed = collection.lock is not None and row.f.get("status", "draft") not in collection.lock.open
        if collection.paper and (closed or row.f.get("number")):
            number = f" {row.f['number']}" if row.f.get("number") else ""
            bar(
                Code.LOCKED,
                _("{label}{number} was issued; void it or archive the client.").format(
                    label=_(collection.label), number=number
                ),
                change,
            )


def check_series(principal: Principal, command: Issue) -> None:
    """A count of the main series is given by the cloud, or by a business the cloud has not met yet; any other
    is on paper already.
    """
    words = None
    if command.no is None and command.series == MAIN and principal.closed:
        words = _(
            "The cloud was restored; numbers of the main series wait until an administrator releases them."
        )
        raise Barred(Refusal(Code.LOCKED, words, command.c, command.id))
    printed = principal.importing or principal.restored
    if command.no is not None and command.series == MAIN and not printed:
        words = _("The cloud gives the numbers of the main series.")
    if command.no is None and command.series != MAIN:
        words = _("A device gives the numbers of its own series.")
    if words:
        raise Barred(Refusal(Code.VALIDATION, words, command.c, command.id))


def needed_for_issue(collection: Collection, row: Row) -> str | None:
    """The label of the first field that must be filled before the document is issued."""
    for field in collection.fields:
        if field.needed is Needed.ISSUE and row.f.get(field.name) in (None, ""):
            return _(field.label)
    return None
