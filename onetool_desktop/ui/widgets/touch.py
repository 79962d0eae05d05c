"""A button for a thumb: at least 48 pixels high, in larger type. May not know: what it does."""

from PySide6.QtCore import QSize

from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.visit_list import TARGET


class TouchButton(Button):
    """A button of the job card."""

    def sizeHint(self) -> QSize:
        """Overrides Button."""
        hint = super().sizeHint()
        height = max(TARGET, round(self._look.measures.line * 2.6))
        return QSize(max(hint.width() + self._look.measures.step(4), height), height)
