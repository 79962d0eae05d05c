"""A field for one of a few words, by its keys."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_field import ChoiceField
from tests.support.loop_discipline import WatchedBot

WAY = Field(name="way", kind=Kind.CHOICE, label="Way", choices=("cash", "card"))


@pytest.mark.parametrize("last", [None, "cheque"])
def test_what_stands_in_the_field_stays_where_nothing_that_it_knows_was_used_last(
    qtbot: WatchedBot, look: Look, monkeypatch: pytest.MonkeyPatch, last: str | None
) -> None:
    """As after a form that asked for a field of that name with other words."""
    monkeypatch.setattr(ChoiceField, "last", {"way": last} if last else {})
    field = ChoiceField(WAY, look=look)
    qtbot.addWidget(field)
    field.show_choice("card")
    qtbot.keyClick(field.edit, Qt.Key.Key_F5)
    assert field.choice == "card"
    ChoiceField.last["way"] = "cash"
    qtbot.keyClick(field.edit, Qt.Key.Key_F5)
    assert field.choice == "cash"
