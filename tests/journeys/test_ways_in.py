"""The form of *Connect to a cloud*: whatever is wrong is said at its field, and what was typed stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.conformance.backends import Backend
from tests.journeys.firm import Firm
from tests.journeys.seat import Seat
from tests.support.cloud import PASSWORD, Person, new_id
from tests.sync import hostile

Sit = Callable[[str], Seat]
NOBODY = "http://127.0.0.1:9"


def press_connect(seat: Seat, **typed: str) -> None:
    seat.fill(**typed)
    form = seat.run.first_start().connect_form
    seat.bot.keyClick(form.edits["password"], Qt.Key.Key_Return)


def told_at(seat: Seat, field: str, **typed: str) -> str:
    """Tries to connect; what is said at the field, with everything typed still there and the keyboard in the field."""
    press_connect(seat, **typed)
    form = seat.run.first_start().connect_form
    seat.until(lambda: form.isVisible() and bool(form.edits[field].accessibleDescription()))
    assert {name: form.edits[name].text() for name in typed} == typed
    others = [edit for name, edit in form.edits.items() if name != field]
    assert not any(edit.accessibleDescription() for edit in others)
    assert not list((seat.folder / "replicas").glob("*/*/replica.db"))
    return form.edits[field].accessibleDescription()


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("my cloud", "is no address of a cloud"),
        ("[::1", "is no address of a cloud"),
        ("ftp://cloud.example.org", "is no address of a cloud"),
        (NOBODY, "The cloud cannot be reached. Nothing was changed."),
        (
            "https://127.0.0.1:1",
            "In your own network a cloud may want http:// before its address: http://127.0.0.1:1.",
        ),
    ],
)
def test_an_address_that_leads_to_no_cloud_is_told_at_the_address(sit: Sit, base: str, words: str) -> None:
    seat = sit("desk")
    said = told_at(seat, "base", base=base, email="a@example.org", password="secret word")
    assert words in said


def test_a_hotels_page_in_place_of_the_cloud_is_told_at_the_address(sit: Sit) -> None:
    page = hostile.reply(b"<html>Welcome to our hotel</html>", kind="text/html")
    with hostile.serving(page) as base:
        said = told_at(sit("desk"), "base", base=base, email="a@example.org", password="secret word")
    assert "A web page answered in place of the cloud" in said
    assert "sign in to the network" in said


def test_another_product_at_the_address_is_told_at_the_address(sit: Sit) -> None:
    other = hostile.reply(b'{"status": "success", "value": {"product": "weather", "contract": 1}}')
    with hostile.serving(other) as base:
        said = told_at(sit("desk"), "base", base=base, email="a@example.org", password="secret word")
    assert "it is not a OneTool cloud" in said


def test_a_wrong_password_is_told_at_the_password_and_the_right_one_goes_on(cloud: Backend, sit: Sit) -> None:
    firm, seat = Firm(cloud), sit("desk")
    typed = {"base": cloud.url, "email": firm.owner.email}
    said = told_at(seat, "password", **typed, password="not this one")
    assert "do not belong together" in said
    press_connect(seat, **typed, password=PASSWORD)
    seat.until(lambda: seat.clients() == ["Harbour Bakery"])


def test_who_belongs_to_no_organisation_is_told_at_the_e_mail(cloud: Backend, sit: Sit) -> None:
    alone = Person(cloud.call).sign_up()
    said = told_at(sit("desk"), "email", base=cloud.url, email=alone.email, password=PASSWORD)
    assert "belong to no organisation yet" in said
    assert "Ask for an invitation" in said


def test_an_e_mail_that_is_none_is_told_at_the_e_mail(cloud: Backend, sit: Sit) -> None:
    said = told_at(sit("desk"), "email", base=cloud.url, email="nobody", password=PASSWORD)
    assert "An e-mail address has an @" in said


def test_an_invitation_lets_a_new_person_in_and_one_who_has_an_account(cloud: Backend, sit: Sit) -> None:
    firm = Firm(cloud)
    typed = {"base": cloud.url, "password": PASSWORD}

    def invited(email: str) -> str:
        return firm.owner.mutate("orgs:invite", org=firm.org, email=email, role="office")["code"]

    new, known = f"{new_id()[:8]}@example.org", Person(cloud.call).sign_up().email
    fresh = sit("fresh")
    said = told_at(fresh, "invite", **typed, email=new, invite="spent long ago")
    assert "not good any more" in said
    press_connect(fresh, **typed, email=new, invite=invited(new))
    fresh.until(lambda: fresh.clients() == ["Harbour Bakery"])
    again = sit("again")
    press_connect(again, **typed, email=known, invite=invited(known))
    again.until(lambda: again.clients() == ["Harbour Bakery"])


def test_an_address_without_its_beginning_is_taken_for_a_safe_one(tmp_path: Path) -> None:
    from onetool_desktop.ui.entering import line_to

    del tmp_path
    for typed, base in (
        ("cloud.example.org", "https://cloud.example.org"),
        ("192.168.1.20:8420", "https://192.168.1.20:8420"),
        ("localhost:8420", "http://localhost:8420"),
        ("127.0.0.1:8420/", "http://127.0.0.1:8420"),
        (NOBODY, NOBODY),
    ):
        line = line_to(typed)
        assert line.base == base
        line.close()
