"""Where a row may lead: to what its author sees, under the same client, never back to itself (WIRE section 7).

Asked once all rows of a group stand: a client and its main contact lead to each other.
"""

from onetool_desktop.changes import merged, rules
from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.values import NOTHING, ROW, Change, Code, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Ref
from onetool_desktop.domain.translate import _

CLIENTS = "clients"


def check(
    collection: Collection, reader: Reader, change: Change, before: Row | None, row: Row, *, strict: bool
) -> None:
    """Every reference the change sets leads to a record that the author sees, under the same client.

    `before` and `row` are the row before and after the group: what a block only carries along, and what lost, is not
    asked. Not `strict` on a replica, where a parent may be out of scope or still to come (WIRE section 7).
    """
    for field in collection.refs:
        target_id = change.f.get(field.name)
        stood = before is not None and before.f.get(field.name) == target_id
        if target_id is None or field.ref is None or stood or row.f.get(field.name) != target_id:
            continue
        target = _target(reader, change, field, field.ref, target_id, strict=strict)
        if target is None:
            continue
        ours, theirs = _client_of(collection.name, row), target.f.get("clientId")
        if ours and theirs and not merged.same(reader, CLIENTS, ours, theirs):
            rules.bar(
                Code.STEP if _was_merged(reader, ours) or _was_merged(reader, theirs) else Code.VALIDATION,
                _("{label} belongs to another client.").format(label=_(field.label)),
                change,
                field.name,
            )
        if field.ref.collection == collection.name:
            _check_no_ring(reader, change, field, target)


def _client_of(c: str, row: Row) -> str | None:
    return row.id if c == CLIENTS else row.f.get("clientId")


def _was_merged(reader: Reader, client: str) -> bool:
    """Whether a client is or once was merged: what made sense then is no nonsense once a colleague sets him apart."""
    row = reader.get(CLIENTS, client)
    return row is not None and row.stamp(COLLECTIONS[CLIENTS].merged) != row.stamp(ROW)


def _check_no_ring(reader: Reader, change: Change, field: Field, target: Row) -> None:
    """References within one collection are followed when read, so they never lead back."""
    passed: set[str] = set()
    following: Row | None = target
    while following is not None and following.id not in passed:
        if following.id == change.id:
            if field.name == COLLECTIONS[change.c].merged and passed:
                # Made sense until a colleague's merging came first.
                words = _("The two were merged the other way round already.")
                rules.bar(Code.STEP, words, change, field.name)
            words = _("{label} leads back to this record.").format(label=_(field.label))
            rules.bar(Code.VALIDATION, words, change, field.name)
        passed.add(following.id)
        said = following.f if following.live else following.was or NOTHING  # a deleted one may come back
        following = reader.get(change.c, said.get(field.name) or "")


def _target(
    reader: Reader, change: Change, field: Field, ref: Ref, target_id: str, *, strict: bool
) -> Row | None:
    target = reader.get(ref.collection, target_id)
    if target is None and not strict:
        return None
    if target is None or not reader.sees(ref.collection, target_id):
        rules.bar(
            Code.NOT_FOUND, _("{label} is not available.").format(label=_(field.label)), change, field.name
        )
    if not target.live and (ref.cascade or field.name == COLLECTIONS[change.c].merged):
        label = COLLECTIONS[ref.collection].label.lower()
        rules.bar(
            Code.PARENT_DELETED,
            _("The {label} this belongs to was deleted.").format(label=_(label)),
            change,
            field.name,
        )
    return target
