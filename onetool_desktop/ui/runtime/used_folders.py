"""Where a dialog of the system begins: in the folder used last for that kind of file, else in that for documents.

Promises: a folder that is gone is not offered; where there is none for documents it is the person's own, and never the
one that the program happens to run in, which is what Qt falls back to. What is remembered is written in the write lane:
a disk that is slow to answer holds up no window. May not know: dialogs.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths

from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.window_memory import WindowMemory

PAPER, KEPT, BACKUPS, ATTACHED = "pdf-folder", "kept-folder", "backup-folder", "files-folder"
LOGO = "logo-folder"


def usual_folder() -> str:
    """Where a person looks first for what was not saved anywhere yet."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if documents and Path(documents).is_dir() else QDir.homePath()


@dataclass(frozen=True, slots=True)
class UsedFolder:
    """The folder of one kind of file."""

    memory: WindowMemory
    operations: Operations
    kind: str

    def start(self) -> str:
        """The folder to begin with; it is there now."""
        kept = self.memory.load().get(self.kind, "")
        return kept if kept and Path(kept).is_dir() else usual_folder()

    def use(self, chosen: Path, *, owner: QObject) -> None:
        """A file or a folder was chosen, for `owner`: the next time begins there."""
        folder = chosen if chosen.is_dir() else chosen.parent
        self.operations.write(owner, partial(self.memory.keep, {self.kind: str(folder)}))
