"""Saves what was typed as a file: a folder is asked for by the system's dialog, then `then` goes on.

Promises: the folder chosen last is offered again; giving up in the dialog changes nothing. May not know: what is kept.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.services.kept_text import write_text
from onetool_desktop.ui.runtime.used_folders import KEPT, UsedFolder
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.asking_files import ask_folder


def keep_as_file(
    owner: QWidget, work: Workplace, text: Callable[[], str], then: Callable[[Path], None]
) -> None:
    """Asks for a folder and writes the text, made in the read lane, into it; `then` hears which file it is."""
    used = UsedFolder(work.memory, work.operations, KEPT)

    def chosen(folder: Path) -> None:
        used.use(folder, owner=owner)
        name = _("Not sent {day}").format(day=work.formats.today().isoformat())
        work.operations.read(owner, lambda: write_text(folder, name, text()), then=then)

    ask_folder(owner, _("Save what was typed into the folder"), used.start(), chosen)
