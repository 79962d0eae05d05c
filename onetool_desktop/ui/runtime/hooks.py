"""What Qt says goes to the log, as its kind alone: its messages can hold texts of people.

Exceptions of slots and threads are caught by `platform.logs`. Only the program installs this; tests have their own.
"""

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from onetool_desktop.platform.logs import get_logger

_log = get_logger(__name__)
_TROUBLES = frozenset({QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})


@contextmanager
def qt_to_log() -> Generator[None]:
    """Has Qt's words in the log while the program runs."""
    before = qInstallMessageHandler(_from_qt)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _from_qt(level: QtMsgType, context: QMessageLogContext, _message: str | None) -> None:
    if level in _TROUBLES:
        _log.warning("Qt reported a trouble", kind=level.name, step=context.category or "default")
