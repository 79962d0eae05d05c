"""One process per profile, also when many start at once or one is killed."""

import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import onetool_desktop
from onetool_desktop.platform.files import FileTroubleError
from onetool_desktop.platform.paths import Profile
from onetool_desktop.platform.single_instance import AlreadyOpenError, ProfileHold, ask_to_raise, hold_profile

STARTER = """
import sys
from pathlib import Path
from onetool_desktop.platform.paths import Profile
from onetool_desktop.platform.single_instance import AlreadyOpenError, hold_profile
print("ready", flush=True)
sys.stdin.readline()
try:
    hold = hold_profile(Profile(Path(sys.argv[1])))
    print("held", flush=True)
except AlreadyOpenError:
    print("refused", flush=True)
sys.stdin.read()
"""


class Start:
    """A second program, stopped before it takes the profile and before it ends."""

    def __init__(self, root: Path) -> None:
        environment = os.environ | {"PYTHONPATH": str(Path(onetool_desktop.__file__).parents[1])}
        self.process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(root)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path)


@pytest.fixture
def starts() -> Iterator[list[Start]]:
    made: list[Start] = []
    yield made
    for start in made:
        start.end()


def readable(hold: ProfileHold) -> bool:
    return bool(select.select([hold], [], [], 5)[0])


def test_of_fifty_starts_at_once_exactly_one_gets_the_profile(profile: Profile, starts: list[Start]) -> None:
    starts += [Start(profile.root) for _ in range(50)]
    assert {start.line() for start in starts} == {"ready"}
    for start in starts:
        start.go()
    answers = [start.line() for start in starts]
    assert sorted(answers) == ["held"] + ["refused"] * 49


def test_the_profile_of_a_killed_program_is_free_at_once(profile: Profile, starts: list[Start]) -> None:
    start = Start(profile.root)
    starts.append(start)
    start.line()
    start.go()
    assert start.line() == "held"
    with pytest.raises(AlreadyOpenError):
        hold_profile(profile)
    start.end()
    assert not ask_to_raise(profile)
    hold_profile(profile).release()


def test_a_second_start_is_told_what_to_do(profile: Profile) -> None:
    with hold_profile(profile), pytest.raises(AlreadyOpenError) as told:
        hold_profile(profile)
    assert "already open" in told.value.happened
    assert told.value.safe == "Nothing was changed."


def test_a_released_profile_can_be_taken_again(profile: Profile) -> None:
    hold = hold_profile(profile)
    hold.release()
    hold.release()
    assert not profile.instance_note.exists()
    hold_profile(profile).release()


def test_a_second_start_raises_the_window_of_the_first(profile: Profile, starts: list[Start]) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from onetool_desktop.platform.paths import Profile\n"
        "from onetool_desktop.platform.single_instance import ask_to_raise\n"
        "print(ask_to_raise(Profile(Path(sys.argv[1]))))"
    )
    with hold_profile(profile) as hold:
        assert not hold.poll()
        environment = os.environ | {"PYTHONPATH": str(Path(onetool_desktop.__file__).parents[1])}
        second = subprocess.Popen(
            [sys.executable, "-c", code, str(profile.root)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        raised = readable(hold) and hold.poll()
        answer, _ = second.communicate(timeout=60)
        assert (raised, answer.strip()) == (True, "True")


def port_of(profile: Profile) -> int:
    return json.loads(profile.instance_note.read_bytes())["port"]


@pytest.mark.parametrize("message", [b"", b"raise", b"x" * 48, b"x" * 1_024, b"x" * 5_000])
def test_a_stranger_on_loopback_raises_no_window(profile: Profile, message: bytes) -> None:
    with hold_profile(profile) as hold, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(message, ("127.0.0.1", port_of(profile)))
        assert readable(hold)
        assert not hold.poll()


def test_the_note_is_for_its_owner_alone_and_nobody_but_this_computer_is_heard(profile: Profile) -> None:
    with hold_profile(profile) as hold:
        address = socket.socket(fileno=os.dup(hold.fileno()))
        with address:
            assert address.getsockname()[0] == "127.0.0.1"
        assert os.name != "posix" or profile.instance_note.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b'{"port": "x", "token": ""}', b'{"port": 1, "token": "zz"}']
)
def test_a_damaged_note_is_nobody_to_ask(profile: Profile, note: bytes) -> None:
    profile.instance_note.write_bytes(note)
    assert not ask_to_raise(profile)


def test_an_old_note_whose_port_is_nobodys_is_nobody_to_ask(profile: Profile) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile.instance_note.write_text(json.dumps({"port": port, "token": "00"}))
    assert not ask_to_raise(profile)


class BusyLock:
    """A system on which another process has the lock."""

    def try_lock(self, descriptor: int) -> bool:
        return False


def test_whether_the_lock_is_free_is_the_systems_word(profile: Profile) -> None:
    with pytest.raises(AlreadyOpenError):
        hold_profile(profile, lock=BusyLock())
    assert not profile.instance_note.exists()


def test_a_profile_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileTroubleError):
        hold_profile(Profile(tmp_path / "gone"))
