"""Days, times and amounts of an open window follow the organisation's settings as they come in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
from PySide6.QtWidgets import QAbstractButton, QLabel

from onetool_desktop.changes.values import Change
from onetool_desktop.ui.runtime.firm import Firm
from tests.ui.support.office import Office


def test_an_open_window_takes_over_the_zone_and_the_currency(office: Office) -> None:
    """As a computer that has just connected learns them, or the owner changes the zone."""
    work, org = office.window.work, office.replica.identity.org
    noon = int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp() * 1000)
    change = Change("organizations", org, f={"timezone": "Pacific/Auckland"})
    office.replica.write(lambda tx: tx.commit(action="a", label="", changes=[change]))
    office.until(lambda: work.formats.local(noon).day == 3)
    assert work.formats.local(noon).utcoffset() == timedelta(hours=13)
    assert work.currency == office.fields("organizations", org)["currency"]


def test_a_firm_that_is_not_known_yet_has_no_currency() -> None:
    firm = Firm()
    assert firm.currency == ""
    firm.learn(zone="Europe/Berlin", currency="EUR")
    assert (firm.currency, datetime(2026, 7, 1, tzinfo=firm.zone).tzname()) == ("EUR", "CEST")


@given(st.integers(0, 2_900_000_000))
def test_the_zone_is_that_which_was_learnt_at_any_instant(seconds: int) -> None:
    instant, firm = datetime.fromtimestamp(seconds, UTC), Firm()
    firm.learn(zone="Europe/Berlin", currency=None)
    there, plain = (instant.astimezone(z) for z in (firm.zone, ZoneInfo("Europe/Berlin")))
    assert there.replace(tzinfo=None) == plain.replace(tzinfo=None)
    assert (there.utcoffset(), there.dst(), there.fold) == (plain.utcoffset(), plain.dst(), plain.fold)


def test_the_window_follows_the_names_of_the_organisation_and_the_person(
    office: Office,
) -> None:
    """As a computer that has just connected learns them with its first answer."""
    identity, said = (
        office.replica.identity,
        lambda: [w.text() for w in office.window.side.findChildren(QLabel)],
    )
    changes = [
        Change("users", identity.user_id, f={"name": "Una Renamed"}),
        Change("organizations", identity.org, f={"name": "Harbour & Sons"}),
    ]
    office.replica.write(lambda tx: tx.commit(action="a", label="", changes=changes))
    office.until(lambda: "Una Renamed" in said())
    buttons = office.window.side.findChildren(QAbstractButton)
    assert "Harbour & Sons: look, keys, quit" in {button.accessibleName() for button in buttons}
    assert office.window.windowTitle() == "Clients – Harbour & Sons"
