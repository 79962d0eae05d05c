"""People and devices: who works here in which role, on which computers, and the way to let somebody in.

Promises: names, e-mails and phones of people are facts like any other; roles and devices are the cloud's to give and
are shown. An invitation is a code to hand over: nothing is sent. May not know: how the cloud is asked.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.changes.values import Row as Saved
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.permissions import ROLES
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.store.queries import people
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.page import Page
from onetool_desktop.ui.screens.settings.table import Group
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.text import Paragraph, Voice

_USERS = "users"
_SHOWN = 50
_FIELDS = ("name", "email", "phone")
_WATCHED = frozenset({_USERS, "memberships", "devices"})
_INVITABLE = tuple(role for role in ROLES if role != "owner")


class PeoplePage(Page):
    """The team."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__(work, group)
        self.facts: dict[str, Facts] = {}
        self._people = QVBoxLayout()
        self._devices = QVBoxLayout()
        self.said = Paragraph("", look=work.look)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.hide()
        self.invite = Button(_("Invite a person…"), look=work.look, icon="plus", primary=True)
        self.invite.clicked.connect(self._open_form)
        self.invite.setVisible(
            work.computer.invite is not None and work.replica.principal.may("people", "modify")
        )
        self.form: FormPanel | None = None
        self._lay_out()
        self.show_now()

    def show_now(self) -> None:
        """Overrides Page."""
        db = self.work.replica.reads().db
        team = people.people(db)[:_SHOWN]
        for person in team:
            if person.id not in self.facts:
                self._add(person)
            self._show(person)
        _clear(self._devices)
        for device in people.devices(db)[:_SHOWN]:
            of = _("{person}, series {series}").format(person=device.person or "–", series=device.series)
            self._devices.addWidget(Row(device.name or _("A computer"), of, look=self.work.look))
        if not self._devices.count():
            words = _("This business is on this computer only.")
            self._devices.addWidget(Paragraph(words, look=self.work.look, voice=Voice.QUIET))

    def apply(self, changes: Changes) -> None:
        """Overrides Page."""
        if changes.collections & _WATCHED:
            self.show_now()

    def _lay_out(self) -> None:
        self.column.addWidget(self.invite)
        self.column.addWidget(self.said)
        self.column.addLayout(self._people)
        self.column.addWidget(self.heading(_("Devices")))
        self.column.addLayout(self._devices)
        self.column.addStretch(1)

    def _add(self, person: people.Person) -> None:
        facts = Facts(COLLECTIONS[_USERS], _FIELDS, look=self.work.look)
        facts.setProperty(ADDRESS, f"{_USERS}:{person.id}")
        facts.edited.connect(partial(self._edited, person.id))
        if not self.work.replica.principal.may("people", "modify"):
            for fact in facts.facts.values():
                fact.lock(_("Only an owner or administrator changes people."))
        self.facts[person.id] = facts
        role = words_of(person.role) if person.role else _("Owner") if not self._synced else _("No access")
        self._people.addWidget(self.heading(role))
        self._people.addWidget(facts)

    @property
    def _synced(self) -> bool:
        return self.work.replica.identity.connected

    def _show(self, person: people.Person) -> None:
        row: Saved | None = self.work.replica.reads().row(_USERS, person.id)
        waiting = unsettled_fields(self.work, _USERS, person.id)
        self.facts[person.id].show_fields({} if row is None else row.f, waiting=waiting)

    def _edited(self, user: str, name: str, value: Any) -> None:
        call = partial(records.edit, self.work.replica, c=_USERS, id=user, fields={name: value})
        save_fact(self.work, self.facts[user].facts[name], call)

    def _open_form(self) -> None:
        if self.form is None:
            role = Field(name="role", kind=Kind.CHOICE, label=_("Role"), choices=_INVITABLE)
            asks = [
                Ask("email", COLLECTIONS[_USERS].by_name["email"], needed=True),
                Ask("role", role, needed=True),
            ]
            self.form = FormPanel(
                _("Invite a person"),
                asks=asks,
                button=_("Make the invitation"),
                look=self.work.look,
                window=self,
            )
            self.form.fill({"role": "office"})
            self.form.given.connect(self._invite)
        self.form.open()

    def _invite(self, given: dict[str, str]) -> None:
        invite, role = self.work.computer.invite, given["role"].strip().casefold()
        if invite is None or self.form is None:
            return
        if role not in _INVITABLE:
            self.form.refuse(_("A role is one of {roles}.").format(roles=", ".join(_INVITABLE)), "role")
            return
        self.work.operations.read(
            self,
            lambda: invite(given["email"], role),
            then=partial(self._invited, given["email"]),
            failed=self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        if self.form is not None:
            self.form.refuse(told(error).text, told(error).field)

    def _invited(self, email: str, code: str) -> None:
        if self.form is not None:
            self.form.clear()
            self.form.fill({"role": "office"})
        QGuiApplication.clipboard().setText(code)
        self.said.setText(
            _(
                "The invitation for {email} is {code}. It is copied: give it to the person, who enters it to sign up."
            ).format(email=email, code=code)
        )
        self.said.show()


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.deleteLater()
