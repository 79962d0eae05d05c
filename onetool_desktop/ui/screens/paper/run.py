"""Runs long work on paper, a piece at a time: pages made, files written, sheets sent to the printer.

Promises: pieces run in the paper lane, what stands between them on the GUI thread, so that the window and the live page
go on; it can be stopped between two pieces; an error ends it and is told. One at a time per screen.
May not know: what the pieces are.

Why: a job is a generator that yields pieces and gets their results back, so that a loop over two hundred invoices, or
over the bands of a page, reads as a loop although the event loop turns between its rounds.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import QObject

from onetool_desktop.domain.translate import _
from onetool_desktop.platform.opening import can_open, open_file
from onetool_desktop.ui.screens.screen import Screen
from onetool_desktop.ui.widgets.run_line import RunLine

_FINAL = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Work for the paper lane, and what stands in the line meanwhile: words, and how far it is."""

    call: Callable[[], Any]
    words: str
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """What a job has written where the person chose: what is said of it, and what can be opened then."""

    words: str
    path: Path


Job: TypeAlias = Generator[Piece, Any, str | Filed]  # answers what is said at its end


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


class Stop(Exception):
    """Thrown into a job that is stopped; a job may catch it to say what was done until then."""


class PaperRun(QObject):
    """Runs the jobs of one screen."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._job: Job | None = None
        self._stop_wanted = False
        self.line = RunLine(look=screen.work.look, screen=screen)
        self.line.stopped.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def start(self, job: Job) -> None:
        """Starts a job; while one is under way, says so."""
        if self._job is not None:
            job.close()
            self._screen.said.emit(_("Wait until the paper under way is done, or stop it."), _FINAL)
            return
        self._job, self._stop_wanted = job, False
        self._advance(lambda: next(job))

    def stop(self) -> None:
        """Ends the job after the piece under way."""
        self._stop_wanted = True
        self.line.stop.setEnabled(False)

    def _advance(self, step: Callable[[], Piece]) -> None:
        try:
            piece = step()
        except StopIteration as end:
            self._over(end.value)
        except Stop:
            self._over(_("Stopped."))
        except Exception as error:  # noqa: BLE001 - told in the window, as any error of a lane
            self._over("")
            self._screen.work.errors.tell(error)
        else:
            self.line.tell(piece.words, done=piece.done, of=piece.of)
            self._screen.work.operations.paper(self, _caught(piece.call), then=self._came)

    def _came(self, result: Any) -> None:
        job = self._job
        if job is None:
            return
        if self._stop_wanted:
            self._advance(lambda: job.throw(Stop()))
        elif isinstance(result, _Failed):
            self._advance(lambda: job.throw(result.error))
        else:
            self._advance(lambda: job.send(result))

    def _over(self, end: str | Filed) -> None:
        self._job = None
        self.line.hide()
        self.line.stop.setEnabled(True)
        if isinstance(end, Filed) and can_open(end.path):
            self._screen.offered.emit(end.words, _("Open"), partial(self._open, end.path))
        elif end:
            self._screen.said.emit(end.words if isinstance(end, Filed) else end, _FINAL)

    def _open(self, path: Path) -> None:
        operations = self._screen.work.operations
        operations.paper(self, partial(open_file, path), then=lambda _opened: None)


def _caught(call: Callable[[], Any]) -> Callable[[], Any]:
    """The call with its error as an answer, so that the job hears of it."""

    def run() -> Any:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - thrown into the job
            return _Failed(error)

    return run
