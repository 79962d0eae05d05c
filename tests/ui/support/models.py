"""The models of a window under Qt's own tester, whose complaints are warnings of Qt and fail the test."""

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tests.support.loop_discipline import WatchedBot

_OURS = "onetool_desktop."


class Watched:
    """Testers of every model of ours that was met so far."""

    def __init__(self, bot: WatchedBot) -> None:
        bot.count_no_more()  # a tester asks every model for everything at each change
        self._models: dict[int, QAbstractItemModel] = {}  # held, so that no address is given twice

    def meet(self, root: QWidget) -> None:
        """Puts each model under `root` that is new under a tester, for as long as it lives."""
        views = [view.model() for view in root.findChildren(QAbstractItemView)]
        for model in (*root.findChildren(QAbstractItemModel), *views):
            if id(model) not in self._models and type(model).__module__.startswith(_OURS):
                self._models[id(model)] = model
                QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)

    @property
    def kinds(self) -> set[type]:
        """The classes met."""
        return {type(model) for model in self._models.values()}

    def __len__(self) -> int:
        return len(self._models)


def every_kind(of: type = QAbstractItemModel) -> set[type]:
    """Every class of ours that is a model; one that another builds on is met in that one, and those of modules not
    imported yet are not seen.
    """
    found: set[type] = set()
    for kind in of.__subclasses__():
        built_on = every_kind(kind)
        found |= built_on
        if kind.__module__.startswith(_OURS) and not built_on:
            found.add(kind)
    return found
