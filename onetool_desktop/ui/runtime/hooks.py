"""Hooks of the running program: no exception is lost, and what Qt says goes to the log.

Promises: an exception in a slot or a thread reaches the error place as a bug; messages of Qt become log records. May not
know: windows. Only the program installs these; tests have their own.
"""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def install(tell: Callable[[BaseException], None]) -> None:
    """Installs the hooks; `tell` is called on the GUI thread only."""

    def in_slot(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        tell(error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        _log.error("a thread ended in an unexpected error", exc_info=args.exc_value)

    sys.excepthook = in_slot
    threading.excepthook = in_thread
    qInstallMessageHandler(_from_qt)


def _from_qt(level: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    _log.log(_LEVELS.get(level, logging.WARNING), "Qt: %s", message)
