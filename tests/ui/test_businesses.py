"""Businesses made, restored and taken in, as the program does it before there is a window."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.services import clients
from onetool_desktop.store.lanes import InlineLanes
from onetool_desktop.ui.business_notes import BusinessNotes
from onetool_desktop.ui.business_restoring import BusinessRestoring
from onetool_desktop.ui.businesses import Businesses
from onetool_desktop.ui.opened import Opened
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from tests.ui.support.run import GIVEN
from tests.ui.test_program import spoil

Desk = Callable[[str], Businesses]


class CutError(Exception):
    """The program ends here."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A computer by name, with the businesses of its profile as a start finds them."""
    lanes = InlineLanes()

    def sit(name: str) -> Businesses:
        profile = open_profile(tmp_path / name)
        memory = WindowMemory(profile.settings)
        return Businesses(profile, memory=memory, lanes=lanes, clock=SystemClock(), ids=SystemIds())

    yield sit
    lanes.close()


def closed(opened: Opened | None) -> Opened:
    assert opened is not None
    opened.last_mark()
    opened.close()
    return opened


def backed_up(businesses: Businesses) -> tuple[Path, str]:
    """A business with a client, a backup of it, and its recovery key."""
    opened = businesses.make(GIVEN)
    clients.create_client(opened.replica, fields={"companyName": "Harbour"})
    file = opened.replica.backup_daily()
    assert file is not None
    closed(opened)
    return file, businesses.recovery_key()


def test_a_taking_in_that_was_cut_off_once_the_file_lies_here_goes_on_at_the_next_start(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key = backed_up(desk("old"))
    given = {"file": str(file), "key": key}

    def cut(*_: object, **__: object) -> None:
        raise CutError

    with monkeypatch.context() as patched:
        patched.setattr(BusinessNotes, "remember", cut)
        with pytest.raises(CutError):
            desk("new").take_in(given)
    again = desk("new")
    assert [one.name for one in again.others()] == ["Birch & Amber"]
    assert "does not know the file" in closed(again.open_last()).notice, (
        "the other may still give its numbers"
    )


def test_a_restored_file_that_is_found_damaged_is_told_beside_the_restoring(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    businesses = desk("desk")
    file, _key = backed_up(businesses)
    path = closed(businesses.open_last()).replica.path
    real = BusinessRestoring.restore

    def restore(self: BusinessRestoring, known: dict[str, str], source: Path, typed: str) -> str:
        words = real(self, known, source, typed)
        spoil(path)
        return words

    monkeypatch.setattr(BusinessRestoring, "restore", restore)
    opened = closed(businesses.restore(file))
    assert "was restored" in opened.notice
    assert "was damaged on this computer" in opened.notice


def test_what_is_on_its_way_to_a_cloud_is_cut_off_when_the_program_ends(desk: Desk) -> None:
    businesses = desk("here")
    opened = businesses.make(GIVEN)
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(1) as pool:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        given = {"base": base, "email": "olga@example.org", "password": "a long password"}
        brought = pool.submit(businesses.bring, opened.replica, given)
        asked, _address = silent.accept()
        with asked:
            assert asked.recv(1), "it waits for an answer"
            businesses.end()
            assert isinstance(brought.exception(10), SentenceError)
    with pytest.raises(SentenceError):
        businesses.bring(opened.replica, given)
    closed(opened)
