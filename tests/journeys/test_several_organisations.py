"""An account that belongs to several organisations: one is chosen at the first start, another in the settings."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.organisation_choice import OrganisationChoice
from onetool_desktop.ui.screens.settings.computer_page import ComputerPage
from tests.conformance.backends import Backend
from tests.journeys.seat import Seat
from tests.support.cloud import PASSWORD, Person, new_id
from tests.ui.support.run import GIVEN

Sit = Callable[[str], Seat]


def founded(owner: Person, name: str, **more: object) -> str:
    org = new_id()
    args = {"id": org, "name": name, "currency": "EUR", "timezone": "Europe/Berlin"}
    owner.mutate("orgs:create", **args, **more)
    return org


def olga(cloud: Backend) -> tuple[Person, dict[str, str]]:
    """She owns Meadow Care, works at Birch as a technician, and brings a third firm from another computer just now."""
    owner, other = (Person(cloud.call).sign_up(name=name) for name in ("Olga", "Boris"))
    orgs = {"Meadow Care": founded(owner, "Meadow Care"), "Birch": founded(other, "Birch")}
    founded(owner, "Still arriving", importing=True, user=new_id())
    code = other.mutate("orgs:invite", org=orgs["Birch"], email=owner.email, role="technician")["code"]
    args = {"rid": new_id(), "email": owner.email, "password": PASSWORD, "invite": code}
    cloud.call("mutation", "auth:signIn", args)
    return owner, orgs


def asked(seat: Seat) -> OrganisationChoice:
    """The panel, once it asks."""
    choice = seat.run.first_start().findChildren(OrganisationChoice)[0]
    seat.until(choice.isVisible)
    return choice


def lines(choice: OrganisationChoice) -> list[str]:
    model = choice.list.choices
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def test_of_several_organisations_one_is_chosen_and_another_opened_later(cloud: Backend, sit: Sit) -> None:
    person, orgs = olga(cloud)
    seat = sit("desk")
    seat.fill(base=cloud.url, email=person.email, password=PASSWORD)
    seat.run.first_start().show()
    seat.run.first_start().connect_form.done.click()
    choice = asked(seat)
    assert lines(choice) == ["Birch, Technician", "Meadow Care, Owner"]
    seat.bot.keyClick(choice.list, Qt.Key.Key_Down)
    seat.bot.keyClick(choice.list, Qt.Key.Key_Return)
    before = seat.run.office()
    assert before.work.replica.identity.org == orgs["Meadow Care"]
    page = seat.page("computer")
    assert isinstance(page, ComputerPage)
    page.other.click()
    seat.until(page.choice.isVisible)
    assert lines(page.choice) == ["Birch, Technician"]
    seat.bot.keyClick(page.choice.list, Qt.Key.Key_Return)
    seat.until(lambda: seat.run.window is not before and isinstance(seat.run.window, OfficeWindow))
    assert seat.window.work.replica.identity.org == orgs["Birch"]
    assert [one.email for one in seat.run.program._businesses.others()] == [person.email] * 2


def test_who_chooses_none_has_the_ways_again_and_what_was_typed(cloud: Backend, sit: Sit) -> None:
    person, _orgs = olga(cloud)
    seat = sit("desk")
    first = seat.run.first_start()
    first.show()
    seat.fill(base=cloud.url, email=person.email, password=PASSWORD)
    first.connect_form.done.click()
    choice = asked(seat)
    seat.bot.keyClick(choice.list, Qt.Key.Key_Escape)
    assert not choice.isVisible()
    assert all(way.isVisible() and way.isEnabled() for way in first.ways)
    assert first.connect_form.edits["email"].text() == person.email
    assert not seat.run.program._businesses.others()


def test_a_firm_that_is_still_on_its_way_is_not_opened_elsewhere(cloud: Backend, sit: Sit) -> None:
    owner = Person(cloud.call).sign_up(name="Olga")
    founded(owner, "Still arriving", importing=True, user=new_id())
    seat = sit("desk")
    seat.fill(base=cloud.url, email=owner.email, password=PASSWORD)
    form = seat.run.first_start().connect_form
    form.done.click()
    seat.until(lambda: "still being brought" in form.edits["email"].accessibleDescription())


def test_who_belongs_to_one_alone_is_told_so(cloud: Backend, sit: Sit) -> None:
    owner = Person(cloud.call).sign_up(name="Olga")
    founded(owner, "Meadow Care")
    seat = sit("desk")
    seat.connect(cloud, owner)
    page = seat.page("computer")
    assert isinstance(page, ComputerPage)
    page.other.click()
    seat.until(lambda: "no other organisation" in page.alone.text())
    assert page.other.isEnabled()


def test_a_business_of_this_computer_alone_offers_no_other_organisation(sit: Sit) -> None:
    seat = sit("desk")
    seat.run.first_start().business_given.emit(GIVEN)
    page = seat.page("computer")
    assert isinstance(page, ComputerPage)
    assert page.other.isHidden()
