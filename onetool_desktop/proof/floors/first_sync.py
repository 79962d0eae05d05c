"""The floor of a first sync: ready-made gzip JSON pages over loopback into plain `executemany`.

Promises: the least the same records can cost here: pages are packed before the clock starts, hold ids and fields only,
and come over one kept connection; the tables have a primary key and nothing else; the driver, WAL and
`synchronous=FULL` are the product's, the file is not encrypted. Nothing of the product runs in it.
"""

import gzip
import http.client
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from onetool_desktop.store import engine

PAGE = 2_000
Records = Mapping[str, Sequence[Mapping[str, Any]]]


class FirstSyncFloor:
    """A child that serves the pages, and a file they are written to."""

    def __init__(self, records: Records) -> None:
        self._columns = {c: sorted({name for row in rows for name in row}) for c, rows in records.items()}
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._child = context.Process(target=_serve, args=(theirs, _pages(records)), daemon=True)
        self._child.start()
        self._port: int = ours.recv()

    def run(self, path: Path) -> tuple[float, float]:
        """Seconds from the first request to the last commit, and those of the processor in this process."""
        db = engine.connect(path, key=None)
        for c, names in self._columns.items():
            listed = ", ".join(f'"{name}"' for name in names)
            db.execute(f'CREATE TABLE "{c}" ({listed}, PRIMARY KEY (id))')
        decode = msgspec.json.Decoder().decode
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        started, worked = time.perf_counter(), time.process_time()
        at = 0
        while body := _get(connection, at):
            self._write(db, decode(gzip.decompress(body)))
            at += 1
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        connection.close()
        db.close()
        return seconds, work

    def close(self) -> None:
        """Ends the child."""
        self._child.terminate()
        self._child.join()

    def _write(self, db: engine.Db, page: dict[str, list[dict[str, Any]]]) -> None:
        db.execute("BEGIN IMMEDIATE")
        for c, rows in page.items():
            names = self._columns[c]
            marks = ", ".join("?" * len(names))
            db.executemany(
                f'INSERT INTO "{c}" VALUES ({marks})', [[row.get(name) for name in names] for row in rows]
            )
        db.execute("COMMIT")


def _get(connection: http.client.HTTPConnection, at: int) -> bytes:
    connection.request("GET", f"/{at}")
    return connection.getresponse().read()


def _pages(records: Records) -> list[bytes]:
    flat = [(c, row) for c, rows in records.items() for row in rows]
    pages: list[bytes] = []
    for at in range(0, len(flat), PAGE):
        page: dict[str, list[Mapping[str, Any]]] = {}
        for c, row in flat[at : at + PAGE]:
            page.setdefault(c, []).append(row)
        pages.append(gzip.compress(msgspec.json.encode(page), 6))
    return pages


def _serve(pipe: Connection, pages: list[bytes]) -> None:
    class Handler(BaseHTTPRequestHandler):
        """Answers `GET /n` with page n, with nothing after the last."""

        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            at = int(self.path[1:])
            body = pages[at] if at < len(pages) else b""
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's own name
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(server.server_port)
    server.serve_forever()
