"""Saves what was typed as a file: a folder is asked for by the system's dialog, then `then` goes on.

Promises: the folder chosen last is offered again; giving up in the dialog changes nothing. May not know: what is kept.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.services.kept_text import write_text
from onetool_desktop.ui.screens.screen import Workplace

_REMEMBERED = "kept-folder"


def keep_as_file(
    owner: QWidget, work: Workplace, text: Callable[[], str], then: Callable[[Path], None]
) -> None:
    """Asks for a folder and writes the text, made in the read lane, into it; `then` hears which file it is."""
    dialog = QFileDialog(owner, _("Save what was typed into the folder"), _folder(work))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(partial(_chosen, owner, work, text, then))
    dialog.open()


def _chosen(
    owner: QWidget, work: Workplace, text: Callable[[], str], then: Callable[[Path], None], folder: str
) -> None:
    work.memory.keep({_REMEMBERED: folder})
    name = _("Not sent {day}").format(day=work.formats.today().isoformat())
    work.operations.read(owner, lambda: write_text(Path(folder), name, text()), then=then)


def _folder(work: Workplace) -> str:
    kept = work.memory.load().get(_REMEMBERED, "")
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return kept if kept and Path(kept).is_dir() else usual
