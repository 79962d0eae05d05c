"""The floor of an edit seen elsewhere: a durable one-row commit here, at a server and there, and one line of news.

It knows no group, no rule, no merge: a row is committed by the same driver under the same pragmas, carried by one bare
POST on an open connection, committed by a server of one thread, told as one server-sent event on another open
connection, and committed again. Run as a module it is the server; the first line it prints is its port.
"""

import asyncio
import json
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from onetool_desktop.store import engine

_SERVER = (sys.executable, "-m", "onetool_desktop.proof.floors.live")


class BareNews:
    """Sender and receiver, one after the other in the caller's thread."""

    def __init__(self, folder: Path, *, key: str) -> None:
        self._here = _file(folder / "here.db", key)
        self._there = _file(folder / "there.db", key)
        self._process = subprocess.Popen(
            [*_SERVER, str(folder / "server.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        port = int(cast("IO[str]", self._process.stdout).readline())
        self._sender = socket.create_connection(("127.0.0.1", port))
        self._sender.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._listener = socket.create_connection(("127.0.0.1", port))
        self._news = self._listener.makefile("rb")
        self._listener.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
        self._news.readline()

    def edit(self, row_id: str, notes: str) -> None:
        """Changes a row here, and returns when it is durable there."""
        _commit(self._here, row_id, notes)
        body = json.dumps({"id": row_id, "notes": notes}).encode()
        head = f"POST /push HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        self._sender.sendall(head.encode() + body)
        self._sender.recv(4096)
        row = json.loads(self._news.readline().removeprefix(b"data:"))
        _commit(self._there, row["id"], row["notes"])

    def close(self) -> None:
        """Ends the server and closes the files."""
        self._news.close()
        for part in (self._sender, self._listener, self._here, self._there):
            part.close()
        self._process.communicate()


def _file(path: Path, key: str | None) -> engine.Db:
    db = engine.connect(path, key=key)
    db.execute("CREATE TABLE clients (id TEXT PRIMARY KEY, notes TEXT)")
    return db


def _commit(db: engine.Db, row_id: str, notes: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT OR REPLACE INTO clients VALUES (?, ?)", (row_id, notes))
    db.execute("COMMIT")


class _Server:
    """One row in, one line out."""

    def __init__(self, db: engine.Db) -> None:
        self._db = db
        self._listeners: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if head.startswith(b"GET"):
                    self._listeners.append(writer)
                    writer.write(b"HTTP/1.1 200 OK\n")
                    continue
                body = await reader.readexactly(int(head.lower().split(b"content-length:")[1].split()[0]))
                row = json.loads(body)
                _commit(self._db, row["id"], row["notes"])
                for listener in self._listeners:
                    listener.write(b"data:" + body + b"\n")
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()


async def _serve(path: Path) -> None:
    db = _file(path, None)
    made = await asyncio.start_server(_Server(db).serve, "127.0.0.1", 0)
    print(made.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    made.close()
    db.close()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
