"""The command `issue`, decided or recorded (WIRE section 5).

*Decided* where a number is still to be given, or on the device before it prints: the draft must be open, complete and
hash to what the author saw. *Recorded* in the cloud where the number is on paper already: never refused, whatever
became of right, draft or client; edits by others that are not on the paper become notices, a number or a document
that has one already goes to Number review. *Caught up with* where the paper was recorded before its document came,
as after the cloud was restored, or while that was deleted: it comes, or comes back, as issued.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from onetool_desktop.changes import issuing, rules, stamp, unprinted
from onetool_desktop.changes.draft import Draft
from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.changes.notices import NOTICES, Teller
from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.unprinted import Printed
from onetool_desktop.changes.values import NOTHING, ROW, Code, Group, Issue, Refusal, Row, RowKey
from onetool_desktop.domain import numbering
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.paper import snapshot_sha, to_snapshot
from onetool_desktop.domain.permissions import Principal
from onetool_desktop.domain.translate import _

MAX_LINES = 2_000  # of one document on paper


@dataclass(frozen=True, slots=True)
class Issued:
    """What a command did: rows, and the series it moved on."""

    rows: Mapping[RowKey, Row]
    counters: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])


class Issuing:
    """One `issue` of one group."""

    def __init__(self, draft: Draft, principal: Principal, group: Group, command: Issue) -> None:
        self._draft = draft
        self._principal = principal
        self._group = group
        self._command = command
        self._collection = COLLECTIONS[command.c]
        self._kind = self._collection.paper

    def decided(self) -> Issued:
        """Give the number, or predict that it follows. Raises `rules.Barred`."""
        document = self._open_document()
        if snapshot_sha(self._command.snap) != self._command.sha:
            self._bar(Code.VALIDATION, _("The frozen copy of this document is damaged; issue it again."))
        if self._sha_now() != self._command.sha:
            self._bar(
                Code.CHANGED,
                _("This document changed after you last saw it; look at it again, then send it."),
            )
        no, rev, series = self._number(document)
        if no is None:
            sent = issuing.sent(self._collection, document, self._group.h)
            return Issued({(self._command.c, sent.id): sent})
        continued = self._command.no is None and rev is not None
        review = self._review(no, rev=rev, series=series) if continued else None
        return self._on_paper(document, no=no, rev=rev, series=series, review=review)

    def recorded(self, no: int, teller: Teller) -> Issued:
        """Record a number that is on paper already, and tell those whose edits the paper does not show."""
        command, principal = self._command, self._principal
        document = self._draft.get(command.c, command.id)
        author = stamp.author(self._group.h)
        printed = Printed(principal.org, command.c, command.id, command.day, command.snap, author)
        is_open = document is not None and document.live and document.f.get("status") == "draft"
        told = _told(self._draft, principal, printed, teller) if is_open else {}
        rev, series = command.rev, command.series
        review = self._review(no, rev=rev, series=series)
        issued = self._on_paper(document, no=no, rev=rev, series=series, review=review)
        return Issued({**issued.rows, **told}, issued.counters)

    def _open_document(self) -> Row:
        command = self._command
        document = self._draft.get(command.c, command.id)
        if document is None or not document.live or not self._draft.sees(command.c, command.id):
            self._bar(Code.NOT_FOUND, _("This {kind} is not available.").format(kind=_(self._kind)))
        if not all(self._principal.may(right, "modify") for right in (self._collection.permission, "prices")):
            self._bar(
                Code.FORBIDDEN,
                _("Your role does not allow a {kind} to be issued.").format(kind=_(self._kind)),
            )
        if document.f.get("status") != "draft":
            self._bar(Code.STEP, _("This {kind} was issued already.").format(kind=_(self._kind)))
        missing = rules.needed_for_issue(self._collection, document)
        if missing is not None:
            self._bar(
                Code.VALIDATION,
                _("{missing} is needed before the {kind} is issued.").format(
                    missing=missing, kind=_(self._kind)
                ),
            )
        return document

    def _sha_now(self) -> str:
        command = self._command
        try:
            paper = build_paper(
                self._draft, org=self._principal.org, c=command.c, id=command.id, day=command.day
            )
        except ValueError as error:
            self._bar(Code.VALIDATION, str(error))
        if len(paper.lines) > MAX_LINES:
            words = _("A {kind} has at most {most:,} lines.").format(kind=_(self._kind), most=MAX_LINES)
            self._bar(Code.VALIDATION, words)
        return snapshot_sha(to_snapshot(paper))

    def _number(self, document: Row) -> tuple[int | None, int | None, str]:
        """Count, revision and series: the author's own, the earlier ones of a revised document, or the next.

        No count where the cloud is to give it, also for a revised document: until it answers, the number follows.
        """
        command = self._command
        if command.no is not None:
            return command.no, command.rev, command.series
        following = self._draft.next_number(self._kind, command.series)
        earlier = self._draft.get(issuing.ISSUED, document.f.get("issuedId", ""))
        if following is not None and earlier is not None:
            return earlier.f["no"], (earlier.f.get("rev") or 1) + 1, earlier.f["series"]
        if following is not None and command.series == MAIN:
            settings = self._draft.get(rules.ORGANIZATION, self._principal.org)
            following = numbering.following(
                self._kind, following - 1, NOTHING if settings is None else settings.f
            )
        return following, None, command.series

    def _review(self, no: int, *, rev: int | None, series: str) -> str | None:
        """Why the paper stands in Number review: another document has the number, or this one has another.

        Also asked of a revision whose number the cloud continues: it bears the number of another document again.
        """
        command = self._command
        of = issuing.reference_field(command.c)
        twin = self._draft.numbered(self._kind, series, no)
        earlier = self._draft.get(issuing.ISSUED, twin) if twin else None
        if earlier is not None and (earlier.f.get(of) != command.id or earlier.f.get("rev") == rev):
            return "number"
        papers = self._draft.children(issuing.ISSUED, of, command.id)
        return "document" if any(paper.f.get("rev") == rev for paper in papers) else None

    def _on_paper(
        self, document: Row | None, *, no: int, rev: int | None, series: str, review: str | None
    ) -> Issued:
        command = self._command
        if series != command.series:
            command = Issue(
                c=command.c, id=command.id, series=series, day=command.day, sha=command.sha, snap=command.snap
            )
        gid, h = self._group.gid, self._group.h
        paper = issuing.issued_row(self._principal.org, gid, h, command, no=no, rev=rev, review=review)
        rows: dict[RowKey, Row] = {(issuing.ISSUED, paper.id): paper}
        if document is not None:
            rows[command.c, document.id] = issuing.printed(self._collection, document, h, paper)
        return Issued(rows, {(self._kind, series): no})

    def _bar(self, code: Code, message: str) -> NoReturn:
        raise rules.Barred(Refusal(code, message, self._command.c, self._command.id))


def caught_up(
    draft: Draft, principal: Principal, group: Group, reader: Reader, c: str, document: Row
) -> Mapping[RowKey, Row]:
    """What a document that is made or brought back now becomes where its number is on paper already: issued as that.

    Nothing with a number is ever deleted: what comes back with one was printed while it was gone.
    """
    of = issuing.reference_field(c)
    papers = draft.children(issuing.ISSUED, of, document.id)
    after = document
    for paper in sorted(papers, key=lambda paper: (paper.f.get("rev") or 1, paper.seq or "")):
        after = issuing.printed(COLLECTIONS[c], after, paper.clk[ROW], paper)
    reads = next((paper for paper in papers if paper.id == after.f.get("issuedId")), None)
    if reads is None:
        return {}
    h = reads.clk[ROW]
    day, snap, author = reads.f["day"], reads.f["snap"], stamp.author(h)
    printed = Printed(principal.org, c, document.id, day, snap, author)
    teller = Teller(principal, replace(group, h=h), reader)  # it is the paper that stands against what comes
    return {(c, document.id): after, **_told(draft, principal, printed, teller)}


def _told(draft: Draft, principal: Principal, printed: Printed, teller: Teller) -> dict[RowKey, Row]:
    """The notices of what a paper does not show; not looked for where nobody is told, of a business being brought."""
    if principal.importing:
        return {}
    return {(NOTICES, notice.id): notice for notice in unprinted.notices(draft, printed, teller)}
