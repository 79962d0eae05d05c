"""Many rows at once stand as if they had been written one by one."""

from typing import Any

import pytest

from onetool_desktop.store import many
from onetool_desktop.store.codec import Record, codec, upsert_statement
from onetool_desktop.store.pages import WireRow
from tests.store.world import World

FORMS: list[dict[str, Any]] = [
    {"companyName": "Firm", "paymentDays": 14},
    {"companyName": "Firm", "notes": "Key", "tags": ["a"]},  # nested
    {"companyName": "Firm", "unknown": 1},
    {"companyName": "Firm", "paymentDays": "fourteen"},  # not what the field holds
    {"companyName": "Firm", "paymentDays": None},
    {"companyName": "Firm", "paymentDays": 14.0},
    {"companyName": "Firm", "paymentDays": 1 << 53},  # more than the wire allows
    {"companyName": "Firm", "paymentDays": -(10**30)},
    {"companyName": "Firm", "paymentDays": 1e300},
    {},
]


def rows(count: int) -> list[WireRow]:
    """Rows of every form, long runs of the first."""

    def fields(at: int) -> dict[str, Any]:
        form = FORMS[at % len(FORMS) if at % 3 == 0 else 0]
        return form | ({"companyName": f"Firm {at}"} if form else {})

    return [
        {"id": f"id{at}", "seq": f"{at:012x}", "clk": {"row": "h"}, "f": fields(at)} for at in range(count)
    ]


def record(row: WireRow) -> Record:
    return codec("clients").record(row["id"], row["seq"], row["clk"], row["f"])


def written(world: World, given: list[WireRow], *, before: list[WireRow], singly: bool) -> list[Any]:
    """What stands in the table after `before` and `given`, in the order of the ids; then it is undone."""
    db, one = world.replica.writer, codec("clients")
    db.execute("BEGIN")
    for part in (before, given):
        if singly:
            db.executemany(upsert_statement("clients", one.every), [record(row) for row in part])
        else:
            many.write(db, "clients", part)
    found = db.execute(f"{one.select} ORDER BY id").fetchall()
    db.execute("ROLLBACK")
    return found


@pytest.mark.parametrize("count", [1, many.AT_ONCE - 1, many.AT_ONCE, 2 * many.AT_ONCE + 7, 5 * many.AT_ONCE])
def test_rows_written_together_are_the_rows_written_singly(world: World, count: int) -> None:
    one, given = codec("clients"), rows(count)
    fuller = {"notes": "Was here", "paymentDays": 7, "taxNumber": "1"}
    before = [row | {"f": fuller | {"companyName": "Old", "unknown": 2}} for row in given[::2]]
    singly = written(world, given, before=before, singly=True)

    assert written(world, given, before=before, singly=False) == singly
    assert sorted(singly) == sorted(record(row) for row in given)
    told = {row["id"]: {name: v for name, v in row["f"].items() if v is not None} for row in given}
    assert {row.id: row.f for row in map(one.decode, singly)} == told


def test_the_later_of_two_rows_of_one_id_stands(world: World) -> None:
    given = rows(2 * many.AT_ONCE)
    later = [*given, {**given[1], "seq": "later", "f": FORMS[1]}, {**given[3], "seq": "last", "f": FORMS[0]}]

    found = {row[0]: row for row in written(world, later, before=[], singly=False)}
    assert (found["id1"], found["id3"]) == (record(later[-2]), record(later[-1]))
