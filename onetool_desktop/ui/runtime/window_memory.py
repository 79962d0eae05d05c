"""What this computer remembers of how a person left the window: a few texts by name, in one small file of the profile.

Promises: whoever remembers something leaves the rest as it is; any thread may. May not know: what is remembered.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from onetool_desktop.platform.files import write_atomic
from onetool_desktop.platform.logs import get_logger

_log = get_logger(__name__)
_one_at_a_time = Lock()  # what is there is read, added to and written as one


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """How the window was left, in one small file of the profile; a damaged file is put aside, not overwritten."""

    path: Path | None

    def load(self) -> dict[str, str]:
        """What was remembered."""
        try:
            return self._read()
        except (OSError, ValueError):
            return {}

    def keep(self, facts: dict[str, str]) -> None:
        """Remembers; a full disk costs no more than the place of a window."""
        if self.path is None:
            return
        try:
            with _one_at_a_time:
                write_atomic(self.path, json.dumps({**self._unspoilt(), **facts}).encode())
        except OSError as error:
            _log.info("the place of the window was not kept", reason=type(error).__name__)

    def _read(self) -> dict[str, str]:
        """Raises ValueError where the file is damaged."""
        if self.path is None or not self.path.exists():
            return {}
        found: Any = json.loads(self.path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return {str(k): str(v) for k, v in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # JSON

    def _unspoilt(self) -> dict[str, str]:
        """What was remembered; a damaged file makes room under another name."""
        try:
            return self._read()
        except ValueError:
            if self.path is not None:
                taken = len(list(self.path.parent.glob(f"{self.path.name}.damaged-*")))
                self.path.replace(self.path.with_name(f"{self.path.name}.damaged-{taken + 1}"))
            return {}
