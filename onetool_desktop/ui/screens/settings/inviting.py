"""The form that lets a person in: an e-mail and a role, answered by a code to hand over.

Promises: nothing is sent to anybody; what the cloud refuses is said beside what was typed. May not know: the page.
"""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.team import OWNER
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.table import ROLE
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_INVITABLE = replace(ROLE, choices=tuple(role for role in ROLE.choices if role != OWNER))
_USUAL = "office"


class Inviting(QObject):
    """Asks and makes the invitation; `invited` tells e-mail and code."""

    invited = Signal(str, str)

    def __init__(self, work: Workplace, *, page: QWidget) -> None:
        super().__init__(page)
        self._work = work
        self._user = ""
        asks = [
            Ask("email", COLLECTIONS["users"].by_name["email"], needed=True),
            Ask("role", _INVITABLE, needed=True),
        ]
        self.form = FormPanel(
            _("Invite a person"), asks=asks, button=_("Make the invitation"), look=work.look, window=page
        )
        self.form.fill({"role": words_of(_USUAL)})
        self.form.given.connect(self._invite)

    def open(self, user: str = "", email: str = "") -> None:
        """Asks for somebody new, or for a person who has a row already."""
        if user != self._user or email:
            self._user = user
            self.form.fill({"email": email})
        self.form.open()

    def _invite(self, given: dict[str, str]) -> None:
        people = self._work.computer.people
        if people is not None:
            self._work.operations.ask(
                self.form,
                partial(people.invite, given["email"], given["role"], self._user),
                then=partial(self._made, given["email"]),
                failed=lambda error: self.form.refuse(told(error).text, told(error).field),
            )

    def _made(self, email: str, code: str) -> None:
        self._user = ""
        self.form.clear()
        self.form.fill({"role": words_of(_USUAL)})
        QGuiApplication.clipboard().setText(code)
        self.invited.emit(email, code)
