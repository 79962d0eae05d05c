"""The words of files: where their bytes are, in a word, and how large they are."""

from collections.abc import Mapping
from types import MappingProxyType

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.queries.files import FileCard, Where

WHERE: Mapping[Where, str] = MappingProxyType(
    {
        Where.LOCAL: "",
        Where.WAITING: N_("Waits to be sent"),
        Where.SENT: "",
        Where.ELSEWHERE: N_("Not here yet"),
        Where.COMING: N_("Being fetched"),
        Where.MISSING: N_("Not sent yet by the other device"),
        Where.STUCK: N_("Cannot be sent or fetched"),
    }
)


def where_words(card: FileCard) -> str:
    """Where a file is, "" where there is nothing to say."""
    return _(WHERE[card.where])


def size_words(size: int) -> str:
    """A size as people say it."""
    if size < 1024 * 1024:
        return _("{size} kB").format(size=max(1, round(size / 1024)))
    return _("{size} MB").format(size=f"{size / 1024**2:.1f}")
