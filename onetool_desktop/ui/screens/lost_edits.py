"""Notices about edits that lost, in the user's words.

Promises: the sentence names the field, whose record where that is not plain, who and when, and shows the author's own
value; what anybody may do about it is the screen's. May not know: widgets beyond the line's own values.
"""

from collections.abc import Collection

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import _
from onetool_desktop.services.authors import Authors
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.record_words import RecordWords
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.lost_edit import LostEdit


def lost_edits_of(work: Workplace, reads: Reads, collection: str, row_id: str) -> tuple[LostEdit, ...]:
    """The open notices of this person about one row."""
    return lost_edits_among(work, reads, {(collection, row_id)})


def lost_edits_among(
    work: Workplace, reads: Reads, rows: Collection[tuple[str, str]]
) -> tuple[LostEdit, ...]:
    """The open notices of this person about some rows, oldest first."""
    found = [row for row in open_notices(work, reads) if (row.f.get("c"), row.f.get("rowId")) in rows]
    return tuple(describe(work, row) for row in found)


def open_notices(work: Workplace, reads: Reads) -> list[Row]:
    """Every open notice of this person, oldest first."""
    mine = reads.children("notices", "userId", work.replica.identity.user_id)
    return [row for row in mine if not row.f.get("settled")]


def describe(work: Workplace, notice: Row) -> LostEdit:
    """A notice as a sentence that shows the author's value."""
    reads = work.replica.reads()
    words, c, row_id = RecordWords(work, reads), str(notice.f["c"]), str(notice.f["rowId"])
    won = str(notice.f["wonH"])
    hand = Authors(reads, work.replica.identity).known_name(won)
    told = {"hand": _("by {name}").format(name=hand) if hand else _("on another device")}
    told["moment"] = _moment(work, stamp.millis(won))
    register = str(notice.f["r"])
    if register == ROW:
        sentence = _("This {record} was deleted {hand} {moment} while you changed it.")
        return LostEdit(notice.id, sentence.format(record=_(COLLECTIONS[c].label.lower()), **told))
    field = words.register(c, register)
    if COLLECTIONS[c].parent and COLLECTIONS[c].status is None:
        field = _("{field} of {record}").format(field=field, record=words.record(c, row_id))
    mine = _mine(words, c, register, notice)
    sentence = _("{field} was also changed {hand} {moment}; theirs is shown. Yours: {mine}")
    return LostEdit(notice.id, sentence.format(field=field, mine=mine, **told))


def _mine(words: RecordWords, c: str, register: str, notice: Row) -> str:
    lost = dict(notice.f.get("lost") or {})
    if ":" in register:
        word = words.value(c, register, value=True)
        there = lost.get(register, True)
        return (_("{word} added") if there else _("{word} removed")).format(word=word)
    return words.values(c, lost) or _("empty")


def _moment(work: Workplace, ms: int) -> str:
    when = work.formats.instant(ms)
    return _("at {time}").format(time=when) if " " not in when else f"({when})"
