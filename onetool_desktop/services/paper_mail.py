"""A document as a mail that is not sent yet: a draft for the person's own mail program, with the PDF attached.

Promises: it goes to the document's contact, speaks the paper's language and holds the very bytes that are printed;
nothing is sent from here. May not know: which mail program there is.

Why: a firm's mail program has its signature, its sent folder and its server. A file it opens as a draft uses all of
them, works without a network, and lets a person read the mail once more before it goes.
"""

from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from babel import Locale, UnknownLocaleError

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import NOTHING, Fields
from onetool_desktop.platform.files import free_path, safe_name, trouble, write_atomic
from onetool_desktop.services.days import today
from onetool_desktop.services.paper import OnPaper, paper_of, pdf_of
from onetool_desktop.store.replica import Reads, Replica

_FOLDER = "mail"
_KEPT_S = 24 * 3_600  # a draft lies open that long at most; it is no archive and not encrypted


def mail_draft(replica: Replica, *, c: str, id: str) -> Path:
    """Writes the draft for document `id` of `quotes` or `invoices` beside the business; answers its path."""
    reads = replica.reads()
    on_paper = paper_of(reads, replica.identity, c=c, id=id, today=today(replica))
    document = _live(reads, c, id)
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    message["Subject"] = _subject(on_paper)
    address = _address(reads, document)
    if address:
        message["To"] = address
    message.set_content(on_paper.paper.intro or "\n")
    message.add_attachment(
        pdf_of(on_paper), maintype="application", subtype="pdf", filename=f"{on_paper.name}.pdf"
    )
    folder = replica.path.parent / _FOLDER
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        _tidy(folder, before_s=replica.clock.now_ms() / 1000 - _KEPT_S)
        path = free_path(folder / f"{safe_name(on_paper.name)}.eml")
        write_atomic(path, message.as_bytes())
    except OSError as error:
        raise trouble(error, path=folder) from error
    return path


def _tidy(folder: Path, *, before_s: float) -> None:
    """Removes the drafts of earlier days; one that a mail program holds stays for the next time."""
    for old in folder.glob("*.eml"):
        with suppress(OSError):
            if old.stat().st_mtime < before_s:
                old.unlink()


def _subject(on_paper: OnPaper) -> str:
    from onetool_desktop.documents.words import words

    paper = on_paper.paper
    try:
        said = words(Locale.parse(paper.locale, sep="-"))
    except (ValueError, UnknownLocaleError):
        said = words(Locale("en"))
    kind = said.quote if paper.kind == "quote" else said.invoice
    number = on_paper.number or on_paper.reference
    return " ".join(" ".join(part for part in (kind, number, "–", paper.seller.name) if part).split())


def _address(reads: Reads, document: Fields) -> str:
    """The e-mail of the document's contact, else of the client's main one."""
    client = merged.said(reads, "clients", document.get("clientId"))
    contact = document.get("contactId") or client.get("primaryContactId") or ""
    return str(_live(reads, "clientContacts", contact).get("email") or "").strip()


def _live(reads: Reads, c: str, id: str) -> Fields:
    row = reads.row(c, id) if id else None
    return NOTHING if row is None else row.f
