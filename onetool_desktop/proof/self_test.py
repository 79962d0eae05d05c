"""The command `self-test`: does this installation do what it has to? One line for each claim, on the real parts.

Promises: everything happens in a temporary folder and on loopback; one entry of its own is written to the system's
keyring and taken away again. Each claim stands alone: one that fails does not keep the others from being tried.
May not know: how the parts work.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import EntryName, KeyringSecrets
from onetool_desktop.platform.paths import Profile
from onetool_desktop.proof.children import CloudProcess, DeviceProcess
from onetool_desktop.services.organisation import new_identity, open_business
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.store.replica import Replica

_KEY = "5e" * 32


def run(_args: argparse.Namespace) -> int:
    """`self-test`; 0 if every claim holds, else 1."""
    with tempfile.TemporaryDirectory(prefix="onetool-self-test-", ignore_cleanup_errors=True) as folder:
        claims: list[tuple[str, Callable[[Path], None]]] = [
            ("a business is begun in an encrypted file, closed, and read again", _store),
            ("the system's keyring keeps a secret and gives it back", _keyring),
            ("a business moves to a cloud on this computer and both hold the same", _sync),
            ("a photo reaches a cloud and comes back whole on another computer", _files),
            ("an invoice is printed", _paper),
        ]
        results = [_tried(words, claim, Path(folder) / str(at)) for at, (words, claim) in enumerate(claims)]
    return 0 if all(results) else 1


def _tried(words: str, claim: Callable[[Path], None], folder: Path) -> bool:
    folder.mkdir()
    try:
        claim(folder)
    except (SentenceError, OSError, AssertionError) as error:
        print(f"NO   {words}: {error}", flush=True)
        return False
    print(f"yes  {words}", flush=True)
    return True


def _store(folder: Path) -> None:
    path, clock, ids = folder / "replica.db", SystemClock(), SystemIds()
    replica = Replica.create(path, new_identity(ids=ids, name="Test"), key=_KEY, clock=clock, ids=ids)
    org = open_business(replica, name="Test", currency="EUR", timezone="UTC", owner="A. Tester").id
    replica.close()
    _check(b"Test" not in path.read_bytes(), "the file can be read without its key")
    again = Replica.open(path, key=_KEY, clock=clock, ids=ids)
    found = again.reads().row("organizations", org)
    again.close()
    _check(found is not None and found.f["name"] == "Test", "what was saved is not there")


def _keyring(folder: Path) -> None:
    lanes = ThreadLanes()
    try:
        secrets = KeyringSecrets(Profile(folder).keyring_service, submit=partial(lanes.submit, Lane.SECRETS))
        entry = EntryName("self-test")
        secrets.set(entry, "Grüße")
        _check(secrets.get(entry) == "Grüße", "the keyring gave something else back")
        secrets.delete(entry)
        _check(secrets.lasting, "only a keyring in memory is in use, which forgets")
    finally:
        lanes.close()


def _sync(folder: Path) -> None:
    (folder / "cloud").mkdir()
    cloud = CloudProcess(folder / "cloud")
    device = DeviceProcess("self-test", profile=folder / "device")
    try:
        device.do("begin_business", seed=1, today="2026-01-15", clients=5)
        password = SystemIds().token(16)
        device.do("sign_up", base=cloud.url, email="test@mail.example", password=password, name="A. Tester")
        device.do("bring_business")  # ends only when the digests of both agree
        _check(device.do("wait_settled", seconds=20.0), "the device did not settle")
    finally:
        device.close()
        cloud.terminate()


def _files(folder: Path) -> None:
    (folder / "cloud").mkdir()
    cloud = CloudProcess(folder / "cloud")
    devices = [DeviceProcess("self-test", profile=folder / f"device {at}") for at in range(2)]
    try:
        one, other = devices
        one.do("begin_business", seed=1, today="2026-01-15", clients=5)
        who = {"base": cloud.url, "email": "test@mail.example", "password": SystemIds().token(16)}
        client = one.do("do", verb="create_client", fields={"companyName": "Harbour"})["id"]
        photo = one.do("add_photo", client=client, seed=1, size=700_000)
        one.do("sign_up", **who, name="A. Tester")
        one.do("bring_business")
        one.settle(20.0)
        _check(one.do("wait_files", seconds=20.0), "the photo was not sent")
        other.do("sign_in", **who)
        other.do("enrol")
        other.settle(20.0)
        other.do("fetch_file", id=photo["id"])
        _check(other.do("wait_files", seconds=20.0), "the photo was not fetched")
        _check(other.do("read", what="holds", sha=photo["sha256"]), "the photo is another one")
    finally:
        for device in devices:
            device.close()
        cloud.terminate()


def _paper(folder: Path) -> None:
    device = DeviceProcess("self-test", profile=folder)
    try:
        device.do("begin_business", seed=1, today="2026-01-15", clients=5)
        invoice = device.do("read", what="some_invoice")
        printed = device.do("read", what="pdf", c="invoices", id=invoice, folder=str(folder))
        _check(printed["pages"] >= 1 and Path(printed["path"]).read_bytes()[:5] == b"%PDF-", "it is no PDF")
    finally:
        device.close()


def _check(holds: object, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
