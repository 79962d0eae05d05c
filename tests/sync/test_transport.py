"""The transport against servers that are not what they seem."""

import gzip
import socket
import threading
from collections.abc import Iterator

import pytest

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.transport import MAX_REPLY, HttpCloud
from tests.sync.hostile import Script, reply, serving

CALL = Call("query", "sync:head", {"org": "o"})
HOTEL = b"<html><body>Welcome to the hotel, please accept our terms</body></html>"


def ask(script: Script) -> object:
    with serving(script) as base:
        cloud = HttpCloud(base, connect_s=2, answer_s=1)
        try:
            return cloud.call(CALL, bearer="t")
        finally:
            cloud.close()


@pytest.mark.parametrize("packed", [False, True])
def test_a_success_gives_its_value(packed: bool) -> None:
    assert ask(reply(b'{"status":"success","value":{"head":"7"}}', packed=packed)) == {"head": "7"}


@pytest.mark.parametrize("takes", [False, True])
def test_a_large_request_is_packed_only_for_a_cloud_that_says_it_takes_that(takes: bool) -> None:
    bodies: list[bytes] = []
    more = "Accept-Encoding: gzip\r\n" if takes else ""
    large = Call("mutation", "sync:push", {"notes": "key at the neighbour's " * 100})
    with serving(reply(b'{"status":"success","value":1}', more=more), bodies) as base:
        cloud = HttpCloud(base, connect_s=2, answer_s=1)
        for call in (large, large, CALL):
            cloud.call(call)
        cloud.close()
    packed = [body.startswith(b"\x1f\x8b") for body in bodies]
    assert packed == [False, takes, False]
    assert gzip.decompress(bodies[1]) == bodies[0] if takes else bodies[1] == bodies[0]


