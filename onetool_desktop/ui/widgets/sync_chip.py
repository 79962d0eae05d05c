"""The sync chip: one glance says whether everything is at the cloud; a press opens what waits.

Promises: word, icon and colour together; never a dialog; the same width for the same kind, so that nothing jumps. May
not know: the engine; it is given a `SyncStatus`, or none for a business that lives on this computer only.
"""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics

from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button


@dataclass(frozen=True, slots=True)
class ChipWords:
    """What the chip shows."""

    words: str
    icon: str
    tone: Tone


_LOCAL_ONLY = N_("On this computer")


def chip_words(status: SyncStatus | None, formats: Formats, *, files: int = 0) -> ChipWords:
    """The words for a status, while so many files wait to be sent."""
    if status is None:
        return ChipWords(_(_LOCAL_ONLY), "computer", Tone.NEUTRAL)
    waits = ngettext("{state}, {count} waiting", "{state}, {count} waiting", status.waiting)
    waits = waits if status.waiting else "{state}"
    done = _("{state} {done} of {of}") if status.of else "{state}"
    counts = {"count": status.waiting, "done": formats.count(status.done), "of": formats.count(status.of)}
    need = ngettext("{count} needs attention", "{count} need attention", status.attention)
    since = f" {formats.instant(status.since_ms)}" if status.since_ms else ""
    synced = (_("Synced") + since, "synced", Tone.GOOD)
    if files:
        words = ngettext("Synced, {count} file to send", "Synced, {count} files to send", files)
        synced = (words.format(count=formats.count(files)), "syncing", Tone.INFO)
    table = {
        Kind.SYNCED: synced,
        Kind.SYNCING: (done.format(state=_("Syncing"), **counts), "syncing", Tone.INFO),
        Kind.OFFLINE: (waits.format(state=_("Offline"), **counts), "offline", Tone.NEUTRAL),
        Kind.ATTENTION: (need.format(count=status.attention), "attention", Tone.BAD),
        Kind.ARRIVING: (done.format(state=_("Arriving"), **counts), "syncing", Tone.INFO),
        Kind.SIGNIN: (waits.format(state=_("Sign in to sync"), **counts), "sign-in", Tone.WARN),
        Kind.STOPPED: (waits.format(state=_("Sync has stopped"), **counts), "attention", Tone.BAD),
    }
    words, icon, tone = table[status.kind]
    return ChipWords(words, icon, Tone.WARN if status.kind is Kind.OFFLINE and status.waiting else tone)


class SyncChip(Button):
    """The chip at the top right."""

    def __init__(self, *, look: Look, formats: Formats) -> None:
        super().__init__("", look=look)
        self._formats = formats
        self.status: SyncStatus | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_status(None)

    def show_status(self, status: SyncStatus | None, *, files: int = 0) -> None:
        """Shows a status and how many files wait, or that the business is on this computer only."""
        self.status = status
        words = chip_words(status, self._formats, files=files)
        self._icon = words.icon
        self._tone = words.tone
        self.setText(words.words)
        self.setAccessibleName(_("Sync: {state}").format(state=words.words))
        self.setToolTip((status.sentence if status else "") or _("Shows what waits to be synced"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides Button."""
        least = QFontMetrics(self._look.fonts.body).horizontalAdvance(
            f"{_('Synced')} 00:00"
        ) + self._look.measures.step(12)
        hint = super().sizeHint()
        return QSize(max(hint.width(), least), hint.height())

    def _icon_ink(self, ink: QColor) -> QColor:
        """Overrides Button: the state's colour."""
        del ink
        return self._look.tone(self._tone)
