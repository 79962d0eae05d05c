"""The backends the contract is held against: what a story may ask of one.

Promises: a backend answers at a URL and is stopped by whoever started it. Another store or another implementation is
another subclass in `BACKENDS`; no story changes.
"""

import gzip
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx

from onetool_desktop.changes.wire import dumps, loads
from tests.support.cloud import Refused

READY_S = 30


class Backend:
    """A running cloud."""

    name: ClassVar[str]
    url: str

    def start(self, folder: Path, *, port: int = 0) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def __init__(self) -> None:
        self._http = httpx.Client(timeout=30)

    def post(self, kind: str, content: bytes, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A raw request."""
        return self._http.post(f"{self.url}/api/{kind}", content=content, headers=dict(headers or {}))

    def call(self, kind: str, path: str, args: dict[str, Any], bearer: str | None = None) -> Any:
        """A call as clients make it."""
        body = dumps({"path": path, "args": args, "format": "json"})
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        reply = self.post(kind, gzip.compress(body), {**headers, "Content-Encoding": "gzip"})
        message = loads(reply.content)
        if reply.status_code != 200:
            raise Refused(message, reply.status_code)
        if message["status"] == "error":
            assert message["errorMessage"]
            raise Refused(message["errorData"])
        return message["value"]

    def close(self) -> None:
        self._http.close()


class PythonCloudOnSqlite(Backend):
    """`onetool-desktop cloud serve` as a child process over a fresh SQLite file."""

    name = "python-sqlite"

    def start(self, folder: Path, *, port: int = 0) -> None:
        """Over the file of the folder; at a port, for devices that knew it before."""
        self.folder = folder
        self._errors = (folder / "cloud.log").open("ab")
        command = [sys.executable, "-m", "onetool_desktop", "cloud", "serve"]
        command += ["--database", f"sqlite:///{folder / 'cloud.db'}", "--port", str(port)]
        self._child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._errors, text=True)
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert line.startswith("listening on http://"), (folder / "cloud.log").read_text()
        self.url = line.removeprefix("listening on ").strip()

    def stop(self) -> None:
        assert self._child.stdout is not None
        self._child.send_signal(signal.SIGTERM)
        rest = self._child.stdout.read()
        assert self._child.wait(READY_S) == 0
        assert not rest, "standard output holds one line alone"
        self.abandon()

    def abandon(self) -> None:
        """Leaves no process and no open file behind, whatever became of it."""
        assert self._child.stdout is not None
        self._child.kill()
        self._child.wait(READY_S)
        self._child.stdout.close()
        self._errors.close()


BACKENDS: tuple[type[Backend], ...] = (PythonCloudOnSqlite,)
