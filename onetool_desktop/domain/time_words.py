"""Times of day as people type them: `8`, `830`, `8:30`, `14.15`, `2pm`.

Promises: what is read is `HH:MM` on the wire's clock of 24 hours; anything else is a ValueError with a sentence. May
not know: screens, zones, locales.
"""

import re

from onetool_desktop.domain.translate import _

_TYPED = re.compile(r"(\d{1,2})(?:[:.,h ]?(\d{2}))?\s*([ap])?\.?m?\.?", re.ASCII)


def read_time(text: str) -> str:
    """The time that was typed."""
    found = _TYPED.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(_unreadable())
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and not 1 <= hour <= 12:
        raise ValueError(_unreadable())
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(_unreadable())
    return f"{hour:02d}:{minute:02d}"


def _unreadable() -> str:
    return _("This is not a time. Type one such as 8, 8:30 or 14:15.")
