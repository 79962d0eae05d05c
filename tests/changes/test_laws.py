"""Laws over random work: order of arrival, doing it twice, the fold and the decision, values and their stamps."""

from collections.abc import Sequence
from random import Random

from hypothesis import given, strategies as st

from onetool_desktop.changes import merge
from onetool_desktop.changes.decide import Site, decide
from onetool_desktop.changes.fold import fold
from onetool_desktop.changes.values import Change, Effects, Group, Op, Row
from onetool_desktop.domain.collections import COLLECTIONS
from tests.support.changing import (
    CLIENT,
    LINE,
    OTHER,
    PROJECT,
    QUOTE,
    TASK,
    business,
    delete,
    put,
    restore,
    stands,
)
from tests.support.memory_rows import FIELD, OFFICE, ORG, THIRD, Author, Rows, send

EDITS = st.fixed_dictionaries(
    {"notes": st.sampled_from(["a", "b", None])},
    optional={
        "companyDescription": st.sampled_from(["c", "d"]),
        "tags:vip": st.booleans(),
        "tags:a%C3%A9": st.booleans(),
    },
)
MOVES = st.sampled_from(
    [
        ("put", "clients", CLIENT, {"notes": "n"}),
        ("put", "clients", CLIENT, {"tags:vip": True}),
        ("put", "clients", CLIENT, {"tags:vip": False, "notes": None}),
        ("put", "quoteLineItems", LINE, {"unitPrice": "9.00"}),
        ("put", "quotes", QUOTE, {"title": "t"}),
        ("put", "tasks", TASK, {"status": "in-progress"}),
        ("put", "tasks", TASK, {"status": "completed", "report": "r"}),
        ("put", "tasks", TASK, {"status": "pending"}),
        ("put", "tasks", TASK, {"projectId": None}),
        ("delete", "quoteLineItems", LINE, {}),
        ("delete", "quotes", QUOTE, {}),
        ("delete", "projects", PROJECT, {}),
        ("delete", "clients", CLIENT, {}),
        ("restore", "quoteLineItems", LINE, {}),
        ("restore", "quotes", QUOTE, {}),
        ("restore", "projects", PROJECT, {}),
        ("restore", "clients", CLIENT, {}),
    ]
)


def authors() -> list[Author]:
    return [Author(OFFICE), Author(FIELD, role="office"), Author(THIRD, role="admin")]


def drawn(rows: Rows, move: tuple[str, str, str, dict[str, object]]) -> Change:
    """The move as someone makes it who sees what `rows` hold."""
    op, c, id, f = move
    row = rows.rows[c, id]
    if op == "delete":
        return delete(rows, c, id)
    if op == "restore":
        return restore(c, id, row.deleted or OTHER)
    start = (row.f or row.was or {}).get("status") if "status" in f else None
    return put(rows, c, id, f, start=start)


def state(rows: Rows) -> dict[tuple[str, str], tuple[object, object]]:
    """What converges: fields and stamps, without what was told to whom."""
    return {key: (dict(row.f), dict(row.clk)) for key, row in rows.rows.items() if key[0] != "notices"}


@given(
    st.lists(st.tuples(st.integers(0, 2), EDITS), min_size=2, max_size=5), st.randoms(use_true_random=False)
)
def test_writes_made_apart_end_equal_in_any_order_of_arrival(
    work: Sequence[tuple[int, dict[str, object]]], chance: Random
) -> None:
    one, two, people = business(), business(), authors()
    groups = [(people[who], people[who].group(put(one, "clients", CLIENT, f))) for who, f in work]
    other = list(groups)
    chance.shuffle(other)
    for rows, order in ((one, groups), (two, other)):
        for who, group in order:
            stands(send(rows, who, group))
    assert state(one) == state(two)


@given(st.lists(st.tuples(st.integers(0, 2), MOVES), min_size=1, max_size=8))
def test_what_is_decided_is_what_the_fold_shows_and_twice_is_once(
    work: list[tuple[int, tuple[str, str, str, dict[str, object]]]],
) -> None:
    rows, people = business(), authors()
    for who, move in work:
        author = people[who]
        group = author.group(drawn(rows, move))
        effects = decide(rows, author.principal, group, site=Site.DEVICE)
        if not isinstance(effects, Effects):
            continue
        for (c, id), row in effects.rows.items():
            once = fold(COLLECTIONS[c], rows.rows.get((c, id)), [group], id, ORG)
            assert once == row
            _check_stamped(c, rows.rows.get((c, id)), row, group)
            if move[0] == "put":
                assert fold(COLLECTIONS[c], row, [group], id, ORG) == row
        rows.accept(effects)


def _check_stamped(c: str, before: Row | None, after: Row, group: Group) -> None:
    """A register whose value moved carries the group's stamp, but for deletes and restores, which move existence."""
    if before is None or any(change.op is not Op.PUT for change in group.changes):
        return
    names = [name for name in {*before.f, *after.f} if before.f.get(name) != after.f.get(name)]
    for name in names:
        if isinstance(after.f.get(name, before.f.get(name)), list):
            moved = set(before.f.get(name, ())) ^ set(after.f.get(name, ()))
            assert all(after.stamp(merge.element(name, word)) == group.h for word in moved)
        else:
            assert after.stamp(COLLECTIONS[c].register_of[name]) == group.h
