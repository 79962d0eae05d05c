"""One person of the team: role, name, e-mail and phone, and how one leaves.

Promises: what is not this person's to change is shown and says why; the role and the removal are asked of the cloud
and stand only once it has answered; nobody is removed by one press. May not know: how the cloud is asked.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.permissions import ROLES, Principal
from onetool_desktop.domain.team import removal_barred, role_barred
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.store.queries.people import Person
from onetool_desktop.ui.runtime.computer import People
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.table import MEMBER, ROLE
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.sure_button import SureButton
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_USERS = "users"
_FIELDS = ("name", "email", "phone")
_NONE = frozenset[str]()


class PersonPart(QWidget):
    """Shows one."""

    invite = Signal(str)  # the person, who has a row and no way in
    asked = Signal()  # the cloud did something: what it alone knows is to be read anew

    def __init__(self, work: Workplace, person: Person) -> None:
        super().__init__()
        self.work, self.person = work, person
        look = work.look
        self.heading = Text("", look=look, voice=Voice.STRONG)
        self.role = Facts(MEMBER, (ROLE.name,), look=look)
        self.facts = Facts(COLLECTIONS[_USERS], _FIELDS, look=look)
        self.facts.setProperty(ADDRESS, f"{_USERS}:{person.id}")
        self.remove = SureButton("", sure=_("Yes, take away the access now"), look=look, icon="x-circle")
        self.let_in = Button(_("Invite…"), look=look, icon="plus", flush=True)
        self.said = Paragraph("", look=look, voice=Voice.CAPTION)
        self.role.edited.connect(self._give_role)
        self.facts.edited.connect(self._edited)
        self.remove.confirmed.connect(self._remove)
        self.let_in.clicked.connect(lambda: self.invite.emit(self.person.id))
        if not work.replica.principal.may("people", "modify"):
            for fact in self.facts.facts.values():
                fact.lock(_("Only an owner or administrator changes people."))
        self._lay_out()

    def show_now(self, person: Person, *, owners: int, invited: str) -> None:
        """Shows the person as he is; `owners` is how many the business has, `invited` says what invites him."""
        self.person = person
        row = self.work.replica.reads().row(_USERS, person.id)
        waiting = unsettled_fields(self.work, _USERS, person.id)
        own = person.id == self._principal.user_id
        self.heading.setText(_("{name} (you)").format(name=person.name) if own else person.name)
        self.facts.show_fields({} if row is None else row.f, waiting=waiting)
        self._show_role(owners)
        self._show_ways(owners, own=own, invited=invited)

    @property
    def _people(self) -> People | None:
        return self.work.computer.people

    @property
    def _principal(self) -> Principal:
        return self.work.replica.principal

    def _show_role(self, owners: int) -> None:
        fact, has = self.role.facts[ROLE.name], self.person.role
        self.role.setVisible(bool(has))
        gets = [role for role in ROLES if role != has and not self._barred(role, owners)]
        fact.offer([role for role in ROLES if role == has or role in gets])
        fact.lock("" if gets else self._barred("admin", owners))
        self.role.show_fields({ROLE.name: has or None}, waiting=_NONE)

    def _barred(self, gets: str, owners: int) -> str:
        barred = role_barred(self._principal, has=self.person.role, gets=gets, owners=owners)
        return _(barred.sentence) if barred is not None else self._nowhere()

    def _nowhere(self) -> str:
        return (
            "" if self._people is not None else _("Roles are given by a cloud; this computer has none now.")
        )

    def _show_ways(self, owners: int, *, own: bool, invited: str) -> None:
        person, may = self.person, self._principal.may("people", "delete")
        barred = removal_barred(self._principal, user=person.id, has=person.role, owners=owners)
        there = self._people is not None and bool(person.role or invited)
        words = _("Leave this business…") if own else _("Remove from the business…")
        self.remove.rename(words if person.role else _("Take the invitation back…"))
        self.remove.setVisible(there and (own or may) and barred is None)
        self.let_in.setVisible(self._people is not None and not person.role and may)
        self.let_in.setText(_("New code…") if invited else _("Invite…"))
        self.let_in.setAccessibleName(self.let_in.text())
        told_here = barred if barred is not None and (own or may) else None
        self._say(_(told_here.sentence) if told_here and there else "" if person.role else invited)

    def _give_role(self, name: str, role: Any) -> None:
        fact, people = self.role.facts[name], self._people
        if people is None or not role:
            return
        self.work.operations.ask(
            fact,
            partial(people.set_role, self.person.id, role),
            then=lambda _answer: fact.saved(_("Changed for everyone")),
            failed=lambda error: fact.refused(told(error).text),
        )

    def _remove(self) -> None:
        people = self._people
        if people is not None:
            self.remove.setEnabled(False)
            call = partial(people.remove, self.person.id)
            self.work.operations.ask(self, call, then=lambda _answer: self._removed(), failed=self._stays)

    def _removed(self) -> None:
        self.remove.setEnabled(True)
        self._say(_("Done. It holds as soon as this computer has heard it from the cloud."))
        QTimer.singleShot(0, self.asked.emit)

    def _stays(self, error: BaseException) -> None:
        self.remove.setEnabled(True)
        self._say(told(error).text)

    def _edited(self, name: str, value: Any) -> None:
        call = partial(records.edit, self.work.replica, c=_USERS, id=self.person.id, fields={name: value})
        save_fact(self.work, self.facts.facts[name], call)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _lay_out(self) -> None:
        step = self.work.look.measures.step
        self.heading.setContentsMargins(0, step(3), 0, 0)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, step(1), 0, 0)
        buttons.setSpacing(step(1))
        for button in (self.let_in, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(0.5))
        for part in (self.heading, self.role, self.facts, self.said):
            layout.addWidget(part)
        layout.addLayout(buttons)
