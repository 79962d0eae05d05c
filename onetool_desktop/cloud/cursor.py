"""Cursors of a pull: opaque text to the caller, two kinds here.

Promises: a cursor names its epoch, so that one from before a restore is recognised; text that is none of ours is
`invalid`. By sequence it is the last `seq` sent; while arriving it is the head at the start, the phase, how much
came, the day it began, and the last row sent.
May not know: rows.
"""

import re
from dataclasses import dataclass
from datetime import date

from onetool_desktop.cloud.errors import CallError, invalid
from onetool_desktop.cloud.ledger import seq_text

_BY_SEQ = re.compile(r"s\.([0-9a-f]{8})\.(\d{12})", re.ASCII)
_ARRIVING = re.compile(
    r"a\.([0-9a-f]{8})\.(\d{12})\.(\d{1,2})\.(\d{1,12})\.(\d{4}-\d\d-\d\d)\.(\d{1,3})\.([0-9a-f-]{0,36})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class BySeq:
    """Everything up to `seq` has come."""

    epoch: str
    seq: int

    def text(self) -> str:
        """As sent."""
        return f"s.{self.epoch}.{seq_text(self.seq)}"


@dataclass(frozen=True, slots=True)
class Arriving:
    """Arriving: `stream` counts within the phase, `after` is the id last sent of it."""

    epoch: str
    head: int
    today: str
    phase: int = 0
    done: int = 0
    stream: int = 0
    after: str = ""

    def text(self) -> str:
        """As sent."""
        place = f"{self.phase}.{self.done}.{self.today}.{self.stream}.{self.after}"
        return f"a.{self.epoch}.{seq_text(self.head)}.{place}"


def parse(text: str) -> BySeq | Arriving:
    """The cursor, or `invalid`."""
    match = _BY_SEQ.fullmatch(text)
    if match:
        return BySeq(match[1], int(match[2]))
    match = _ARRIVING.fullmatch(text)
    if match is None or not _is_day(match[5]):
        raise invalid("This cursor is none of this cloud's. Pull from the beginning.")
    return Arriving(match[1], int(match[2]), match[5], int(match[3]), int(match[4]), int(match[6]), match[7])


def check_epoch(cursor: BySeq | Arriving, epoch: str, head: str) -> None:
    """Raises `epoch` for a cursor from before the cloud was restored."""
    if cursor.epoch != epoch:
        raise CallError(
            "epoch",
            "The cloud was restored from a backup. Pull from the beginning, beside the data at hand.",
            more={"epoch": epoch, "head": head},
        )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
