"""What was typed into cells of the grid and given up, so that it can be had again.

Promises: the text that was given up last in a cell is kept while its document is open; it is at hand as the latest only
until something else is done, because then undo means that. May not know: editors, keys.
"""

from onetool_desktop.ui.models.grid_cells import Cell

Key = tuple[str, Cell]  # a line and its cell


class PutAside:
    """The texts of one document."""

    def __init__(self) -> None:
        self._texts: dict[Key, str] = {}
        self.latest: Key | None = None

    def keep(self, key: Key, text: str) -> None:
        """Keeps what was given up in a cell."""
        self._texts[key] = text
        self.latest = key

    def text_of(self, key: Key) -> str:
        """What was given up in a cell last; nothing where it was nothing."""
        return self._texts.get(key, "")

    def something_done(self) -> None:
        """Undo means something else from now on."""
        self.latest = None

    def forget(self) -> None:
        """Another document."""
        self._texts.clear()
        self.latest = None
