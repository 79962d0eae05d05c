"""The rules a put, a delete and a restore answer to: rights, references, steps, locks, what is needed.

Each check raises `Barred` with the refusal in the user's words; `decide` turns it into its answer. All read the same
declarations the screens read, so what is greyed out and what is refused cannot differ.
"""

from typing import NoReturn

from onetool_desktop.changes import merge, validate
from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.values import Change, Code, Issue, Op, Refusal, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Delete, Field, Merge, Needed, Ref, Scope
from onetool_desktop.domain.permissions import Principal

MAIN_SERIES = "main"


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
            f"Your role does not allow this change to {collection.label.lower()} records.",
            change,
        )
    for name in change.f:
        field = collection.by_name.get(name)
        if field is not None and field.read and not principal.may(field.read, "view"):
            bar(Code.FORBIDDEN, f"Your role does not show {field.label.lower()}.", change, name)


def check_values(collection: Collection, change: Change) -> None:
    """Every field known, writable and sensible."""
    if not change.f:
        bar(Code.VALIDATION, "A change names what it changes.", change)
    problem = validate.first_problem(collection, change.f)
    if problem is not None:
        bar(Code.VALIDATION, problem[1], change, problem[0])
    for name in change.f:
        if ":" not in name and collection.by_name[name].merge is Merge.CLOUD:
            bar(Code.VALIDATION, f"{collection.by_name[name].label} is given, not typed.", change, name)


def check_create(collection: Collection, change: Change) -> None:
    """What a new row needs, and the steps it may begin with."""
    for field in collection.fields:
        if field.needed is Needed.CREATE and change.f.get(field.name) in (None, ""):
            bar(Code.VALIDATION, f"{field.label} is needed.", change, field.name)
    first = collection.status
    if first is not None and "status" in change.f and change.f["status"] not in first.first:
        bar(
            Code.STEP,
            f"A new {collection.label.lower()} cannot begin as {change.f['status']}.",
            change,
            "status",
        )


def check_refs(collection: Collection, reader: Reader, change: Change, row: Row) -> None:
    """Every reference set leads to a record of the organisation that the author sees, under the same client."""
    for field in collection.refs:
        target_id = change.f.get(field.name)
        if target_id is not None and field.ref is not None:
            target = _target(reader, change, field, field.ref, target_id)
            ours, theirs = row.f.get("clientId"), target.f.get("clientId")
            if ours and theirs and ours != theirs:
                bar(Code.VALIDATION, f"{field.label} belongs to another client.", change, field.name)


def _target(reader: Reader, change: Change, field: Field, ref: Ref, target_id: str) -> Row:
    target = reader.get(ref.collection, target_id)
    if target is None or not reader.sees(ref.collection, target_id):
        bar(Code.NOT_FOUND, f"{field.label} is not available.", change, field.name)
    if not target.live and ref.cascade:
        label = COLLECTIONS[ref.collection].label.lower()
        bar(Code.PARENT_DELETED, f"The {label} this belongs to was deleted.", change, field.name)
    return target


def check_step(
    collection: Collection, reader: Reader, change: Change, merged: merge.Merged, before: Row
) -> None:
    """No step the table bars, and no reopening of a quote that was invoiced."""
    was, end = before.f.get("status"), change.f.get("status")
    if merged.barred:
        bar(
            Code.STEP,
            f"This {collection.label.lower()} is {was}; it cannot become {end} from there.",
            change,
            "status",
        )
    reopens = collection.name == "quotes" and "status" in merged.took and end == "draft" and was != "sent"
    if reopens and reader.count("invoices", "quoteId", change.id):
        bar(Code.STEP, "This quote was invoiced; it cannot be opened again.", change, "status")


def check_lock(collection: Collection, reader: Reader, change: Change, row: Row) -> None:
    """Content is edited only while its document is open. `row` is the row after the change."""
    lock = collection.lock
    if lock is None:
        return
    if not lock.through and all(r in lock.free for r in merge.registers_in(collection, change.f)):
        return
    holder, owner = row, collection
    if lock.through:
        leads_to = collection.by_name[lock.through].ref
        parent = reader.get(leads_to.collection, row.f.get(lock.through, "")) if leads_to else None
        if leads_to is None or parent is None:
            return
        holder, owner = parent, COLLECTIONS[leads_to.collection]
    status = holder.f.get("status", "draft")
    if status not in lock.open:
        number = f" {holder.f['number']}" if holder.f.get("number") else ""
        bar(
            Code.LOCKED, f"{owner.label}{number} is {status}; its content cannot be changed any more.", change
        )


def check_delete(taken: list[tuple[str, Row]], change: Change) -> None:
    """Nothing with a number on paper, and nothing append-only, is deleted."""
    for c, row in taken:
        collection = COLLECTIONS[c]
        if collection.delete is Delete.NEVER:
            bar(
                Code.LOCKED, f"A {collection.label.lower()} belongs to it, and that is never deleted.", change
            )
        if collection.paper and row.f.get("number"):
            bar(
                Code.LOCKED,
                f"{collection.label} {row.f['number']} was issued; void it or archive the client.",
                change,
            )


def check_series(principal: Principal, command: Issue) -> None:
    """A count of the main series is given by the cloud, or by a business the cloud has not met yet."""
    if command.no is not None and command.series == MAIN_SERIES and not principal.importing:
        raise Barred(
            Refusal(Code.VALIDATION, "The cloud gives the numbers of the main series.", command.c, command.id)
        )


def needed_for_issue(collection: Collection, row: Row) -> str | None:
    """The label of the first field that must be filled before the document is issued."""
    for field in collection.fields:
        if field.needed is Needed.ISSUE and row.f.get(field.name) in (None, ""):
            return field.label
    return None
