"""The history of a record as lines to read: when and who, then what became of each field.

Promises: a line says what it was before only where that is known; what can be put back carries how. Runs in the read
pool. May not know: widgets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import RowKey
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind, Merge
from onetool_desktop.domain.translate import _
from onetool_desktop.services import history
from onetool_desktop.services.authors import Authors
from onetool_desktop.services.history import UNKNOWN, Entry, FieldChange, What
from onetool_desktop.store.past import Write
from onetool_desktop.ui.screens.record_words import RecordWords
from onetool_desktop.ui.screens.screen import Workplace

MOST = 200  # entries shown
_SILENT = frozenset({"position", "issuedId"})  # a place among others, a paper's key: no words for a person


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field in words. `back` is the value that can be put back, in words; "" where none can."""

    text: str
    back: str = ""
    change: FieldChange | None = None  # None brings the whole row back


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one group did to one row: the moment and the hand, what it was, its fields."""

    c: str
    id: str
    when: str
    who: str
    title: str
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class HistoryText:
    """A history to be shown; `whole` says that nothing older is missing."""

    title: str
    entries: tuple[HistoryEntry, ...]
    whole: bool


def history_text(
    work: Workplace, c: str, row_id: str, fetched: Mapping[RowKey, Sequence[Write]] | None
) -> HistoryText:
    """Reads and words the history of a record."""
    reads = work.replica.reads()
    found = history.history_of(reads, c=c, id=row_id, fetched=fetched)
    teller = _Teller(work, RecordWords(work, reads), Authors(reads, work.replica.identity), c, row_id)
    entries = [entry for entry in map(teller.entry, found.entries[:MOST]) if entry is not None]
    title = _("History of {record}").format(record=RecordWords(work, reads).record(c, row_id))
    return HistoryText(title, tuple(entries), found.whole)


class _Teller:
    """Words one entry after the other."""

    def __init__(self, work: Workplace, words: RecordWords, authors: Authors, c: str, row_id: str) -> None:
        self._formats, self._words, self._authors = work.formats, words, authors
        self._of = (c, row_id)

    def entry(self, entry: Entry) -> HistoryEntry | None:
        lines = tuple(line for change in entry.changes for line in self._lines(entry, change))
        if entry.what is What.CHANGED and not lines:
            return None
        if entry.what is What.DELETED and entry.returns:
            lines = (HistoryLine("", _("bring it back")),)
        when = self._formats.instant(stamp.millis(entry.h))
        return HistoryEntry(entry.c, entry.id, when, self._authors.name(entry.h), self._title(entry), lines)

    def _title(self, entry: Entry) -> str:
        own = (entry.c, entry.id) == self._of
        label = _(COLLECTIONS[entry.c].label)
        name = label if own else f"{label} {self._words.record(entry.c, entry.id)}"
        sentences = {
            What.MADE: _("{record} added"),
            What.DELETED: _("{record} deleted"),
            What.RESTORED: _("{record} brought back"),
            What.CHANGED: "" if own else "{record}",
        }
        return sentences[entry.what].format(record=name)

    def _lines(self, entry: Entry, change: FieldChange) -> list[HistoryLine]:
        declared = COLLECTIONS[entry.c].by_name[change.name.partition(":")[0]]
        if change.name in _SILENT or declared.kind is Kind.JSON:
            return []
        label = self._words.field(entry.c, change.name)
        if ":" in change.name:
            return [self._element(entry, change, label)]
        empty = _("empty")
        after = self._words.value(entry.c, change.name, change.after) or empty
        if entry.what is What.MADE:
            hidden = declared.merge.value == "once" and declared.ref is not None
            return [] if hidden or after == empty else [HistoryLine(f"{label}: {after}")]
        if change.before is UNKNOWN:
            return self._of_unknown(declared, label, after)
        before = self._words.value(entry.c, change.name, change.before) or empty
        return [HistoryLine(f"{label}: {before} → {after}", before if change.returns else "", change)]

    def _of_unknown(self, declared: Field, label: str, after: str) -> list[HistoryLine]:
        """What came of a value that is not known here: what a rule gives once was given, not changed."""
        if after == _("empty"):
            return []
        given = declared.merge in (Merge.ONCE, Merge.CLOUD)
        return [HistoryLine(f"{label}: {after}" if given else f"{label}: … → {after}")]

    def _element(self, entry: Entry, change: FieldChange, label: str) -> HistoryLine:
        word = self._words.value(entry.c, change.name, change.after)
        added = _("{label}: {word} added").format(label=label, word=word)
        removed = _("{label}: {word} removed").format(label=label, word=word)
        back = _("without {word}") if change.after else _("with {word}")
        return HistoryLine(
            added if change.after else removed, back.format(word=word) if change.returns else "", change
        )
