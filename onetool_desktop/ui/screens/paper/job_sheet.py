"""The job sheet of a visit, printed or saved from wherever the visit stands.

Promises: the same two actions with the same keys on every screen that shows a visit; the sheet is made beside the
window and can be stopped. May not know: what else a screen does.
"""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from onetool_desktop.domain.translate import N_
from onetool_desktop.services.job_sheet import job_sheet_file
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.paper.printing import Printing
from onetool_desktop.ui.screens.paper.run import PaperRun
from onetool_desktop.ui.screens.paper.save_pdf import SavePdf
from onetool_desktop.ui.screens.screen import Screen


def job_sheet_actions(scope: str, why_not: Callable[[Context], str]) -> tuple[ActionSpec, ...]:
    """Print and save the sheet of the visit that is shown or chosen."""
    return (
        ActionSpec(
            id=f"{scope}.print",
            label=N_("Print job sheet…"),
            icon="print",
            scope=scope,
            shortcut="Ctrl+P",
            words=N_("paper printer work order"),
            why_not=why_not,
        ),
        ActionSpec(
            id=f"{scope}.pdf",
            label=N_("Save job sheet as PDF…"),
            icon="print",
            scope=scope,
            shortcut="Ctrl+Shift+S",
            words=N_("paper file work order"),
            why_not=why_not,
        ),
    )


class JobSheetPaper:
    """The job sheets of one screen; `task` answers which visit is meant, empty for none."""

    def __init__(self, screen: Screen, task: Callable[[], str]) -> None:
        self._screen, self._task = screen, task

    @cached_property
    def run(self) -> PaperRun:
        """What the jobs run in; made with the first, since a screen says what it can do before it stands."""
        return PaperRun(self._screen)

    def handlers(self, scope: str) -> dict[str, Callable[[], None]]:
        """What the actions of `job_sheet_actions` do."""
        return {f"{scope}.print": self._print, f"{scope}.pdf": self._save}

    def open_menu(self, where: QPoint) -> None:
        """Offers both at a place on the screen, the first ready to be taken with Enter."""
        self.menu().popup(where)

    def menu(self) -> QMenu:
        """The menu with both."""
        menu = QMenu(self._screen)
        here = self._screen.actions_here
        ids = [one for one in here.actions if one.endswith((".print", ".pdf"))] if here else []
        menu.addActions([here.drawn(one) for one in ids] if here else [])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(menu.actions()[0])
        return menu

    def _print(self) -> None:
        if self._task():
            Printing(self._screen, self.run).ask(
                [partial(job_sheet_file, self._screen.work.replica, id=self._task())]
            )

    def _save(self) -> None:
        if self._task():
            make = partial(job_sheet_file, self._screen.work.replica, id=self._task())
            self._screen.work.operations.paper(self._screen, make, then=SavePdf(self._screen, self.run).one)
