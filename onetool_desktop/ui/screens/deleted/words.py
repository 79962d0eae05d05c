"""A delete in the user's words: what it took, when and by whom, and what the record said.

Promises: an author is told only where he is known; a value is shown only to whom it may be shown. May not know:
widgets.
"""

from collections.abc import Callable, Mapping, Sequence

from onetool_desktop.changes.rules import may_read
from onetool_desktop.changes.values import Op
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Kind
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.services.authors import Authors
from onetool_desktop.store.past import Write
from onetool_desktop.store.queries.deleted import Deleted
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.record_words import RecordWords
from onetool_desktop.ui.screens.screen import Workplace

_COUNTED: Mapping[str, Callable[[int], str]] = {
    "clientContacts": lambda n: ngettext("{count} contact", "{count} contacts", n),
    "clientProperties": lambda n: ngettext("{count} property", "{count} properties", n),
    "projects": lambda n: ngettext("{count} project", "{count} projects", n),
    "tasks": lambda n: ngettext("{count} visit", "{count} visits", n),
    "quotes": lambda n: ngettext("{count} quote", "{count} quotes", n),
    "invoices": lambda n: ngettext("{count} invoice", "{count} invoices", n),
    "attachments": lambda n: ngettext("{count} file", "{count} files", n),
}


def when_and_who(work: Workplace, one: Deleted, who: str) -> str:
    """*Deleted yesterday 10:42 · Paul · with 2 contacts*."""
    when = _("Deleted {when}").format(when=work.formats.instant(one.at_ms))
    by = _("You") if one.here else who or _("Another device")
    return " · ".join(word for word in (when, by, along_words(one.along)) if word)


def along_words(along: Mapping[str, int]) -> str:
    """What went with the record: *with 2 contacts, 1 property*; lines and the like are not told."""
    found = [words(along[c]).format(count=along[c]) for c, words in _COUNTED.items() if c in along]
    return _("with {things}").format(things=", ".join(found)) if found else ""


def values_of(work: Workplace, reads: Reads, one: Deleted) -> list[tuple[str, str]]:
    """What the record said, label by label, as far as this person may read it."""
    row = reads.get(one.c, one.id)
    collection, words = COLLECTIONS[one.c], RecordWords(work, reads)
    fields = {} if row is None else row.was or {}
    return [
        (_(field.label), words.value(one.c, field.name, fields[field.name]))
        for field in collection.fields
        if fields.get(field.name) not in (None, "", [])
        and field.kind is not Kind.JSON
        and may_read(collection, work.replica.principal, field.name)
    ]


def deleted_by(work: Workplace, reads: Reads, one: Deleted, writes: Sequence[Write]) -> str:
    """Who deleted it, as the cloud tells; nothing where it does not."""
    authors = Authors(reads, work.replica.identity)
    stamps = [write.h for write in writes if write.op is Op.DELETE and write.gid == one.gid]
    return authors.known_name(stamps[-1]) if stamps else ""
