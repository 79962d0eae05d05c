"""Notices about edits that lost, in the user's words."""

from collections.abc import Mapping, Sequence
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.fact_values import shown
from onetool_desktop.ui.widgets.lost_edit import LostEdit

_SHORT = 120


def lost_edits_of(work: Workplace, reads: Reads, collection: str, row_id: str) -> tuple[LostEdit, ...]:
    """The open notices of this person about one row."""
    rows = reads.children("notices", "rowId", row_id)
    return tuple(describe(work, row) for row in rows if _is_mine(work, row) and row.f.get("c") == collection)


def open_notices(work: Workplace, reads: Reads) -> list[Row]:
    """Every open notice of this person, oldest first."""
    mine = reads.children("notices", "userId", work.replica.identity.user_id)
    return [row for row in mine if not row.f.get("settled")]


def describe(work: Workplace, notice: Row) -> LostEdit:
    """A notice as a sentence that shows the author's value."""
    collection, register = COLLECTIONS[notice.f["c"]], str(notice.f["r"])
    at = work.formats.instant(stamp.millis(notice.f["wonH"]))
    if register == ROW:
        sentence = (
            f"This {collection.label.lower()} was deleted on another device at {at} while you changed it."
        )
        return LostEdit(notice.id, sentence)
    fields = _fields_of(collection.name, register)
    label = (
        collection.by_name[fields[0]].label if len(fields) == 1 else register.partition(":")[0].capitalize()
    )
    mine = _words(collection.name, fields, notice.f.get("lost") or {})
    return LostEdit(
        notice.id,
        f"Changed on another device too, at {at}: {label}. Theirs is shown. Yours: {mine}",
    )


def _is_mine(work: Workplace, notice: Row) -> bool:
    return notice.f.get("userId") == work.replica.identity.user_id and not notice.f.get("settled")


def _fields_of(collection: str, register: str) -> Sequence[str]:
    declared = COLLECTIONS[collection]
    return declared.registers.get(register) or (register.partition(":")[0],)


def _words(collection: str, fields: Sequence[str], values: Mapping[str, Any]) -> str:
    declared = COLLECTIONS[collection].by_name
    found = [shown(declared[name], values.get(name)) for name in fields if name in declared]
    text = ", ".join(word for word in found if word) or "empty"
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
