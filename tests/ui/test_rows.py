"""A row of words is never cut."""

from PySide6.QtWidgets import QLabel

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.rows import Row
from tests.support.loop_discipline import WatchedBot


def test_a_long_path_and_a_long_label_go_on_below_in_a_narrow_page(qtbot: WatchedBot, look: Look) -> None:
    path = "/home/joanna/Documents/OneTool/Harbourside Heating and Plumbing/replica.db"
    row, short = Row("Next quote without network", path, look=look), Row("Sealed", "No", look=look)
    for one in (row, short):
        qtbot.addWidget(one)
    narrow = look.measures.char * 40
    assert row.minimumSizeHint().width() <= narrow
    assert row.heightForWidth(narrow) > short.heightForWidth(narrow) * 2
    assert row.accessibleName() == f"Next quote without network: {path}"
    assert all(label.wordWrap() for label in row.findChildren(QLabel))
