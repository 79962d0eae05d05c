"""People and devices: who works here in which role, on which computers, and the way to let somebody in.

Promises: names, e-mails and phones of people are facts like any other; roles, invitations and removals are the cloud's
to give, and what it alone knows is asked when the page is opened. An invitation is a code to hand over: nothing is
sent. May not know: how the cloud is asked.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.team import OWNER
from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries import people
from onetool_desktop.store.queries.people import Person
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.devices import Devices
from onetool_desktop.ui.screens.settings.inviting import Inviting
from onetool_desktop.ui.screens.settings.page import Page
from onetool_desktop.ui.screens.settings.person import PersonPart
from onetool_desktop.ui.screens.settings.table import Group
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.text import Paragraph, Voice

if TYPE_CHECKING:
    from onetool_desktop.sync.team import Invited, Team
    from onetool_desktop.ui.screens.settings.connecting import Connecting

_SHOWN = 50
_WATCHED = frozenset({"users", "memberships", "devices"})


class PeoplePage(Page):
    """The team."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__(work, group)
        self.parts: dict[str, PersonPart] = {}
        self._asked = Generation()
        self._invited: dict[str, Invited] = {}
        self._people = QVBoxLayout()
        self.devices = Devices(work)
        self.said = Paragraph("", look=work.look)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.hide()
        self.away = Paragraph("", look=work.look, voice=Voice.CAPTION)
        self.away.hide()
        self.invite = Button(_("Invite a person…"), look=work.look, icon="plus", primary=True)
        self.invite.clicked.connect(self._invite_new)
        self.invite.setVisible(
            work.computer.people is not None and work.replica.principal.may("people", "modify")
        )
        self._lay_out()
        self.show_now()

    @cached_property
    def inviting(self) -> Inviting:
        """The form that lets somebody in."""
        inviting = Inviting(self.work, page=self)
        inviting.invited.connect(self._tell_code)
        return inviting

    @cached_property
    def connecting(self) -> "Connecting":
        """The form that brings the business to a cloud."""
        from onetool_desktop.ui.screens.settings.connecting import Connecting

        return Connecting(self.work, page=self)

    def show_now(self) -> None:
        """Overrides Page."""
        self._show()
        self._ask()

    def apply(self, changes: Changes) -> None:
        """Overrides Page."""
        if changes.collections & _WATCHED:
            self._show()

    def _lay_out(self) -> None:
        self.column.addWidget(self.invite)
        if self.work.computer.bring is not None:
            self._offer_cloud()
        self.column.addWidget(self.said)
        self.column.addLayout(self._people)
        self.column.addWidget(self.heading(_("Devices")))
        self.column.addWidget(self.devices)
        self.column.addWidget(self.away)
        self.column.addStretch(1)

    def _offer_cloud(self) -> None:
        """People come by invitation, which a cloud gives out."""
        words = _(
            "Others join by invitation, once this business is connected to a cloud. Then each works on a computer of "
            "their own, and tasks can be given to them."
        )
        look = self.work.look
        self.connect_it = Button(_("Connect to a cloud…"), look=look, icon="cloud", primary=True)
        self.connect_it.clicked.connect(self._open_connecting)
        self.column.addWidget(Paragraph(words, look=look))
        self.column.addWidget(self.connect_it)

    def _open_connecting(self) -> None:
        self.connecting.open()

    def _show(self) -> None:
        self.devices.show_now()
        replica = self.work.replica
        self.work.operations.read(
            self, lambda: people.people(replica.reads().db), then=self._show_team, current=self._asked.next()
        )

    def _show_team(self, everybody: Sequence[Person]) -> None:
        team, owners = everybody[:_SHOWN], sum(person.role == OWNER for person in everybody)
        self._let_go(team)
        for person in team:
            if person.id not in self.parts:
                self._add(person)
            self.parts[person.id].show_now(person, owners=owners, invited=self._invited_words(person))

    def _add(self, person: Person) -> None:
        part = PersonPart(self.work, person)
        part.invite.connect(self._let_in)
        part.asked.connect(self._ask)
        self.parts[person.id] = part
        self._people.addWidget(part)

    def _let_go(self, team: Sequence[Person]) -> None:
        """Those who do not work here any more."""
        there = {person.id for person in team}
        for user in [user for user in self.parts if user not in there]:
            part = self.parts.pop(user)
            part.hide()
            part.deleteLater()

    def _invite_new(self) -> None:
        self.inviting.open()

    def _let_in(self, user: str) -> None:
        row = self.work.replica.reads().row("users", user)
        self.inviting.open(user, str(row.f.get("email") or "") if row is not None else "")

    def _ask(self) -> None:
        """Asks the cloud for what it alone knows."""
        cloud = self.work.computer.people
        if cloud is not None and self.work.replica.principal.may("people", "view"):
            self.work.operations.ask(self, cloud.team, then=self._heard, failed=self._not_heard)

    def _heard(self, team: "Team") -> None:
        self.away.hide()
        self._invited = {one.user: one for one in team.invited}
        self.devices.show_seen(team.seen)
        self._show()

    def _not_heard(self, error: BaseException) -> None:
        del error
        self.away.setText(
            _("Open invitations, and when each computer was last seen, show as soon as the cloud answers.")
        )
        self.away.show()

    def _invited_words(self, person: Person) -> str:
        found = self._invited.get(person.id)
        if found is None:
            return ""
        until = self.work.formats.local(found.until).date().isoformat()
        return _("Invited as {role}; the code is good until {day}.").format(
            role=words_of(found.role), day=self.work.formats.day(until)
        )

    def _tell_code(self, email: str, code: str) -> None:
        self.said.setText(
            _(
                "The invitation for {email} is {code}. It is copied: give it to the person, who enters it to sign up."
            ).format(email=email, code=code)
        )
        self.said.show()
        self._ask()
