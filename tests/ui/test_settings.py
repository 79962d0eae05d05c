"""The settings by keyboard: found, changed, refused, undone; what is of this computer stays here; backups."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Merge
from onetool_desktop.store import backup
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries.numbers import LastNumber
from onetool_desktop.ui.runtime.look import Scheme
from onetool_desktop.ui.screens.attention.waiting import waiting_text
from onetool_desktop.ui.screens.settings import connecting
from onetool_desktop.ui.screens.settings.backup_page import BackupPage
from onetool_desktop.ui.screens.settings.look_page import LookPage
from onetool_desktop.ui.screens.settings.numbers_page import next_numbers
from onetool_desktop.ui.screens.settings.page import FactsPage
from onetool_desktop.ui.screens.settings.people_page import PeoplePage
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from onetool_desktop.ui.screens.settings.table import COMPUTER, GROUPS
from onetool_desktop.ui.widgets.fact_values import parsed, shown
from onetool_desktop.ui.widgets.facts import Fact
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.text import Paragraph
from tests.ui.support.office import NOON_MS, Office

ENTER, ESC, F2, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def settings(office: Office, group: str = "organisation") -> SettingsScreen:
    office.go("settings", group)
    screen = office.window.screen_here
    assert isinstance(screen, SettingsScreen)
    return screen


def fact(office: Office, group: str, name: str) -> Fact:
    page = settings(office, group).page
    assert isinstance(page, FactsPage)
    return page.facts.facts[name]


def change(office: Office, group: str, name: str, text: str) -> Fact:
    """Goes to a setting, types into it and leaves it."""
    found = fact(office, group, name)
    found.setFocus()
    office.key(F2)
    office.key(Qt.Key.Key_A, CTRL)
    office.compose(text)
    office.key(ENTER)
    office.settle()
    return found


def organisation(office: Office) -> dict[str, object]:
    return office.fields("organizations", office.identity.org)


def test_ctrl_comma_opens_the_settings_and_esc_leads_out_of_the_page(office: Office) -> None:
    office.key(Qt.Key.Key_Comma, CTRL)
    office.until(lambda: isinstance(office.window.screen_here, SettingsScreen))
    screen = office.window.screen_here
    assert isinstance(screen, SettingsScreen)
    assert screen.page.isAncestorOf(office.focused)
    office.key(ESC)
    assert office.focused is screen.groups["organisation"]
    office.key(Qt.Key.Key_Down)
    assert screen.page.group.key == "region"


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("iban", "payment"),
        ("dark", "look"),
        ("restore", "backup"),
        ("usual tax", "taxes"),
        ("invite", "people"),
    ],
)
def test_every_setting_is_found_in_the_palette_by_its_own_words(
    office: Office, words: str, group: str
) -> None:
    office.key(Qt.Key.Key_K, CTRL)
    office.type(words)
    choices = office.window.palette_panel.list.choices
    title = next(one.title for one in GROUPS if one.key == group)

    def found() -> list[str]:
        return [choices.at(row).title for row in range(choices.rowCount())]

    office.until(lambda: f"Settings: {title}" in found())


def test_no_setting_of_the_organisation_is_left_out_of_the_table() -> None:
    named = [name for group in GROUPS for name in (*group.synced, group.picture) if name]
    given = [field.name for field in COLLECTIONS["organizations"].fields if field.merge is not Merge.CLOUD]
    assert sorted(named) == sorted(given)
    assert [name for group in GROUPS for name in group.local] == list(COMPUTER.by_name)


def test_a_setting_saves_when_it_is_left_and_undo_takes_it_back(office: Office) -> None:
    office.go("clients")
    found = fact(office, "organisation", "city")
    found.setFocus()
    office.key(F2)
    office.compose("Bergen")
    office.key(TAB)
    office.until(lambda: organisation(office).get("city") == "Bergen")
    office.until(lambda: found.accessibleDescription() == "Saved here")
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: "city" not in organisation(office))
    office.until(lambda: found.text == "")


@pytest.mark.parametrize(
    ("group", "name", "typed", "sentence"),
    [
        ("region", "timezone", "Middle Earth", "not the name of a time zone"),
        ("region", "language", "Klingon", "not the code of a language"),
        ("organisation", "country", "N0", "two letters"),
        ("organisation", "email", "nobody", "has an @"),
        ("payment", "iban", "DE89 3704 0044 0532 0130 01", "wrong digit"),
        ("payment", "paymentDays", "soon", "whole number"),
        ("taxes", "defaultTaxRate", "nineteen", "not a number"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_setting_and_stays_typed(
    office: Office, group: str, name: str, typed: str, sentence: str
) -> None:
    before = organisation(office)
    found = change(office, group, name, typed)
    office.until(lambda: found.editor is not None and sentence in found.editor.accessibleDescription())
    assert found.editor is not None
    assert found.editor.text() == typed
    assert organisation(office) == before
    office.key(ESC)


def test_a_refused_setting_lets_the_person_go_on_and_waits_with_its_reason(office: Office) -> None:
    country, phone = fact(office, "organisation", "country"), fact(office, "organisation", "phone")
    country.edit("N0")
    office.bot.mouseClick(phone, Qt.MouseButton.LeftButton)
    office.until(
        lambda: country.editor is not None and "two letters" in country.editor.accessibleDescription()
    )
    assert phone.isAncestorOf(office.focused)
    office.type("0228 445566")
    office.key(ENTER)
    office.until(lambda: organisation(office).get("phone") == "0228 445566")
    assert country.editor is not None
    assert country.editor.text() == "N0"


def test_good_values_of_the_same_settings_stand(office: Office) -> None:
    change(office, "payment", "iban", "DE89 3704 0044 0532 0130 00")
    change(office, "taxes", "defaultTaxRate", "19,0 %")
    change(office, "region", "timezone", "America/Chicago")
    stands = organisation(office)
    assert (stands["defaultTaxRate"], stands["timezone"]) == ("19", "America/Chicago")
    assert stands["iban"] == "DE89 3704 0044 0532 0130 00"


def test_the_currency_is_shown_and_says_why_it_stays(office: Office) -> None:
    found = fact(office, "region", "currency")
    found.setFocus()
    office.key(F2)
    assert found.editor is None
    assert found.text == "EUR"
    assert "Given once" in found.accessibleDescription()


def test_who_may_not_change_settings_reads_them(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(office.replica, "principal", replace(office.replica.principal, role="technician"))
    found = fact(office, "organisation", "name")
    found.edit()
    assert (found.text, found.editor) == ("Green Garden", None)
    assert "Only an owner or administrator" in found.accessibleDescription()


def test_the_look_is_of_this_computer_and_holds_at_once(office: Office) -> None:
    page = settings(office, "look").page
    assert isinstance(page, LookPage)
    page.facts.edited.emit("scheme", "dark")
    page.facts.edited.emit("language", "deutsch")
    assert office.window.work.look.scheme is Scheme.DARK
    office.until(lambda: page.facts.facts["language"].text == "Deutsch")
    assert office.memory.load()["language"] == "deutsch"
    assert "language" not in organisation(office) or organisation(office)["language"] != "deutsch"


def test_the_next_number_of_each_series_is_shown() -> None:
    known = [LastNumber("invoice", "B7", 41), LastNumber("quote", "main", 12)]
    assert next_numbers(["main", "B7"], known) == [
        ("Next quote", "Q-000013"),
        ("Next quote without network", "Q-B7-0001"),
        ("Next invoice", "INV-000001"),
        ("Next invoice without network", "INV-B7-0042"),
    ]
    from_there = dict(next_numbers(["main", "B7"], known, {"quotesFrom": 5, "invoicesFrom": 900}))
    assert (from_there["Next quote"], from_there["Next invoice"]) == ("Q-000013", "INV-000900")
    assert from_there["Next invoice without network"] == "INV-B7-0042"


def test_a_backup_goes_where_it_is_told_and_its_day_and_size_are_shown(
    office: Office, tmp_path: Path
) -> None:
    page = settings(office, "backup").page
    assert isinstance(page, BackupPage)
    chosen = tmp_path / "stick"
    chosen.mkdir()
    page.back_up(chosen)
    office.settle()
    (made,) = chosen.iterdir()
    assert made.name == "Green Garden 2026-03-02.onetool"
    assert str(made) in page.said.text()
    assert "kB" in page.said.text() or "MB" in page.said.text()
    page.back_up(tmp_path / "stick" / made.name)
    office.until(lambda: "No backup was made." in page.said.text())
    assert [one.name for one in chosen.iterdir()] == [made.name]


def test_the_check_says_that_the_business_is_whole(office: Office) -> None:
    page = settings(office, "backup").page
    assert isinstance(page, BackupPage)
    page.check.click()
    office.settle()
    assert page.said.text() == "Checked: the data of this business is whole."
    assert not page.repair.isVisible()


def test_the_daily_backups_are_listed(office: Office) -> None:
    office.replica.backup_daily()
    page = settings(office, "backup").page
    page.show_now()
    assert [row.accessibleName().partition(":")[0] for row in page.findChildren(Row)]


def test_a_backup_that_is_told_of_is_found_by_its_name(office: Office) -> None:
    replica = office.replica
    backup.before_purge(replica.reads().db, replica.path, key=replica.key, now_ms=NOON_MS)
    page = settings(office, "backup").page
    (row,) = page.findChildren(Row)
    assert row.accessibleName().endswith("2026-03-02 before records went.db")


def test_where_a_business_was_before_is_asked_in_the_read_pool(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def was(_db: Db) -> bool:
        asked.append(threading.get_ident())
        return True

    monkeypatch.setattr(connecting, "was_at_cloud", was)
    form = connecting.Connecting(office.window.work, page=office.window.centre)
    form.open()
    office.until(
        lambda: "invite the others again" in " ".join(one.text() for one in form.findChildren(Paragraph))
    )
    assert threading.get_ident() not in asked


def test_a_person_of_the_team_is_edited_in_place(office: Office) -> None:
    page = settings(office, "people").page
    assert isinstance(page, PeoplePage)
    user = office.identity.user_id
    page.parts[user].facts.facts["phone"].setFocus()
    office.key(F2)
    office.type("030 99")
    office.key(ENTER)
    office.settle()
    assert office.fields("users", user)["phone"] == "030 99"
    assert not page.invite.isVisible()


def test_a_choice_whose_own_word_says_too_little_is_spoken_and_taken_as_a_phrase() -> None:
    fields = {field.name: field for field in COLLECTIONS["organizations"].fields}
    assert shown(fields["taxRounding"], "group") == "Once for each tax rate"
    assert parsed(fields["taxRounding"], "line by line") == "line"
    assert shown(fields["offlineIssue"], "device") == "From the computer's own series"


def test_a_computer_whose_series_is_closed_is_told_without_a_gap(make_office: Callable[..., Office]) -> None:
    office = make_office(connected=True)
    work = office.window.work
    work.replica.write(lambda tx: work.replica.become(tx, replace(work.replica.identity, series="")))
    assert f"Series –, device {work.replica.identity.device}" in waiting_text(work)
