"""The processes of a proof: a cloud, a network that can be cut, and devices, each started, spoken to and ended by id.

Promises: a child that dies is told with what it last said; nothing outlives `close`; a child gets the environment of
its parent and a keyring of its own in memory.
May not know: what the proof is about.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.keyring_memory import child_environment

_LISTENING = re.compile(r"listening on (http://[0-9.]+:([0-9]+))")
_END_S = 10.0


class ChildGoneError(SentenceError):
    """A process of the proof ended by itself."""


class NotSettledError(SentenceError):
    """A device did not get done in time."""


class Refusal(SentenceError):
    """A device answered a command with a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, safe="", next_step="")


class Child:
    """One process with lines on both its ends; what it says on standard error is kept for failures."""

    def __init__(self, name: str, *arguments: str) -> None:
        self.name = name
        self._errors: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **child_environment(), "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
        )

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self.process.pid

    def write(self, value: Mapping[str, Any]) -> None:
        """Send one line of JSON."""
        pipe = cast("IO[str]", self.process.stdin)
        try:
            pipe.write(json.dumps(value) + "\n")
            pipe.flush()
        except OSError as error:
            raise self._gone() from error

    def read(self) -> str:
        """Its next line."""
        line = cast("IO[str]", self.process.stdout).readline()
        if not line:
            raise self._gone()
        return line

    def ask(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """One line there, one line back."""
        self.write(value)
        return json.loads(self.read())

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self.process.kill()
        self._let_go()

    def close(self) -> None:
        """End it in good order: the end of its input, then the signal, then the axe."""
        if self.process.poll() is None:
            with suppress(OSError):
                cast("IO[str]", self.process.stdin).close()
            try:
                self.process.wait(_END_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._let_go()

    def terminate(self) -> None:
        """End a service in good order."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.close()

    def _let_go(self) -> None:
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self._errors):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _gone(self) -> ChildGoneError:
        self.process.wait(_END_S)
        self._errors.seek(0)
        said = self._errors.read()[-1500:].decode(errors="replace").strip()
        return ChildGoneError(
            f"The process of the {self.name} ended by itself. It last said: {said or 'nothing'}.",
            safe="Nothing of yours was touched.",
            next_step="Run it again; if it happens again, please report what it said.",
        )


class CloudProcess(Child):
    """`onetool-desktop cloud serve` on a free loopback port."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{(folder / 'cloud.db').as_posix()}"
        super().__init__("cloud", "onetool_desktop", "cloud", "serve", "--database", url, "--port", "0")
        line = self.read()
        found = _LISTENING.match(line)
        if found is None:
            raise ChildGoneError(
                f"The cloud said {line.strip()!r}.", safe="Nothing of yours was touched.", next_step=""
            )
        self.url, self.port = found[1], int(found[2])


class Network(Child):
    """The relay process: one cable for each device."""

    def __init__(self, *, port: int, cables: tuple[str, ...]) -> None:
        super().__init__("network", "onetool_desktop.proof.relay", "--to", str(port), *cables)
        ports = json.loads(self.read())["ports"]
        self.urls = {cable: f"http://127.0.0.1:{ports[cable]}" for cable in cables}

    def cut(self, *cables: str) -> None:
        """Pull these cables, or all."""
        self.ask({"do": "cut", **({"cables": cables} if cables else {})})

    def join(self, *cables: str) -> None:
        """Plug these cables in again, or all."""
        self.ask({"do": "join", **({"cables": cables} if cables else {})})


class DeviceProcess(Child):
    """A headless device with a profile of its own (`proof.device`)."""

    def __init__(self, name: str, *, profile: Path) -> None:
        super().__init__(name, "onetool_desktop.proof.device", "--profile", str(profile), "--name", name)
        self.keys = json.loads(self.read())["keys"]

    def do(self, word: str, **args: Any) -> Any:
        """The answer to a command; raises `Refusal` with the device's sentence."""
        answer = self.ask({"do": word, "args": args})
        if "refused" in answer:
            raise Refusal(answer["refused"])
        return answer["value"]

    def settle(self, seconds: float) -> None:
        """Waits until everything is sent, fetched and applied; a sentence if that takes longer."""
        if not self.do("wait_settled", seconds=seconds):
            status = self.do("status")
            raise NotSettledError(
                f"The {self.name} was not in step with its cloud after {seconds:.0f} s. {status['sentence']}",
                safe="Nothing of yours was touched.",
                next_step="Run it again when the computer has less to do.",
            )
