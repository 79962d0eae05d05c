"""What a headless device can be told to do and asked: the verbs of the services by name, and a few questions.

Promises: arguments and answers are plain JSON; a verb is the service itself, nothing is done beside it.
May not know: how orders come.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.documents.pages_image import page_count
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.services import (
    attention,
    clients,
    days,
    invoices,
    lines,
    notices,
    paper,
    payments,
    projects,
    quotes,
    tasks,
)
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store.replica import Replica

VERBS: Mapping[str, Callable[..., Created[Any] | Saved]] = {
    verb.__name__: verb
    for verb in (
        clients.create_client,
        clients.edit_client,
        clients.add_contact,
        clients.add_property,
        projects.create_project,
        projects.edit_project,
        tasks.create_task,
        tasks.start_task,
        tasks.complete_task,
        quotes.create_quote,
        quotes.edit_quote,
        quotes.send_quote,
        quotes.approve_quote,
        quotes.revise_quote,
        lines.add_line,
        lines.edit_line,
        lines.remove_line,
        invoices.create_invoice,
        invoices.invoice_quote,
        invoices.issue_invoice,
        payments.record_payment,
        notices.put_mine_back,
        notices.revise_and_put_back,
        notices.keep_theirs,
        attention.retry,
        attention.revise_and_retry,
    )
}
_DATED = {"create_quote": "today", "invoice_quote": "today", "create_invoice": "today"}
_ISSUING = frozenset({"send_quote", "issue_invoice"})


def run(replica: Replica, verb: str, args: dict[str, Any], *, online: bool) -> dict[str, Any]:
    """Runs a verb; what a person would not type (the day, whether the cloud answers) is filled in here."""
    if verb in _DATED:
        args = {_DATED[verb]: days.today(replica), **args}
    if verb in _ISSUING:
        args = {"day": days.today(replica), "online": online, **args}
    answer = VERBS[verb](replica, **args)
    saved = answer.saved if isinstance(answer, Created) else answer
    return {"id": answer.id if isinstance(answer, Created) else None, "gids": list(saved.gids)}


def read(replica: Replica, what: str, args: dict[str, Any]) -> Any:
    """Answers a question."""
    return _READS[what](replica, **args)


def _row(replica: Replica, *, c: str, id: str) -> dict[str, Any] | None:
    row = replica.reads().row(c, id)
    return None if row is None else dict(row.f)


def _children(replica: Replica, *, c: str, field: str, id: str) -> list[dict[str, Any]]:
    return [{"id": row.id, **row.f} for row in replica.reads().children(c, field, id)]


def _notices(replica: Replica) -> list[dict[str, Any]]:
    """The open notices of the person at this device."""
    rows = replica.reads().children("notices", "userId", replica.identity.user_id)
    return [{"id": row.id, **row.f} for row in rows if not row.f.get("settled")]


def _attention(replica: Replica) -> list[dict[str, Any]]:
    return [
        {
            "gid": item.gid,
            "label": item.label,
            "code": item.code,
            "sentence": item.reason or attention.said_of(item).sentence,
            "may_revise": attention.Remedy.REVISE in attention.remedies(replica.reads(), item),
        }
        for item in attention.waiting(replica)
    ]


def _on_their_way(replica: Replica) -> list[dict[str, Any]]:
    """The files that are to be sent or fetched, and how many bytes of each are there."""
    names = ("way", "id", "sha", "size", "position", "state", "words")
    found = replica.reads().db.execute(f"SELECT {', '.join(names)} FROM transfers ORDER BY id, sha")
    return [dict(zip(names, record, strict=True)) for record in found]


def _holds(replica: Replica, *, sha: str) -> bool:
    """Whether the bytes of this hash are here, all of them read."""
    return replica.blobs.holds(sha)


def _pdf(replica: Replica, *, c: str, id: str, folder: str = "") -> dict[str, Any]:
    """A document printed, into a folder if one is given."""
    found = paper.paper_of(replica.reads(), replica.identity, c=c, id=id, today=days.today(replica))
    data = paper.pdf_of(found)
    path = Path(folder) / f"{found.name}.pdf" if folder else None
    if path is not None:
        path.write_bytes(data)
    return {
        "kind": found.paper.kind,
        "number": found.number,
        "currency": found.paper.currency,
        "total": found.paper.totals.total,
        "path": str(path or ""),
        "sha256": hashlib.sha256(path.read_bytes() if path else data).hexdigest(),
        "pages": page_count(data),
    }


def _paper(replica: Replica, *, c: str, id: str) -> dict[str, Any]:
    """A document as it reads on paper now, whatever its rows say."""
    found = paper.paper_of(replica.reads(), replica.identity, c=c, id=id, today=days.today(replica))
    lines = [
        {
            "id": line.id,
            "description": line.description,
            "quantity": line.quantity,
            "unitPrice": line.unit_price,
        }
        for line in found.paper.lines
    ]
    totals = found.paper.totals
    return {
        "number": found.number,
        "status": found.status,
        "lines": lines,
        "totals": [totals.subtotal, totals.discount, totals.tax, totals.total],
    }


def _lines(replica: Replica, *, c: str, id: str) -> list[dict[str, Any]]:
    """The lines of a document in their order, as its rows say."""
    rows = replica.reads().children(*LINES_OF[c], id)
    return [{"id": row_id, **f} for row_id, f in in_order((row.id, row.f) for row in rows)]


def _some_invoice(replica: Replica) -> str:
    """The issued invoice with the highest number."""
    found = replica.reads().db.execute(
        "SELECT id FROM invoices WHERE number IS NOT NULL ORDER BY number DESC"
    )
    return found.fetchone()[0]


def _acknowledged(replica: Replica, *, c: str) -> list[str]:
    """The ids of live rows that the cloud has given a place in its order."""
    return [row_id for (row_id,) in replica.reads().db.execute(f'SELECT id FROM "{c}" WHERE seq IS NOT NULL')]


def _numbers(replica: Replica, *, kind: str, series: str) -> list[int]:
    """The counts given in a series, in order; one given twice would stand twice."""
    found = replica.reads().db.execute(
        "SELECT no FROM issued WHERE kind=? AND series=? ORDER BY no", (kind, series)
    )
    return [no for (no,) in found]


def _today(replica: Replica) -> str:
    return days.today(replica)


_READS: Mapping[str, Callable[..., Any]] = {
    "row": _row,
    "children": _children,
    "notices": _notices,
    "attention": _attention,
    "on_their_way": _on_their_way,
    "holds": _holds,
    "paper": _paper,
    "lines": _lines,
    "acknowledged": _acknowledged,
    "numbers": _numbers,
    "today": _today,
    "some_invoice": _some_invoice,
    "pdf": _pdf,
}
