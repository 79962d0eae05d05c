"""Mistakes in the rules of change: merging, deciding, telling, issuing."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# ruff: noqa: SLF001
# A mistake is made inside what is private, with values whose types it does not care for.

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from onetool_desktop.changes import (
    billed,
    decide,
    draft,
    merge,
    notices,
    paperwork,
    rules,
    stamp as stamps,
    unprinted,
)
from onetool_desktop.changes.merge import element_value
from onetool_desktop.domain.declare import Merge


def last_to_arrive_wins() -> Iterator[None]:
    """A register takes what comes last, whatever its stamp."""
    verdict = merge._verdict

    def wrong(collection: Any, row: Any, change: Any, register: str, h: str) -> str:
        return (
            "took"
            if verdict(collection, row, change, register, h) == "lost"
            else verdict(collection, row, change, register, h)
        )

    with patch.object(merge, "_verdict", wrong):
        yield


def deleted_row_resurrected_by_an_edit() -> Iterator[None]:
    """A plain write on a deleted row brings it back."""
    put = merge.apply_put

    def wrong(collection: Any, row: Any, change: Any, h: str) -> Any:
        if row is not None and not row.live:
            row = replace(row, f=row.was or {}, was=None, deleted=None)
        return put(collection, row, change, h)

    with patch.object(merge, "apply_put", wrong):
        yield


def nobody_tells_the_loser() -> Iterator[None]:
    """The notice to the losing author is not written."""
    with patch.object(decide._Decision, "_tell", lambda _self, _notices: None):
        yield


def only_who_is_overwritten_later_is_told() -> Iterator[None]:
    """A write that loses at once tells nobody; only one that stood and is overwritten does."""
    after_put = notices.Teller.after_put

    def wrong(self: Any, change: Any, before: Any, merged: Any) -> Any:
        return after_put(self, change, before, replace(merged, lost=()))

    with patch.object(notices.Teller, "after_put", wrong):
        yield


def the_notice_goes_to_the_winner() -> Iterator[None]:
    """Whoever overwrote a value is told of it, instead of whoever wrote it."""
    to_author = notices.Teller.to_author

    def wrong(self: Any, *what: Any) -> Any:
        for row in to_author(self, *what):
            yield replace(row, f={**row.f, "userId": self._principal.user_id})

    with patch.object(notices.Teller, "to_author", wrong):
        yield


def nobody_hears_of_a_delete() -> Iterator[None]:
    """A delete takes along the edits its author had not seen, and their authors are not told."""
    with patch.object(notices.Teller, "after_delete", lambda *_: iter(())):
        yield


def a_status_is_decided_by_its_stamp() -> Iterator[None]:
    """The later stamp decides a status too, whatever its table says."""
    merge_kind = merge._merge_kind

    def wrong(collection: Any, register: str) -> Merge:
        found = merge_kind(collection, register)
        return Merge.LWW if found is Merge.STEP else found

    with patch.object(merge, "_merge_kind", wrong):
        yield


def tags_are_overwritten_whole() -> Iterator[None]:
    """One tag that is set replaces all others."""

    def wrong(f: dict[str, Any], register: str, *, there: bool) -> None:
        field = register.partition(":")[0]
        f.pop(field, None)
        if there:
            f[field] = [element_value(register)]

    with patch.object(merge, "_write_element", wrong):
        yield


def a_cascade_stops_at_the_children() -> Iterator[None]:
    """A delete takes the row's children along, and forgets theirs."""
    taken = decide._Decision._taken

    def wrong(self: Any, c: str, row: Any) -> Any:
        return [(name, one) for name, one in taken(self, c, row) if name == c or row.id in one.f.values()]

    with patch.object(decide._Decision, "_taken", wrong):
        yield


def half_of_a_delete_is_brought_back() -> Iterator[None]:
    """A restore brings back some of the rows that the delete took."""
    buried = draft.Draft.buried

    def wrong(self: Any, gid: str) -> Any:
        found = buried(self, gid)
        return found[: (len(found) + 1) // 2]

    with patch.object(draft.Draft, "buried", wrong):
        yield


def stamps_are_the_wall_clocks() -> Iterator[None]:
    """A stamp is the time on the wall, also after the clock was set back."""

    def wrong(self: Any, now_ms: int, _above: Any = ()) -> Any:
        made = stamps.make(max(0, now_ms + self.offset_ms), 0, self.author)
        return made, replace(self, last=made)

    with patch.object(stamps.HybridClock, "tick", wrong):
        yield


def a_draft_is_issued_as_it_happens_to_be() -> Iterator[None]:
    """The cloud gives a number without comparing its draft with what the author saw."""
    with patch.object(paperwork.Issuing, "_sha_now", lambda self: self._command.sha):
        yield


def an_issued_document_stays_open() -> Iterator[None]:
    """Lines of a document that is out can be edited."""
    with patch.object(rules, "check_lock", lambda *_: None):
        yield


def what_was_billed_can_be_chosen_otherwise() -> Iterator[None]:
    """An option that an invoice bills already is taken or left as if nothing had been billed."""
    with patch.object(billed, "is_billed", lambda *_, **__: False):
        yield


def a_number_that_is_on_paper_twice_is_not_reviewed() -> Iterator[None]:
    """Two papers under one number both stand, and nobody is asked to look."""
    with patch.object(paperwork.Issuing, "_review", lambda *_: None):
        yield


def nobody_hears_what_a_paper_does_not_show() -> Iterator[None]:
    """A paper that was printed without an edit is recorded, and whoever made the edit is not told."""
    with patch.object(unprinted, "notices", lambda *_: iter(())):
        yield


def a_document_comes_open_after_its_paper() -> Iterator[None]:
    """A document whose number is on paper already comes as a draft, to be issued a second time."""
    with patch.object(paperwork, "caught_up", lambda *_: {}):
        yield


ALL = (
    last_to_arrive_wins,
    deleted_row_resurrected_by_an_edit,
    nobody_tells_the_loser,
    only_who_is_overwritten_later_is_told,
    the_notice_goes_to_the_winner,
    nobody_hears_of_a_delete,
    a_status_is_decided_by_its_stamp,
    tags_are_overwritten_whole,
    a_cascade_stops_at_the_children,
    half_of_a_delete_is_brought_back,
    stamps_are_the_wall_clocks,
    a_draft_is_issued_as_it_happens_to_be,
    an_issued_document_stays_open,
    what_was_billed_can_be_chosen_otherwise,
    a_number_that_is_on_paper_twice_is_not_reviewed,
    nobody_hears_what_a_paper_does_not_show,
    a_document_comes_open_after_its_paper,
)
