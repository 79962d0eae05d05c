"""Logging without people in it: ids and counts, never names, texts, addresses, tokens or SQL values.

Promises: our own lines are an event in fixed words plus fields from `FIELDS`; a field that is not on the
list, and a text that does not look like an id or a word, is written as `withheld`. Lines of libraries keep
their level, origin and nothing of their text. Of an exception only its type and the places it passed are
written, never its message. One file per profile that rotates, a file for crashes of the interpreter beside
it, and every uncaught exception ends up here.
May not know: what the events mean.

Why: messages of exceptions and libraries carry values (SQL parameters, addresses of requests), and no
filter knows every name and telephone number. A list of what may pass is short and can be read; a list of
patterns to hide is always one behind. The price is that a field must be added to the list before it can be
logged.
"""

import faulthandler
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import LiteralString, TextIO

from onetool_desktop.platform.files import trouble

Field = str | int | bool | None

FIELDS = frozenset(
    """account action attempt attempts backend bytes checkpoint code collection count created device devices
    duplicates dropped elapsed_ms entries error event first_seq free_bytes group groups held kept kind lane last_seq
    length level line missed_ms ms object org outcome pages passage pending pid port pulled pushed
    reason refused retry_ms row rows schema seq seq_from seq_to size state status step superseded table tables tries
    version waited_ms""".split()  # noqa: SIM905 # one name a line would hide the module
)
"""The names a field may have. Values: whole numbers, truth, None, and text shaped like an id or one word."""

LOG_FILE = "onetool.log"
CRASH_FILE = "crash.txt"

_WITHHELD = "withheld"
_ROOT = "onetool_desktop"
_FIELDS_ATTRIBUTE = "onetool_fields"
_OURS = {_FIELDS_ATTRIBUTE: True}
_ID_OR_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_EVENT = re.compile(r"[A-Za-z][a-z0-9 ,'-]{0,99}")
_MAX_BYTES = 1_000_000
_KEPT_FILES = 5
_MAX_FRAMES = 30

Tell = Callable[[BaseException], None]


class EventLog:
    """Writes events of one module; every verb takes an event in fixed words and fields."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def debug(self, event: LiteralString, **fields: Field) -> None:
        """What only a search for a fault needs."""
        self._write(logging.DEBUG, event, fields)

    def info(self, event: LiteralString, **fields: Field) -> None:
        """What happened, in the course of things."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: LiteralString, **fields: Field) -> None:
        """What went wrong and was dealt with."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: LiteralString, *, cause: BaseException | None = None, **fields: Field) -> None:
        """What went wrong and was not; `cause` gives type and places."""
        self._write(logging.ERROR, event, fields, cause=cause)

    def _write(
        self, level: int, event: str, fields: dict[str, Field], *, cause: BaseException | None = None
    ) -> None:
        if self._logger.isEnabledFor(level):
            words = event if _EVENT.fullmatch(event) else _WITHHELD
            self._logger.log(level, line_of(words, fields), exc_info=cause, stacklevel=3, extra=_OURS)


def get_logger(name: str) -> EventLog:
    """The log of a module; give it `__name__`."""
    return EventLog(logging.getLogger(name if name.startswith(_ROOT) else f"{_ROOT}.{name}"))


def line_of(event: str, fields: dict[str, Field]) -> str:
    """`event name=value …`, with everything not allowed withheld."""
    return " ".join([event, *(f"{name}={_allowed(name, value)}" for name, value in fields.items())])


def _allowed(name: str, value: object) -> str:
    if name not in FIELDS:
        return _WITHHELD
    if value is None or isinstance(value, bool | int):
        return str(value)
    return value if isinstance(value, str) and _ID_OR_WORD.fullmatch(value) else _WITHHELD


class _Formatter(logging.Formatter):
    """One line per record; nothing of a foreign text, nothing of an exception but types and places."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage() if getattr(record, _FIELDS_ATTRIBUTE, False) else f"(text {_WITHHELD})"
        line = f"{self.formatTime(record)} {record.levelname} {record.name}:{record.lineno} {text}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{places_of(error)}"


def places_of(error: BaseException) -> str:
    """Type and places of an exception and of what caused it, without any message."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"  {type(current).__module__}.{type(current).__qualname__}")
        frames = traceback.extract_tb(current.__traceback__)[-_MAX_FRAMES:]
        lines += [f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


class LogSession:
    """Logging as it was set up, until `close` puts everything back."""

    def __init__(self, *, handler: logging.Handler, crash_file: TextIO | None) -> None:
        self._handler = handler
        self._crash_file = crash_file
        self._own = logging.getLogger(_ROOT)
        self._level = self._own.level
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def close(self) -> None:
        """Put hooks, level and handlers back, and close the files."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
        logging.getLogger().removeHandler(self._handler)
        self._own.setLevel(self._level)
        self._handler.close()
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()


def log_to_folder(folder: Path, *, tell: Tell, level: int = logging.INFO) -> LogSession:
    """Log to rotating files in `folder`, for the application; raises `FileTroubleError`."""
    try:
        handler = RotatingFileHandler(
            folder / LOG_FILE, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
        )
        crash_file = (folder / CRASH_FILE).open("a", encoding="utf-8")
    except OSError as error:
        raise trouble(error, path=folder) from error
    faulthandler.enable(crash_file)
    return _start(LogSession(handler=handler, crash_file=crash_file), handler, tell=tell, level=level)


def log_to_stream(stream: TextIO, *, tell: Tell, level: int = logging.INFO) -> LogSession:
    """Log to `stream`, for commands whose standard output is spoken for."""
    handler = logging.StreamHandler(stream)
    return _start(LogSession(handler=handler, crash_file=None), handler, tell=tell, level=level)


def _start(session: LogSession, handler: logging.Handler, *, tell: Tell, level: int) -> LogSession:
    handler.setFormatter(_Formatter())
    logging.getLogger().addHandler(handler)
    logging.getLogger(_ROOT).setLevel(level)  # libraries stay at the root's WARNING
    _catch_uncaught(tell)
    return session


def _catch_uncaught(tell: Tell) -> None:
    log = get_logger("uncaught")

    def on_main(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            log.error("uncaught exception", cause=error)
        tell(error)

    def on_thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        if error is not None:
            log.error("uncaught exception in a thread", cause=error)
            tell(error)

    def on_unraisable(args: "sys.UnraisableHookArgs") -> None:
        log.error("exception that could not be raised", cause=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = on_main, on_thread, on_unraisable
