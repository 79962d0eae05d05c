"""The system's dialogs for a folder and for a file, asked without waiting: `then` hears what was chosen.

Promises: giving up changes nothing and calls nobody; the window goes on meanwhile. May not know: what the file is for.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from onetool_desktop.domain.translate import _


def ask_folder(owner: QWidget, title: str, start: str, then: Callable[[Path], None]) -> None:
    """Asks for a folder, beginning at `start`."""
    dialog = QFileDialog(owner, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, then)


def ask_backup(owner: QWidget, title: str, start: str, then: Callable[[Path], None]) -> None:
    """Asks for the file of a backup, beginning at `start`."""
    dialog = QFileDialog(owner, title, start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_("Backups (*.onetool *.db)"))
    _open(dialog, then)


def ask_picture(owner: QWidget, title: str, start: str, then: Callable[[Path], None]) -> None:
    """Asks for a picture, beginning at `start`."""
    dialog = QFileDialog(owner, title, start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_("Pictures (*.png *.jpg *.jpeg)"))
    _open(dialog, then)


def _open(dialog: QFileDialog, then: Callable[[Path], None]) -> None:
    def chosen(name: str) -> None:
        then(Path(name))

    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
