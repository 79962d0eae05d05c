"""A cloud older or newer than this program, as its refusals tell (WIRE section 6, schema).

Promises: below the cloud's minimum pulling stops and pushing goes on; what an older cloud does not know waits and the
rest goes. Both are given another chance when something says that the cloud may have changed.
May not know: which groups need what.
"""

from collections.abc import Mapping
from typing import Any


class Versions:
    """What is known of the cloud's declarations beside this program's."""

    def __init__(self) -> None:
        self.outdated = False  # this program is below the cloud's minimum
        self.cloud_knows = 0  # what an older cloud takes; 0 where it takes all

    def push_refused(self, data: Mapping[str, Any] | None) -> bool:
        """Takes note of what the cloud says it knows; False where that is no news, lest it become a loop."""
        said = (data or {}).get("schema")
        known = int(said) if isinstance(said, int | float) and 0 < said < 1 << 31 else 0
        if not known or (self.cloud_knows and known >= self.cloud_knows):
            return False
        self.cloud_knows = known
        return True

    def hope(self) -> bool:
        """The cloud may have been updated; True where that lets something go that waits."""
        was, self.cloud_knows = self.cloud_knows, 0
        return was > 0
