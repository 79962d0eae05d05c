"""This computer: where it keeps the business, who is signed in, and the ways out."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop import __version__
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.team import OWNER
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.backup_page import size_words
from onetool_desktop.ui.screens.settings.devices import DeviceName
from onetool_desktop.ui.screens.settings.leaving import LeavingPart
from onetool_desktop.ui.screens.settings.page import Page
from onetool_desktop.ui.screens.settings.table import Group
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.sure_button import SureButton
from onetool_desktop.ui.widgets.text import Paragraph, Voice

if TYPE_CHECKING:
    from onetool_desktop.ui.opened import SignedIn
    from onetool_desktop.ui.screens.organisation_choice import OrganisationChoice
    from onetool_desktop.ui.screens.settings.connecting import Connecting


class ComputerPage(Page):
    """Facts of this computer."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__(work, group)
        look, computer, path = work.look, work.computer, work.replica.path
        mine = work.replica.identity
        rows = [
            (_("Data folder"), str(computer.folder or path.parent)),
            (_("Business file"), f"{path}  ({size_words(path.stat().st_size)})"),
            (_("Sealed"), _("Yes, with a key in this computer's keyring") if work.replica.key else _("No")),
            (_("Signed in"), computer.account or _("Nobody: this business is on this computer only")),
            (_("Number series"), mine.series if mine.connected and not mine.closed else "–"),
            (_("Program"), f"OneTool Desktop {__version__}"),
        ]
        self.device = DeviceName(work, work.replica.identity.device, label=_("Name"))
        self.device.setVisible(work.replica.identity.connected)
        self.column.addWidget(self.device)
        for label, value in rows:
            self.column.addWidget(Row(label, value, look=look))
        self.open = Button(_("Open the folder"), look=look, icon="open")
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        self.another = Button(_("Open another business…"), look=look, icon="building")
        self.sign_out = SureButton(
            _("Sign out…"), sure=_("Sign out; the business stays here, sealed"), look=look, icon="quit"
        )
        self.other = Button(_("Another organisation…"), look=look, icon="cloud")
        self.other.clicked.connect(self._ask_organisations)
        self.other.setVisible(computer.organisations is not None)
        may_leave = computer.leaving is not None and work.replica.principal.role == OWNER
        self.leaving = LeavingPart(work, computer.leaving) if computer.leaving and may_leave else None
        self.alone = Paragraph("", look=look, voice=Voice.CAPTION)
        self.alone.hide()
        if computer.another is not None:
            self.another.clicked.connect(computer.another)
        if computer.sign_out is not None:
            self.sign_out.confirmed.connect(computer.sign_out)
        self.another.setVisible(computer.another is not None)
        self.sign_out.setVisible(computer.sign_out is not None)
        self._lay_out()

    @cached_property
    def connecting(self) -> "Connecting":
        """The form that brings the business to a cloud."""
        from onetool_desktop.ui.screens.settings.connecting import Connecting

        return Connecting(self.work, page=self)

    @cached_property
    def choice(self) -> "OrganisationChoice":
        """The panel that asks for one of the person's other organisations."""
        from onetool_desktop.ui.screens.organisation_choice import OrganisationChoice

        words = _("Your account belongs to these as well. What is open now stays on this computer.")
        return OrganisationChoice(words, look=self.work.look, window=self)

    def show_now(self) -> None:
        """Overrides Page."""
        self.device.show_now()

    def apply(self, changes: Changes) -> None:
        """Overrides Page."""
        if "devices" in changes.collections:
            self.show_now()
        if self.leaving is not None:
            self.leaving.apply(changes)

    def _lay_out(self) -> None:
        step = self.work.look.measures.step
        if self.work.computer.bring is not None:
            self._offer_cloud()
        if self.leaving is not None:
            self.column.addWidget(self.leaving)
        line = QHBoxLayout()
        line.setSpacing(step(1))
        for button in (self.open, self.another, self.other, self.sign_out):
            line.addWidget(button)
        line.addStretch(1)
        self.column.addSpacing(step(2))
        self.column.addLayout(line)
        self.column.addWidget(self.alone)
        if self.work.computer.sign_out is not None:
            words = _("What was not sent yet stays on this computer and is sent when you sign in again.")
            self.column.addWidget(Paragraph(words, look=self.work.look, voice=Voice.CAPTION))
        self.column.addStretch(1)

    def _ask_organisations(self) -> None:
        """Asks the cloud where else the person belongs, then the person which one is meant."""
        ask, go_to = self.work.computer.organisations, self.work.computer.go_to
        if ask is None or go_to is None:
            return
        self.other.setEnabled(False)
        self._say_alone("")

        def found(person: "SignedIn") -> None:
            self.other.setEnabled(True)
            if person.organisations:
                self.choice.ask(person.organisations, partial(go_to, person))
            else:
                self._say_alone(_("Your account belongs to no other organisation."))

        def failed(error: BaseException) -> None:
            self.other.setEnabled(True)
            self._say_alone(told(error).text)

        self.work.operations.ask(self, ask, then=found, failed=failed)

    def _say_alone(self, sentence: str) -> None:
        self.alone.setText(sentence)
        self.alone.setVisible(bool(sentence))

    def _offer_cloud(self) -> None:
        words = _(
            "Share this business with others and with your other computers. Numbers, history and files move as they "
            "are, and you can go on working meanwhile."
        )
        self.connect_it = Button(
            _("Connect this business to a cloud…"), look=self.work.look, icon="cloud", primary=True
        )
        self.connect_it.clicked.connect(self._open_connecting)
        line = QHBoxLayout()
        line.addWidget(self.connect_it)
        line.addStretch(1)
        self.column.addSpacing(self.work.look.measures.step(2))
        self.column.addLayout(line)
        self.column.addWidget(Paragraph(words, look=self.work.look, voice=Voice.CAPTION))

    def _open_connecting(self) -> None:
        self.connecting.open()


def open_connecting(screen: QWidget) -> None:
    """Opens the form of the page within `screen`."""
    for page in screen.findChildren(ComputerPage):
        page.connecting.open()
