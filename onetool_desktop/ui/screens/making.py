"""What is made from a record: a project, a visit, a quote, an invoice, with everything the record knows filled in.

Promises: what was made opens, or is told where it has no screen of its own, and can be undone; the invoice of a project
bills what its approved quotes have left; a form keeps what was typed until it is saved. May not know: which record it
is; it is given what is known of it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import ClientId, ProjectId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import invoices, projects, quotes
from onetool_desktop.services.saving import Created
from onetool_desktop.ui.screens.screen import Place, Screen
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_UNDOABLE = True
_ASKED = (("title", True), ("startDate", False))  # fields of a new project, and whether they are needed
_DOCUMENT = ("projectId", "propertyId", "contactId")


class Making:
    """Makes things of one record; `known` tells its client, and its project with its first day, its property and its
    contact, if there are any.
    """

    def __init__(self, screen: Screen, known: Callable[[], Mapping[str, Any]]) -> None:
        self._screen, self._known = screen, known
        self._form: FormPanel | None = None
        self._panel: TaskPanel | None = None

    def handlers(self, scope: str) -> dict[str, Callable[[], None]]:
        """What each action of the scope does."""
        return {
            f"{scope}.new-project": self._ask_project,
            f"{scope}.new-task": self._plan_task,
            f"{scope}.new-quote": self._draft_quote,
            f"{scope}.new-invoice": self._draft_invoice,
        }

    def _draft_quote(self) -> None:
        known, replica, today = self._known(), self._screen.work.replica, self._today
        fields = {name: known[name] for name in _DOCUMENT if known.get(name)}
        client = ClientId(known["clientId"])
        self._make(
            "quotes", lambda: quotes.create_quote(replica, client_id=client, today=today, fields=fields)
        )

    def _draft_invoice(self) -> None:
        known, replica, today = self._known(), self._screen.work.replica, self._today
        if known.get("projectId"):
            project = ProjectId(known["projectId"])
            self._make("invoices", lambda: invoices.invoice_project(replica, project_id=project, today=today))
            return
        fields = {name: known[name] for name in _DOCUMENT if known.get(name)}
        client = ClientId(known["clientId"])
        self._make(
            "invoices", lambda: invoices.create_invoice(replica, client_id=client, today=today, fields=fields)
        )

    def _plan_task(self) -> None:
        if self._panel is None:
            self._panel = TaskPanel(self._screen.work, window=self._screen)
            self._panel.saved.connect(lambda: self._screen.said.emit(_("Task added."), _UNDOABLE))
        known = self._known()
        place = {name: known.get(name) for name in ("clientId", "projectId", "propertyId")}
        self._panel.open_new({**place, "date": max(self._today, known.get("startDate") or "")})

    def _ask_project(self) -> None:
        if self._form is None:
            work, declared = self._screen.work, COLLECTIONS["projects"].by_name
            asks = [Ask(name, declared[name], needed) for name, needed in _ASKED]
            self._form = FormPanel(
                _("New project"),
                asks=asks,
                button=_("Add project"),
                look=work.look,
                window=self._screen,
                formats=work.formats,
            )
            self._form.given.connect(self._plan_project)
        self._form.open(of=self._known()["clientId"])

    def _plan_project(self, values: Mapping[str, Any]) -> None:
        known, replica = self._known(), self._screen.work.replica
        given = {name: value for name, value in values.items() if value}
        client = ClientId(known["clientId"])
        place = {"propertyId": known["propertyId"]} if known.get("propertyId") else {}
        fields = {**place, **given}
        self._make("projects", lambda: projects.create_project(replica, client_id=client, fields=fields))

    def _make(self, c: str, call: Callable[[], Created[Any]]) -> None:
        form, client = self._form if c == "projects" else None, self._known()["clientId"]

        def made(created: Created[Any]) -> None:
            if form is not None:
                form.clear(of=client)
            self._screen.work.undo.remember(created.saved.undo)
            self._screen.go.emit(Place(c, created.id))

        def refused(error: BaseException) -> None:
            stayed = self._known().get("clientId") == client
            self._screen.work.errors.tell(error, beside=form if stayed else None)

        self._screen.work.operations.write(self._screen, call, then=made, failed=refused)

    @property
    def _today(self) -> str:
        return self._screen.work.formats.today().isoformat()
