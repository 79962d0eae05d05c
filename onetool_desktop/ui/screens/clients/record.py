"""A client's record: facts, contacts and properties edited in place; what happened and what belongs to it beside them.

Promises: one contact and one property are the main ones, by the client's own registers; a client that looks like
another is told so and left alone. May not know: how a list or a timeline is made.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import ClientId, NoticeId
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services import clients as verbs, notices, records
from onetool_desktop.services.merging import said_by_merged
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store.queries import alike
from onetool_desktop.store.queries.client_list import has_paper, open_balance
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.clients.merging import Merging
from onetool_desktop.ui.screens.clients.plan import CLIENTS, CONTACTS, FORMS, PROPERTIES, client_plan
from onetool_desktop.ui.screens.files.overlay import FilesOverlay
from onetool_desktop.ui.screens.lost_edits import lost_edits_of
from onetool_desktop.ui.screens.making import Making
from onetool_desktop.ui.screens.record_parts import Doing, Part
from onetool_desktop.ui.screens.record_screen import RecordScreen, Sheet
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel
from onetool_desktop.ui.widgets.hints import Hint

_UNDOABLE = True
_MERGE = "merge"
_UNDER = 100  # contacts or properties shown
_UNFOLDED = 1  # of each kind; the others are one line until they are opened
_SAID = {
    "active": N_("The client is active now."),
    "lead": N_("The client is a lead now."),
    "inactive": N_("The client is inactive now."),
    "archived": N_("The client is archived. It is under “Archived” in the list, and nothing of it is lost."),
}


def client_record(work: Workplace) -> "ClientRecord":
    """The screen."""
    return ClientRecord(work)


class ClientRecord(RecordScreen):
    """One client."""

    def __init__(self, work: Workplace) -> None:
        replica = work.replica
        self._forms: dict[str, FormPanel] = {}
        self._property_files: FilesOverlay | None = None
        self.merging = Merging(self)
        self._then: tuple[str, Place | None] = (
            "",
            None,
        )  # where to go once a property of which client stands
        super().__init__(
            work,
            plan=client_plan(work),
            read=self._sheet,
            save=lambda c, row_id, fields: records.edit(replica, c=c, id=row_id, fields=fields),
            handlers=self._handlers(),
            put_back=lambda notice: notices.put_mine_back(replica, id=NoticeId(notice)),
            keep=lambda notice: notices.keep_theirs(replica, id=NoticeId(notice)),
        )

    def show_record(self, record_id: str) -> None:
        """Overrides RecordScreen: the way to a client who was merged leads to who stands for him; what was to be done
        here for another place is forgotten.
        """
        self._then = ("", None)
        reads = self.work.replica.reads()
        standing = merged.survivor(reads, CLIENTS, record_id)
        super().show_record(standing)
        row = reads.row(CLIENTS, record_id) if standing != record_id else None
        if row is not None:
            words = _("{name} was merged into this client.").format(name=row.f.get("companyName") or "")
            self.said.emit(words, not _UNDOABLE)

    # --- reading ------------------------------------------------------------------------------------

    def _sheet(self, client: str) -> Sheet | None:
        reads = self.work.replica.reads()
        row = reads.row(CLIENTS, client)
        if row is None:
            return None
        under = {
            c: _main_first(c, row, merged.children(reads, c, "clientId", client))
            for c in (CONTACTS, PROPERTIES)
        }
        parts = [Part(CLIENTS, client, _("Facts"), row.f, unsettled_fields(self.work, CLIENTS, client))]
        parts += self._merged(reads, client)
        parts += [self._part(c, one, row, at) for c, rows in under.items() for at, one in enumerate(rows)]
        lost = [one for part in parts for one in lost_edits_of(self.work, reads, part.collection, part.id)]
        return Sheet(
            title=str(row.f.get("companyName") or _("Client without a name")),
            badge=badge_of(CLIENTS, row.f.get("status")),
            line=self._line_of(row, under[CONTACTS]),
            parts=tuple(parts),
            lost=tuple(lost),
            hints=self._hints_of(reads, row, under[CONTACTS]),
            known={
                "issued": has_paper(reads.db, client),
                "stands for": len(merged.together(reads, CLIENTS, client)) > 1,
                "may merge": self.work.replica.principal.may("clients", "delete"),
            },
        )

    def _merged(self, reads: Reads, client: str) -> list[Part]:
        """What the clients say who were merged into this one, where this one does not say it."""
        formats, may_part = self.work.formats, self.work.replica.principal.may("clients", "delete")
        return [
            Part(
                CLIENTS,
                one.id,
                _("From {name}").format(name=one.fields.get("companyName") or _("a client")),
                one.fields,
                unsettled_fields(self.work, CLIENTS, one.id),
                remark=_("merged {day}").format(
                    day=formats.full_day(formats.local(one.since_ms).date().isoformat())
                ),
                doings=(Doing(_("Set apart"), "undo", partial(self.merging.set_apart, one.id)),) * may_part,
                only=one.otherwise - {"companyName"},
            )
            for one in said_by_merged(reads, client)
        ]

    def _part(self, c: str, row: Row, client: Row, at: int) -> Part:
        main = client.f.get(verbs.MAIN[c]) == row.id
        doings = [] if main else [Doing(_("Make main"), "star", partial(self._make_main, c, row.id))]
        if c == PROPERTIES:
            name = _name_of(c, row)
            doings.append(Doing(_("Files and photos"), "note", partial(self._open_files, row.id, name)))
        doings.append(Doing(_("Remove"), "discard", partial(self._remove, c, row.id)))
        noun = _("Main contact") if c == CONTACTS else _("Main property")
        return Part(
            c,
            row.id,
            _name_of(c, row) or _(COLLECTIONS[c].label),
            row.f,
            unsettled_fields(self.work, c, row.id),
            remark=noun if main else _summary(c, row),
            folded=at >= _UNFOLDED,
            doings=tuple(doings),
        )

    def _line_of(self, row: Row, contacts: list[Row]) -> str:
        """What is asked for first: what is owed, whom to call, what they are."""
        words, source = list[str](), row.f.get("leadSource")
        owed = open_balance(self.work.replica.reads().db, row.id)
        if owed and self.work.replica.principal.may("prices", "view"):
            money = self.work.formats.money(owed, self.work.currency)
            words.append(_("{amount} open").format(amount=money))
        if contacts:
            name, phone = _name_of(CONTACTS, contacts[0]), str(contacts[0].f.get("phone") or "")
            words += [name if name != row.f.get("companyName") else "", phone]
        words.append(str(row.f.get("companyDescription") or "").partition("\n")[0][:60])
        words.append(words_of(source) if source else "")
        return " · ".join(word for word in words if word)

    def _hints_of(self, reads: Reads, row: Row, contacts: list[Row]) -> tuple[Hint, ...]:
        standing = merged.stand_in(reads, CLIENTS, row.id)
        if standing is not None and standing.id != row.id:  # merged elsewhere while it is shown here
            words = _("This client was merged into {name}.")
            name = str(standing.f.get("companyName") or "")
            return (Hint(words.format(name=name), _("Open it"), Place(CLIENTS, standing.id)),)
        emails = [str(one.f["email"]) for one in contacts if one.f.get("email")]
        name = str(row.f.get("companyName") or "")
        found = alike.of_client(reads.db, client=row.id, name=name, emails=emails)
        return tuple(self._hint(one) for one in found)

    def _hint(self, one: alike.Alike) -> Hint:
        """The way to another client who is like this one, and to merging this one into it where that is possible."""
        there = Place(CLIENTS, one.client)
        may_merge = self.work.replica.principal.may("clients", "delete") and not one.archived
        merge = ((_("Merge into it…"), Place(CLIENTS, self.record_id, begin=_MERGE, then=there)),) * may_merge
        return Hint(_alike(one), _("Open it"), there, merge)

    # --- doing --------------------------------------------------------------------------------------

    def _open_files(self, property_id: str, name: str) -> None:
        """The files of one property."""
        if self._property_files is None:
            self._property_files = FilesOverlay(self.work, home="propertyId", window=self)
            self._property_files.said.connect(self.said)
        self._property_files.open_for(property_id, name)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "client.contact": partial(self._add, CONTACTS),
            "client.property": partial(self._add, PROPERTIES),
            "client.delete": self._delete,
        }
        for status in _SAID:
            found[f"client.{status}"] = partial(self._set_status, status)
        return {**found, **Making(self, self._known).handlers("client"), **self.merging.handlers()}

    def _known(self) -> Mapping[str, Any]:
        """What is known of whatever is made for this client."""
        fields = self.context().fields
        contact, place = (fields.get(verbs.MAIN[c]) for c in (CONTACTS, PROPERTIES))
        return {"clientId": self.record_id, "contactId": contact, "propertyId": place}

    def _set_status(self, status: str) -> None:
        client = ClientId(self.record_id)
        self._do(
            lambda: verbs.set_client_status(self.work.replica, id=client, status=status), _(_SAID[status])
        )

    def _delete(self) -> None:
        client = ClientId(self.record_id)

        def done(saved: Saved) -> None:
            self._done(saved, _deleted(saved))
            self.step_back.emit()

        self.work.operations.write(self, lambda: verbs.delete_client(self.work.replica, id=client), then=done)

    def _make_main(self, c: str, row_id: str) -> None:
        client, replica = ClientId(self.record_id), self.work.replica
        said = _("Main contact changed.") if c == CONTACTS else _("Main property changed.")
        self._do(lambda: verbs.make_main(replica, client_id=client, c=c, id=row_id), said)

    def _remove(self, c: str, row_id: str) -> None:
        client, replica = ClientId(self.record_id), self.work.replica
        said = _("Contact removed.") if c == CONTACTS else _("Property removed.")
        self._do(lambda: verbs.remove(replica, client_id=client, c=c, id=row_id), said)
        self.focus_start()  # the button that was pressed goes away

    def _do(self, call: Callable[[], Saved], said: str) -> None:
        self.work.operations.write(self, call, then=lambda saved: self._done(saved, said))

    def _done(self, saved: Saved, said: str) -> None:
        self.work.undo.remember(saved.undo)
        self.said.emit(said, _UNDOABLE)

    def begin(self, what: str, then: Place | None) -> None:
        """Overrides Screen: `address` is typed at once, of the main property or of a new one; `merge` begins merging
        this client into the one at `then`.
        """
        if what == _MERGE and then is not None:
            self.merging.compare(then.record)
        if what != "address":
            return
        main = self.context().fields.get(verbs.MAIN[PROPERTIES])
        if main and self.work.replica.reads().row(PROPERTIES, main) is not None:
            self.part(PROPERTIES, main).facts["streetAddress"].edit()
            self._then = (self.record_id, then)
        else:
            self._add(PROPERTIES)
            self._then = (self.record_id, then)

    def _edited(self, collection: str, row_id: str, field: str, value: Any) -> None:
        """Overrides RecordScreen: what was begun for another place offers to go back there."""
        super()._edited(collection, row_id, field, value)
        client, then = self._then
        if collection == PROPERTIES and then is not None and client == self.record_id:
            words = _("Once the address is whole, go back to where it is needed.")
            self.offered.emit(words, _("Go back"), partial(self.go.emit, then))

    # --- adding -------------------------------------------------------------------------------------

    def _add(self, c: str) -> None:
        self._then = ("", None)
        if c not in self._forms:
            title, names = _("Add contact") if c == CONTACTS else _("Add property"), FORMS[c]
            asks = [Ask(name, COLLECTIONS[c].by_name[name]) for name in names]
            form = FormPanel(title, asks=asks, button=title, look=self.work.look, window=self)
            form.given.connect(partial(self._give, c))
            form.closed.connect(partial(self._tell_kept, form))
            self._forms[c] = form
        self._forms[c].open(of=self.record_id)

    def _tell_kept(self, form: FormPanel) -> None:
        if form.keeps_typed:
            self.said.emit(
                _("What you typed is kept: it stands there when you open this again."), not _UNDOABLE
            )

    def _give(self, c: str, values: dict[str, Any]) -> None:
        client, replica = ClientId(self.record_id), self.work.replica
        fields = {name: value for name, value in values.items() if value}
        if not fields:
            self._forms[c].refuse(_("Fill in one of these at least."))
            return

        def add() -> Created[Any]:
            if c == CONTACTS:
                return verbs.add_contact(replica, client_id=client, fields=fields)
            return verbs.add_property(replica, client_id=client, fields=fields)

        self.work.operations.write(
            self,
            add,
            then=lambda made: self._added(c, client, made),
            failed=lambda error: self.work.errors.tell(
                error, beside=self._forms[c] if client == self.record_id else None
            ),
        )

    def _added(self, c: str, of: ClientId, made: Created[Any]) -> None:
        self._forms[c].clear(of=of)
        self._done(made.saved, _("Contact added.") if c == CONTACTS else _("Property added."))
        client, then = self._then
        self._then = ("", None)
        if c == PROPERTIES and then is not None and client == self.record_id:
            self.go.emit(then)


def _main_first(c: str, client: Row, rows: Sequence[Row]) -> list[Row]:
    main = client.f.get(verbs.MAIN[c])
    return sorted(rows, key=lambda row: row.id != main)[:_UNDER]


def _name_of(c: str, row: Row) -> str:
    words = [str(row.f.get(name) or "") for name in COLLECTIONS[c].title]
    if c == PROPERTIES:
        return words[0] or ", ".join(word for word in words[1:] if word)
    return " ".join(word for word in words if word)


def _summary(c: str, row: Row) -> str:
    """What a person looks for first, for a row that is folded."""
    names = ("phone", "email") if c == CONTACTS else ("streetAddress", "city")
    found = [str(row.f[name]) for name in names if row.f.get(name)]
    return " · ".join(found) if c == CONTACTS or row.f.get("propertyName") else ""


def _alike(one: alike.Alike) -> str:
    """In what a client is like this one."""
    if one.email:
        return _("{email} is also a contact of {name}.").format(email=one.email, name=one.name)
    if one.of_merged:
        return _("A client of this name was merged into {name}.").format(name=one.name)
    return _("There is another client of this name: {name}.").format(name=one.name)


def _deleted(saved: Saved) -> str:
    """What went along."""
    counts = {c: len(ids) for c, ids in saved.changes.rows.items()}
    words = [
        ngettext(one, many, counts[c]).format(count=counts[c])
        for c, one, many in (
            ("projects", N_("{count} project"), N_("{count} projects")),
            ("tasks", N_("{count} task"), N_("{count} tasks")),
            ("quotes", N_("{count} quote"), N_("{count} quotes")),
            ("invoices", N_("{count} invoice"), N_("{count} invoices")),
        )
        if counts.get(c)
    ]
    if not words:
        return _("Client deleted.")
    return _("Client deleted, with {what}.").format(what=", ".join(words))
