"""The owner gives roles, lets people in and takes them out in the settings; their own computers feel it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from onetool_desktop.services import clients
from onetool_desktop.ui.screens.attention.waiting import waiting_text
from onetool_desktop.ui.screens.settings.computer_page import ComputerPage
from onetool_desktop.ui.screens.settings.people_page import PeoplePage
from onetool_desktop.ui.screens.settings.person import PersonPart
from onetool_desktop.ui.widgets.buttons import Button
from tests.conformance.backends import Backend
from tests.journeys.firm import Firm
from tests.journeys.seat import Seat

Sit = Callable[[str], Seat]


@pytest.fixture
def firm(cloud: Backend) -> Firm:
    return Firm(cloud)


def people_at(seat: Seat) -> PeoplePage:
    page = seat.page("people")
    assert isinstance(page, PeoplePage)
    return page


def part_of(seat: Seat, page: PeoplePage, user: str) -> PersonPart:
    seat.until(lambda: user in page.parts and bool(page.parts[user].person.role))
    return page.parts[user]


def give_role(seat: Seat, part: PersonPart, role: str) -> None:
    """Chooses another role in place, as by hand."""
    fact = part.role.facts["role"]
    seat.window.activateWindow()
    fact.edit()
    box = fact.findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(box.findData(role))
    seat.bot.keyClick(box, Qt.Key.Key_Return)


def press(seat: Seat, button: Button) -> None:
    seat.until(button.isVisible)
    button.setFocus()
    seat.bot.keyClick(button, Qt.Key.Key_Space)


def user_of(seat: Seat) -> str:
    return seat.window.work.replica.identity.user_id


def test_a_role_given_in_the_settings_is_felt_on_the_other_computer(
    cloud: Backend, firm: Firm, sit: Sit
) -> None:
    office, van = sit("office"), sit("van")
    office.connect(cloud, firm.owner)
    van.connect(cloud, firm.hire("technician"))
    part = part_of(office, people_at(office), user_of(van))
    assert part.role.facts["role"].text == "Technician"
    assert van.clients() == []
    give_role(office, part, "office")
    van.until(lambda: van.clients() == ["Harbour Bakery"])
    office.until(lambda: part.person.role == "office")
    give_role(office, part, "technician")
    van.until(lambda: van.clients() == [])


def test_who_is_removed_hands_over_what_was_not_sent_and_his_copy_is_locked(
    cloud: Backend, firm: Firm, sit: Sit
) -> None:
    office, desk = sit("office"), sit("desk")
    office.connect(cloud, firm.owner)
    window = desk.connect(cloud, firm.hire("office"))
    user = user_of(desk)
    desk.until(lambda: desk.clients() == ["Harbour Bakery"])
    desk.go_offline()
    desk.do(lambda: clients.create_client(window.work.replica, fields={"companyName": "Not sent yet"}))
    page = people_at(office)
    part = part_of(office, page, user)
    press(office, part.remove)
    assert part.remove.text() == "Yes, take away the access now"
    press(office, part.remove)
    office.until(lambda: user not in page.parts)
    desk.go_online()
    desk.until(lambda: "You were removed from this business" in words_of_panel(desk))
    (handed,) = firm.owner.query("orgs:surrendered", org=firm.org)["groups"]
    assert "Not sent yet" in str(handed)
    desk.end()
    again = sit("desk")
    assert again.run.first_start().ways[0].text() == "Begin a new business on this computer"


def words_of_panel(seat: Seat) -> str:
    seat.window.actions_here.trigger("window.waiting")
    return seat.window.panel.accessibleDescription()


def test_the_last_owner_reads_why_he_stays_one_and_names_of_computers_are_changed_in_place(
    cloud: Backend, firm: Firm, sit: Sit
) -> None:
    office = sit("office")
    replica = office.connect(cloud, firm.owner).work.replica
    page = people_at(office)
    mine = part_of(office, page, user_of(office))
    mine.role.facts["role"].edit()
    assert "Make another person its owner first" in mine.said.text()
    assert not mine.remove.isVisible()
    other = page.devices.names[firm.device.id]
    assert other.text == "a computer"
    computer = office.page("computer")
    assert isinstance(computer, ComputerPage)
    computer.device.edit()
    edit = computer.device.findChild(QLineEdit)
    assert edit is not None
    edit.setText("Front desk")
    office.bot.keyClick(edit, Qt.Key.Key_Return)
    device = replica.identity.device
    office.until(lambda: firm.device.view().live("devices")[device]["f"]["name"] == "Front desk")
    people_at(office)
    office.until(lambda: page.devices.names[device].text == "Front desk")


def test_an_invitation_is_seen_until_it_is_taken_back_and_computers_tell_when_they_were_seen(
    cloud: Backend, firm: Firm, sit: Sit
) -> None:
    office = sit("office")
    office.connect(cloud, firm.owner)
    page = people_at(office)
    firm.device.pull()
    form = page.inviting.form
    press(office, page.invite)
    form.edits["email"].setText("rhys@example.org")
    form.edits["role"].setText("technician")
    office.bot.keyClick(form.edits["role"], Qt.Key.Key_Return)
    office.until(page.said.isVisible)
    assert QApplication.clipboard().text() in page.said.text()
    (user,) = [one["user"] for one in firm.owner.query("orgs:members", org=firm.org)["invited"]]
    office.until(lambda: user in page.parts and "Invited as Technician" in page.parts[user].said.text())
    office.until(lambda: "last seen" in page.devices.remark_of(firm.device.id))
    press(office, page.parts[user].remove)
    press(office, page.parts[user].remove)
    office.until(lambda: not page.parts[user].said.text().startswith("Invited"))
    assert firm.owner.query("orgs:members", org=firm.org)["invited"] == []


def test_a_lost_laptop_is_shut_out_from_the_settings_and_keeps_what_it_had(
    cloud: Backend, firm: Firm, sit: Sit
) -> None:
    office, van = sit("office"), sit("van")
    office.connect(cloud, firm.owner)
    window = van.connect(cloud, firm.hire("office"))
    device = window.work.replica.identity.device
    van.until(lambda: van.clients() == ["Harbour Bakery"])
    van.go_offline()
    van.do(lambda: clients.create_client(window.work.replica, fields={"companyName": "Not sent yet"}))
    page = people_at(office)
    office.until(lambda: device in page.devices.ways)
    assert not page.devices.ways[office.window.work.replica.identity.device].isVisible()
    press(office, page.devices.ways[device])
    press(office, page.devices.ways[device])
    office.until(lambda: "access taken away by Olga" in page.devices.remark_of(device))
    assert not page.devices.ways[device].isVisible()
    van.go_online()
    van.until(lambda: "access of this computer was withdrawn" in words_of_panel(van))
    assert van.clients() == ["Harbour Bakery", "Not sent yet"]
    assert "Not sent yet" in van.ask(lambda: waiting_text(window.work))


def test_who_may_not_change_people_reads_why(cloud: Backend, firm: Firm, sit: Sit) -> None:
    van = sit("van")
    van.connect(cloud, firm.hire("technician"))
    page = people_at(van)
    owner = part_of(van, page, firm.device.user)
    fact = owner.role.facts["role"]
    fact.edit()
    assert fact.editor is None
    assert fact.accessibleDescription() == "Only an owner or administrator changes people."
    assert not page.invite.isVisible()
    assert not owner.remove.isVisible()
    name = page.devices.names[firm.device.id]
    name.edit()
    assert name.editor is None
    assert name.accessibleDescription() == "Only an owner or administrator renames a computer."
    assert not page.devices.ways[firm.device.id].isVisible()
    mine = part_of(van, page, user_of(van))
    assert mine.remove.text() == "Leave this business…"
