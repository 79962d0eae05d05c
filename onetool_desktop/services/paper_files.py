"""Documents as files: one under the name that was chosen, many into a folder, several as one.

Promises: a file is written whole or not at all and never over another one that nobody chose to replace; what the disk
refuses is a sentence that names the place. Runs in the paper lane. May not know: dialogs, progress.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.platform.files import FileTroubleError, free_path, trouble, write_atomic
from onetool_desktop.services.days import today
from onetool_desktop.services.paper import paper_of, pdf_of
from onetool_desktop.store.replica import Replica

_EVERYBODY_READS = 0o644


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A document as bytes, and what its file is called, without an ending."""

    name: str
    pdf: bytes


def paper_file(replica: Replica, *, c: str, id: str) -> PaperFile:
    """Document `id` of `quotes` or `invoices` as it is printed now."""
    on_paper = paper_of(replica.reads(), replica.identity, c=c, id=id, today=today(replica))
    return PaperFile(on_paper.name, pdf_of(on_paper))


def write_pdf(path: Path, pdf: bytes) -> Path:
    """Writes to the very path, over what is there; FileTroubleError says why it could not be."""
    try:
        write_atomic(path, pdf, mode=_EVERYBODY_READS)
    except OSError as error:
        raise _told(error, path) from error
    return path


def write_into(folder: Path, file: PaperFile) -> Path:
    """Writes into a folder under the document's own name, with a count where that is taken; answers the path."""
    path = folder / f"{file.name}.pdf"
    try:
        return write_pdf(free_path(path), file.pdf)
    except OSError as error:
        raise _told(error, path) from error


def write_joined(path: Path, files: Iterable[PaperFile]) -> Path:
    """Writes the pages of several documents as one file."""
    from onetool_desktop.documents.bundle import joined  # here: PDFium is read on first use

    return write_pdf(path, joined(file.pdf for file in files))


def _told(error: OSError, path: Path) -> FileTroubleError:
    """The sentences for a disk that refused; the folder is named, since that is what is chosen anew."""
    return trouble(error, path=path if isinstance(error, IsADirectoryError) else path.parent)
