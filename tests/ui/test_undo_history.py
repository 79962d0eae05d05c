"""What can be taken back is remembered, but not for ever."""

from onetool_desktop.changes.values import Op
from onetool_desktop.services.undo import Step, Undo
from onetool_desktop.ui.runtime.undo_history import DEPTH, UndoHistory

# --- undo ---------------------------------------------------------------------------------------------


def test_only_the_last_twenty_actions_are_remembered_newest_first() -> None:
    history = UndoHistory()
    for number in range(DEPTH + 5):
        history.remember(Undo(str(number), (Step("clients", "x", Op.PUT, "h", created=False),), ("g",)))
    history.remember(None)
    labels = [undo.label for undo in iter(history.take, None)]
    assert labels == [str(number) for number in range(DEPTH + 4, 4, -1)]
