"""Paper leaves the window: printed page by page, saved as files, many at once, stopped, refused by disk and printer."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default as default_policy
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.documents.pages_image import page_count, page_text, render_band, render_page
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import QuoteId
from onetool_desktop.services.paper_files import paper_file
from onetool_desktop.services.quotes import send_quote
from onetool_desktop.ui.runtime.used_folders import PAPER, UsedFolder
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.paper.printing import MOST_DPI, Printing, print_job
from onetool_desktop.ui.screens.paper.run import Job, PaperRun, Piece, Stop
from onetool_desktop.ui.screens.paper.save_pdf import write_each, write_one
from tests.ui.support.office import TODAY, Office

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Desk:
    """A person at a quote with paper to hand out."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.client = office.client("Birch & Amber: Café / Bar")
        self.quotes = [office.quote(self.client) for _ in range(3)]
        office.go("quotes", self.quotes[0])

    @property
    def place(self) -> DocumentWorkplace:
        screen = self.office.window.screen_here
        assert isinstance(screen, DocumentWorkplace)
        return screen

    @property
    def run(self) -> PaperRun:
        return self.place.run

    @property
    def said(self) -> str:
        return self.office.window.message.text.text()

    def work(self, job: Job) -> None:
        self.run.start(job)
        self.office.until(lambda: not self.run.busy)

    def each(self, folder: Path) -> Job:
        return write_each(self.office.replica, "quotes", self.quotes, folder)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Desk:
    folder = tmp_path / "papers"
    folder.mkdir()
    return Desk(office, folder)


