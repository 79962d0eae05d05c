"""The floor of edits carried from one device to the next: gzip JSON over loopback into plain `executemany`.

Promises: the edits are a row's id and its new value, 250 to a request as the product sends them; a bare server of one
thread writes each request durably before it answers, and hands all of them out in one reply, which the receiver writes
durably. Driver, WAL and `synchronous=FULL` are the product's, no file is encrypted, no rule or merge is known. Run as a
module it is the server; the first line it prints is its port.
"""

import gzip
import http.client
import subprocess
import sys
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import IO, cast

import msgspec

from onetool_desktop.store import engine

IN_A_REQUEST = 250
Edit = tuple[str, str]  # a row's id, its new value
_SERVER = (sys.executable, "-m", "onetool_desktop.proof.floors.offline")
_SET = "UPDATE clients SET notes=? WHERE id=?"


def carried(folder: Path, edits: Sequence[Edit]) -> float:
    """Seconds from the first request to the receiver's commit."""
    there = _file(folder / "bare-there.db", [row_id for row_id, _ in edits])
    _file(folder / "bare-server.db", [row_id for row_id, _ in edits]).close()
    process = subprocess.Popen(
        [*_SERVER, str(folder / "bare-server.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    port = int(cast("IO[str]", process.stdout).readline())
    sender, receiver = (http.client.HTTPConnection("127.0.0.1", port) for _ in range(2))
    try:
        started = time.perf_counter()
        for at in range(0, len(edits), IN_A_REQUEST):
            sender.request("POST", "/", gzip.compress(msgspec.json.encode(edits[at : at + IN_A_REQUEST]), 6))
            sender.getresponse().read()
        sender.close()
        receiver.request("GET", "/")
        _write(there, msgspec.json.decode(gzip.decompress(receiver.getresponse().read())))
        return time.perf_counter() - started
    finally:
        receiver.close()
        there.close()
        process.terminate()
        process.communicate()


def packed(values: Sequence[object]) -> int:
    """Bytes of values as gzip JSON."""
    return len(gzip.compress(msgspec.json.encode(values), 6))


def _file(path: Path, ids: Sequence[str]) -> engine.Db:
    path.unlink(missing_ok=True)
    db = engine.connect(path, key=None)
    db.execute("CREATE TABLE clients (id TEXT PRIMARY KEY, notes TEXT)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO clients(id) VALUES (?)", [(row_id,) for row_id in ids])
    db.execute("COMMIT")
    return db


def _write(db: engine.Db, edits: Sequence[Edit]) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany(_SET, [(value, row_id) for row_id, value in edits])
    db.execute("COMMIT")


def _serve(path: Path) -> None:
    db = engine.connect(path, key=None)
    edits: list[Edit] = []

    class Handler(BaseHTTPRequestHandler):
        """Takes edits by POST, hands them out by GET."""

        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            new = msgspec.json.decode(gzip.decompress(body))
            _write(db, new)
            edits.extend(new)
            self._answer(b"")

        def do_GET(self) -> None:
            self._answer(gzip.compress(msgspec.json.encode(edits), 1))

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's own name
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
