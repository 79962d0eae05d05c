"""Visible = fold(shadow, outbox in order): what a person sees of a row while changes wait (DESIGN section 4).

The fold knows no rights and refuses nothing: the groups it gets were decided when they were saved. A step the cloud's
later row no longer allows simply does not show until the cloud has answered.
"""

from collections.abc import Sequence

from onetool_desktop.changes import issuing, merge
from onetool_desktop.changes.issuing import computed_id, issued_id
from onetool_desktop.changes.values import Change, Group, Issue, Op, Row, RowKey
from onetool_desktop.domain.declare import Collection

__all__ = ["computed_id", "fold", "issued_id", "touched"]


def touched(group: Group, org: str) -> tuple[RowKey, ...]:
    """Every row the group names: its changes', and for a command the document and the issued paper.

    What falls with a deleted row is not named; the effects of `decide` list it.
    """
    keys = [change.key for change in group.changes]
    for command in group.commands:
        keys += [(command.c, command.id), (issuing.ISSUED, issued_id(org, group.gid))]
    return tuple(dict.fromkeys(keys))


def fold(
    collection: Collection, row: Row | None, groups: Sequence[Group], row_id: str, org: str
) -> Row | None:
    """The row after the pending `groups` that touch it, in order of n; None where none of them makes it.

    A group that touches the row without naming it took it along with a deleted parent, or brought it back.
    """
    for group in groups:
        row = _after(collection, row, group, row_id, org)
    return row


def _after(collection: Collection, row: Row | None, group: Group, row_id: str, org: str) -> Row | None:
    key = (collection.name, row_id)
    named = any(change.key == key for change in group.changes)
    for change in group.changes:
        # A restore knows its rows by their delete group, whether or not the group names them besides.
        if change.key == key or change.op is Op.RESTORE or (change.op is Op.DELETE and not named):
            row = _apply(collection, row, change, group)
    for command in group.commands:
        row = _issue(collection, row, command, group, row_id, org)
    return row


def _apply(collection: Collection, row: Row | None, change: Change, group: Group) -> Row | None:
    if change.op is Op.PUT:
        return merge.apply_put(collection, row, change, group.h).row if row or change.creates else None
    if row is None:
        return None
    if change.op is Op.DELETE:
        return merge.apply_delete(row, group.gid)
    return merge.apply_restore(row, change.start or "")


def _issue(
    collection: Collection, row: Row | None, command: Issue, group: Group, row_id: str, org: str
) -> Row | None:
    paper_id = issued_id(org, group.gid)
    paper = None if command.no is None else _paper(command, command.no, group, org)
    if collection.name == issuing.ISSUED and row_id == paper_id and row is None:
        return paper
    if (collection.name, row_id) != (command.c, command.id) or row is None:
        return row
    if paper is not None:
        return issuing.printed(collection, row, group.h, paper)
    return issuing.sent(collection, row, group.h) if row.live else row


def _paper(command: Issue, no: int, group: Group, org: str) -> Row:
    return issuing.issued_row(org, group.gid, group.h, command, no=no, rev=command.rev, review=None)
