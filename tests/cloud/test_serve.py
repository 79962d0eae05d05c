"""`cloud serve` as people start it: one line when ready, a sentence when not, an orderly end."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest

from onetool_desktop.changes.wire import dumps
from onetool_desktop.cli import main
from tests.conformance.backends import PythonCloudOnSqlite
from tests.support.cloud import PASSWORD, Person, client

SERVE = [sys.executable, "-m", "onetool_desktop", "cloud", "serve"]


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[PythonCloudOnSqlite]:
    """One that serves; none is left when a test is over, whatever it did to it."""
    serving = PythonCloudOnSqlite()
    serving.start(tmp_path)
    yield serving
    serving.close()
    serving.abandon()


def complaint(*arguments: str) -> str:
    """What the command says in this process; starting another takes longer than all that it refuses."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as said:
        status = main(["cloud", "serve", *arguments])
    assert (status, out.getvalue()) == (2, "")
    assert len(said.getvalue().strip().splitlines()) == 1
    return said.getvalue()


def test_a_refusal_is_one_sentence_and_a_status(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SERVE, "--database", "sqlite://"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "names no file" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_told_and_no_database_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = complaint("--database", f"sqlite:///{tmp_path / 'cloud.db'}", "--port", str(port))
    assert f"Port {port} is in use" in words
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_not_this_computers_is_told(tmp_path: Path) -> None:
    assert "203.0.113.1" in complaint("--database", f"sqlite:///{tmp_path / 'c.db'}", "--host", "203.0.113.1")


@pytest.mark.parametrize("name", ["missing/folder/cloud.db", ""])
def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    assert complaint("--database", f"sqlite:///{tmp_path / name}")


def test_a_database_address_that_is_none_is_told() -> None:
    assert "sqlite:///" in complaint("--database", "cloud.db")


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_would_be_lost_at_the_end_is_refused(address: str) -> None:
    assert "names no file" in complaint("--database", address)


def test_work_survives_a_kill_and_a_restart(backend: PythonCloudOnSqlite, tmp_path: Path) -> None:
    office = Person(backend.call).sign_up()
    device = office.enrol(office.found())
    device.do(client())
    backend._child.send_signal(signal.SIGKILL)
    backend.abandon()
    backend.start(tmp_path)
    assert len(device.view().live("clients")) == 1
    backend.stop()


def test_a_small_answer_is_not_held_back_by_the_network(backend: PythonCloudOnSqlite) -> None:
    took: list[float] = []
    for _ in range(30):
        began = time.perf_counter()
        backend.call("query", "meta:info", {})
        took.append(time.perf_counter() - began)
    backend.stop()
    assert min(took) < 0.02, "an answer sent in two parts waits 40 ms for the first to be acknowledged"


def test_the_log_holds_no_word_of_what_people_typed(backend: PythonCloudOnSqlite, tmp_path: Path) -> None:
    office = Person(backend.call, "canary-mail@example.org").sign_up(name="canary-name")
    device = office.enrol(office.found())
    device.do(client(companyName="canary-company"))
    for body in (b"canary-body", dumps({"path": "canary-path", "args": {"canary": "canary-value"}})):
        backend.post("query", body, {"Authorization": f"Bearer {office.token}"})
    backend.post("mutation", dumps({"path": "auth:signIn", "args": {"rid": "canary-rid", "email": "x"}}))
    backend.stop()
    log = (tmp_path / "cloud.log").read_text()
    assert "canary" not in log
    assert PASSWORD not in log
    assert office.token not in log


def test_a_stop_lets_the_call_under_way_finish(backend: PythonCloudOnSqlite) -> None:
    host, port = backend.url.removeprefix("http://").split(":")
    whole = dumps({"path": "meta:info", "args": {}})
    with socket.create_connection((host, int(port)), timeout=30) as held:
        head = f"POST /api/query HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(whole)}\r\nConnection: close\r\n"
        held.sendall(head.encode() + b"Expect: 100-continue\r\n\r\n")
        assert held.recv(1024).startswith(b"HTTP/1.1 100"), (
            "the cloud has the call in hand when it wants its body"
        )
        backend._child.send_signal(signal.SIGTERM)
        until_it_takes_no_more(host, int(port))
        held.sendall(whole)
        reply = held.makefile("rb").read()
    assert reply.startswith(b"HTTP/1.1 200")
    assert backend._child.wait(30) == 0


def until_it_takes_no_more(host: str, port: int) -> None:
    """A cloud that has heard that it shall stop closes its door first."""
    with suppress(ConnectionError):
        while True:
            socket.create_connection((host, port), timeout=30).close()
