"""Recovery keys as people type them, and what is told where a business lies here without its key.

May not know: keyrings, files.
"""

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.errors import FieldError, SentenceError
from onetool_desktop.domain.translate import N_, _

FIELD = "key"
KEY = Field(name=FIELD, kind=Kind.TEXT, label=N_("Recovery key"), limit=200)
_LENGTH = 64
_DIGITS = frozenset("0123456789abcdef")


class KeyGoneError(SentenceError):
    """A sealed business lies here and the keyring does not know its key. `base` and `email` say where it can be fetched
    anew from, "" for a business without a cloud.
    """

    def __init__(self, name: str, *, base: str, email: str) -> None:
        super().__init__(
            _("The key of {name} is not in the keyring of this computer.").format(name=name),
            safe=_("The business lies here sealed, with everything that was entered."),
            next_step=_("Start the program with its window and enter the recovery key."),
        )
        self.name, self.base, self.email = name, base, email


def shown(key: str) -> str:
    """A key as it is written down: in groups of eight."""
    return " ".join(key[at : at + 8] for at in range(0, len(key), 8))


def typed_key(text: str) -> str:
    """The key that was typed, however it was spaced. Raises `FieldError`."""
    key = "".join(text.split()).replace("-", "").casefold()
    if len(key) != _LENGTH or not _DIGITS.issuperset(key):
        raise FieldError(
            FIELD,
            _("A recovery key has 64 characters, 0 to 9 and a to f; this has {count}.").format(
                count=len(key)
            ),
            safe=_("Nothing was changed."),
            next_step=_("Type it as it was written down; spaces do not matter."),
        )
    return key


def does_not_open(name: str) -> FieldError:
    """The sentences for a key of another business, or of an earlier file of this one."""
    return FieldError(
        FIELD,
        _("This recovery key does not open {name}.").format(name=name),
        safe=_("Nothing was changed."),
        next_step=_(
            "Each computer seals with a key of its own: look for the one that was copied on the right one."
        ),
    )
