"""The command `issue`, decided or recorded (WIRE section 5).

*Decided* where a number is still to be given, or on the device before it prints: the draft must be open, complete and
hash to what the author saw. *Recorded* in the cloud where the number is on paper already: never refused, whatever
became of right, draft or client; edits by others that are not on the paper become notices, a number or a document
that has one already goes to Number review.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from onetool_desktop.changes import issuing, rules, unprinted
from onetool_desktop.changes.draft import Draft
from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.changes.notices import NOTICES, Teller
from onetool_desktop.changes.values import Code, Group, Issue, Refusal, Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.paper import snapshot_sha, to_snapshot
from onetool_desktop.domain.permissions import Principal


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
        if self._sha_now() != self._command.sha:
            self._bar(
                Code.CHANGED, "This document changed after you last saw it; look at it again, then send it."
            )
        no, rev, series = self._number(document)
        if no is None:
            sent = issuing.sent(self._collection, document, self._group.h)
            return Issued({(self._command.c, sent.id): sent})
        return self._on_paper(document, no=no, rev=rev, series=series, review=None)

    def recorded(self, no: int, teller: Teller) -> Issued:
        """Record a number that is on paper already, and tell those whose edits the paper does not show."""
        document = self._draft.get(self._command.c, self._command.id)
        notices = {
            (NOTICES, notice.id): notice
            for notice in unprinted.notices(self._draft, self._principal, self._command, teller)
        }
        issued = self._on_paper(
            document,
            no=no,
            rev=self._command.rev,
            series=self._command.series,
            review=self._review(document, no),
        )
        return Issued({**issued.rows, **notices}, issued.counters)

    def _open_document(self) -> Row:
        command = self._command
        document = self._draft.get(command.c, command.id)
        if document is None or not document.live or not self._draft.sees(command.c, command.id):
            self._bar(Code.NOT_FOUND, f"This {self._kind} is not available.")
        if not all(self._principal.may(right, "modify") for right in (self._collection.permission, "prices")):
            self._bar(Code.FORBIDDEN, f"Your role does not allow a {self._kind} to be issued.")
        if document.f.get("status") != "draft":
            self._bar(Code.STEP, f"This {self._kind} was issued already.")
        missing = rules.needed_for_issue(self._collection, document)
        if missing is not None:
            self._bar(Code.VALIDATION, f"{missing} is needed before the {self._kind} is issued.")
        return document

    def _sha_now(self) -> str:
        command = self._command
        paper = build_paper(self._draft, org=self._principal.org, c=command.c, id=command.id, day=command.day)
        return snapshot_sha(to_snapshot(paper))

    def _number(self, document: Row) -> tuple[int | None, int | None, str]:
        """Count, revision and series: the author's own, the earlier ones of a revised document, or the next."""
        command = self._command
        earlier = self._draft.get(issuing.ISSUED, document.f.get("issuedId", ""))
        if command.no is not None:
            return command.no, command.rev, command.series
        if earlier is not None:
            return earlier.f["no"], (earlier.f.get("rev") or 1) + 1, earlier.f["series"]
        return self._draft.next_number(self._kind, command.series), None, command.series

    def _review(self, document: Row | None, no: int) -> str | None:
        command = self._command
        twin = self._draft.numbered(self._kind, command.series, no)
        earlier = self._draft.get(issuing.ISSUED, twin) if twin else None
        of = issuing.reference_field(command.c)
        if earlier is not None and (earlier.f.get(of) != command.id or earlier.f.get("rev") == command.rev):
            return "number"
        if document is not None and document.f.get("number") and document.f.get("revision") == command.rev:
            return "document"
        return None

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
        if document is not None and document.live:
            after = issuing.sent(self._collection, document, h)
            if review is None or not document.f.get("number"):
                after = issuing.numbered(after, h, paper)
            rows[command.c, document.id] = after
        return Issued(rows, {(self._kind, series): no})

    def _bar(self, code: Code, message: str) -> NoReturn:
        raise rules.Barred(Refusal(code, message, self._command.c, self._command.id))
