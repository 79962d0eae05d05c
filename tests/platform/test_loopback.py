"""The way back from the browser takes one right request, and no wrong one."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from onetool_desktop.platform.loopback import CallbackListener, SignInEndedError, SignInRefusedError
from onetool_desktop.proof.deterministic import ManualClock

STATE = "s" * 43
RIGHT = f"/callback?code=the-code&state={STATE}"


class TickingClock(ManualClock):
    """A clock on which a second passes with every look, and that does one thing at its second."""

    def __init__(self) -> None:
        super().__init__()
        self._due: dict[int, Callable[[], None]] = {}

    def at(self, second: int, act: Callable[[], None]) -> None:
        self._due[second] = act

    def monotonic(self) -> float:
        self.advance(1_000)
        now = super().monotonic()
        self._due.pop(int(now), lambda: None)()
        return now


@pytest.fixture
def listener() -> Iterator[CallbackListener]:
    with CallbackListener(state=STATE, clock=ManualClock()) as made:
        yield made


class Browser:
    """Connections of a browser, or of something that is not one."""

    def __init__(self, listener: CallbackListener) -> None:
        self.host = listener.redirect_uri.removeprefix("http://").removesuffix("/callback")
        self.port = int(self.host.rpartition(":")[2])
        self.connections: list[socket.socket] = []
        self.closings: list[str] = []

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        self.connections.append(connection)
        return connection

    def send(self, data: bytes) -> socket.socket:
        connection = self.connect()
        connection.sendall(data)
        return connection

    def get(self, target: str, *, host: str | None = None, method: str = "GET") -> socket.socket:
        return self.send(f"{method} {target} HTTP/1.1\r\nHost: {host or self.host}\r\n\r\n".encode())

    def answer(self, connection: socket.socket) -> str:
        received = b""
        try:
            while piece := connection.recv(65_536):
                received += piece
        except ConnectionResetError:
            pass
        return received.decode()

    def close(self) -> None:
        for connection in self.connections:
            connection.close()


@pytest.fixture
def browser(listener: CallbackListener) -> Iterator[Browser]:
    made = Browser(listener)
    yield made
    made.close()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_code_that_comes_with_the_right_state_is_given_and_the_port_closed(
    listener: CallbackListener, browser: Browser
) -> None:
    connection = browser.get(RIGHT)
    assert listener.wait() == "the-code"
    answer = browser.answer(connection)
    assert answer.startswith("HTTP/1.1 200")
    assert "go back to OneTool Desktop" in answer
    assert "the-code" not in answer
    assert not is_open(browser.port)


def test_a_request_in_pieces_is_put_together(listener: CallbackListener, browser: Browser) -> None:
    connection = browser.send(f"GET {RIGHT} HT".encode())
    connection.sendall(f"TP/1.1\r\nhost: {browser.host}\r\nAccept: */*\r\n\r\n".encode())
    assert listener.wait() == "the-code"


@pytest.mark.parametrize(
    "target",
    [
        "/callback?code=evil&state=" + "x" * 43,
        "/callback?code=evil",
        "/callback?code=evil&state=",
        f"/callback?code=evil&state={STATE}&state={STATE}",
        f"/callback?code=evil&code=evil&state={STATE}",
        f"/callback?code=&state={STATE}",
        f"/callback?state={STATE}",
        f"/callback?code={'e' * 4_097}&state={STATE}",
        f"/callback/?code=evil&state={STATE}",
        f"/favicon.ico?code=evil&state={STATE}",
        f"//evil.example/callback?code=evil&state={STATE}",
        "/callback?error=access_denied&state=" + "x" * 43,
        "/callback",
        "/callback?" + "&".join(f"a{number}=1" for number in range(30)),
    ],
)
def test_a_wrong_request_is_refused_and_the_right_one_still_counts(
    listener: CallbackListener, browser: Browser, target: str
) -> None:
    wrong = browser.get(target)
    browser.get(RIGHT)
    assert listener.wait() == "the-code"
    refusal = browser.answer(wrong)
    assert refusal.startswith("HTTP/1.1 400")
    assert "evil" not in refusal


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "get"])
def test_another_method_is_refused(listener: CallbackListener, browser: Browser, method: str) -> None:
    wrong = browser.get(RIGHT.replace("the-code", "evil"), method=method)
    browser.get(RIGHT)
    assert listener.wait() == "the-code"
    assert browser.answer(wrong).startswith("HTTP/1.1 400")


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"])
def test_a_request_for_another_host_is_refused(
    listener: CallbackListener, browser: Browser, host: str
) -> None:
    wrong = browser.get(RIGHT.replace("the-code", "evil"), host=host)
    browser.get(RIGHT)
    assert listener.wait() == "the-code"
    assert browser.answer(wrong).startswith("HTTP/1.1 400")


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET /callback\r\n\r\n",
        b"GET /callback?code=evil&state=%ff HTTP/1.1\r\n\r\n",
        b"GET " + RIGHT.encode() + b" HTTP/2\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET " + RIGHT.encode() + b" HTTP/1.1\r\n\r\n",
        b"GET /" + b"a" * 9_000,
    ],
    ids=["empty", "tls", "no version", "odd bytes", "http 2", "no host", "too long"],
)
def test_rubbish_changes_nothing(listener: CallbackListener, browser: Browser, rubbish: bytes) -> None:
    wrong = browser.send(rubbish)
    browser.get(RIGHT)
    assert listener.wait() == "the-code"
    assert browser.answer(wrong).startswith("HTTP/1.1 400")


def test_connections_that_say_nothing_do_not_hold_up_the_right_one(
    listener: CallbackListener, browser: Browser
) -> None:
    for _ in range(40):
        browser.connect()
    browser.get(RIGHT)
    assert listener.wait() == "the-code"


def test_a_browser_that_goes_away_changes_nothing(listener: CallbackListener, browser: Browser) -> None:
    browser.connect().close()
    browser.send(b"GET /call").close()
    browser.get(RIGHT)
    assert listener.wait() == "the-code"


def test_a_refusal_of_the_sign_in_service_ends_the_wait_with_its_sentence(
    listener: CallbackListener, browser: Browser
) -> None:
    connection = browser.get(f"/callback?error=access_denied&error_description=%3Cb%3Eevil&state={STATE}")
    with pytest.raises(SignInRefusedError) as told:
        listener.wait()
    assert "evil" not in str(told.value) + browser.answer(connection)
    assert not is_open(browser.port)


def test_a_second_request_finds_the_port_closed(listener: CallbackListener, browser: Browser) -> None:
    browser.get(RIGHT)
    listener.wait()
    assert not is_open(browser.port)


def test_nobody_coming_back_ends_the_wait_at_its_limit() -> None:
    with CallbackListener(state=STATE, clock=TickingClock()) as waiting:
        port = Browser(waiting).port
        with pytest.raises(SignInEndedError, match="not finished"):
            waiting.wait(time_limit_s=3)
        assert not is_open(port)


def test_a_slow_connection_is_dropped_while_waiting() -> None:
    clock = TickingClock()
    with CallbackListener(state=STATE, clock=clock) as waiting, closing(Browser(waiting)) as slow:
        connection = slow.send(b"GET /callback?co")
        clock.at(15, lambda: slow.closings.append(slow.answer(connection)))
        with pytest.raises(SignInEndedError):
            waiting.wait(time_limit_s=20)
        assert slow.closings == [""]


def test_a_cancelled_wait_ends(listener: CallbackListener) -> None:
    listener.cancel()
    with pytest.raises(SignInEndedError):
        listener.wait()


def test_the_address_is_a_loopback_literal_with_a_port_of_the_systems_choice() -> None:
    with (
        CallbackListener(state=STATE, clock=ManualClock()) as one,
        CallbackListener(state=STATE, clock=ManualClock()) as other,
    ):
        assert one.redirect_uri.startswith("http://127.0.0.1:")
        assert one.redirect_uri != other.redirect_uri


def test_a_state_that_can_be_guessed_is_not_waited_with() -> None:
    with pytest.raises(ValueError, match="unguessable"):
        CallbackListener(state="short", clock=ManualClock())
