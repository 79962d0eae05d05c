"""What a list remembers for its person from one start to the next: the arrangement of its columns, the saved filters.

Promises: reading is from memory; keeping runs in the write lane, as it waits for the disk. May not know: any noun.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from onetool_desktop.ui.models import column_layout, saved_filters
from onetool_desktop.ui.models.column_layout import ColumnLayout
from onetool_desktop.ui.models.listing import Column
from onetool_desktop.ui.models.saved_filters import SavedFilter
from onetool_desktop.ui.screens.screen import Workplace


class ListMemory(QObject):
    """The memory of one list."""

    def __init__(self, work: Workplace, *, section: str, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._name = f"list.{section}"
        self._kept = work.memory.load()

    def layout_of(self, columns: Sequence[Column]) -> ColumnLayout:
        """How the columns were arranged last."""
        return column_layout.read(self._kept.get(f"{self._name}.columns", ""), columns)

    def keep_layout(self, layout: ColumnLayout) -> None:
        """Remembers an arrangement."""
        self._keep("columns", layout.as_text())

    def filters(self, *, tabs: Sequence[str], sorts: Sequence[str]) -> tuple[SavedFilter, ...]:
        """The filters that were saved, in their order."""
        return saved_filters.read(self._kept.get(f"{self._name}.filters", ""), tabs=tabs, sorts=sorts)

    def keep_filters(self, filters: Sequence[SavedFilter]) -> None:
        """Remembers filters."""
        self._keep("filters", saved_filters.as_text(filters))

    def question_left(self, *, tabs: Sequence[str], sorts: Sequence[str]) -> SavedFilter | None:
        """What the list showed when it was left, under the key of its tab; None for the first time."""
        found = saved_filters.read(self._kept.get(self.left_name, ""), tabs=tabs, sorts=sorts)
        return found[0] if found else None

    @property
    def left_name(self) -> str:
        """The name under which the window remembers what the list shows when it is left."""
        return f"{self._name}.left"

    def _keep(self, what: str, text: str) -> None:
        memory, fact = self._work.memory, {f"{self._name}.{what}": text}
        self._kept = {**self._kept, **fact}
        self._work.operations.write(self, lambda: memory.keep(fact))
