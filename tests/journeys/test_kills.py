"""A device killed at any moment: what it had acknowledged is there, and reaches the cloud.

Each life of the device is one process on the same profile. Saves are sent one by one; the kill falls while the
answer to one is outstanding, after a delay drawn from a seed, while the engine pushes what came before.
"""

import hashlib
import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.proof.children import ChildGoneError, CloudProcess, DeviceProcess, Network

pytestmark = [pytest.mark.proof, pytest.mark.timeout(300)]
LIVES = 14
EMAIL, PASSWORD = "ada@mail.example", "a long pass phrase of words"


@dataclass
class Trial:
    """What the lives of a device left behind."""

    cloud: CloudProcess
    network: Network
    profile: Path
    org: str = ""
    key: str = ""
    saved: list[str] = field(default_factory=list[str])
    kills: int = 0
    mid_save: int = 0

    def device(self) -> DeviceProcess:
        return DeviceProcess("field", profile=self.profile)

    def open(self, device: DeviceProcess) -> None:
        """The next life: sign in, and open what the last one left."""
        device.do("sign_in", base=self.network.urls["field"], email=EMAIL, password=PASSWORD)
        device.do("open_again", org=self.org, key=self.key)

    def missing(self, device: DeviceProcess) -> list[str]:
        """Acknowledged saves that are not there."""
        return [one for one in self.saved if device.do("read", what="row", c="clients", id=one) is None]


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    folder = tmp_path / "cloud"
    folder.mkdir()
    cloud = CloudProcess(folder)
    network = Network(port=cloud.port, cables=("field",))
    yield Trial(cloud, network, tmp_path / "field")
    network.close()
    cloud.terminate()


def begin(trial: Trial) -> None:
    device = trial.device()
    device.do("begin_business", seed=1, today="2026-03-02", clients=2)
    device.do("sign_up", base=trial.network.urls["field"], email=EMAIL, password=PASSWORD, name="Ada")
    device.do("bring_business")
    facts = device.do("facts")
    trial.org, trial.key = facts["org"], facts["key"]
    device.close()


def new_client(trial: Trial) -> dict[str, Any]:
    return {"verb": "create_client", "fields": {"companyName": f"Client {len(trial.saved)}"}}


def live_and_die(
    trial: Trial,
    device: DeviceProcess,
    *,
    after_s: float,
    orders: Callable[[Trial], dict[str, Any]] = new_client,
) -> None:
    """Saves until the kill, which falls `after_s` after the first save was sent."""
    killer = threading.Timer(after_s, device.process.kill)
    outstanding = False
    killer.start()
    try:
        while True:
            device.write({"do": "do", "args": orders(trial)})
            outstanding = True
            trial.saved.append(json.loads(device.read())["value"]["id"])
            outstanding = False
    except (ChildGoneError, json.JSONDecodeError):
        trial.kills += 1
        trial.mid_save += outstanding
    finally:
        killer.cancel()
        device.kill()


def test_whatever_was_acknowledged_before_a_kill_is_there_and_reaches_the_cloud(trial: Trial) -> None:
    begin(trial)
    chance = random.Random(20_260_302)
    for life in range(LIVES):
        device = trial.device()
        trial.open(device)
        assert trial.missing(device) == [], f"lost by kill {life}"
        if life % 4 == 3:
            trial.network.cut()
        live_and_die(trial, device, after_s=chance.uniform(0.005, 0.6))
        trial.network.join()
    device = trial.device()
    trial.open(device)
    try:
        assert trial.missing(device) == []
        device.do("press_sync")
        assert device.do("wait_settled", seconds=60.0)
        status: dict[str, Any] = device.do("status")
        assert (status["waiting"], status["attention"]) == (0, 0)
        rows = device.do("read", what="acknowledged", c="clients")
    finally:
        device.close()
    print(
        f"{trial.kills} kills, {trial.mid_save} with a save outstanding, {len(trial.saved)} saves acknowledged"
    )
    assert set(trial.saved) <= set(rows)
    assert trial.kills == LIVES
    assert trial.mid_save * 2 >= trial.kills
    assert len(trial.saved) > LIVES


def test_no_number_is_given_twice_or_skipped_however_often_the_device_is_killed(trial: Trial) -> None:
    begin(trial)
    chance = random.Random(7)
    for _ in range(8):
        device = trial.device()
        device.do(
            "open_again", org=trial.org, key=trial.key
        )  # nobody signed in: no network as far as it knows
        client = device.do("read", what="acknowledged", c="clients")[0]
        drafts = [
            device.do("do", verb="create_invoice", client_id=client, fields={"title": "Visit"})["id"]
            for _ in range(120)
        ]
        waiting = iter(drafts)
        live_and_die(
            trial,
            device,
            after_s=chance.uniform(0.005, 0.15),
            orders=lambda _, waiting=waiting: {"verb": "issue_invoice", "id": next(waiting)},
        )
    device = trial.device()
    try:
        device.do("open_again", org=trial.org, key=trial.key)
        numbers = device.do("read", what="numbers", kind="invoice", series="A1")
    finally:
        device.close()
    print(f"{trial.kills} kills, {trial.mid_save} with an issue outstanding, {len(numbers)} numbers given")
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(trial.saved) > 0
    assert trial.mid_save * 2 >= trial.kills == 8


PHOTO = 48 * 1024 * 1024


def kept_in_cloud(folder: Path, sha: str) -> Path | None:
    return next(folder.glob(f"*/kept/*/{sha}"), None)


def kill_under_way(device: DeviceProcess) -> bool:
    """Ends it once some of an upload is at the cloud and the rest is not; whether that was met."""
    while moving := device.do("read", what="on_their_way"):
        if any(one["position"] for one in moving):
            device.kill()
            return True
    return False


def test_an_upload_goes_on_where_a_kill_ended_it(trial: Trial, tmp_path: Path) -> None:
    begin(trial)
    sent: list[str] = []
    met = 0
    for seed in range(3):
        device = trial.device()
        trial.open(device)
        client = device.do("do", verb="create_client", fields={"companyName": f"Client {seed}"})["id"]
        sent.append(device.do("add_photo", client=client, seed=seed, size=PHOTO)["sha256"])
        met += kill_under_way(device)
        device.kill()
    assert met >= 2, "kills in the middle of an upload"
    device = trial.device()
    trial.open(device)
    try:
        device.settle(60.0)
        assert device.do("wait_files", seconds=120.0)
        assert device.do("read", what="on_their_way") == []
    finally:
        device.close()
    files = tmp_path / "cloud" / "cloud.files"
    for sha in sent:
        path = kept_in_cloud(files, sha)
        assert path is not None
        with path.open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == sha
