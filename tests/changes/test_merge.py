"""Laws of merging: order of arrival does not matter, the fold shows what was saved, tags survive any letters."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, strategies as st

from onetool_desktop.changes import fold, merge
from onetool_desktop.changes.values import Change, Op, Row
from onetool_desktop.domain.collections import COLLECTIONS
from tests.support.memory_rows import FIELD, OFFICE, ORG, Author, uid

CLIENTS = COLLECTIONS["clients"]
CLIENT = uid(1)
PUTS = st.fixed_dictionaries(
    {},
    optional={
        "notes": st.sampled_from(["a", "b", None]),
        "companyDescription": st.sampled_from(["c", "d"]),
        "tags:vip": st.booleans(),
        "tags:key": st.booleans(),
    },
)


def base() -> Row:
    group = Author(OFFICE).group(Change("clients", CLIENT, f={"companyName": "H", "status": "active"}))
    return merge.apply_put(CLIENTS, None, group.changes[0], group.h).row


@given(st.lists(PUTS, min_size=2, max_size=4))
def test_any_order_of_arrival_makes_the_same_row(puts: list[dict[str, object]]) -> None:
    authors = [Author(OFFICE), Author(FIELD)]
    groups = [
        authors[i % 2].group(Change("clients", CLIENT, f=f, b={"x": "y"}), ms=1_900_000_000_000 + 7 * i)
        for i, f in enumerate(puts)
    ]
    ends = set[str]()
    for order in permutations(groups):
        row = base()
        for group in order:
            row = merge.apply_put(CLIENTS, row, group.changes[0], group.h).row
        ends.add(repr((sorted(row.f.items()), sorted(row.clk.items()))))
    assert len(ends) == 1


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.encode("utf-8", "ignore").decode() == text))
def test_a_tag_of_any_letters_comes_back_as_typed(tag: str) -> None:
    register = merge.element("tags", tag)
    assert merge.element_value(register) == tag
    assert register.isascii()


def test_a_cleared_field_is_absent_and_its_register_keeps_the_stamp() -> None:
    group = Author(FIELD).group(
        Change("clients", CLIENT, f={"companyName": None}, b={"x": "y"}), ms=1_900_000_000_000
    )
    row = merge.apply_put(CLIENTS, base(), group.changes[0], group.h).row
    assert "companyName" not in row.f
    assert row.clk["companyName"] == group.h


def test_the_fold_hides_a_child_taken_along_and_shows_it_again() -> None:
    author, row = Author(OFFICE), base()
    gone = author.group(Change("organizations", ORG, op=Op.DELETE))
    back = author.group(Change("organizations", ORG, op=Op.RESTORE, start=gone.gid))
    hidden = fold.fold(CLIENTS, row, [gone], CLIENT, ORG)
    shown = fold.fold(CLIENTS, row, [gone, back], CLIENT, ORG)
    assert hidden is not None
    assert not hidden.live
    assert shown == row


def test_a_row_that_came_as_deleted_is_not_shown_empty_while_its_restore_waits() -> None:
    author, row = Author(OFFICE), base()
    gone = author.group(Change("clients", CLIENT, op=Op.DELETE))
    told = replace(merge.apply_delete(row, gone.gid), was=None)
    back = author.group(Change("clients", CLIENT, op=Op.RESTORE, start=gone.gid))
    assert fold.fold(CLIENTS, told, [back], CLIENT, ORG) == told
    assert fold.fold(CLIENTS, row, [back], CLIENT, ORG) == row, "once the cloud has brought it back"


def test_an_edit_of_a_row_nobody_made_folds_to_nothing() -> None:
    edit = Author(OFFICE).group(Change("clients", CLIENT, f={"notes": "x"}, b={"notes": "0" * 24}))
    assert fold.fold(CLIENTS, None, [edit], CLIENT, ORG) is None
