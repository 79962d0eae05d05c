"""No screen is forgotten by the gallery: its walk comes from the tables, and here each screen is asked for."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from onetool_desktop import ui
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices, quotes
from onetool_desktop.ui import gallery
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.recovery_keys import KeyGoneError
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.first_start.lost_key import LostKey
from onetool_desktop.ui.screens.first_start.no_keyring import NoKeyring
from onetool_desktop.ui.screens.first_start.questions import Questions
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.screens.organisation_choice import OrganisationChoice
from onetool_desktop.ui.screens.sections import SECTIONS
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.typed_panel import TypedPanel
from tests.ui.support.office import TODAY, Office
from tests.ui.test_every_screen import every_place


def every_kind_of_panel() -> set[type]:
    """Every panel there is but for what only the first start asks, and what others are built on."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    found, todo = set[type](), [Overlay]
    while todo:
        kinds = todo.pop().__subclasses__()
        todo += kinds
        found |= set(kinds)
    return found - {TypedPanel, Questions, NoKeyring, OrganisationChoice}


@pytest.mark.proof
def test_every_section_with_what_is_within_it_and_a_record_has_a_picture(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, type] = {}
    panels: set[type] = set()

    def look_at(window: OfficeWindow, name: str, show: object, out: Path) -> Path:
        path = taking(window, name, partial(shown, window, show), out)  # pyright: ignore[reportArgumentType]
        seen[name] = type(window.screen_here)
        return path

    def shown(window: OfficeWindow, show: Callable[[], object]) -> None:
        show()
        panels.update(type(one) for one in window.findChildren(Overlay) if one.isVisible())

    taking = gallery._take
    for _place in every_place(office):
        pass  # there is a record of each kind now
    lines = [{"description": word, "quantity": "1", "unitPrice": "9", "taxRate": "20"} for word in "ab"]
    client = ClientId(office.client("Harbour", phone="1"))
    to_invoice = quotes.create_quote(office.replica, client_id=client, today=TODAY, lines=lines).id
    quotes.send_quote(office.replica, id=to_invoice, day=TODAY, online=False)
    quotes.approve_quote(office.replica, id=to_invoice)
    to_void = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=lines).id
    invoices.issue_invoice(office.replica, id=to_void, day=TODAY, online=False)
    office.settle()
    monkeypatch.setattr(gallery, "_take", look_at)
    taken = gallery.every_picture(office.window, tmp_path)
    assert {path.stem for path in taken} == set(seen)
    for section in SECTIONS:
        assert {section.key, *(f"{section.key}-{one.record}" for one in section.within)} <= set(seen)
        has_list = section.key != "today"  # whose visits are told by a person's own day
        if section.make_record is not None and has_list:
            assert seen[f"{section.key}-record"] is not seen[section.key]
        if section.new:
            assert f"error-{section.key}-new" in seen
    assert {"clients-record-merge", "clients-compared"} <= set(seen)
    assert panels >= every_kind_of_panel(), "a panel has no picture"


def test_the_first_start_is_pictured_question_by_question(qtbot, look: Look, tmp_path: Path) -> None:  # noqa: ANN001 - a fixture
    first = FirstStart(look=look, sample=True)
    qtbot.addWidget(first)
    taken = [path.stem for path in gallery.first_pictures(first, tmp_path)]
    assert taken[1:5] == [f"first-start-question-{at}" for at in range(1, 5)]
    lost = LostKey(
        KeyGoneError("Birch & Amber", base="https://cloud.example.org", email="a@b.example"), look=look
    )
    qtbot.addWidget(lost)
    assert len(gallery.key_pictures(lost, tmp_path)) == 3
    assert all(path.stat().st_size > 3_000 for path in tmp_path.iterdir())