ANSWERS: dict[str, tuple[Script, type[errors.CloudError], str]] = {
    "hotel page": (reply(HOTEL, kind="text/html"), errors.NotOursError, "web page"),
    "hotel page that refuses": (
        reply(HOTEL, status="401 Unauthorized", kind="text/html"),
        errors.NotOursError,
        "web page",
    ),
    "network sign-in": (
        reply(HOTEL, status="511 Network Authentication Required", kind="text/html"),
        errors.NotOursError,
        "web page",
    ),
    "redirect": (
        reply(b"", status="302 Found", more="Location: http://127.0.0.1:1/\r\n"),
        errors.NotOursError,
        "web page",
    ),
    "another product": (reply(b'{"couchdb":"Welcome"}'), errors.NotOursError, "not a OneTool cloud"),
    "a list": (reply(b"[1]"), errors.NotOursError, "not a OneTool cloud"),
    "not found": (
        reply(b"no", status="404 Not Found", kind="text/plain"),
        errors.NotOursError,
        "not a OneTool",
    ),
    "half a JSON": (reply(b'{"status":"succ'), errors.NotOursError, "not a OneTool cloud"),
    "not a number": (reply(b'{"status":"success","value":NaN}'), errors.NotOursError, "not a OneTool cloud"),
    "no text": (reply(b'{"status":"success","value":"\xff"}'), errors.NotOursError, "not a OneTool cloud"),
    "depth": (reply(b'{"status":"success","value":' + b"[" * 100_000), errors.NotOursError, "not a OneTool"),
    "bomb": (reply(b" " * (64 << 20), packed=True), errors.NotOursError, "larger"),
    "too long": (reply(b" " * (MAX_REPLY + 1)), errors.NotOursError, "larger"),
    "damaged packing": (
        reply(b"\x1f\x8bno gzip at all", more="Content-Encoding: gzip\r\n"),
        errors.NotOursError,
        "damaged",
    ),
    "other packing": (reply(b"{}", more="Content-Encoding: br\r\n"), errors.NotOursError, "packing"),
    "no HTTP": (lambda c: c.sendall(b"220 mail.example.com ESMTP\r\n"), errors.UnreachableError, "reached"),
    "nothing": (lambda c: c.close(), errors.UnreachableError, "reached"),
    "cut off": (
        lambda c: c.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
        ),
        errors.UnreachableError,
        "reached",
    ),
    "sign-in ran out": (
        reply(b'{"code":"unauthenticated","message":"Please sign in again."}', status="401 Unauthorized"),
        errors.UnauthenticatedError,
        "sign in",
    ),
    "sign-in ran out, in the envelope": (
        reply(
            b'{"status":"error","errorMessage":"x","errorData":{"code":"unauthenticated","message":"Sign in."}}'
        ),
        errors.UnauthenticatedError,
        "Sign in",
    ),
    "too large": (reply(HOTEL, status="413 Too Large", kind="text/html"), errors.TooLargeError, "size"),
    "fault": (reply(HOTEL, status="500 Oh", kind="text/html"), errors.FaultError, "problem"),
    "fault in the envelope": (reply(b'{"status":"error","errorMessage":"x"}'), errors.FaultError, "problem"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_no_answer_is_told_in_a_sentence(name: str) -> None:
    script, kind, words = ANSWERS[name]
    with pytest.raises(errors.CloudError) as caught:
        ask(script)
    assert (type(caught.value), words in str(caught.value)) == (kind, True), str(caught.value)


@pytest.mark.parametrize("status", ["429 Slow", "503 Busy", "409 Conflict"])
def test_busy_carries_the_time_the_cloud_named(status: str) -> None:
    with pytest.raises(errors.BusyError) as caught:
        ask(reply(b"{}", status=status, more="Retry-After: 7\r\n"))
    assert caught.value.retry_after_ms == 7_000


def test_a_time_that_is_no_number_is_left_alone() -> None:
    with pytest.raises(errors.BusyError) as caught:
        ask(reply(b"{}", status="429 Slow", more="Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"))
    assert caught.value.retry_after_ms is None


def test_a_refused_call_keeps_its_code_and_data() -> None:
    body = (
        b'{"status":"error","errorMessage":"x","errorData":{"code":"epoch","message":"Restored.","head":"9"}}'
    )
    with pytest.raises(errors.RefusedError) as caught:
        ask(reply(body))
    assert (caught.value.code, caught.value.data["head"]) == ("epoch", "9")


def test_a_server_that_never_answers_is_given_up() -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(1)  # until the caller hangs up

    with pytest.raises(errors.UnreachableError, match="in time"):
        ask(script)


def test_nobody_listening_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    cloud = HttpCloud(f"http://127.0.0.1:{port}")
    with pytest.raises(errors.UnreachableError, match="reached"):
        cloud.call(CALL)
    cloud.close()


@pytest.fixture
def silent() -> Iterator[tuple[HttpCloud, threading.Event]]:
    """A cloud that took the request and says nothing."""
    taken, ended = threading.Event(), threading.Event()

    def script(connection: socket.socket) -> None:
        taken.set()
        connection.recv(1)
        ended.wait(5)

    with serving(script) as base:
        cloud = HttpCloud(base)
        yield cloud, taken
        ended.set()
        cloud.close()


def test_a_call_under_way_is_ended_by_abort(silent: tuple[HttpCloud, threading.Event]) -> None:
    cloud, taken = silent
    caught: list[BaseException] = []

    def call() -> None:
        try:
            cloud.call(CALL)
        except errors.UnreachableError as error:
            caught.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    assert taken.wait(5)
    cloud.abort()
    thread.join(5)
    assert [type(error) for error in caught] == [errors.UnreachableError]


@pytest.mark.parametrize(
    "base", ["", "cloud.example.com", "ftp://cloud.example.com", "http://", "http://a:b:c/", "\0"]
)
def test_what_is_no_address_is_told_before_anything_is_asked(base: str) -> None:
    with pytest.raises(SentenceError, match="no address"):
        HttpCloud(base)
