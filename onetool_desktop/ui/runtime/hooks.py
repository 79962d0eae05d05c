"""What Qt says goes to the log, as its kind alone: its messages can hold texts of people.

Exceptions of slots and threads are caught by `platform.logs`. Only the program installs this; tests have their own.
"""

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from onetool_desktop.platform.logs import get_logger

_log = get_logger(__name__)
_TROUBLES = frozenset({QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})


def install() -> None:
    """Installs the hook."""
    qInstallMessageHandler(_from_qt)


def _from_qt(level: QtMsgType, context: QMessageLogContext, _message: str | None) -> None:
    if level in _TROUBLES:
        _log.warning("Qt reported a trouble", kind=level.name, step=context.category or "default")
