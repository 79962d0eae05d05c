"""The settings: groups on the left, the page of one on the right.

Promises: a page is made when it is first opened; Up and Down walk the groups, Right or Tab goes into the page, Esc
back to the groups and then to where one came from. May not know: what the pages hold.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.settings.page import Page
from onetool_desktop.ui.screens.settings.table import BY_KEY, GROUPS, SECTION, Group
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.side_bar import SideItem


def settings_screen(work: Workplace) -> "SettingsScreen":
    """The screen."""
    return SettingsScreen(work)


class SettingsScreen(Screen):
    """Every setting of the organisation and of this computer."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work, title=_("Settings"))
        self.pages: dict[str, Page] = {}
        self.groups: dict[str, SideItem] = {}
        self._places: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self.bind((), {})
        work.bus.changed.connect(self._changed)
        self.show_record(GROUPS[0].key)

    def show_record(self, record_id: str) -> None:
        """Overrides Screen: a record is a group."""
        group = BY_KEY.get(record_id, GROUPS[0])
        if group.key not in self.pages:
            page = _page(self.work, group)
            self.pages[group.key] = page
            self._places[group.key] = scrolling(page, look=self.work.look)
            self._stack.addWidget(self._places[group.key])
        else:
            self.pages[group.key].show_now()
        self._stack.setCurrentWidget(self._places[group.key])
        self.groups[group.key].setChecked(True)
        self.title = f"{_('Settings')}: {_(group.title)}"

    @property
    def page(self) -> Page:
        """The page shown now."""
        shown = self._stack.currentWidget()
        return next(self.pages[key] for key, place in self._places.items() if place is shown)

    def focus_start(self) -> None:
        """Overrides Screen: the first setting of the page has the keyboard."""
        self.page.focus_start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc goes back to the groups, then to where one was."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.page.isAncestorOf(QApplication.focusWidget() or self):
            self.groups[self.page.group.key].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.step_back.emit()

    def _lay_out(self) -> None:
        step = self.work.look.measures.step
        names = QVBoxLayout()
        names.setSpacing(step(0.5))
        for group in GROUPS:
            item = SideItem(_(group.title), icon=group.icon, look=self.work.look, tip="")
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            item.clicked.connect(self._goes_to(group))
            item.stepped.connect(self._step)
            self.groups[group.key] = item
            names.addWidget(item)
        names.addStretch(1)
        left = QWidget()
        left.setLayout(names)
        names.setContentsMargins(0, 0, 0, 0)
        left.setFixedWidth(self.work.look.measures.char * 28)
        both = QHBoxLayout()
        both.setSpacing(step(6))
        both.addWidget(left)
        both.addWidget(self._stack, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(2))
        page.setSpacing(step(4))
        page.addWidget(Heading(_("Settings"), look=self.work.look))
        page.addLayout(both, 1)

    def _goes_to(self, group: Group) -> Callable[[], None]:
        return lambda: self.go.emit(Place(SECTION, group.key))

    def _step(self, by: int) -> None:
        keys = list(self.groups)
        at = (keys.index(self.page.group.key) + by) % len(keys)
        self.go.emit(Place(SECTION, keys[at]))
        self.groups[keys[at]].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _changed(self, changes: Changes) -> None:
        for page in self.pages.values():
            page.apply(changes)


def _page(work: Workplace, group: Group) -> Page:
    """The page of a group: its own where it has one, else that of its fields."""
    made = _PAGES.get(group.key)
    if made is not None:
        return made(work, group)
    return _look(work, group) if group.local else _organisation(work, group)


def _organisation(work: Workplace, group: Group) -> Page:
    from onetool_desktop.ui.screens.settings.organisation_page import OrganisationPage

    return OrganisationPage(work, group)


def _look(work: Workplace, group: Group) -> Page:
    from onetool_desktop.ui.screens.settings.look_page import LookPage

    return LookPage(work, group)


def _numbers(work: Workplace, group: Group) -> Page:
    from onetool_desktop.ui.screens.settings.numbers_page import NumbersPage

    return NumbersPage(work, group)


def _people(work: Workplace, group: Group) -> Page:
    from onetool_desktop.ui.screens.settings.people_page import PeoplePage

    return PeoplePage(work, group)


def _backup(work: Workplace, group: Group) -> Page:
    from onetool_desktop.ui.screens.settings.backup_page import BackupPage

    return BackupPage(work, group)


def _computer(work: Workplace, group: Group) -> Page:
    from onetool_desktop.ui.screens.settings.computer_page import ComputerPage

    return ComputerPage(work, group)


_PAGES: dict[str, Callable[[Workplace, Group], Page]] = {
    "numbers": _numbers,
    "people": _people,
    "backup": _backup,
    "computer": _computer,
}
