"""Opens addresses in the person's own browser, mail and telephone programs.

Promises: only `https`, `mailto` and `tel` ever reach the system, whole and without control characters;
anything else is a `UnsafeLinkError` and nothing is opened. The way to the system is a port: `opener` gets
the address, and answers whether a program took it.
May not know: why the address is opened.

Why: addresses come from customers' records and from the cloud, and systems start programs for schemes such
as `file` or `ms-settings`. A list of the allowed is short and complete; a list of the dangerous never is.
"""

import webbrowser
from collections.abc import Callable
from urllib.parse import urlsplit

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _

MAX_LENGTH = 8_000

Opener = Callable[[str], bool]


class UnsafeLinkError(SentenceError):
    """An address that is not opened."""


class NoBrowserError(SentenceError):
    """No program took the address."""


def open_url(url: str, *, opener: Opener = webbrowser.open) -> None:
    """Open `url` outside; raises `UnsafeLinkError` or `NoBrowserError`."""
    if not is_safe(url):
        raise UnsafeLinkError(
            _("This address is of a kind that is not opened from here."),
            safe=_("Nothing was opened."),
            next_step=_("Check the address; web addresses begin with https://."),
        )
    if not opener(url):
        raise NoBrowserError(
            _("No program on this computer opened the address."),
            safe=_("Nothing was changed."),
            next_step=_(
                "Choose a standard browser and mail program in the system's settings, then try again."
            ),
        )


def is_safe(url: str) -> bool:
    """Whether `url` is of an allowed scheme, complete, and printable ASCII without spaces."""
    if len(url) > MAX_LENGTH or not all("!" <= character <= "~" for character in url):
        return False
    try:
        parts = urlsplit(url)
        has_user = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname) and not has_user and "\\" not in url
    return parts.scheme in {"mailto", "tel"} and bool(parts.path) and not parts.netloc
