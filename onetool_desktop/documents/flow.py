"""Puts parts one under another onto pages.

Promises: every part, or each piece of it, stands on exactly one page and in order; a part that does not fit goes on
overleaf, is cut where it allows it, and never fails; there is always at least one page.
May not know: what the parts are, how pages are decorated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from onetool_desktop.documents.sheet import Part


@dataclass(frozen=True, slots=True)
class Frame:
    """Where parts stand on a page, in points from its top."""

    top: float
    bottom: float


Page: TypeAlias = list[tuple[float, Part]]


def paginate(parts: Sequence[Part], *, first: Frame, later: Frame) -> list[Page]:
    """The pages: for each the parts with the top they stand at."""
    pages: list[Page] = [[]]
    frame, y = first, first.top
    waiting: list[Part] = list(reversed(parts))
    while waiting:
        part = waiting.pop()
        split = part.split(frame.bottom - y, later.bottom - later.top)
        if split is None and frame is later and not pages[-1]:
            # No part should ever refuse an empty page. If one does, it overhangs: a printout beats an endless loop.
            pages[-1].append((y, part))
            y += part.height
            continue
        if split is None:
            waiting.append(part)
        else:
            pages[-1].append((y, split[0]))
            y += split[0].height
            if split[1] is None:
                continue
            waiting.append(split[1])
        pages.append([])
        frame, y = later, later.top
    return pages
