"""Reaches a client from a visit: by telephone, and by road.

Promises: what is handed to the system is an address made here of plain parts (`platform.browser` judges it again);
where the map cannot be reached the address itself is said. May not know: widgets.
"""

from urllib.parse import quote

from PySide6.QtCore import QObject

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.screens.screen import Workplace

_MAPS = "https://www.google.com/maps/dir/?api=1&destination="


def telephone_url(phone: str) -> str:
    """The address that rings a number: its digits, and the + before a country."""
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    return f"tel:{'+' if phone.strip().startswith('+') else ''}{digits}"


def directions_url(address: str) -> str:
    """The address of a map with the way to a place."""
    return _MAPS + quote(" ".join(address.split()), safe="")


def call(work: Workplace, owner: QObject, phone: str) -> str:
    """Rings a number; what to say about it."""
    _open(work, owner, telephone_url(phone))
    return _("Calling {phone}.").format(phone=phone)


def show_way(work: Workplace, owner: QObject, address: str) -> str:
    """Opens the map where there is a way to it; what to say about it."""
    where = ", ".join(part.strip() for part in address.splitlines() if part.strip())
    if work.replica.identity.connected and not work.online():
        return _("No network for the map. The address is {address}.").format(address=where)
    _open(work, owner, directions_url(where))
    return _("The way to {address} opens in your browser.").format(address=where)


def _open(work: Workplace, owner: QObject, url: str) -> None:
    """Off the window's thread: a system may take seconds to start a program."""
    work.operations.read(owner, lambda: work.open_url(url), then=_opened)


def _opened(_nothing: None) -> None:
    """There is nothing more to do."""
