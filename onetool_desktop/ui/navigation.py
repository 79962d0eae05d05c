"""Where the user has been: back and forward over places, as in a browser.

Pure; knows no widget.
"""

from onetool_desktop.ui.screens.screen import Place

_KEPT = 100


class Journey:
    """The places visited and where in them the user is."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        """The current place."""
        return self._places[self._at] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_on(self) -> bool:
        """Whether there is a place after this one."""
        return self._at < len(self._places) - 1

    def go(self, place: Place) -> None:
        """Goes to a place; what lay ahead is forgotten."""
        if place == self.here:
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def step(self, by: int) -> Place | None:
        """Goes back (−1) or on (+1); None where there is nothing."""
        at = self._at + by
        if not 0 <= at < len(self._places):
            return None
        self._at = at
        return self._places[at]
