"""The head of a record: its name and state, what can be done next as buttons, everything else under ⋯.

Promises: the name has up to half of the line before any button has room, so that a narrow window still says which
record it is; a button without room is under ⋯ instead and never cut. May not know: any noun.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.actions import ActionSet
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.badge import BadgeLabel
from onetool_desktop.ui.widgets.buttons import IconButton, action_button
from onetool_desktop.ui.widgets.text import Text, Voice


class RecordHead(QWidget):
    """One line: `new` opens a menu of its own, `onward` are buttons while they are possible, `buttons` always.

    One of them may be `primary`: the thing to do now.
    """

    def __init__(
        self,
        *,
        look: Look,
        actions: ActionSet,
        new: str,
        onward: Sequence[str],
        primary: str,
        buttons: Sequence[str],
        elsewhere: frozenset[str],
    ) -> None:
        super().__init__()
        self._look, self._actions = look, actions
        self._onward, self._elsewhere = frozenset(onward), elsewhere
        self._title = Text("", look=look, voice=Voice.TITLE)
        self._badge = BadgeLabel(look=look)
        self.new = action_button(actions.actions[new], look=look, icon="plus", primary=True) if new else None
        icons = {spec.id: spec.icon for spec in actions.specs}
        self._buttons = {
            action_id: action_button(actions.actions[action_id], look=look, icon=icons[action_id])
            for action_id in (*onward, *buttons)
        }
        if primary:
            self._buttons[primary].stress(primary=True)
        self.more = IconButton(_("More actions"), icon="more", look=look)
        self.more.clicked.connect(self._open_menu)
        for action_id in self._buttons:
            actions.actions[action_id].changed.connect(self._fit)
        self._folded: list[str] = []
        self._line = self._lay_out()

    def show_record(self, title: str, badge: Badge | None) -> None:
        """Shows which record it is and how it stands."""
        self._title.setText(title)
        self._badge.show_badge(badge)
        self._fit()

    def show_icon(self, action_id: str, icon: str) -> None:
        """Gives a button the icon of what it would do now."""
        self._buttons[action_id].show_icon(icon)

    def more_actions(self) -> list[str]:
        """What stands under ⋯ now."""
        shown = {*self._buttons, *self._elsewhere}
        return [*self._folded, *(spec.id for spec in self._actions.specs if spec.id not in shown)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QWidget."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget: the buttons beside the first give way."""
        return QSize(self._look.measures.char * 40, super().minimumSizeHint().height())

    def _lay_out(self) -> QHBoxLayout:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._look.measures.step(2))
        line.addWidget(self._title)
        line.addWidget(self._badge)
        line.addStretch(1)
        for button in (*([self.new] if self.new else []), *self._buttons.values(), self.more):
            line.addWidget(button)
        return line

    def _fit(self) -> None:
        """Shows the buttons that have room beside the name, in their order."""
        gap = self._line.spacing()
        beside = [self._badge, self.more, *([self.new] if self.new else [])]
        room = self.width() - sum(one.sizeHint().width() + gap for one in beside)
        room -= min(self._title.sizeHint().width() + gap, self.width() // 2)
        self._folded = []
        for action_id, button in self._buttons.items():
            wanted = self._actions.actions[action_id].isEnabled() or action_id not in self._onward
            room -= button.sizeHint().width() + gap if wanted else 0
            button.setVisible(wanted and room >= 0)
            if wanted and room < 0:
                self._folded.append(action_id)

    def _open_menu(self) -> None:
        corner = self.more.mapToGlobal(self.more.rect().bottomLeft())
        self._actions.menu(self, self.more_actions()).popup(corner)
