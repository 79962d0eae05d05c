"""What the rules read of a replica or of the cloud's organisation, each of which implements it."""

from collections.abc import Sequence
from typing import Protocol

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.permissions import Principal


class Reader(Protocol):
    """What the rules read of the rows of one organisation."""

    def get(self, c: str, id: str) -> Row | None:
        """The row, live or dead; None if it never was."""
        ...

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        """The live rows of collection `c` whose reference `field` is `id`."""
        ...

    def count(self, c: str, field: str, id: str) -> int:
        """How many they are."""
        ...

    def sees(self, c: str, id: str) -> bool:
        """Whether the row is within the principal's scope."""
        ...

    def buried(self, gid: str) -> Sequence[tuple[str, Row]]:
        """The rows that delete group `gid` took, as (collection, tombstone with `was`)."""
        ...

    def author_user(self, author: str) -> str | None:
        """The user of the device whose stamps end in `author`."""
        ...

    def rights_of(self, user_id: str) -> Principal | None:
        """A member as the principal of no device, for what he may read; None where nothing is known of him."""
        ...

    def written_by(self, seq: str) -> tuple[str, str] | None:
        """The user and the stamp of the group with this `seq`; None where the log does not say."""
        ...

    def next_number(self, kind: str, series: str) -> int | None:
        """The next count of a series the reader may give from; None where it is another's to give."""
        ...

    def numbered(self, kind: str, series: str, no: int) -> str | None:
        """The id of the issued paper that already has this number."""
        ...
