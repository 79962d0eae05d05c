"""The panel of the sync chip says when this computer was compared with the cloud, and what was found."""

from collections.abc import Callable

import pytest

from onetool_desktop.store.pages import CheckReport
from onetool_desktop.sync.status import Kind, SyncStatus, check_words
from onetool_desktop.ui.runtime.actions import Context
from tests.ui.support.office import Office


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (CheckReport(at_ms=1), "This computer and the cloud hold the same records."),
        (CheckReport(at_ms=1, renewed=2), "2 records here differed from the cloud and were fetched again."),
        (
            CheckReport(at_ms=1, hidden=1),
            "1 record that the cloud no longer has was put away as deleted.",
        ),
        (CheckReport(at_ms=1, renewed=4_000, anew=True), "everything is being fetched again"),
    ],
)
def test_what_a_comparison_found_is_told_in_words(report: CheckReport, words: str) -> None:
    assert words in check_words(report)


def test_compare_with_the_cloud_asks_the_engine_and_the_panel_tells_what_was_found(
    make_office: Callable[..., Office],
) -> None:
    office = make_office(connected=True)
    office.show()
    asked: list[bool] = []
    office.window.actions_here.refresh(Context(fields={"syncs": True}))
    office.window.offer_compare(lambda: asked.append(True))
    office.window.show_status(SyncStatus(kind=Kind.SYNCED, check=CheckReport(at_ms=1, renewed=1)))
    office.window.actions_here.trigger("window.compare")
    words = office.window.panel.accessibleDescription()
    assert asked == [True]
    assert "1 record here differed from the cloud and was fetched again." in words
