"""The payment schedule of a draft invoice: in which parts it is to be paid, and when.

Promises: giving a schedule writes only the rows that differ; no rows means that all is due at once. Whether the parts
add up is asked when the invoice is issued, since its lines may still change. May not know: payments.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.changes.draft_paper import Rows
from onetool_desktop.changes.values import Change, Op
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.ids import InvoiceId
from onetool_desktop.domain.places import between
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Act, Saved, edited, new_row, save
from onetool_desktop.store.replica import Replica, Transaction

INSTALLMENTS = "installments"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `amount` in minor units, the day it is due or nothing, and what it is for."""

    amount: int
    day: str = ""
    description: str = ""


def schedule_of(reader: Rows, invoice: str) -> list[Part]:
    """The schedule as it is saved, in order."""
    rows = in_order((row.id, row.f) for row in reader.children(INSTALLMENTS, "invoiceId", invoice))
    return [Part(f["amount"], f.get("dueDate") or "", f.get("description") or "") for _id, f in rows]


def give_schedule(replica: Replica, *, id: InvoiceId, parts: Sequence[Part]) -> Saved:
    """The invoice is to be paid in these parts."""

    def draft(tx: Transaction) -> list[Change]:
        there = in_order((row.id, row.f) for row in tx.children(INSTALLMENTS, "invoiceId", id))
        place = str(there[-1][1].get("position") or "") if there else ""
        changes: list[Change] = []
        for at, part in enumerate(parts):
            fields = {"amount": part.amount, "dueDate": part.day, "description": part.description}
            if at < len(there):
                changes.append(edited(tx, INSTALLMENTS, there[at][0], fields))
                continue
            place = between(place, "")
            row = {**fields, "invoiceId": id, "position": place}
            changes.append(new_row(INSTALLMENTS, replica.ids.new_id(), row))
        return [*changes, *(Change(INSTALLMENTS, row_id, Op.DELETE) for row_id, _f in there[len(parts) :])]

    return save(replica, Act(action="installments.edit", label=_("Change the payment schedule")), draft)
