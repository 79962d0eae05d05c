"""Issuing: a draft gets its number, and what it says is frozen.

Promises: the series is chosen once for each issue; the snapshot is that of the rows in the very transaction that
issues; a revised quote keeps its number. A device's own number is moved on in the transaction that uses it, so that no
crash gives it twice. May not know: whether a network is there: the caller says so.

A device whose series is closed prints pro forma until it is enrolled anew.

Why: with a network the main series is the better number, but its count is the cloud's to give, so the paper reads
*number follows* until it answers. Without one, waiting would keep a technician from leaving a bill, so the device has
a series of its own, unless the organisation wants one series and accepts pro forma paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.changes.draft_paper import PAPER_KIND, build_paper, snapshot
from onetool_desktop.changes.values import Change, Issue, Row
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.paper_checks import Finding, findings
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.saving import Act, Saved, commit, not_there
from onetool_desktop.store.replica import Replica, Transaction

_INSTEAD = {
    "quote": N_("What is on paper stays. Revise the quote to change it; sent again it keeps its number."),
    "invoice": N_("What is on paper stays. Void the invoice and make a new one."),
}


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
    try:
        return findings(build_paper(replica.reads(), org=replica.identity.org, c=c, id=id, day=day))
    except (KeyError, ValueError):
        return ()


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
    command = Issue(
        c=c, id=id, series=number.series, no=number.no, rev=number.rev, day=day, sha=sha, snap=snap
    )
    kind = PAPER_KIND[c]
    title = document.f.get("title") or ""
    act = Act(
        action=f"{c}.issue",
        label=_("Issue the {kind} {title}").format(kind=_(kind), title=title).strip(),
        never=_(_INSTEAD[kind]),
    )
    return commit(tx, act, also, commands=[command])


def _number(tx: Transaction, c: str, document: Row, *, online: bool) -> _Number:
    """The series, and the count where it is this device's to give."""
    earlier = tx.get("issued", document.f.get("issuedId") or "")
    if earlier is not None and earlier.live:
        return _revised(tx, earlier)
    kind = PAPER_KIND[c]
    if not tx.identity.connected or tx.identity.closed or online or _provisional(tx):
        return _Number(MAIN)
    return _Number(tx.identity.series, tx.next_series_number(kind))


def _revised(tx: Transaction, earlier: Row) -> _Number:
    """The number stays; on this device's own series it also counts the revision itself."""
    rev = (earlier.f.get("rev") or 1) + 1
    if earlier.f.get("series") == tx.identity.series and tx.identity.connected:
        return _Number(tx.identity.series, earlier.f["no"], rev)
    return _Number(MAIN)


def _provisional(tx: Transaction) -> bool:
    """Whether the organisation wants no device numbers."""
    settings = tx.get("organizations", tx.identity.org)
    return settings is not None and settings.f.get("offlineIssue") == "provisional"
