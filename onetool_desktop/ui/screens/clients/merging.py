"""Merging the client on the screen into another: which one, what is kept where both say something, and apart again.

Promises: nothing is asked where nothing differs, for it can be undone; what differs is shown before, with a choice for
each. May not know: what merging writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import merging
from onetool_desktop.services.merging import Difference
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.screens.clients.plan import CLIENTS
from onetool_desktop.ui.screens.record_words import cut
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.fact_values import shown
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel
from onetool_desktop.ui.widgets.pick_field import Picked, Told, matching

if TYPE_CHECKING:
    from onetool_desktop.ui.screens.clients.record import ClientRecord
    from onetool_desktop.ui.widgets.choose_panel import ChoosePanel

_UNDOABLE = True
_REACHED = ("phone", "email")
_STAYS, _GOES = "stays", "goes"


class Merging:
    """What the record's two actions do."""

    def __init__(self, screen: "ClientRecord") -> None:
        self._screen = screen
        self._form: FormPanel | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions."""
        return {"client.merge": self.start, "client.apart": self.part}

    def start(self) -> None:
        """Asks into which client."""
        self.choosing.open()

    def part(self) -> None:
        """Asks which client is set apart."""
        self.parting.open()

    @cached_property
    def choosing(self) -> "ChoosePanel":
        """Where the client is chosen that stays."""
        from onetool_desktop.ui.screens.tasks.places import client_finder

        find = client_finder(self._screen.work, self._screen)

        def others(text: str, told: Told) -> None:
            own = self._screen.record_id
            find(text, lambda found: told([one for one in found if one.id != own]))

        none = _("There is no other client to merge this one into.")
        return self._panel(
            _("Merge into another client"), _("Which client stays?"), others, none, self.compare
        )

    @cached_property
    def parting(self) -> "ChoosePanel":
        """Where the client is chosen that is set apart again."""

        def find(text: str, told: Told) -> None:
            told(matching(self._merged(), text))

        none = _("No client was merged into this one.")
        return self._panel(
            _("Set a merged client apart"), _("Which one was not the same?"), find, none, self.set_apart
        )

    def _panel(
        self,
        title: str,
        hint: str,
        find: Callable[[str, Told], None],
        none: str,
        take: Callable[[str], None],
    ) -> "ChoosePanel":
        from onetool_desktop.ui.widgets.choose_panel import ChoosePanel

        look = self._screen.work.look
        panel = ChoosePanel(
            title, look=look, window=self._screen, icon="clients", hint=hint, find=find, none_words=none
        )
        panel.chosen.connect(take)
        return panel

    def _merged(self) -> list[Picked]:
        reads = self._screen.work.replica.reads()
        rows = [
            reads.row(CLIENTS, one) for one in merged.together(reads, CLIENTS, self._screen.record_id)[1:]
        ]
        return [_told_apart(reads, row) for row in rows if row is not None]

    def compare(self, into: str) -> None:
        """Merges the client on the screen into another, or asks first what is kept where they differ."""
        reads, own = self._screen.work.replica.reads(), self._screen.record_id
        goes, stays = reads.row(CLIENTS, own), reads.row(CLIENTS, into)
        if goes is None or stays is None:
            return
        found = merging.differences(stays.f, goes.f)
        if found:
            names = [str(row.f.get("companyName") or "") for row in (goes, stays)]
            self._ask(own, into, names, found)
        else:
            self._merge(own, into, {})

    def _ask(self, own: str, into: str, names: Sequence[str], found: Sequence[Difference]) -> None:
        work = self._screen.work
        if self._form is not None:
            self._form.deleteLater()
        form = self._form = FormPanel(
            _("Merge into {name}").format(name=names[1]),
            asks=[
                Ask(
                    one.field.name,
                    _choice(one),
                    remark=_("The other client: {words}").format(words=_both(one)[1]),
                )
                for one in found
            ],
            button=_("Merge clients"),
            look=work.look,
            window=self._screen,
        )
        # after a crash nothing of it comes back: whom it is about is chosen first
        form.setProperty(ADDRESS, "")
        form.explain(
            _(
                "Contacts, properties, work and papers of both are found under one client, and {name} is in no list "
                "any more. Both say something different here: choose what {other} says from now on. What else {name} "
                "says is still shown there; what {other} said before stands in the history."
            ).format(name=names[0], other=names[1])
        )
        form.given.connect(partial(self._merge, own, into))
        form.open(of=into, values={one.field.name: _STAYS for one in found})

    def _merge(self, own: str, into: str, values: dict[str, Any]) -> None:
        taken = {name for name, value in values.items() if value == _GOES}
        work = self._screen.work

        def done(saved: Saved) -> None:
            work.undo.remember(saved.undo)
            self._screen.go.emit(Place(CLIENTS, into))
            self._screen.said.emit(_("The clients are one now."), _UNDOABLE)

        work.operations.write(
            self._screen,
            lambda: merging.merge_client(work.replica, id=ClientId(own), into=ClientId(into), taken=taken),
            then=done,
            failed=lambda error: work.errors.tell(error, beside=self._form if values else None),
        )

    def set_apart(self, client: str) -> None:
        """Makes of a merged client one of his own again."""
        work = self._screen.work

        def done(saved: Saved) -> None:
            work.undo.remember(saved.undo)
            self._screen.go.emit(Place(CLIENTS, client))
            self._screen.said.emit(_("This client stands alone again."), _UNDOABLE)

        work.operations.write(
            self._screen, lambda: merging.set_apart(work.replica, id=ClientId(client)), then=done
        )


def _told_apart(reads: Reads, row: Row) -> Picked:
    """A client with what tells him from another of his name: where he is, else by whom he is reached."""
    place = reads.row("clientProperties", row.f.get("primaryPropertyId") or "") or _first(
        reads, "clientProperties", row.id
    )
    person = _first(reads, "clientContacts", row.id)
    where = ", ".join(address_lines(place.f)) if place is not None else ""
    reached = " · ".join(str(person.f[name]) for name in _REACHED if person.f.get(name)) if person else ""
    return Picked(row.id, str(row.f.get("companyName") or ""), where or reached)


def _first(reads: Reads, collection: str, client: str) -> Row | None:
    """The first of what was added to a client himself."""
    return next(iter(reads.children(collection, "clientId", client)), None)


def _choice(one: Difference) -> Field:
    """The field as a choice between what the two say."""
    return replace(
        one.field,
        kind=Kind.CHOICE,
        choices=(_STAYS, _GOES),
        spoken=tuple(zip((_STAYS, _GOES), _both(one), strict=True)),
        limit=200,
    )


def _both(one: Difference) -> tuple[str, str]:
    """What stays if nothing is chosen, and the other."""
    return cut(shown(one.field, one.stays)), cut(shown(one.field, one.goes))
