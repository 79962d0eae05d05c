"""The one place that tells people about errors.

Promises: three kinds with one place each: *user* (something typed; beside the field), *expected* (offline, refused,
a full disk; told in the window's bar with the next step), *bug* (told in the bar with details to copy). Every text is
made of sentences; details carry versions and the trace, never a record's content. May not know: screens.
"""

import platform
import sys
import traceback
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal, qVersion

from onetool_desktop import __version__
from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.errors import FieldError, SentenceError
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform.logs import get_logger
from onetool_desktop.store.engine import is_damage
from onetool_desktop.store.errors import Refused

_log = get_logger(__name__)
_BUG = N_(
    "Something in the program went wrong and this step was not done. What was saved is "
    "safe. Copy the details for support, and go on."
)

_DAMAGE = N_(
    "A part of this business's file on this computer cannot be read. What was not sent yet also stands in a second "
    "file. Open Settings, Backups, and press Check this business: it offers the repair."
)


class Kind(StrEnum):
    """Where an error is told."""

    USER = "user"
    EXPECTED = "expected"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Told:
    """An error in words. `field` names the field a user error is about, if known."""

    kind: Kind
    text: str
    field: str = ""
    details: str = ""


def told(error: BaseException) -> Told:
    """The words for an error."""
    if isinstance(error, Refused):
        return Told(Kind.USER, str(error), error.refusal.field)
    if isinstance(error, Invalid):
        return Told(Kind.USER, error.message, error.field)
    if isinstance(error, FieldError):
        return Told(Kind.USER, str(error), error.field)
    if isinstance(error, SentenceError):
        return Told(Kind.EXPECTED, str(error))
    if is_damage(error):
        return Told(Kind.EXPECTED, _(_DAMAGE), details=details_of(error))
    return Told(Kind.BUG, _(_BUG), details=details_of(error))


def details_of(error: BaseException) -> str:
    """What support needs: versions, system, and where it happened; no values."""
    places = traceback.extract_tb(error.__traceback__)
    trace = "\n".join(
        f"  {p.name} ({p.filename.rpartition('onetool_desktop')[2] or p.filename}:{p.lineno})" for p in places
    )
    return (
        f"OneTool Desktop {__version__}, Qt {qVersion()}, Python {platform.python_version()}, "
        f"{sys.platform} {platform.release()}\n{type(error).__name__}\n{trace}"
    )


class Form(Protocol):
    """What a person typed into, and may have made a mistake in."""

    def refuse(self, sentence: str, field: str = "") -> None:
        """Says why what was typed cannot stand, beside `field` if it is named."""
        ...


class ErrorPlaces(QObject):
    """Tells errors to whoever shows them; the window listens."""

    told = Signal(object)

    def tell(self, error: BaseException, *, beside: Form | None = None) -> None:
        """Tells an error in the window, one of the user's in his form if there is one (`beside`).

        Call it on the GUI thread. A bug also goes to the log.
        """
        words = told(error)
        if beside is not None and words.kind is Kind.USER:
            beside.refuse(words.text, words.field)
            return
        if words.kind is Kind.BUG:
            _log.error("a step ended in an unexpected error", cause=error)
        self.told.emit(words)
