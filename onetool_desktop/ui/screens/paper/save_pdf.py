"""Saves documents as PDF files: one under a name, many into a folder, several as one file, one as a mail.

Promises: the folder chosen last is offered again; a file in the way is asked about by the system's own dialog for a
single name and never overwritten in a folder; what was saved before a disk refused stays and is counted.
May not know: how paper is made, lists.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.platform.opening import open_file
from onetool_desktop.services.any_paper import file_of
from onetool_desktop.services.paper_files import PaperFile, write_into, write_joined, write_pdf
from onetool_desktop.services.paper_mail import mail_draft
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.runtime.used_folders import PAPER, UsedFolder
from onetool_desktop.ui.screens.paper.run import Filed, Job, PaperRun, Piece, Stop
from onetool_desktop.ui.screens.screen import Screen

_MODE = QFileDialog.AcceptMode.AcceptSave
_PDF = "PDF (*.pdf)"


class SavePdf:
    """The dialogs of one screen, and the jobs behind them."""

    def __init__(self, screen: Screen, run: PaperRun) -> None:
        self._screen, self._run = screen, run
        self._used = UsedFolder(screen.work.memory, screen.work.operations, PAPER)

    def one(self, file: PaperFile) -> None:
        """Asks where one document goes, and writes it there."""
        self._ask_file(f"{file.name}.pdf", lambda path: self._run.start(_write(path, file)))

    def many(self, c: str, ids: Sequence[str]) -> None:
        """Asks for a folder, and writes each document into it under its own name."""
        replica = self._screen.work.replica
        dialog = QFileDialog(self._screen, _("Save as PDF into the folder"), self._used.start())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, lambda path: self._run.start(write_each(replica, c, ids, path)))

    def together(self, c: str, ids: Sequence[str]) -> None:
        """Asks for one file, and writes all documents into it."""
        replica, today = self._screen.work.replica, self._screen.work.formats.today()
        titles = {"quotes": _("Quotes"), "invoices": _("Invoices"), "tasks": _("Job sheets")}
        name = f"{titles[c]} {today.isoformat()}.pdf"
        self._ask_file(name, lambda path: self._run.start(write_one(replica, c, ids, path)))

    def _ask_file(self, name: str, take: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._screen, _("Save as PDF"), str(Path(self._used.start()) / name), _PDF)
        dialog.setAcceptMode(_MODE)
        dialog.setDefaultSuffix("pdf")
        self._open(dialog, take)

    def _open(self, dialog: QFileDialog, take: Callable[[Path], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._chosen, take))
        dialog.open()

    def _chosen(self, take: Callable[[Path], None], name: str) -> None:
        path = Path(name)
        self._used.use(path, owner=self._screen)
        take(path)


def _write(path: Path, file: PaperFile) -> Job:
    yield Piece(lambda: write_pdf(path, file.pdf), _("Saving {name}").format(name=path.name))
    return Filed(_("Saved {name}.").format(name=path.name), path)


def write_each(replica: Replica, c: str, ids: Sequence[str], folder: Path) -> Job:
    """Writes each document into a folder."""
    saved = 0
    try:
        for row_id in ids:
            yield Piece(
                partial(_into, replica, c, row_id, folder),
                _("Saving {at} of {count} as PDF").format(at=saved + 1, count=len(ids)),
                saved,
                len(ids),
            )
            saved += 1
    except SentenceError as error:
        raise SentenceError(error.happened, safe=_saved(saved), next_step=error.next_step) from error
    except Stop:
        return _("Stopped. {saved}").format(saved=_saved(saved))
    return Filed(_("{saved} They are in {folder}.").format(saved=_saved(saved), folder=folder.name), folder)


def write_one(replica: Replica, c: str, ids: Sequence[str], path: Path) -> Job:
    """Writes all documents into one file."""
    files: list[PaperFile] = []
    for row_id in ids:
        words = _("Making {at} of {count}").format(at=len(files) + 1, count=len(ids))
        files.append((yield Piece(partial(file_of, replica, c=c, id=row_id), words, len(files), len(ids))))
    words = _("Saving {name}").format(name=path.name)
    yield Piece(lambda: write_joined(path, files), words, len(ids), len(ids))
    made = ngettext("Saved {count} document as {name}.", "Saved {count} documents as {name}.", len(ids))
    return Filed(made.format(count=len(ids), name=path.name), path)


def mail_job(replica: Replica, c: str, row_id: str) -> Job:
    """Opens a draft with the document attached in the person's mail program."""
    path = yield Piece(partial(mail_draft, replica, c=c, id=row_id), _("Writing the mail"))
    yield Piece(partial(open_file, path), _("Opening the mail program"))
    return _("The mail is open in your mail program, with the PDF attached.")


def _into(replica: Replica, c: str, row_id: str, folder: Path) -> Path:
    return write_into(folder, file_of(replica, c=c, id=row_id))


def _saved(count: int) -> str:
    return ngettext("{count} file was saved.", "{count} files were saved.", count).format(count=count)
