"""The list of clients: whom to call, where, what is open."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from onetool_desktop import services
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import client_list as clients
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.models.listing import Cells, Column, ColumnKind, Tab
from onetool_desktop.ui.screens.bulk import Bulk, Said, bulk_spec, verb
from onetool_desktop.ui.screens.clients.actions import LIST_ACTIONS
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of, widest

if TYPE_CHECKING:
    from onetool_desktop.services.many import Many
    from onetool_desktop.services.saving import Created
    from onetool_desktop.ui.widgets.form_panel import FormPanel

SECTION = "clients"
_WATCHED = frozenset({"clientContacts", "clientProperties", "invoices", "payments"})


def _plan(currency: str, *, tag: Callable[[], None]) -> ListPlan:
    owed = _("Open {currency}").format(currency=currency).strip()
    columns = (
        Column(key="name", title=_("Name"), width=30, sort="name", kind=ColumnKind.NAME),
        Column(key="contact", title=_("Contact"), width=19, kind=ColumnKind.QUIET),
        Column(key="phone", title=_("Phone"), width=18, kind=ColumnKind.QUIET),
        Column(key="place", title=_("Place"), width=24, kind=ColumnKind.QUIET),
        Column(
            key="status",
            title=_("Status"),
            width=14,
            sort="status",
            kind=ColumnKind.BADGE,
            widest=widest("clients"),
        ),
        Column(key="open", title=owed, width=14, sort="open", kind=ColumnKind.NUMBER),
        Column(key="email", title=_("E-mail"), width=26, kind=ColumnKind.QUIET, extra=True),
        Column(key="tags", title=_("Tags"), width=20, kind=ColumnKind.QUIET, extra=True),
    )
    tabs = (
        Tab("current", _("All")),
        Tab("active", _("Active")),
        Tab("lead", _("Leads")),
        Tab("inactive", _("Inactive")),
        Tab("owing", _("Owing")),
        Tab("archived", _("Archived")),
    )
    bulk = _bulk(tag)
    return ListPlan(
        section=SECTION,
        title=_("Clients"),
        icon="clients",
        columns=columns,
        tabs=tabs,
        sort="name",
        find=_("Find a client"),
        none_title=_("No clients yet"),
        none_sentence=_(
            "A client is a person or a firm you work for. Quotes, visits and invoices all begin with one."
        ),
        actions=LIST_ACTIONS,
        first_action="clients.new",
        bulk=bulk,
        sums={"open": N_("{amount} open")},
    )


def _bulk(tag: Callable[[], None]) -> tuple[Bulk, ...]:
    """What is done with many clients at once; the archive is left by making a client active."""

    def status(word: str, label: str, icon: str, said: Said) -> Bulk:
        def call(replica: Replica, ids: Sequence[str]) -> "Many":
            return services.many.set_status_of(replica, c=SECTION, ids=ids, status=word, label=_(label))

        return verb(bulk_spec(SECTION, word, label, icon), call, said)

    def archived(count: int) -> str:
        return ngettext("{count} client archived.", "{count} clients archived.", count).format(count=count)

    def active(count: int) -> str:
        words = ngettext("{count} client is active now.", "{count} clients are active now.", count)
        return words.format(count=count)

    def inactive(count: int) -> str:
        words = ngettext("{count} client is inactive now.", "{count} clients are inactive now.", count)
        return words.format(count=count)

    tagging = bulk_spec(SECTION, "tag", N_("Add tags"), "tag", words=_("label mark"), keys="Ctrl+Shift+G")
    return (
        Bulk(spec=tagging, run=lambda _rows: tag()),
        status("archived", N_("Archive"), "archive", archived),
        status("active", N_("Make active"), "circle-dot", active),
        status("inactive", N_("Make inactive"), "pause", inactive),
    )


def clients_list(work: Workplace) -> "ClientList":
    """The screen."""
    return ClientList(work)


class ClientList(ListScreen):
    """The list with its way to make a client."""

    def __init__(self, work: Workplace) -> None:
        source = ReplicaSource(work, shape=clients.SHAPE, page=self._page, also=_WATCHED)
        handlers: dict[str, Callable[[], None]] = {
            "clients.new": self.new_client,
        }
        self._form: FormPanel | None = None
        self._tags: FormPanel | None = None
        super().__init__(work, plan=_plan(work.currency, tag=self.ask_tags), source=source, handlers=handlers)

    def begin(self, what: str, then: Place | None) -> None:
        """Overrides Screen: a client who is called so."""
        del then
        if self.actions_here is not None:
            self.actions_here.do(f"{SECTION}.new", partial(self.new_client, what))

    def new_client(self, name: str = "") -> None:
        """Opens the form for a new client; what was typed for one of another name stays kept for that one."""
        if self._form is None:
            self._form = _client_form(self.work, self)
            self._form.given.connect(self._create)
        self._form.open(of=f"new {name}")
        if name:
            self._form.begin_with("companyName", name)

    def ask_tags(self) -> None:
        """Asks which tags the selected clients get."""
        if self._tags is None:
            from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

            field = COLLECTIONS[SECTION].by_name["tags"]
            self._tags = FormPanel(
                _("Tags for the selected clients"),
                asks=[Ask("tags", field, needed=True)],
                button=_("Add tags"),
                look=self.work.look,
                window=self,
            )
            self._tags.given.connect(self._tag)
        self._tags.open()

    def _tag(self, values: dict[str, Any]) -> None:
        tags: list[str] = values["tags"]
        if self._tags is not None:
            self._tags.clear()

        def call(replica: Replica, ids: Sequence[str]) -> "Many":
            return services.many.add_to_set(replica, c=SECTION, ids=ids, field="tags", words=tags)

        def said(count: int) -> str:
            return ngettext("{count} client tagged.", "{count} clients tagged.", count).format(count=count)

        self.rows.do(call, said)

    def _page(self, db: Db, rids: Sequence[int]) -> list[Cells]:
        return [_cells(self.work, line) for line in clients.page(db, rids)]

    def _create(self, values: dict[str, str | None]) -> None:
        contact = {name: values[name] for name in ("firstName", "lastName", "phone", "email") if values[name]}
        place = {name: values[name] for name in ("streetAddress", "zipCode", "city") if values[name]}
        replica = self.work.replica
        self.work.operations.write(
            self,
            lambda: services.clients.create_client(
                replica,
                fields={"companyName": values["companyName"]},
                contacts=[contact] if contact else (),
                properties=[place] if place else (),
            ),
            then=self._created,
            failed=lambda error: self.work.errors.tell(error, beside=self._form),
        )

    def _created(self, made: "Created[ClientId]") -> None:
        if self._form is not None:
            self._form.clear()
        self.work.undo.remember(made.saved.undo)
        self.go.emit(Place(SECTION, made.id))


def _cells(work: Workplace, line: clients.ClientLine) -> Cells:
    badge = badge_of(SECTION, line.status)
    place = ", ".join(word for word in (line.street, line.city) if word)
    owed = work.formats.amount(line.open_balance, work.currency) if line.open_balance else ""
    texts = (line.name, line.contact, line.phone, place, badge.word if badge else line.status, owed)
    texts = (*texts, line.email, " · ".join(line.tags))
    copies = {5: work.formats.number(line.open_balance, work.currency) if line.open_balance else ""}
    tips = {3: place} if len(place) > 24 else {}
    return Cells(line.rid, line.id, texts, badge, tips=tips, copies=copies)


def _client_form(work: Workplace, screen: ListScreen) -> "FormPanel":
    from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

    def ask(collection: str, name: str, *, needed: bool = False) -> Ask:
        return Ask(name, COLLECTIONS[collection].by_name[name], needed)

    asks = [
        ask("clients", "companyName", needed=True),
        *(ask("clientContacts", name) for name in ("firstName", "lastName", "phone", "email")),
        *(ask("clientProperties", name) for name in ("streetAddress", "zipCode", "city")),
    ]
    return FormPanel(_("New client"), asks=asks, button=_("Add client"), look=work.look, window=screen)
