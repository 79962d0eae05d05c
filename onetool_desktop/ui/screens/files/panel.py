"""Files and photos of one record: a grid of small pictures with names; add, open, name, caption, take away.

Promises: adding works by button, by dropping and by pasting, and the keyboard reaches everything; nothing asks before
undo could take it back; what is not on this computer says so in a word and is fetched when it is opened. Pictures are
scaled, sealed and opened off the GUI thread. May not know: which record it is of; it is given the reference.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.file_names import may_be_opened, with_end_of
from onetool_desktop.domain.ids import AttachmentId, ProjectId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import attachments as verbs
from onetool_desktop.services.attachments import NewFile
from onetool_desktop.services.saving import Saved
from onetool_desktop.store import transfers
from onetool_desktop.store.queries.files import FileCard, Where, files_of
from onetool_desktop.ui.runtime.used_folders import ATTACHED, UsedFolder
from onetool_desktop.ui.screens.files import pictures
from onetool_desktop.ui.screens.files.grid import FileGrid
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_PROJECT = "projectId"
_UNDOABLE = True
_HERE = frozenset({Where.LOCAL, Where.WAITING, Where.SENT, Where.STUCK})


class FilesPanel(QWidget):
    """The files of the record that is shown; `home` is the reference of a file that leads to it."""

    said = Signal(str, bool)

    def __init__(self, work: Workplace, *, home: str) -> None:
        super().__init__()
        self._work, self._home, self._record = work, home, ""
        self.show_file: Callable[[Path], object] = _show_file
        self._used = UsedFolder(work.memory, work.operations, ATTACHED)
        self._cards: dict[str, FileCard] = {}
        self._opening: set[str] = set()
        look = work.look
        self.add_button = Button(_("Add files…"), look=look, icon="plus")
        self.remove_button = Button(_("Remove"), look=look)
        self.open_button = Button(_("Open"), look=look, icon="open")
        self.kept = QCheckBox(_("Keep on this computer"))
        self._caption = Field(_("Caption"), look=look, hint=_("Say what it shows"))
        self.caption = self._caption.edit
        self._name = Field(_("Name"), look=look)
        self.name = self._name.edit
        self.grid = FileGrid(look=look, name=_("Files and photos"))
        self._none = Paragraph(
            _("No files yet. Drop photos here, or add them."), look=look, voice=Voice.QUIET
        )
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def show_of(self, record_id: str) -> None:
        """Shows the files of a record; what is being typed of one of another record is saved there."""
        if record_id != self._record:
            self._say()
            self._rename()
        self._record = record_id
        self._opening.clear()
        self._refresh()

    def apply(self, changes: Changes) -> None:
        """Follows changes, also where bytes have come or gone."""
        if self._record and changes.collections & {"attachments", "tasks"}:
            self._refresh()

    def add_paths(self, paths: list[Path]) -> None:
        """Adds files of the drive, each as soon as its bytes are kept."""
        for path in paths:
            self._add(partial(pictures.new_file, path))

    def add_from(self, data: QMimeData) -> bool:
        """Adds what was dropped or pasted; False where there is nothing to add."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        paths = [path for path in paths if path.is_file()]
        self.add_paths(paths)
        image = data.imageData() if data.hasImage() and not paths else None
        if isinstance(image, QImage) and not image.isNull():
            self._add(partial(pictures.photo, image, name=_("Pasted picture.jpg")))
            return True
        return bool(paths)

    def choose_photos(self) -> None:
        """Asks for photos to add, where those of a camera lie first."""
        self._choose(_("Add photos"), [_("Photos ({suffixes})").format(suffixes=pictures.SUFFIXES)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Overrides QWidget: files and pictures may be dropped."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Overrides QWidget."""
        if self.add_from(event.mimeData()):
            event.acceptProposedAction()

    # --- making -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        step = self._work.look.measures.step
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(Text(_("Files and photos"), look=self._work.look, voice=Voice.SECTION))
        head.addStretch(1)
        head.addWidget(self.kept)
        head.addWidget(self.add_button)
        foot.addWidget(self._name, 2)
        foot.addWidget(self._caption, 3)
        foot.addWidget(self.open_button)
        foot.addWidget(self.remove_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, step(2))
        page.setSpacing(step(1.5))
        page.addLayout(head)
        page.addWidget(self._none)
        page.addWidget(self.grid, 1)
        page.addLayout(foot)
        page.addStretch(0)
        self.kept.setVisible(self._home == _PROJECT and self._work.replica.identity.connected)

    def _connect(self) -> None:
        self.add_button.clicked.connect(lambda: self._choose(_("Add files and photos"), []))
        self.open_button.clicked.connect(self._open)
        self.remove_button.clicked.connect(self._remove)
        self.caption.editingFinished.connect(self._say)
        self.caption.entered.connect(self._say)
        self.name.editingFinished.connect(self._rename)
        self.name.entered.connect(self._rename)
        self.name.escaped.connect(self._give_up_name)
        self.kept.clicked.connect(self._keep)
        self.grid.itemActivated.connect(self._open)
        self.grid.currentItemChanged.connect(self._picked)
        self.grid.paste.connect(lambda: self.add_from(QGuiApplication.clipboard().mimeData()))
        self.grid.remove.connect(self._remove)

    # --- showing ------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        replica, record = self._work.replica, self._record
        cards = files_of(
            replica.reads().db,
            replica.blobs,
            home=self._home,
            id=record,
            connected=replica.identity.connected,
        )
        self.kept.setChecked(transfers.is_kept_offline(replica.reads().db, record))
        self._none.setVisible(not cards)
        tall = QSizePolicy.Policy.Expanding if cards else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        for widget in (self.grid, self._name, self._caption, self.open_button, self.remove_button):
            widget.setVisible(bool(cards))
        if cards == list(self._cards.values()):
            return
        fresh = [card for card in cards if self._cards.get(card.id) != card]
        self._cards = {card.id: card for card in cards}
        self.grid.show_cards(cards)
        for card in cards:
            if card.picture:
                self._show_picture(card)
        self._ask_for_previews([card for card in fresh if card.where is Where.ELSEWHERE and not card.picture])
        self._open_what_came()
        self._picked()

    def _show_picture(self, card: FileCard) -> None:
        def read() -> QImage:
            data = b"".join(self._work.replica.blobs.read(card.picture))
            return QImage.fromData(data)

        def show(image: QImage) -> None:
            if not image.isNull() and self._cards.get(card.id) == card:
                self.grid.show_picture(card.id, image)

        # A picture that is damaged leaves the plain sign; opening the file tells it.
        self._work.operations.read(self, read, then=show, failed=lambda _error: None)

    def _ask_for_previews(self, cards: list[FileCard]) -> None:
        ids = [AttachmentId(card.id) for card in cards]
        if ids:
            replica = self._work.replica
            self._work.operations.write(self, lambda: verbs.fetch_files(replica, ids=ids, previews=True))

    def _picked(self, *_items: object) -> None:
        card = self._card()
        for widget in (self._name, self._caption, self.open_button, self.remove_button):
            widget.setEnabled(card is not None)
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(card.name if card else "")
            self.name.setCursorPosition(0)
        if not self.caption.hasFocus() or not self.caption.isModified():
            self.caption.setText(card.caption if card else "")

    def _give_up_name(self) -> None:
        """The file keeps its name; Ctrl+Z brings back what was typed."""
        card = self._card()
        self.name.restore(card.name if card else "")

    def _card(self) -> FileCard | None:
        return self._cards.get(self.grid.picked)

    # --- doing --------------------------------------------------------------------------------------

    def _choose(self, title: str, filters: list[str]) -> None:
        dialog = QFileDialog(self, title, self._used.start())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([*filters, _("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        if names:
            self._used.use(Path(names[0]), owner=self)
        self.add_paths([Path(name) for name in names])

    def _show_copy(self, path: Path | None) -> None:
        if path is not None:
            self.show_file(path)

    def _add(self, make: Callable[[], NewFile]) -> None:
        replica, home, record = self._work.replica, self._home, self._record

        def added(saved: Saved) -> None:
            self._work.undo.remember(saved.undo)
            self.said.emit(_("File added."), _UNDOABLE)

        def keep(stored: verbs.StoredFile) -> None:
            self._work.operations.write(
                self,
                lambda: verbs.add_file(replica, home=home, home_id=record, file=stored).saved,
                then=added,
            )

        self._work.operations.read(self, lambda: verbs.store_file(replica, make()), then=keep)

    def _remove(self) -> None:
        card, replica = self._card(), self._work.replica
        if card is None:
            return

        def removed(saved: Saved) -> None:
            self._work.undo.remember(saved.undo)
            self.said.emit(_("File removed."), _UNDOABLE)

        file = AttachmentId(card.id)
        self._work.operations.write(self, lambda: verbs.remove_file(replica, id=file), then=removed)

    def _rename(self) -> None:
        """Gives the file picked another name; nothing typed leaves the one it has."""
        card, text, replica = self._card(), self.name.text().strip(), self._work.replica
        if card is None or text in ("", card.name):
            self.name.setText(card.name if card else "")
            return
        self.name.setModified(False)
        file = AttachmentId(card.id)
        self._work.operations.write(
            self,
            lambda: verbs.rename_file(replica, id=file, name=with_end_of(card.name, text)),
            then=lambda saved: self._work.undo.remember(saved.undo),
        )

    def _say(self) -> None:
        card, text, replica = self._card(), self.caption.text().strip(), self._work.replica
        if card is None or text == card.caption:
            return
        self.caption.setModified(False)
        file = AttachmentId(card.id)
        self._work.operations.write(
            self,
            lambda: verbs.caption_file(replica, id=file, caption=text),
            then=lambda saved: self._work.undo.remember(saved.undo),
        )

    def _keep(self, kept: bool) -> None:
        project, replica = ProjectId(self._record), self._work.replica
        self._work.operations.write(self, lambda: verbs.keep_offline(replica, project=project, kept=kept))

    def _open(self, *_args: object) -> None:
        card = self._card()
        if card is not None:
            self._open_card(card)

    def _open_card(self, card: FileCard) -> None:
        replica, file = self._work.replica, AttachmentId(card.id)
        if not may_be_opened(card.name):
            self.said.emit(
                _("Files of this kind are not opened from here, since they may run programs."), not _UNDOABLE
            )
        elif card.where in _HERE:
            self._work.operations.read(
                self,
                lambda: verbs.copy_to_open(replica, id=file),
                then=self._show_copy,
            )
        else:
            self._opening.add(card.id)
            self._work.operations.write(self, lambda: verbs.fetch_files(replica, ids=[file]))
            self.said.emit(_("It opens as soon as it is here."), not _UNDOABLE)

    def _open_what_came(self) -> None:
        for row_id in sorted(self._opening):
            card = self._cards.get(row_id)
            if card is None or card.where in _HERE:
                self._opening.discard(row_id)
            if card is not None and card.where in _HERE - {Where.STUCK}:
                self._open_card(card)


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
