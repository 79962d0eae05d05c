"""What people write that nobody may hold one day: each text is written once, by one person, into one field.

Promises: a text is known by its looks wherever it lies, and by what its author had heard when he wrote it: a redaction
takes all that was written in ignorance of it, whatever its stamp, and nothing that was written in knowledge of it.
May not know: what is redacted, and when.
"""

import random
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from onetool_desktop.changes import redact
from onetool_desktop.changes.values import RowKey
from onetool_desktop.store.engine import Db
from onetool_desktop.store.replica import Reads

LOOKS = re.compile(r"confided\d+x\d+e")
_IN_BYTES = re.compile(LOOKS.pattern.encode())


class Place(NamedTuple):
    """A field that a redaction may be asked for, with the register it belongs to."""

    c: str
    field: str
    register: str


PLACES = (
    Place("clients", "notes", "notes"),
    Place("clients", "companyName", "companyName"),
    Place("clients", "tags", "tags"),
    Place("clientContacts", "firstName", "firstName"),
    Place("clientProperties", "streetAddress", "address"),
    Place("projects", "title", "title"),
    Place("tasks", "title", "title"),
)


class Confided(NamedTuple):
    """A text, where it was written, and the stamp of the last redaction there that its author had heard of."""

    text: str
    place: Place
    id: str
    heard: str

    @property
    def key(self) -> RowKey:
        """The row it was written into."""
        return self.place.c, self.id


class Confidences:
    """What the person at one device confided, in order."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.told: list[Confided] = []

    def place(self, db: Db, draw: random.Random) -> tuple[Place, str] | None:
        """Where he writes: a field of a row there is, the older rows more often."""
        place = draw.choice(PLACES)
        ids = [row_id for (row_id,) in db.execute(f'SELECT id FROM "{place.c}" ORDER BY id')]
        return (place, min(draw.choice(ids), draw.choice(ids))) if ids else None

    def words(self, reads: Reads, place: Place, row_id: str) -> dict[str, object]:
        """The fields he writes there; written down before they are saved, since a save may be the last that happens."""
        text = f"confided{self._at}x{len(self.told)}e"
        self.told.append(Confided(text, place, row_id, heard(reads, place, row_id)))
        return {place.field: ["vip", text] if place.field == "tags" else text}


def heard(reads: Reads, place: Place, row_id: str) -> str:
    """The stamp of the last redaction of this field that has come to the device; "" for none."""
    row = reads.get(place.c, row_id)
    return redact.marks(row.clk).get(place.register, "") if row is not None else ""


def forbidden(
    told: Iterable[Confided], redactions: Mapping[RowKey, Mapping[str, str]]
) -> tuple[Confided, ...]:
    """The texts that nobody may hold, by the stamps of the redactions of each row's registers."""
    return tuple(one for one in told if redactions.get(one.key, {}).get(one.place.register, "") > one.heard)


def texts_in(found: object) -> set[str]:
    """The texts that stand in a row, a document or the bytes of a file."""
    if isinstance(found, bytes):
        return {text.decode() for text in _IN_BYTES.findall(found)}
    return set(LOOKS.findall(str(found)))
