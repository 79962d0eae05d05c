"""A client's record: facts, contacts and properties edited in place, projects and documents beside them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import ClientId, NoticeId
from onetool_desktop.services import clients as verbs
from onetool_desktop.services import notices, records
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store.queries import document_list as documents
from onetool_desktop.store.queries import project_list as projects
from onetool_desktop.store.queries.client_list import open_balance
from onetool_desktop.ui.runtime.errors import Kind, told
from onetool_desktop.ui.screens.clients.actions import RECORD_ACTIONS
from onetool_desktop.ui.screens.columns import (
    CLIENTS_PROJECT_COLUMNS,
    document_columns,
    document_page,
    project_page,
)
from onetool_desktop.ui.screens.lost_edits import lost_edits_of
from onetool_desktop.ui.screens.record_screen import Part, RecordPlan, RecordScreen, Sheet
from onetool_desktop.ui.screens.related import RelatedPlan
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.states import badge_of
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

CLIENTS, CONTACTS, PROPERTIES = "clients", "clientContacts", "clientProperties"
_FACTS: Mapping[str, tuple[str, ...]] = {
    CLIENTS: (
        "companyName",
        "companyDescription",
        "leadSource",
        "communicationPreference",
        "tags",
        "taxNumber",
        "paymentDays",
        "notes",
    ),
    CONTACTS: ("firstName", "lastName", "phone", "email", "jobTitle"),
    PROPERTIES: ("propertyName", "streetAddress", "zipCode", "city", "accessNotes"),
}
_UNDOABLE = True
_UNDER = 30  # contacts or properties shown; the rest is named in a sentence


def client_record(work: Workplace) -> "ClientRecord":
    """The screen."""
    return ClientRecord(work)


class ClientRecord(RecordScreen):
    """One client."""

    def __init__(self, work: Workplace) -> None:
        replica = work.replica
        self._forms: dict[str, FormPanel] = {}
        super().__init__(
            work,
            plan=_plan(work),
            read=self._sheet,
            save=lambda c, row_id, fields: records.edit(replica, c=c, id=row_id, fields=fields),
            handlers=self._handlers(),
            put_back=lambda notice: notices.put_mine_back(replica, id=NoticeId(notice)),
            keep=lambda notice: notices.keep_theirs(replica, id=NoticeId(notice)),
        )

    # --- reading ------------------------------------------------------------------------------------

    def _sheet(self, client: str) -> Sheet | None:
        reads = self.work.replica.reads()
        row = reads.row(CLIENTS, client)
        if row is None:
            return None
        contacts = list(reads.children(CONTACTS, "clientId", client))[:_UNDER]
        places = list(reads.children(PROPERTIES, "clientId", client))[:_UNDER]
        parts = [self._part(CLIENTS, row, "Facts")]
        parts += [self._part(CONTACTS, one, _name_of(CONTACTS, one) or "Contact") for one in contacts]
        parts += [self._part(PROPERTIES, one, _name_of(PROPERTIES, one) or "Property") for one in places]
        under = [(CLIENTS, row), *((CONTACTS, c) for c in contacts), *((PROPERTIES, p) for p in places)]
        lost = [one for c, r in under for one in lost_edits_of(self.work, reads, c, r.id)]
        return Sheet(
            title=str(row.f.get("companyName") or "Client without a name"),
            badge=badge_of(CLIENTS, row.f.get("status")),
            line=self._line_of(row),
            parts=tuple(parts),
            lost=tuple(lost),
        )

    def _part(self, collection: str, row: Row, heading: str) -> Part:
        waiting = unsettled_fields(self.work, collection, row.id)
        return Part(collection, row.id, heading, row.f, waiting)

    def _line_of(self, row: Row) -> str:
        source = row.f.get("leadSource")
        words = [words_of(source) if source else ""]
        owed = open_balance(self.work.replica.reads().db, row.id)
        if owed:
            words.append(f"{self.work.formats.money(owed, self.work.currency)} open")
        return " · ".join(word for word in words if word)

    # --- doing --------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "client.contact": lambda: self._add(
                CONTACTS, "Add contact", ("firstName", "lastName", "phone", "email", "jobTitle")
            ),
            "client.property": lambda: self._add(
                PROPERTIES, "Add property", ("propertyName", "streetAddress", "zipCode", "city")
            ),
            "client.delete": self._delete,
        }
        for status in ("active", "lead", "inactive", "archived"):
            found[f"client.{status}"] = lambda status=status: self._set_status(status)
        return found

    def _set_status(self, status: str) -> None:
        client = ClientId(self.record_id)
        self._do(
            lambda: verbs.set_client_status(self.work.replica, id=client, status=status),
            f"Client is {status} now.",
        )

    def _delete(self) -> None:
        client = ClientId(self.record_id)
        self._do(lambda: verbs.delete_client(self.work.replica, id=client), "Client deleted.", leave=True)

    def _do(self, call: Callable[[], Saved], said: str, *, leave: bool = False) -> None:
        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            self.said.emit(said, _UNDOABLE)
            if leave:
                self.step_back.emit()

        self.work.operations.write(self, call, then=done)

    def _add(self, collection: str, title: str, names: tuple[str, ...]) -> None:
        if collection not in self._forms:
            asks = [Ask(name, COLLECTIONS[collection].by_name[name]) for name in names]
            form = FormPanel(title, asks=asks, button=title, look=self.work.look, window=self)
            form.given.connect(partial(self._give, collection))
            self._forms[collection] = form
        self._forms[collection].open()

    def _give(self, collection: str, values: dict[str, Any]) -> None:
        client, replica = ClientId(self.record_id), self.work.replica
        fields = {name: value for name, value in values.items() if value}

        def add() -> Created[Any]:
            if collection == CONTACTS:
                return verbs.add_contact(replica, client_id=client, fields=fields)
            return verbs.add_property(replica, client_id=client, fields=fields)

        self.work.operations.write(
            self,
            add,
            then=lambda made: self._added(collection, made),
            failed=lambda e: self._refused(collection, e),
        )

    def _added(self, collection: str, made: Created[Any]) -> None:
        self._forms[collection].clear()
        self.work.undo.remember(made.saved.undo)

    def _refused(self, collection: str, error: BaseException) -> None:
        words = told(error)
        if words.kind is Kind.USER:
            self._forms[collection].refuse(words.text, words.field)
        else:
            self.work.errors.tell(error)


def _name_of(collection: str, row: Row) -> str:
    words = [str(row.f.get(name) or "") for name in COLLECTIONS[collection].title]
    if collection == PROPERTIES:
        return words[0] or ", ".join(word for word in words[1:] if word)
    return " ".join(word for word in words if word)


def _plan(work: Workplace) -> RecordPlan:
    currency = work.currency
    related = (
        RelatedPlan(
            section="projects",
            title="Projects",
            icon="projects",
            columns=CLIENTS_PROJECT_COLUMNS,
            sort="start",
            source=lambda of: ReplicaSource(
                work, shape=projects.SHAPE, page=project_page(work, client=False), within=("clientId", of)
            ),
            none="No projects for this client yet.",
        ),
        *(
            RelatedPlan(
                section=shape.table,
                title=shape.table.capitalize(),
                icon=shape.table,
                columns=document_columns(shape.table, day=day, client=False, currency=currency),
                sort="newest",
                source=lambda of, shape=shape: ReplicaSource(
                    work, shape=shape, page=document_page(work, shape, client=False), within=("clientId", of)
                ),
                none=f"No {shape.table} for this client yet.",
            )
            for shape, day in ((documents.QUOTES, "Valid until"), (documents.INVOICES, "Due"))
        ),
    )
    return RecordPlan(
        section=CLIENTS,
        back_to="Clients",
        facts=_FACTS,
        related=related,
        watches=frozenset({CLIENTS, CONTACTS, PROPERTIES, "notices", "invoices", "payments"}),
        actions=RECORD_ACTIONS,
        buttons=("client.contact", "client.property"),
        gone="This client is not available here any more. It may have been deleted on another device; "
        "Ctrl+Z brings back what was deleted here.",
    )
