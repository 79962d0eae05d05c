"""Number review: papers whose number stands twice, or that were put on paper twice, until somebody has seen to it."""

from dataclasses import dataclass

from onetool_desktop.store.engine import Db

# Of a document that was revised since, the last paper (SQLite takes the other columns from the row with the maximum).
_OPEN = """SELECT issued.id, issued.kind, coalesce(issued."quoteId", issued."invoiceId") AS document, issued.number,
    issued.review, (SELECT coalesce(twin."quoteId", twin."invoiceId") AS other FROM issued AS twin
        WHERE twin.kind = issued.kind AND twin.series = issued.series AND twin.no = issued.no
        AND other <> coalesce(issued."quoteId", issued."invoiceId") LIMIT 1), max(coalesce(issued.rev, 1))
    FROM issued LEFT JOIN invoices ON invoices.id = issued."invoiceId" LEFT JOIN quotes ON quotes.id = issued."quoteId"
    WHERE issued.review IS NOT NULL AND invoices.status IS NOT 'cancelled' AND quotes.status IS NOT 'declined'
    GROUP BY document, issued.review ORDER BY issued.id LIMIT ?"""


@dataclass(frozen=True, slots=True)
class InReview:
    """One paper: `review` is *number* where `twin`, another document, has its number too, *document* where the document
    has another number already.
    """

    id: str
    kind: str
    document: str
    number: str
    review: str
    twin: str | None


def in_review(db: Db, *, limit: int = 50) -> list[InReview]:
    """The papers nobody has seen to: an invoice that was voided, or a quote that was declined, is seen to."""
    return [
        InReview(row_id, kind, document, number or "", review, twin)
        for row_id, kind, document, number, review, twin, _ in db.execute(_OPEN, (limit,))
        if document
    ]
