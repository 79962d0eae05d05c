"""The timeline of a client or a project in the user's words: what happened, to what, by whom.

Promises: one line for each event, named by the weightiest thing it touched; amounts only where the person may read
them; a hand that is not known is not guessed. Lines are made in the read pool, from rows read by key. May not know:
widgets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import NOTHING, Fields
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.authors import Authors
from onetool_desktop.store.queries import timeline
from onetool_desktop.store.queries.timeline import Event, Touch
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.widgets.timeline import TimelineLine

_WEIGHT = (
    "payments",
    "issued",
    "invoices",
    "quotes",
    "projects",
    "clients",
    "tasks",
    "clientContacts",
    "clientProperties",
)
_POINTERS = frozenset({"primaryContactId", "primaryPropertyId"})
_STREET = "streetAddress"  # the first field of an address
_STEPS: dict[tuple[str, str], tuple[str, str, Tone]] = {
    ("clients", "lead"): (N_("Made a lead"), "star", Tone.INFO),
    ("clients", "active"): (N_("Made active"), "circle-dot", Tone.GOOD),
    ("clients", "inactive"): (N_("Made inactive"), "pause", Tone.NEUTRAL),
    ("clients", "archived"): (N_("Archived"), "archive", Tone.MUTED),
    ("projects", "planned"): (N_("Project {name} planned again"), "circle", Tone.NEUTRAL),
    ("projects", "in-progress"): (N_("Project {name} begun"), "circle-half", Tone.INFO),
    ("projects", "completed"): (N_("Project {name} completed"), "check-circle", Tone.GOOD),
    ("projects", "cancelled"): (N_("Project {name} called off"), "slash-circle", Tone.MUTED),
    ("tasks", "pending"): (N_("Visit planned again: {name}"), "circle", Tone.NEUTRAL),
    ("tasks", "in-progress"): (N_("Visit begun: {name}"), "circle-half", Tone.INFO),
    ("tasks", "completed"): (N_("Visit completed: {name}"), "check-circle", Tone.GOOD),
    ("tasks", "cancelled"): (N_("Visit called off: {name}"), "slash-circle", Tone.MUTED),
    ("quotes", "draft"): (N_("Quote {name} taken back to draft"), "circle-dashed", Tone.NEUTRAL),
    ("quotes", "sent"): (N_("Quote {name} sent; its number follows"), "sent", Tone.INFO),
    ("quotes", "approved"): (N_("Quote {name} approved{amount}"), "check-circle", Tone.GOOD),
    ("quotes", "declined"): (N_("Quote {name} declined"), "x-circle", Tone.BAD),
    ("invoices", "sent"): (N_("Invoice {name} issued; its number follows"), "sent", Tone.INFO),
    ("invoices", "cancelled"): (N_("Invoice {name} voided"), "slash-circle", Tone.MUTED),
}
_MADE: dict[str, tuple[str, str]] = {
    "clients": (N_("Client added"), "clients"),
    "clientContacts": (N_("Contact {name} added"), "person"),
    "clientProperties": (N_("Property {name} added"), "property"),
    "projects": (N_("Project {name} planned"), "projects"),
    "tasks": (N_("Visit planned: {name}"), "tasks"),
    "quotes": (N_("Quote drafted: {name}"), "quotes"),
    "invoices": (N_("Invoice drafted: {name}"), "invoices"),
}
_CHANGED: dict[str, str] = {
    "clients": N_("{fields} changed"),
    "clientContacts": N_("{fields} of {name} changed"),
    "clientProperties": N_("{fields} of {name} changed"),
    "projects": N_("{fields} of project {name} changed"),
}


@dataclass(frozen=True, slots=True)
class RecordTimeline:
    """The timeline of whichever row of `c` the screen shows."""

    work: Workplace
    c: str
    of: Callable[[], str]

    @property
    def watches(self) -> frozenset[str]:
        """Everything that lines are made from."""
        return frozenset(_WEIGHT)

    def page(self, before: str, limit: int) -> Sequence[TimelineLine]:
        """The lines below a place."""
        reads = self.work.replica.reads()
        found = timeline.events(reads.db, c=self.c, id=self.of(), before=before or timeline.END, limit=limit)
        teller = _Teller(self.work, reads, Authors(reads, self.work.replica.identity))
        return [teller.line(event) for event in found]


class _Teller:
    """Says one event after the other."""

    def __init__(self, work: Workplace, reads: Reads, authors: Authors) -> None:
        self._formats, self._currency = work.formats, work.currency
        self._reads, self._authors = reads, authors

    def line(self, event: Event) -> TimelineLine:
        first = min(event.touches, key=_weight)
        same = [touch for touch in event.touches if (touch.c, touch.id) == (first.c, first.id)]
        row = self._reads.get(first.c, first.id)
        fields: Fields = row.f if row is not None else NOTHING
        text, icon, tone = self._words(first, same, fields)
        moment = stamp.millis(event.at)
        day = self._formats.local(moment).date().isoformat()
        entered = self._formats.local(stamp.millis(event.h))
        time = f"{entered.hour:02d}:{entered.minute:02d}" if event.at == event.h else ""
        remark = " · ".join(word for word in (time, self._authors.name(event.h)) if word)
        place = self._place(first, fields)
        full_day = self._formats.full_day(day)
        return TimelineLine(event.at, self._formats.day(day), full_day, icon, tone, text, remark, place)

    def _words(self, first: Touch, same: Sequence[Touch], fields: Fields) -> tuple[str, str, Tone]:
        registers = {touch.register for touch in same}
        if first.c == "payments":
            return self._payment(fields)
        if first.c == "issued":
            return self._paper(fields)
        step = _STEPS.get((first.c, str(fields.get("status"))))
        if "row" in registers and "status" not in registers:
            sentence, icon = _MADE[first.c]
            return _tidy(_(sentence).format(name=self._name(first.c, fields))), icon, Tone.NEUTRAL
        if "status" in registers and step is not None:
            sentence, icon, tone = step
            name, amount = self._name(first.c, fields), self._amount(first)
            return _tidy(_(sentence).format(name=name, amount=amount)), icon, tone
        labels = ", ".join(_labels(first.c, registers))
        sentence = _(_CHANGED.get(first.c, _CHANGED["clients"]))
        return sentence.format(fields=labels, name=self._name(first.c, fields)), "edit", Tone.MUTED

    def _payment(self, fields: Fields) -> tuple[str, str, Tone]:
        invoice = self._reads.row("invoices", fields.get("invoiceId") or "")
        number = str(invoice.f.get("number") or invoice.f.get("title") or "") if invoice else ""
        amount = fields.get("amount")
        if amount is None:
            return _("Payment received for {number}").format(number=number), "check-circle", Tone.GOOD
        currency = (invoice.f.get("currency") if invoice else None) or self._currency
        money = self._formats.money(abs(amount), currency)
        sentence = _("Payment of {amount} received for {number}")
        if amount < 0:
            sentence = _("Payment of {amount} for {number} taken back")
        return (
            sentence.format(amount=money, number=number),
            "check-circle" if amount > 0 else "undo",
            Tone.GOOD if amount > 0 else Tone.WARN,
        )

    def _paper(self, fields: Fields) -> tuple[str, str, Tone]:
        quote = fields.get("kind") == "quote"
        document = Touch(
            "quotes" if quote else "invoices", str(fields.get("quoteId" if quote else "invoiceId")), ""
        )
        row = self._reads.row(document.c, document.id)
        current = row is not None and row.f.get("number") == fields.get("number")
        amount = self._amount(document) if current else ""
        again = (fields.get("rev") or 1) > 1
        sentence = _("Invoice {number} issued{amount}")
        if quote:
            sentence = _("Quote {number} sent anew{amount}") if again else _("Quote {number} sent{amount}")
        return sentence.format(number=fields.get("number"), amount=amount), "sent", Tone.INFO

    def _amount(self, document: Touch) -> str:
        if document.c not in ("quotes", "invoices"):
            return ""
        total, currency = timeline.total_of(self._reads.db, document.c, document.id)
        return "" if total is None else f", {self._formats.money(total, currency or self._currency)}"

    def _name(self, c: str, fields: Fields) -> str:
        words = [str(fields[name]) for name in COLLECTIONS[c].title if fields.get(name)]
        if c in ("quotes", "invoices"):
            return "".join(words[:1])  # a draft may have no name yet
        return " ".join(words) or _(COLLECTIONS[c].label.lower())

    def _place(self, touch: Touch, fields: Fields) -> Place | None:
        if touch.c == "payments":
            return Place("invoices", str(fields.get("invoiceId")))
        if touch.c == "issued":
            c, of = ("quotes", "quoteId") if fields.get("kind") == "quote" else ("invoices", "invoiceId")
            return Place(c, str(fields.get(of)))
        if touch.c in ("clientContacts", "clientProperties"):
            return Place("clients", str(fields.get("clientId")))
        return Place(touch.c, touch.id)


def _weight(touch: Touch) -> tuple[int, bool]:
    """The weightiest thing that happened is the lowest; that a client's first contact is its main one says nothing."""
    place = len(_WEIGHT) if touch.register in _POINTERS else _WEIGHT.index(touch.c)
    return place, touch.register != "status"


def _tidy(sentence: str) -> str:
    """A sentence without the gap of a name that is not there."""
    return " ".join(sentence.split()).removesuffix(":")


def _labels(c: str, registers: set[str]) -> list[str]:
    """The fields of registers, in their declared order; an address, which changes as a whole, by that word."""
    collection = COLLECTIONS[c]
    names = {register.partition(":")[0] for register in registers}
    return [
        _("Address") if fields[0] == _STREET else _(collection.by_name[fields[0]].label)
        for register, fields in collection.registers.items()
        if register in names
    ]
