"""From the first start to a quote on paper, by keyboard, in few inputs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from tests.support.loop_discipline import PATIENCE_MS
from tests.ui.support.run import Run

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier
MOST = 60


@dataclass
class Hand:
    """A person at the keyboard who counts: a field typed, a key and a click are one input each."""

    bot: QtBot
    inputs: int = 0

    @property
    def focused(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "the keyboard is nowhere"
        return found

    def type(self, text: str) -> None:
        self.inputs += 1
        for letter in text:  # the first one may open an editor that takes the others
            self.bot.keyClicks(self.focused, letter)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.inputs += 1
        self.bot.keyClick(self.focused, key, modifiers)

    def click(self, widget: QWidget) -> None:
        self.inputs += 1
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=PATIENCE_MS)


def answer(hand: Hand, run: Run) -> OfficeWindow:
    """The first start: firm, country, name, first client."""
    first = run.first_start()
    with hand.bot.waitActive(first, timeout=PATIENCE_MS):
        first.show()
        first.activateWindow()
    hand.click(first.ways[0])
    hand.until(lambda: first.begin.isAncestorOf(QApplication.focusWidget() or first))
    for text in ("Northside Plumbing", "germ", "Ada Lovelace", "Harbour Dental"):
        edit = hand.focused
        if getattr(edit, "text", str)():
            hand.key(Qt.Key.Key_A, CTRL)
        hand.type(text)
        hand.key(ENTER)
    assert settled(run.office()) == ("Europe/Berlin", "de")  # wherever this computer stands
    return run.office()


def settled(window: OfficeWindow) -> tuple[str, str]:
    """Time zone and language of paper of the firm."""
    firm = window.work.replica.reads().row("organizations", window.work.replica.identity.org)
    assert firm is not None
    return firm.f["timezone"], firm.f["language"]


def test_from_the_first_start_to_a_quote_on_paper_in_few_inputs(qtbot: QtBot, tmp_path: Path) -> None:
    hand, run = Hand(qtbot), Run(qtbot, tmp_path)
    window = answer(hand, run)
    quote = window.screen_here
    assert isinstance(quote, DocumentWorkplace)
    hand.until(lambda: quote.sheet is not None and window.isActiveWindow())
    assert quote.grid.isAncestorOf(hand.focused) or hand.focused is quote.grid
    for text, quantity, price in (
        ("Replace the mixing valve", "2 ea", "142.50"),
        ("Call-out", "1 job", "85"),
    ):
        hand.type(text)
        hand.key(TAB)
        hand.type(quantity)
        hand.key(TAB)
        hand.type(price)
        hand.key(ENTER)
    hand.key(ENTER, CTRL)
    hand.until(quote.finality.bar.isVisible)  # the client has no address yet
    hand.key(Qt.Key.Key_Tab)
    hand.key(ENTER)
    hand.until(lambda: quote.sheet is not None and not quote.sheet.is_draft)
    hand.key(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    found: list[QFileDialog] = []
    hand.until(lambda: bool(found.extend(quote.findChildren(QFileDialog)) or found))
    pdf = tmp_path / "quote.pdf"
    hand.inputs += 1  # Enter in the system's own dialog
    found[0].fileSelected.emit(str(pdf))
    found[0].close()
    hand.until(lambda: pdf.exists() and pdf.read_bytes().startswith(b"%PDF"))
    text = pdfium.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert all(words in text for words in ("Northside Plumbing", "Q-000001")), text
    assert "440,30" in text or "440.30" in text, text  # 370.00 and 19 %
    assert hand.inputs <= MOST, hand.inputs
    run.end()


def test_every_question_may_be_skipped(qtbot: QtBot, tmp_path: Path) -> None:
    run = Run(qtbot, tmp_path)
    first = run.first_start()
    first.show()
    first.begin.open()
    for _ in range(4):
        first.begin.skip.click()
    window = run.office()
    assert window.windowTitle().endswith("My firm")
    assert window.work.currency
    run.end()
