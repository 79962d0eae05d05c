"""What the next click will need is made while the window rests, in small steps, and asks nothing of the replica."""

import subprocess
import sys
from collections.abc import Callable

from onetool_desktop.ui.ahead import Ahead, _modules
from onetool_desktop.ui.models.listing import ListQuestion
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.screen import Place
from tests.ui.support.office import Office

_FRESH = """
import sys
from onetool_desktop.ui.ahead import _modules
before = {name for name in _modules() if name in sys.modules}
print(len(before), len(_modules()))
"""


def test_the_start_leaves_most_screens_to_be_made_ahead() -> None:
    told = subprocess.run([sys.executable, "-c", _FRESH], capture_output=True, text=True, check=True)
    loaded, of = (int(word) for word in told.stdout.split())
    assert loaded < of / 2
    assert of == len(_modules()) == len(set(_modules()))


def test_every_record_opens_on_a_screen_that_was_made_ahead(make_office: Callable[..., Office]) -> None:
    office = make_office()
    client = office.client("Harbour")
    office.show()
    ahead, done = Ahead(office.window), list[bool]()
    ahead.done.connect(lambda: done.append(True))
    office.until(lambda: bool(done))
    assert [name for name in _modules() if name not in sys.modules] == []
    made = office.window.screen_of(Place("clients", "any"))
    assert made.isHidden()
    visits = office.window.screen_of(Place("tasks"))
    assert isinstance(visits, ListScreen)
    assert visits.left() == {}, "how it was left before is not forgotten by one that was never seen"
    office.quote(office.client("Birch"))  # what they hear of before they show anything
    office.settle()
    assert visits.model.question == ListQuestion(), "a list that nobody looks at asks nothing"
    office.go("clients", client)
    assert office.window.screen_here is made
    office.go("tasks")
    assert office.window.screen_here is visits
    assert visits.model.question != ListQuestion()


def test_nothing_is_made_ahead_for_a_window_that_has_closed(make_office: Callable[..., Office]) -> None:
    office = make_office()
    office.show()
    ahead = Ahead(office.window)
    office.window.close()
    assert not ahead._timer.isActive()
