"""Backups: one file now, into a folder of one's choice; those made every day; the check; the way back.

Promises: nothing here is lost by one press: restoring keeps what is there aside, asks once more, and names what it
does. Work that takes long runs in a lane and says so. May not know: how a backup is made or restored.
"""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from onetool_desktop.domain.translate import _
from onetool_desktop.store import backup
from onetool_desktop.store.backup import Kept
from onetool_desktop.store.restoring import opens
from onetool_desktop.ui.recovery_keys import FIELD, KEY, does_not_open, typed_key
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.runtime.used_folders import BACKUPS, UsedFolder
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.page import Page
from onetool_desktop.ui.screens.settings.table import Group
from onetool_desktop.ui.widgets.asking_files import ask_backup, ask_folder
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.sure_button import SureButton
from onetool_desktop.ui.widgets.text import Paragraph, Voice

_LAST = "last_backup"
_SHOWN = 14


class BackupPage(Page):
    """Everything about backups."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__(work, group)
        look, computer = work.look, work.computer
        self.now = Button(_("Back up now…"), look=look, icon="archive", primary=True)
        self.now.clicked.connect(self._choose_folder)
        self.check = Button(_("Check this business"), look=look, icon="check-circle")
        self.check.clicked.connect(self._check)
        self.other = Button(_("Restore a file…"), look=look, icon="undo")
        self.other.clicked.connect(self._choose_file)
        self.other.setVisible(computer.restore is not None)
        self.key = Button(_("Copy the recovery key"), look=look, icon="copy")
        self.key.clicked.connect(self._copy_key)
        self.key.setVisible(computer.recovery_key is not None)
        self.repair = Button(_("Repair now"), look=look, icon="retry", primary=True)
        self.repair.hide()
        if computer.repair is not None:
            self.repair.clicked.connect(computer.repair)
        self.said = Paragraph("", look=look, voice=Voice.QUIET)
        self.form: FormPanel | None = None
        self._used = UsedFolder(self.work.memory, self.work.operations, BACKUPS)
        self._rows = QVBoxLayout()
        self._lay_out()
        self.show_now()

    def show_now(self) -> None:
        """Overrides Page."""
        last = self.work.memory.load().get(_LAST, "")
        self.said.setText(last or _("No backup was made by hand yet."))
        self.said.setAccessibleName(self.said.text())
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for kept in backup.kept(self.work.replica.path)[:_SHOWN]:
            self._rows.addWidget(self._row(kept))

    def back_up(self, chosen: Path) -> None:
        """Makes one file in a folder."""
        replica = self.work.replica
        row = replica.reads().row("organizations", replica.identity.org)
        name = str(row.f.get("name") or "") if row is not None else ""
        self.said.setText(_("Backing up…"))
        self.work.operations.read(
            self,
            lambda: backup.by_hand(
                replica.reads().db, chosen, name=name, key=replica.key, now_ms=replica.clock.now_ms()
            ),
            then=self._backed_up,
            failed=self._not_done,
        )

    def restore(self, source: Path, key: str = "") -> None:
        """Puts a backup in the place of what is there; `key` is its recovery key where another one sealed it."""
        if self.work.computer.restore is not None:
            self.work.computer.restore(source, key)

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        self.column.addWidget(self.said)
        for buttons in ((self.now, self.other), (self.check, self.repair, self.key)):
            line = QHBoxLayout()
            line.setSpacing(step(1))
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            self.column.addLayout(line)
        words = _(
            "A backup is sealed with the key of this business, which this computer keeps. To open one on another "
            "computer you need the recovery key: keep it apart from the backup."
        )
        self.column.addWidget(Paragraph(words, look=look, voice=Voice.CAPTION))
        self.column.addWidget(self.heading(_("Made by itself, every day")))
        self._rows.setSpacing(step(0.5))
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def _row(self, kept: Kept) -> Row:
        buttons: list[Button] = []
        if self.work.computer.restore is not None:
            back = SureButton(
                _("Restore…"), sure=_("Restore it, keep the present aside"), look=self.work.look, icon="undo"
            )
            back.confirmed.connect(partial(self._look_at, kept.path))
            buttons.append(back)
        named = f"{size_words(kept.size)}, {kept.path.name}"  # what is told of it elsewhere names it
        return Row(
            self.work.formats.instant(kept.made_ms),
            named if " " in kept.path.stem else size_words(kept.size),
            look=self.work.look,
            buttons=buttons,
        )

    def _choose_folder(self) -> None:
        def chosen(folder: Path) -> None:
            self._used.use(folder, owner=self)
            self.back_up(folder)

        ask_folder(self, _("Where shall the backup go?"), self._used.start(), chosen)

    def _choose_file(self) -> None:
        ask_backup(self, _("Which backup shall be restored?"), self._used.start(), self._look_at)

    def _look_at(self, source: Path) -> None:
        """Restores a backup at once where this computer's key opens it; else its recovery key is asked for."""
        key = self.work.replica.key

        def looked(opened: object) -> None:
            if opened:
                self.restore(source)
            else:
                self._ask_key(source)

        self.work.operations.read(
            self, lambda: not source.is_file() or opens(source, key), then=looked, failed=self._not_looked
        )

    def _not_looked(self, error: BaseException) -> None:
        self.said.setText(told(error).text)

    def _ask_key(self, source: Path) -> None:
        if self.form is not None:
            self.form.deleteLater()
        form = FormPanel(
            _("Recovery key of {name}").format(name=source.name),
            asks=[Ask(FIELD, KEY, needed=True)],
            button=_("Restore it, keep the present aside"),
            look=self.work.look,
            window=self,
        )
        self.form = form
        form.given.connect(partial(self._restore_with, form, source))
        form.open()
        form.refuse(_("The key of this computer does not open {name}.").format(name=source.name), FIELD)

    def _restore_with(self, form: FormPanel, source: Path, given: dict[str, str]) -> None:
        typed = given[FIELD]

        def looked(opened: object) -> None:
            if opened:
                self.restore(source, typed)
            else:
                form.refuse(told(does_not_open(source.name)).text, FIELD)

        self.work.operations.read(
            form,
            lambda: opens(source, typed_key(typed)),
            then=looked,
            failed=lambda error: form.refuse(told(error).text, FIELD),
        )

    def _backed_up(self, kept: Kept) -> None:
        words = _("Last backup by hand: {when}, {size}, {path}").format(
            when=self.work.formats.instant(kept.made_ms), size=size_words(kept.size), path=kept.path
        )
        self.work.operations.write(
            self, partial(self.work.memory.keep, {_LAST: words}), then=lambda _nothing: self.show_now()
        )

    def _not_done(self, error: BaseException) -> None:
        self.show_now()
        self.said.setText(_("No backup was made. {reason}").format(reason=told(error).text))

    def _check(self) -> None:
        self.said.setText(_("Checking…"))
        self.work.operations.read(
            self, self.work.replica.check, then=self._checked, failed=self._failed_check
        )

    def _checked(self, whole: object) -> None:
        self.repair.setVisible(not whole and self.work.computer.repair is not None)
        self.said.setText(
            _("Checked: the data of this business is whole.")
            if whole
            else _("A part of this business's file cannot be read. Repairing saves what was not sent yet.")
        )

    def _failed_check(self, error: BaseException) -> None:
        del error
        self._checked(None)

    def _copy_key(self) -> None:
        if self.work.computer.recovery_key is not None:
            self.work.operations.read(self, self.work.computer.recovery_key, then=self._copied)

    def _copied(self, key: str) -> None:
        QGuiApplication.clipboard().setText(key)
        self.said.setText(
            _("The recovery key is copied. Paste it where only you find it, and not beside the backup.")
            if key
            else _("This business is not sealed; its backups open without a key.")
        )


def size_words(size: int) -> str:
    """A size in bytes as people read it: *3.4 MB*."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1_000, 1)} kB"
