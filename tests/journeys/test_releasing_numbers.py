"""A cloud is brought back from a backup by whoever runs it; an administrator says in the program above which number the
main series go on, and the papers that waited get theirs.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.cli import main
from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.services import invoices
from onetool_desktop.store import exchange
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.attention.screen import AttentionScreen
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.numbers_page import NumbersPage
from onetool_desktop.ui.screens.settings.releasing import Releasing
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.form_panel import FormPanel
from tests.conformance.backends import PythonCloudOnSqlite
from tests.journeys.firm import Firm
from tests.journeys.seat import Seat

pytestmark = pytest.mark.usefixtures("soon_again")

Sit = Callable[[str], Seat]
TODAY = "2026-01-05"
LINE = {"description": "Hedge", "quantity": "1", "unitPrice": "40.00"}


class Run:
    """A cloud whose operator stops it, copies its file, and brings the copy back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.backend = folder, PythonCloudOnSqlite()
        self.backend.start(folder)
        self._port = urlsplit(self.backend.url).port or 0

    def back_up(self) -> None:
        self.backend.stop()
        shutil.copyfile(self.folder / "cloud.db", self.folder / "backup.db")
        self.backend.start(self.folder, port=self._port)

    def bring_back(self) -> None:
        self.backend.stop()
        for end in ("-wal", "-shm"):
            (self.folder / f"cloud.db{end}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / "backup.db", self.folder / "cloud.db")
        self.tell_restored()
        self.backend.start(self.folder, port=self._port)

    def tell_restored(self) -> None:
        """Whoever brought the file back says so, beside a running cloud as well."""
        with redirect_stdout(StringIO()) as said:
            assert main(["cloud", "restored", "--database", f"sqlite:///{self.folder / 'cloud.db'}"]) == 0
        assert "until an administrator releases them in the program" in said.getvalue()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    (tmp_path / "cloud").mkdir()
    made = Run(tmp_path / "cloud")
    yield made
    made.backend.close()
    made.backend.stop()


def draft(seat: Seat) -> str:
    """An invoice that only needs its number."""
    replica = seat.window.work.replica
    (client,) = replica.reads().db.execute("SELECT id FROM clients").fetchone()
    made: list[str] = []

    def work() -> None:
        row = invoices.create_invoice(
            replica, client_id=ClientId(client), today=TODAY, lines=[LINE], fields={"dueDate": "2099-01-01"}
        )
        made.append(row.id)

    seat.do(work)
    seat.until(lambda: bool(made))
    return made[0]


def workplace(seat: Seat, invoice: str) -> DocumentWorkplace:
    seat.window.go(Place("invoices", invoice))
    screen = seat.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    seat.until(lambda: screen.sheet is not None and screen.sheet.id == invoice)
    return screen


def bar_buttons(screen: DocumentWorkplace) -> dict[str, Button]:
    found = screen.finality.bar.findChildren(Button)
    return {button.text(): button for button in found if button.isVisible()}


def ask_to_issue(seat: Seat, invoice: str) -> DocumentWorkplace:
    screen = workplace(seat, invoice)
    assert screen.actions_here is not None
    screen.actions_here.trigger("invoice.issue")
    return screen


def issue(seat: Seat, invoice: str, *, anyway: str = "Issue anyway") -> DocumentWorkplace:
    """Makes it final, whatever the bar asks."""
    screen = ask_to_issue(seat, invoice)
    seat.until(lambda: anyway in bar_buttons(screen))
    bar_buttons(screen)[anyway].click()
    return screen


def numbers(seat: Seat) -> list[str]:
    db = seat.window.work.replica.reads().db
    return [number for (number,) in db.execute("SELECT number FROM issued ORDER BY number")]


def releasing(seat: Seat) -> Releasing:
    screen = seat.window.screen_here
    assert isinstance(screen, SettingsScreen)
    assert isinstance(screen.page, NumbersPage)
    return screen.page.releasing


def type_into(seat: Seat, form: FormPanel, key: str, text: str) -> None:
    form.edits[key].setText(text)
    seat.bot.keyClick(form.edits[key], Qt.Key.Key_Return)


def follow(seat: Seat) -> None:
    """The person lets his computer go on with the restored cloud."""
    seat.window.actions_here.trigger("window.sync")
    seat.window.actions_here.trigger("window.waiting")
    panel = seat.window.panel
    seat.until(
        lambda: "restored from a backup" in panel.accessibleDescription() and panel.proceed.isVisible()
    )
    panel.proceed.click()
    replica = seat.window.work.replica
    seat.until(lambda: exchange.state(replica).numbers_wait and not exchange.state(replica).arriving)


def print_one_and_have_one_waiting(run: Run, office: Seat) -> Replica:
    """INV-000001 is printed after the backup; another is issued just before the restored cloud is heard of."""
    office.until(lambda: office.clients() == ["Harbour Bakery"])
    run.back_up()
    issue(office, draft(office))
    office.until(lambda: numbers(office) == ["INV-000001"])
    replica, unheard = office.window.work.replica, InvoiceId(draft(office))
    run.bring_back()
    office.do(partial(invoices.issue_invoice, replica, id=unheard, day=TODAY, online=True))
    follow(office)
    office.until(lambda: exchange.state(replica).attention > 0)
    return replica


def go_by_the_card(office: Seat) -> Releasing:
    """From the paper that waits to where the numbers are released."""
    office.window.go(Place("attention"))
    cards = office.window.screen_here
    assert isinstance(cards, AttentionScreen)
    assert "Numbers wait to be released" in cards._cards["release"].accessibleName()
    waits = next(card for card in cards._cards.values() if "waits for its number" in card.accessibleName())
    assert waits.buttons[0].text() == "Release numbers…"
    waits.buttons[0].click()
    part = releasing(office)
    office.until(part.release.isEnabled)
    return part


def test_an_administrator_releases_the_numbers_and_the_paper_that_waited_gets_the_next(
    run: Run, sit: Sit
) -> None:
    firm, office = Firm(run.backend), sit("office")
    office.connect(run.backend, firm.owner)
    replica = print_one_and_have_one_waiting(run, office)
    screen = ask_to_issue(office, draft(office))
    series = replica.identity.series
    office.until(lambda: f"Issue as INV-{series}-0001" in bar_buttons(screen))
    assert "Release numbers…" in bar_buttons(screen)
    part = go_by_the_card(office)
    assert "1 paper of this computer waits" in part.papers.text()
    part.release.click()
    form = part.form
    assert form.edits["invoice"].text() == "INV-000001"
    for wrong, why in (
        ("INV-A2-0007", "of the series A2"),
        ("Q-000007", "other paper"),
        ("0", "not a number"),
    ):
        type_into(office, form, "invoice", wrong)
        assert why in form.edits["invoice"].accessibleDescription()
        assert form.edits["invoice"].text() == wrong
    type_into(office, form, "invoice", "41")
    office.until(part.sure.isVisible)
    type_into(office, part.sure, "word", "INV-000041")
    assert firm.owner.query("orgs:numbers", org=firm.org)["closed"]
    type_into(office, part.sure, "word", "inv-000042")
    office.until(lambda: "Released." in part.said.text())
    office.until(lambda: numbers(office) == ["INV-000001", "INV-000042"])
    office.until(lambda: exchange.state(replica).attention == 0 and not part.waits)
    issue(office, draft(office))
    office.until(lambda: numbers(office) == ["INV-000001", "INV-000042", "INV-000043"])


def test_what_is_known_is_not_gone_below_and_a_cloud_restored_once_more_releases_nothing(
    run: Run, sit: Sit
) -> None:
    firm, office = Firm(run.backend), sit("office")
    office.connect(run.backend, firm.owner)
    office.until(lambda: office.clients() == ["Harbour Bakery"])
    issue(office, draft(office))
    issue(office, draft(office))
    office.until(lambda: numbers(office) == ["INV-000001", "INV-000002"])
    run.tell_restored()
    follow(office)
    page = office.page("numbers")
    assert isinstance(page, NumbersPage)
    part = page.releasing
    office.until(part.release.isEnabled)
    part.release.click()
    type_into(office, part.form, "invoice", "1")
    assert "INV-000002 is known already" in part.form.edits["invoice"].accessibleDescription()
    type_into(office, part.form, "invoice", "9")
    office.until(part.sure.isVisible)
    office.go_offline()
    run.tell_restored()
    type_into(office, part.sure, "word", "INV-000010")
    office.until(lambda: "restored once more" in part.said.text())
    assert firm.owner.query("orgs:numbers", org=firm.org)["last"]["invoice"] == 2
    office.until(part.release.isEnabled)
    part.release.click()
    assert part.form.edits["invoice"].text() == "9"


def test_whoever_may_not_release_reads_who_can_and_issues_under_his_own_series_meanwhile(
    run: Run, sit: Sit
) -> None:
    firm, desk = Firm(run.backend), sit("desk")
    desk.connect(run.backend, firm.hire("office"))
    desk.until(lambda: desk.clients() == ["Harbour Bakery"])
    run.tell_restored()
    follow(desk)
    series = desk.window.work.replica.identity.series
    screen = ask_to_issue(desk, draft(desk))
    desk.until(lambda: f"Issue as INV-{series}-0001" in bar_buttons(screen))
    assert "They can be released by: Olga." in screen.finality.bar.accessibleName()
    bar_buttons(screen)["Who can release them?"].click()
    part = releasing(desk)
    assert not part.release.isVisible()
    assert part.who.text() == "They can be released by: Olga."
    issue(desk, screen.document, anyway=f"Issue as INV-{series}-0001")
    desk.until(lambda: numbers(desk) == [f"INV-{series}-0001"])
