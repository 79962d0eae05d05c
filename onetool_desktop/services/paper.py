"""Documents as they are printed: from their snapshot once they were issued, from their rows before.

Promises: an issued document reads the same for ever, whatever became of its rows; one whose number is still to come is
pro forma and says that it follows; a draft says that it is one. Reads only.
May not know: printers, screens.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.changes.values import Issue, Row
from onetool_desktop.domain.numbering import provisional_reference
from onetool_desktop.domain.paper import Paper, from_snapshot
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform.files import safe_name
from onetool_desktop.services.logo import picture_of
from onetool_desktop.services.saving import not_there
from onetool_desktop.store import outbox
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Reads

if TYPE_CHECKING:
    from onetool_desktop.documents.commercial import Placed
    from onetool_desktop.documents.job import Status


_DRAFTS = {"quote": N_("Quote draft"), "invoice": N_("Invoice draft")}


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A document ready to be drawn. `number` None: a draft, or pro forma under `reference` while its number follows."""

    paper: Paper
    number: str | None
    status: "Status"
    reference: str = ""
    logo: bytes | None = None

    @property
    def name(self) -> str:
        """What a file of it is called, without an ending: its number and whom it is for."""
        number = self.number or self.reference or _(_DRAFTS[self.paper.kind])
        return safe_name(f"{number} {self.paper.customer.name}")


def paper_of(reads: Reads, identity: Identity, *, c: str, id: str, today: str) -> OnPaper:
    """Document `id` of `quotes` or `invoices` as it is printed now."""
    return headed(reads, identity.org, _on_paper(reads, identity, c=c, id=id, today=today))


def headed(reads: Reads, org: str, on_paper: OnPaper) -> OnPaper:
    """The same with the logo that its paper names, if that is here."""
    return replace(on_paper, logo=picture_of(reads, org, on_paper.paper.logo_sha))


def _on_paper(reads: Reads, identity: Identity, *, c: str, id: str, today: str) -> OnPaper:
    document = reads.row(c, id)
    if document is None:
        raise not_there(c)
    if document.f.get("status") == "draft":
        return OnPaper(build_paper(reads, org=identity.org, c=c, id=id, day=today), None, "draft")
    void = document.f.get("status") == "cancelled"
    issued = reads.row("issued", document.f.get("issuedId") or "")
    if issued is not None:
        return issued_paper(issued, void=void)
    waiting = _waiting(reads, c, id)
    if waiting is None:
        paper = build_paper(reads, org=identity.org, c=c, id=id, day=today)
        return OnPaper(paper, document.f.get("number"), _final(void=void))
    n, command = waiting
    reference = provisional_reference(identity.series or identity.author, n)
    return OnPaper(from_snapshot(command.snap), None, _final(void=void), reference)


def issued_paper(issued: Row, *, void: bool = False) -> OnPaper:
    """A row of `issued` as it is printed."""
    return OnPaper(from_snapshot(issued.f["snap"]), issued.f["number"], _final(void=void))


def _final(*, void: bool) -> "Status":
    return "void" if void else "issued"


def pdf_of(on_paper: OnPaper) -> bytes:
    """The bytes of the document: what is shown, printed, mailed and kept."""
    return placed_pdf_of(on_paper).pdf


def placed_pdf_of(on_paper: OnPaper) -> "Placed":
    """The same bytes, with the pages of its lines."""
    from onetool_desktop.documents.commercial import (
        render_placed,
    )  # here: the fonts and ReportLab are read on first use
    from onetool_desktop.documents.pen import small_picture

    return render_placed(
        on_paper.paper,
        number=on_paper.number,
        status=on_paper.status,
        reference=on_paper.reference,
        logo=small_picture(on_paper.logo),
    )


def _waiting(reads: Reads, c: str, id: str) -> tuple[int, Issue] | None:
    """The issue of this document that the cloud has not answered yet, and its n."""
    for group in reversed(outbox.pending_groups(reads.db, c, id)):
        for command in group.commands:
            if command.id == id:
                return group.n, command
    return None
