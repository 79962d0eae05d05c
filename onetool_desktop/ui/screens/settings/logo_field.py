"""The logo in the settings: the picture as it stands on paper, to choose, drop or remove.

Promises: what is chosen stands on new paper at once and can be undone; what cannot be a logo is said beneath, and the
logo stays as it was. Its place keeps its size whether there is a logo or not. May not know: paper.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.services.logo import LOGOS, ORGANIZATIONS, give_logo, logo_of, remove_logo
from onetool_desktop.services.saving import Saved
from onetool_desktop.ui.runtime.colours import Tone, mix
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.used_folders import LOGO, UsedFolder
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.logo_picture import logo_from, logo_of_image
from onetool_desktop.ui.widgets.asking_files import ask_picture
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice


class LogoField(QWidget):
    """Shows the logo and changes it."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._used = UsedFolder(work.memory, work.operations, LOGO)
        look, may = work.look, work.replica.principal.may("settings", "modify")
        self.box = _Box(look)
        self.box.dropped.connect(self._dropped)
        self.box.setAcceptDrops(may)
        self.choose = Button(_("Choose a picture…"), look=look, icon="open")
        self.choose.clicked.connect(self._ask)
        self.remove = Button(_("Remove the logo"), look=look, icon="discard")
        self.remove.clicked.connect(lambda: self._save(partial(remove_logo, work.replica)))
        self.problem = Paragraph("", look=look, voice=Voice.CAPTION)
        self.problem.paint_tone(Tone.BAD)
        self.problem.hide()
        for button in (self.choose, self.remove):
            button.setEnabled(may)
        self._may = may
        self._lay_out()
        self.show_now()

    def show_now(self) -> None:
        """Shows the logo there is."""
        replica = self._work.replica
        picture = logo_of(replica.reads(), replica.identity.org)
        self.box.show_picture(QImage.fromData(picture) if picture else QImage())
        self.remove.setVisible(self._may and not self.box.is_empty)

    def apply(self, changes: Changes) -> None:
        """Shows it again where it may be another one."""
        if changes.collections & {LOGOS, ORGANIZATIONS}:
            self.show_now()

    def take(self, path: Path) -> None:
        """Takes the picture of a file."""
        self._used.use(path, owner=self)
        self._make(partial(logo_from, path))

    def _lay_out(self) -> None:
        step = self._work.look.measures.step
        line = QHBoxLayout()
        line.setSpacing(step(1))
        line.addWidget(self.choose)
        line.addWidget(self.remove)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, step(3), 0, 0)
        column.setSpacing(step(1.5))
        column.addWidget(Text(_("Logo"), look=self._work.look, voice=Voice.STRONG))
        column.addWidget(self.box)
        column.addLayout(line)
        column.addWidget(self.problem)

    def _ask(self) -> None:
        ask_picture(self, _("Which picture is your logo?"), self._used.start(), self.take)

    def _dropped(self, data: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take(files[0])
        elif data.hasImage():
            image: QImage = data.imageData()
            self._make(partial(logo_of_image, image))

    def _make(self, call: Callable[[], bytes]) -> None:
        """Makes the picture beside the window, then saves it."""
        replica = self._work.replica

        def made(picture: bytes) -> None:
            self._save(partial(give_logo, replica, picture))

        self._say("")
        self._work.operations.read(self, call, then=made, failed=self._refused)

    def _save(self, call: Callable[[], Saved]) -> None:
        def stands(saved: Saved) -> None:
            self._work.undo.remember(saved.undo)

        self._say("")
        self._work.operations.write(self, call, then=stands, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self._say(told(error).text)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.choose.setAccessibleDescription(sentence)  # heard where the keyboard is


class _Box(QWidget):
    """The place of the logo: white as paper in either scheme."""

    dropped = Signal(QMimeData)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image = QImage()
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(_("Logo"))
        look.changed.connect(self.update)

    @property
    def is_empty(self) -> bool:
        """Whether there is no logo."""
        return self._image.isNull()

    def show_picture(self, image: QImage) -> None:
        """Shows a picture, or what to do where there is none."""
        self._image = image
        self.setAccessibleDescription(self._words() if self.is_empty else _("As it stands on paper."))
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides QWidget: the shape of its place on paper, 60 by 22 mm."""
        width = self._look.measures.char * 38
        return QSize(width, width * 22 // 60)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Overrides QWidget: a file or a picture may be dropped."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Overrides QWidget."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        look, step = self._look, self._look.measures.step
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(mix(look.colours.text, look.colours.page, share=0.24), 1))
        painter.setBrush(look.colours.page if self.is_empty else Qt.GlobalColor.white)
        painter.drawRoundedRect(frame, step(1), step(1))
        inner = self.rect().adjusted(step(2), step(2), -step(2), -step(2))
        if self.is_empty:
            painter.setPen(look.colours.secondary)
            painter.setFont(look.fonts.caption)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, self._words())
            return
        size = self._image.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(inner).center())
        painter.drawImage(place, self._image)

    def _words(self) -> str:
        return _("No logo. Drop a picture here, or choose one.")
