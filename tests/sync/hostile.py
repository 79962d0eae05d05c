"""A server on loopback that says exactly what a test wants, byte by byte."""

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Iterator

Script = Callable[[socket.socket], None]


@contextlib.contextmanager
def serving(script: Script, bodies: list[bytes] | None = None) -> Iterator[str]:
    """Runs `script` on each connection after its request was read, its body kept in `bodies`; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()
        kept = [] if bodies is None else bodies
        thread = threading.Thread(target=_accept, args=(listener, script, ended, kept))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def _accept(listener: socket.socket, script: Script, ended: threading.Event, bodies: list[bytes]) -> None:
    while not ended.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            bodies.append(read_request(connection))
            script(connection)


def read_request(connection: socket.socket) -> bytes:
    """The whole request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if x.startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return body


def reply(
    body: bytes,
    *,
    status: str = "200 OK",
    kind: str = "application/json",
    more: str = "",
    packed: bool = False,
) -> Script:
    """A whole answer, then the connection is closed."""
    content = gzip.compress(body) if packed else body
    more += "Content-Encoding: gzip\r\n" if packed else ""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}"
    head += "Connection: close\r\n\r\n"
    return lambda connection: connection.sendall(head.encode() + content)
