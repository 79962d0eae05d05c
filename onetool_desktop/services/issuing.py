"""Issuing: a draft gets its number, and what it says is frozen.

Promises: the series is chosen once for each issue; the snapshot is that of the rows in the very transaction that
issues; a revised quote keeps its number. A device's own number is moved on in the transaction that uses it, so that no
crash gives it twice. May not know: whether a network is there: the caller says so.

A device whose series is closed prints pro forma until it is enrolled anew. While the cloud gives no numbers of the main
series since it was restored, nothing is issued there that a device knows it would refuse; without a network it does not
know, and what waits for its number gets it after the release.

Why: with a network the main series is the better number, but its count is the cloud's to give, so the paper reads
*number follows* until it answers. Without one, waiting would keep a technician from leaving a bill, so the device has
a series of its own, unless the organisation wants one series and accepts pro forma paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.changes.draft_paper import LINES_OF, PAPER_KIND, build_paper, snapshot
from onetool_desktop.changes.values import NOTHING, Change, Fields, Issue, Row
from onetool_desktop.domain.document_totals import is_counted
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.numbering import MAIN, format_number
from onetool_desktop.domain.paper_checks import Finding, Looked, findings
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.saving import Act, Saved, commit, not_there
from onetool_desktop.store import series
from onetool_desktop.store.numbers_wait import numbers_wait, wait_within
from onetool_desktop.store.replica import Reads, Replica, Transaction

_INSTEAD = {
    "quote": N_("What is on paper stays. Revise the quote to change it; sent again it keeps its number."),
    "invoice": N_("What is on paper stays. Void the invoice and make a new one."),
}


class NumbersWaitError(SentenceError):
    """The cloud would not give a number of the main series just now."""


@dataclass(frozen=True, slots=True)
class _Number:
    """What the command says of the number."""

    series: str
    no: int | None = None
    rev: int | None = None


def issue(replica: Replica, *, c: str, id: str, day: str, online: bool) -> Saved:
    """Issue document `id` of `quotes` or `invoices`, dated `day`. `online`: whether the cloud answers just now."""
    return replica.write(lambda tx: issue_within(tx, c=c, id=id, day=day, online=online))


def lacking(replica: Replica, *, c: str, id: str, day: str) -> tuple[Finding, ...]:
    """What document `id` would lack if it were issued on `day`; nothing where it has no paper yet."""
    reads, org = replica.reads(), replica.identity.org
    try:
        paper = build_paper(reads, org=org, c=c, id=id, day=day)
    except (KeyError, ValueError):
        return ()
    own = reads.row("organizations", org)
    lines_of, parent = LINES_OF[c]
    unpriced = any(is_unpriced(line.f) for line in reads.children(lines_of, parent, id))
    return findings(Looked(paper, own_address=own.f if own else NOTHING, unpriced=unpriced))


def is_unpriced(line: Fields) -> bool:
    """Whether a line that is counted says what it is for and was given no price; one of 0 was."""
    return is_counted(line) and bool(line.get("description")) and not line.get("unitPrice")


def number_instead(replica: Replica, *, c: str, id: str) -> str | None:
    """While the numbers of the main series wait: the number of this device that the document gets if it is issued
    before their release, "" where its number can only follow. None where nothing waits that it would need.
    """
    reads, identity = replica.reads(), replica.identity
    document = reads.row(c, id)
    if document is None or not numbers_wait(reads.db, identity):
        return None
    earlier = reads.row("issued", document.f.get("issuedId") or "")
    if earlier is not None:
        return None if earlier.f.get("series") == identity.series else ""
    if identity.closed or _provisional(reads, identity.org):
        return ""
    kind = PAPER_KIND[c]
    return format_number(kind, identity.series, series.following(reads.db, kind, identity.series))


def issue_within(
    tx: Transaction, *, c: str, id: str, day: str, online: bool, also: Sequence[Change] = ()
) -> Saved:
    """The same in a transaction under way; `also` are changes of the same action, in a group after it."""
    document = tx.get(c, id)
    if document is None or not document.live:
        raise not_there(c)
    try:
        snap, sha = snapshot(tx, org=tx.identity.org, c=c, id=id, day=day)
    except ValueError as error:
        raise SentenceError(
            str(error),
            safe=_("Nothing was issued and the draft is unchanged."),
            next_step=_("Change the draft, then try again."),
        ) from error
    number = _number(tx, c, document, online=online)
    if online and number.series == MAIN:
        _check_released(tx)
    command = Issue(
        c=c, id=id, series=number.series, no=number.no, rev=number.rev, day=day, sha=sha, snap=snap
    )
    kind = PAPER_KIND[c]
    title = document.f.get("title") or ""
    act = Act(
        action=f"{c}.issue",
        label=(_("Issue the {kind} {title}") if title else _("Issue the {kind}")).format(
            kind=_(kind), title=title
        ),
        never=_(_INSTEAD[kind]),
    )
    return commit(tx, act, also, commands=[command])


def _check_released(tx: Transaction) -> None:
    if wait_within(tx):
        raise NumbersWaitError(
            _("The cloud was restored and gives no numbers yet; an administrator has to release them first."),
            safe=_("Nothing was issued and the draft is unchanged."),
            next_step=_("The page Numbers of the settings shows how, and who can."),
        )


def _number(tx: Transaction, c: str, document: Row, *, online: bool) -> _Number:
    """The series, and the count where it is this device's to give."""
    earlier = tx.get("issued", document.f.get("issuedId") or "")
    if earlier is not None and earlier.live:
        return _revised(tx, earlier)
    kind = PAPER_KIND[c]
    if not tx.identity.connected or tx.identity.closed or online or _provisional(tx, tx.identity.org):
        return _Number(MAIN)
    return _Number(tx.identity.series, tx.next_series_number(kind))


def _revised(tx: Transaction, earlier: Row) -> _Number:
    """The number stays; on this device's own series it also counts the revision itself."""
    rev = (earlier.f.get("rev") or 1) + 1
    if earlier.f.get("series") == tx.identity.series and tx.identity.connected:
        return _Number(tx.identity.series, earlier.f["no"], rev)
    return _Number(MAIN)


def _provisional(reader: Reads | Transaction, org: str) -> bool:
    """Whether the organisation wants no device numbers."""
    settings = reader.get("organizations", org)
    return settings is not None and settings.f.get("offlineIssue") == "provisional"
