"""What is not at the cloud yet, in words: the lines of the sync panel, and all of it as one file.

Promises: what the cloud did not take comes first, with its reason; the file holds everything, in words for people and
as it is sent for support, and nothing of anybody else's. May not know: widgets beyond their lines.
"""

from collections.abc import Sequence
from dataclasses import replace

from onetool_desktop import __version__
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.services import attention
from onetool_desktop.store import outbox, transfers
from onetool_desktop.store.attention import item_of
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.queries import sync as queries
from onetool_desktop.ui.screens.attention.words import as_text, place_of
from onetool_desktop.ui.screens.files.words import size_words
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.surroundings import Standing
from onetool_desktop.ui.widgets.sync_panel import WaitingLine

_READ = 20  # lines of what is on its way; the panel shows fewer
_TURNS = frozenset({"undo", "redo"})
_REFUSED = 4  # lines for what was not taken; the rest stands in Needs attention


def waiting_lines(work: Workplace, standing: Standing) -> tuple[list[WaitingLine], int]:
    """The first lines, and how many changes are on their way in all: as last counted, where more are than are read."""
    reads = work.replica.reads()
    read = queries.unsettled(reads.db, limit=_READ)
    groups = _as_they_stand(read)
    lines = [
        WaitingLine(
            group.label,
            work.formats.instant(group.made_at),
            size_words(group.size),
            group.gid,
            place_of(reads, group.c, group.row_id) if group.c in COLLECTIONS else None,
        )
        for group in groups
    ]
    folded = len(read) - len(groups)
    count = len(groups) if len(read) < _READ else max(len(groups), standing.changes - folded)
    return [*_refused(work), *_files_waiting(standing.files), *lines], count


def _as_they_stand(groups: Sequence[queries.Unsettled]) -> list[queries.Unsettled]:
    """Without what was taken back or done again by a later one: all are on their way, but it is one thing to a person.

    It is told as what it is now: as taken back, or by its own name once it was done again.
    """
    found: list[queries.Unsettled] = []
    for group in groups:
        same = [one for one in found if _turns(group, one)][-1:]
        again = bool(same) and same[0].action == "undo"
        found = [one for one in found if one not in same]
        found.append(replace(group, action="redo", label=_plain(same[0])) if again else group)
    return found


def _turns(group: queries.Unsettled, before: queries.Unsettled) -> bool:
    """Whether a group takes an earlier one back, or does it again: its name ends with that of the action."""
    about = group.action in _TURNS and (before.c, before.row_id) == (group.c, group.row_id)
    return about and group.label.endswith(_plain(before))


def _plain(group: queries.Unsettled) -> str:
    """The name of the action itself."""
    start = _("Undo: {action}").partition("{action}")[0]
    return group.label.removeprefix(start) if group.action == "undo" else group.label


def waiting_text(work: Workplace) -> str:
    """Everything that is not settled, as a text for people, and as it is sent."""
    replica = work.replica
    reads, identity = replica.reads(), replica.identity
    states = (outbox.REFUSED, outbox.HELD, outbox.WAITING, outbox.ACKED)
    entries = [entry for state in states for entry in outbox.entries(reads.db, state)]
    head = [
        _("What this computer has not settled with the cloud"),
        f"{identity.org_name or identity.org} · {work.computer.account}",
        _("Series {series}, device {device}").format(series=identity.series or "–", device=identity.device),
        f"OneTool Desktop {__version__} · {work.formats.instant(replica.clock.now_ms())}",
        ngettext("{count} change", "{count} changes", len(entries)).format(count=len(entries)),
    ]
    said = [
        as_text(work, what=entry.label, made_at=entry.made_at, why=_why(entry), group=entry.group)
        for entry in entries
    ]
    sent = [
        f"{entry.group.n} {entry.state} {entry.code or ''} {entry.action}\n{outbox.body_of(entry.group)}"
        for entry in entries
    ]
    return "\n\n".join(["\n".join(head), *said, _("For support, as it is sent:"), *sent])


def _why(entry: Entry) -> str:
    if entry.state in (outbox.REFUSED, outbox.HELD):
        item = item_of(entry)
        return item.reason or _(attention.said_of(item).sentence)
    return _("Waits to be sent.") if entry.state == outbox.WAITING else _("Sent; not yet confirmed whole.")


def _refused(work: Workplace) -> list[WaitingLine]:
    """What the cloud did not take."""
    reads = work.replica.reads()
    found: list[WaitingLine] = []
    for item in attention.waiting(work.replica, limit=_REFUSED):
        keys = [change.key for change in item.group.changes] + [(i.c, i.id) for i in item.group.commands]
        places = [place_of(reads, *key) for key in keys if reads.row(*key) is not None]
        reason = item.reason or _(attention.said_of(item).sentence)
        when = work.formats.instant(item.made_at)
        place = next(filter(None, places), None)
        found.append(WaitingLine(item.label, when, "", item.gid, place, reason))
    return found


def _files_waiting(counts: transfers.Counts) -> list[WaitingLine]:
    """Files, counted apart from what was typed: they take longer, and nothing waits for them."""
    words = (
        (counts.up, ngettext("{count} file waits to be sent", "{count} files wait to be sent", counts.up)),
        (
            counts.down,
            ngettext("{count} file is being fetched", "{count} files are being fetched", counts.down),
        ),
        (counts.stuck, ngettext("{count} file is stuck", "{count} files are stuck", counts.stuck)),
    )
    size = size_words(counts.up_bytes)
    return [
        WaitingLine(text.format(count=count), size if at == 0 else "")
        for at, (count, text) in enumerate(words)
        if count
    ]