@contextmanager
def no_room(most: int) -> Iterator[None]:
    """Files of this process cannot grow beyond so many bytes, as on a disk that is full."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter()
    printer.setResolution(150)  # a page in thirty bands; no test looks closer
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def same_picture(ours: bytes, printed: bytes, page: int = 0) -> float:
    """How far two pages are apart, as the mean difference of a pixel out of 255."""
    pictures: list[Image.Image] = []
    for pdf in (ours, printed):
        shown = render_page(pdf, page, dpi=72)
        pictures.append(Image.frombytes("RGBA", (shown.width, shown.height), shown.rgba).convert("L"))
    return ImageStat.Stat(ImageChops.difference(pictures[0], pictures[1].resize(pictures[0].size))).mean[0]


def test_what_is_printed_is_the_very_page_band_by_band(desk: Desk) -> None:
    target = desk.folder / "out.pdf"
    makes = [partial(paper_file, desk.office.replica, c="quotes", id=row_id) for row_id in desk.quotes[:2]]
    Printing(desk.place, desk.run).to(printer_to(target), makes)
    desk.office.until(lambda: not desk.run.busy)
    printed = target.read_bytes()
    assert page_count(printed) == 2
    assert same_picture(makes[0]().pdf, printed) < 1.5
    assert "2 pages were sent" in desk.said


def test_a_printer_finer_than_the_eye_is_sent_no_more_dots_than_it_shows(desk: Desk) -> None:
    printer = printer_to(desk.folder / "out.pdf")
    printer.setResolution(1_200)
    job = print_job(printer, [partial(paper_file, desk.office.replica, c="quotes", id=desk.quotes[0])])
    piece = next(job)
    while not (isinstance(piece.call, partial) and piece.call.func is render_band):
        piece = job.send(piece.call())
    assert (piece.call.keywords["dpi"], printer.resolution()) == (MOST_DPI, MOST_DPI)
    with pytest.raises(StopIteration):
        job.throw(Stop())


def test_only_the_pages_that_were_asked_for_are_printed(desk: Desk) -> None:
    target = desk.folder / "out.pdf"
    printer = printer_to(target)
    printer.setFromTo(2, 2)
    makes = [partial(paper_file, desk.office.replica, c="quotes", id=row_id) for row_id in desk.quotes]
    Printing(desk.place, desk.run).to(printer, makes)
    desk.office.until(lambda: not desk.run.busy)
    assert page_count(target.read_bytes()) == 1


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false")
def test_a_printer_that_cannot_begin_is_a_sentence(desk: Desk) -> None:
    printer = printer_to(desk.folder / "not-there" / "out.pdf")
    makes = [partial(paper_file, desk.office.replica, c="quotes", id=desk.quotes[0])]
    Printing(desk.place, desk.run).to(printer, makes)
    desk.office.until(lambda: not desk.run.busy)
    assert "does not answer" in desk.said
    assert desk.run.line.isHidden()


def test_a_computer_without_a_printer_says_so_and_offers_the_pdf(desk: Desk) -> None:
    from PySide6.QtPrintSupport import QPrinterInfo

    if QPrinterInfo.availablePrinterNames():
        pytest.skip("there is a printer here")
    desk.office.key(Qt.Key.Key_P, CTRL)
    desk.office.until(lambda: "No printer is set up" in desk.said)
    assert "save the document as PDF" in desk.said


def test_a_document_is_saved_where_it_was_chosen_and_the_folder_is_offered_again(desk: Desk) -> None:
    desk.office.key(Qt.Key.Key_S, CTRL | SHIFT)
    found: list[QFileDialog] = []
    desk.office.until(lambda: bool(found.extend(desk.place.findChildren(QFileDialog)) or found))
    name = Path(found[0].selectedFiles()[0]).name
    assert name == "Quote draft Birch & Amber Café Bar.pdf"
    found[0].fileSelected.emit(str(desk.folder / name))
    found[0].close()
    desk.office.until(lambda: desk.said == f"Saved {name}.")
    assert "Call-out" in page_text((desk.folder / name).read_bytes(), 0)
    assert desk.office.memory.load()["pdf-folder"] == str(desk.folder)


def begins_in(desk: Desk) -> Path:
    assert desk.place.actions_here is not None
    desk.place.actions_here.trigger("quote.pdf")
    found: list[QFileDialog] = []
    desk.office.until(lambda: bool(found.extend(desk.place.findChildren(QFileDialog)) or found))
    folder = Path(found[0].directory().absolutePath())
    found[0].close()
    desk.office.until(lambda: not desk.place.findChildren(QFileDialog))
    return folder


def test_saving_begins_in_the_documents_of_the_person_until_a_folder_was_used_that_is_still_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # where this system looks for a person's folders, on Linux
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    assert begins_in(desk) == (documents if documents.is_dir() else Path(QDir.homePath()))
    documents.mkdir(exist_ok=True)
    assert begins_in(desk) == documents
    used = UsedFolder(desk.office.memory, desk.office.window.work.operations, PAPER)
    with desk.office.writing_held():
        used.use(desk.folder / "one.pdf", owner=desk.office.window)
        assert used.start() == str(documents), "the window itself writes nothing"
    desk.office.until(lambda: used.start() == str(desk.folder))
    assert begins_in(desk) == desk.folder
    desk.folder.rmdir()
    assert begins_in(desk) == documents


def test_what_is_typed_and_not_saved_yet_is_in_the_file(desk: Desk) -> None:
    desk.place.grid.go_to_waiting_row()
    for letter in "Second tap":
        desk.office.type(letter)
    desk.office.key(Qt.Key.Key_S, CTRL | SHIFT)
    found: list[QFileDialog] = []
    desk.office.until(lambda: bool(found.extend(desk.place.findChildren(QFileDialog)) or found))
    found[0].fileSelected.emit(str(desk.folder / "a.pdf"))
    found[0].close()
    desk.office.until((desk.folder / "a.pdf").exists)
    desk.office.until(lambda: not desk.run.busy)
    assert "Second tap" in page_text((desk.folder / "a.pdf").read_bytes(), 0)


def test_many_are_saved_under_their_own_names_and_never_over_another(desk: Desk) -> None:
    desk.work(desk.each(desk.folder))
    first = "Quote draft Birch & Amber Café Bar"
    assert desk.files() == [f"{first} (2).pdf", f"{first} (3).pdf", f"{first}.pdf"]
    assert desk.said == "3 files were saved. They are in papers."


def test_many_become_one_file_page_after_page(desk: Desk) -> None:
    target = desk.folder / "all.pdf"
    desk.work(write_one(desk.office.replica, "quotes", desk.quotes, target))
    assert page_count(target.read_bytes()) == 3
    assert "Call-out" in page_text(target.read_bytes(), 2)
    assert desk.said == "Saved 3 documents as all.pdf."


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set on POSIX")
def test_a_full_disk_is_a_sentence_that_counts_what_was_saved_and_leaves_no_half_file(desk: Desk) -> None:
    desk.work(desk.each(desk.folder))
    before = desk.files()
    with no_room(2_000):
        desk.work(desk.each(desk.folder))
    assert "is full" in desk.said
    assert "0 files were saved." in desk.said
    assert desk.files() == before
    desk.work(desk.each(desk.folder))
    assert len(desk.files()) == 6


@pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no files from anybody")
def test_a_folder_that_takes_no_files_is_a_sentence_and_the_window_goes_on(desk: Desk) -> None:
    desk.work(desk.each(Path("/proc")))
    assert "/proc" in desk.said
    assert "Traceback" not in desk.said
    assert "0 files were saved." in desk.said
    assert desk.office.window.message.copy.isHidden()  # a trouble, not a fault of the program


def test_a_run_is_stopped_between_two_files_and_says_what_was_saved(desk: Desk) -> None:
    desk.run.start(desk.each(desk.folder))
    desk.run.line.stop.click()
    desk.office.until(lambda: not desk.run.busy)
    assert desk.said.startswith("Stopped.")
    assert len(desk.files()) < 3
    assert desk.run.line.isHidden()


def test_while_paper_is_under_way_the_line_says_how_far_and_a_second_job_waits_its_turn(desk: Desk) -> None:
    seen: list[str] = []

    def watched() -> Job:
        for at in range(2):
            yield Piece(lambda: None, f"piece {at}", at, 2)
            seen.append(desk.run.line.words.text())
            assert desk.run.line.isVisible()
            desk.run.start(iter_once())
        return "done"

    def iter_once() -> Job:
        yield Piece(lambda: seen.append("never"), "", 0, 0)
        return ""

    desk.work(watched())
    assert seen == ["piece 0", "piece 1"]
    assert desk.said == "done"


def test_a_document_that_is_gone_ends_the_run_with_its_sentence(desk: Desk) -> None:
    desk.quotes[1] = "00000000-0000-7000-8000-000000000000"
    desk.work(desk.each(desk.folder))
    assert "not available here any more" in desk.said
    assert "1 file was saved." in desk.said


def test_an_error_between_two_pieces_ends_the_run_and_is_told(desk: Desk) -> None:
    def broken() -> Job:
        yield Piece(lambda: 1, "", 0, 0)
        raise SentenceError("This went wrong.", safe="All is safe.", next_step="Try again.")

    desk.work(broken())
    assert desk.said == "This went wrong. All is safe. Try again."


@pytest.mark.skipif(sys.platform != "linux", reason="the opener of this system is another")
def test_a_mail_goes_to_the_contact_with_the_very_pdf_and_is_opened_by_the_systems_program(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk.office
    client = office.client("Zoë Quill", email="zoe@quill.example", lastName="Quill")
    quote = office.quote(client)
    send_quote(office.replica, id=QuoteId(quote), day=TODAY, online=False)
    office.go("quotes", quote)
    programs = tmp_path / "bin"
    programs.mkdir()
    drafts = office.replica.path.parent / "mail"
    drafts.mkdir()
    (drafts / "old.eml").touch()
    os.utime(drafts / "old.eml", (0, 0))
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\ncp "$1" "{tmp_path}/opened.eml"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    office.key(Qt.Key.Key_E, CTRL)
    office.until(lambda: "The mail is open" in desk.said)
    mail = message_from_bytes((tmp_path / "opened.eml").read_bytes(), policy=default_policy)
    assert [path.name for path in drafts.iterdir()] == ["Q-000001 Zoë Quill.eml"]
    assert (mail["To"], mail["X-Unsent"]) == ("zoe@quill.example", "1")
    assert mail["Subject"] == "Quote Q-000001 – Green Garden"
    attached = next(iter(mail.iter_attachments()))  # pyright: ignore[reportAttributeAccessIssue] # a whole message
    assert attached.get_filename() == "Q-000001 Zoë Quill.pdf"
    assert attached.get_content() == paper_file(office.replica, c="quotes", id=quote).pdf


def test_where_no_program_takes_the_mail_a_sentence_says_where_it_lies(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk.office
    send_quote(office.replica, id=QuoteId(desk.quotes[0]), day=TODAY, online=False)
    desk.place.refresh()
    office.until(lambda: desk.place.sheet is not None and not desk.place.sheet.is_draft)
    monkeypatch.setenv("PATH", str(tmp_path))
    office.key(Qt.Key.Key_E, CTRL)
    office.until(lambda: "No program on this computer opened" in desk.said)
    assert "mail" in desk.said
