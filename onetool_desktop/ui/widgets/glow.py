"""What a colleague changed lights up once, 600 ms, and not where the system asks for reduced motion.

May not know: what it is that glows.
"""

from collections.abc import Iterable

from PySide6.QtCore import QVariantAnimation
from PySide6.QtWidgets import QWidget

from onetool_desktop.ui.runtime.look import Look

GLOW_MS = 600


class Glow(QVariantAnimation):
    """How strongly each record glows now."""

    def __init__(self, *, look: Look, on: QWidget) -> None:
        super().__init__(on)
        self._look, self._on = look, on
        self._ids: frozenset[str] = frozenset()
        self.setStartValue(1.0)
        self.setEndValue(0.0)
        self.setDuration(GLOW_MS)
        self.valueChanged.connect(self._paint)
        self.finished.connect(self._end)

    def light(self, ids: Iterable[str]) -> None:
        """Lets these records light up."""
        found = frozenset(ids)
        if found and self._look.moves:
            self._ids = found
            self.stop()
            self.start()

    def strength(self, record: str) -> float:
        """1 as it begins, 0 when it is over or for any other record."""
        return float(self.currentValue()) if record in self._ids else 0.0

    def _paint(self) -> None:
        self._on.update()

    def _end(self) -> None:
        self._ids = frozenset()
