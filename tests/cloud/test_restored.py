"""A cloud brought back from a backup: a new epoch, and numbers on paper that are neither lost nor given twice."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.cli import main
from onetool_desktop.cloud import restored
from onetool_desktop.proof.deterministic import SeededIds
from tests.cloud.conftest import Local
from tests.conformance.test_numbers import draft, issue, issued
from tests.support.cloud import Device, Person, client, new_id, refusal
from tests.support.cloud_file import migrated


def bring_back(local: Local, *, seed: int = 99) -> None:
    restored.open_epoch(local.database, clock=local.clock, ids=SeededIds(seed, local.clock))


def again(device: Device) -> Device:
    """The device after it followed the new epoch."""
    device.epoch = device.person.query("sync:head", org=device.org)["epoch"]
    return device


def release(device: Device, **more: Any) -> dict[str, Any]:
    return device.person.mutate("orgs:release", org=device.org, **{"epoch": device.epoch, **more})["last"]


def waits(device: Device) -> bool:
    """Whether the numbers wait, as everyone hears it."""
    return device.view().live("organizations")[device.org]["f"].get("numbersWait", False)


def test_a_new_epoch_stops_every_device_until_it_follows(local: Local, office: Device) -> None:
    office.do(client())
    bring_back(local)
    refused = refusal(lambda: office.push(office.group(client())))
    assert refused is not None
    assert refused.code == "epoch"
    office.n -= 1
    assert again(office).do(client())["result"] == "ok"


def test_no_number_of_the_main_series_is_given_until_it_is_released(local: Local, office: Device) -> None:
    office.outcome(issue(office, draft(office)["invoice"]))
    bring_back(local)
    again(office)
    ids = draft(office)
    unnumbered = issue(office, ids["invoice"])
    outcome = office.outcome(unnumbered)
    assert (outcome["result"], outcome["code"]) == ("refused", "locked")
    assert office.person.query("orgs:numbers", org=office.org) == {
        "closed": True,
        "epoch": office.epoch,
        "last": {"quote": 0, "invoice": 1},
    }
    assert release(office, above={"invoice": 7}) == {"quote": 0, "invoice": 7}
    assert office.outcome(office.again(unnumbered))["result"] == "ok"
    assert [f["number"] for f in issued(office)] == ["INV-000001", "INV-000008"]


@pytest.mark.parametrize("released", [False, True])
def test_a_number_that_is_on_paper_is_recorded_before_and_after_the_release(
    local: Local, office: Device, released: bool
) -> None:
    ids = draft(office)
    bring_back(local)
    again(office)
    if released:
        release(office)
    assert office.outcome(issue(office, ids["invoice"], no=5))["result"] == "ok"
    assert [f["number"] for f in issued(office)] == ["INV-000005"]
    assert office.person.query("orgs:numbers", org=office.org)["last"]["invoice"] == 5


def test_a_cloud_that_was_never_restored_takes_no_number_of_the_main_series(office: Device) -> None:
    outcome = office.outcome(issue(office, draft(office)["invoice"], no=5))
    assert (outcome["result"], outcome["code"]) == ("refused", "validation")


def test_everyone_hears_that_the_numbers_wait_and_that_they_do_not_any_more(
    local: Local, office: Device, colleague: Device
) -> None:
    assert not waits(colleague)
    bring_back(local)
    again(office), again(colleague)
    assert waits(office)
    assert waits(colleague)
    release(office)
    assert not waits(colleague)
    head = office.person.query("sync:head", org=office.org)["head"]
    release(office)
    assert office.person.query("sync:head", org=office.org)["head"] == head


def test_a_release_that_comes_late_releases_nothing_of_a_cloud_that_was_restored_again(
    local: Local, office: Device
) -> None:
    bring_back(local)
    seen = again(office).epoch
    bring_back(local, seed=98)
    refused = refusal(lambda: release(office, epoch=seen, above={"invoice": 7}))
    assert refused is not None
    assert refused.code == "epoch"
    numbers = office.person.query("orgs:numbers", org=office.org)
    assert (numbers["closed"], numbers["last"]["invoice"]) == (True, 0)
    assert waits(again(office))


def test_a_release_whose_answer_was_lost_is_answered_again(local: Local, office: Device) -> None:
    bring_back(local)
    again(office)
    first = release(office, rid=(rid := new_id()), above={"invoice": 7})
    assert release(office, rid=rid, above={"invoice": 7}) == first


def test_a_devices_own_series_goes_on(local: Local, office: Device) -> None:
    bring_back(local)
    again(office)
    printed = issue(office, draft(office)["invoice"], series=office.series, no=1)
    assert office.outcome(printed)["result"] == "ok"


def test_who_may_not_change_settings_releases_nothing(
    local: Local, office: Device, colleague: Device
) -> None:
    bring_back(local)
    again(colleague)
    for call in (lambda: release(colleague), lambda: colleague.person.query("orgs:numbers", org=office.org)):
        refused = refusal(call)
        assert refused is not None
        assert refused.code == "forbidden"
    assert office.person.query("orgs:numbers", org=office.org)["closed"] is True


@pytest.mark.parametrize("above", [{"receipt": 1}, {"invoice": -1}, {"invoice": "x"}, [1]])
def test_numbers_that_are_none_release_nothing(local: Local, office: Device, above: object) -> None:
    bring_back(local)
    again(office)
    refused = refusal(lambda: release(office, above=above))
    assert refused is not None
    assert refused.code == "invalid"
    assert office.person.query("orgs:numbers", org=office.org)["closed"] is True


def test_an_empty_database_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cloud", "restored", "--database", f"sqlite:///{tmp_path / 'cloud.db'}"]) == 0
    said = capsys.readouterr().out
    assert "no business" in said
    assert said.count("\n") == 1


def test_a_database_in_memory_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cloud", "restored", "--database", "sqlite://"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "names no file" in said.err


def test_the_command_opens_an_epoch_beside_a_running_cloud(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'cloud.db'}"
    migrated(tmp_path / "cloud.db").close()
    made = Local(address, fresh=False)
    owner = Person(made.call).sign_up()
    office = owner.enrol(owner.found())
    command = [sys.executable, "-m", "onetool_desktop", "cloud", "restored", "--database", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "1 business" in done.stdout, done.stderr
    refused = refusal(lambda: office.push(office.group(client())))
    assert refused is not None
    assert refused.code == "epoch"
    made.database.close()
