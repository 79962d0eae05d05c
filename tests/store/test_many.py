"""Many rows at once stand as if they had been written one by one."""

from typing import Any

import pytest

from onetool_desktop.store import many
from onetool_desktop.store.codec import Record, codec, upsert_statement
from tests.store.world import World


def records(count: int) -> list[Record]:
    def fields(at: int) -> dict[str, Any]:
        absent = (
            {"companyName": f"Firm {at}"}
            if at % 3
            else {"companyName": f"Firm {at}", "notes": "Key", "tags": ["a"]}
        )
        return absent | {"unknown": at} if at % 5 == 0 else absent

    return [codec("clients").record(f"id{at}", f"{at:012x}", {"row": "h"}, fields(at)) for at in range(count)]


@pytest.mark.parametrize("count", [1, many.AT_ONCE - 1, many.AT_ONCE, 2 * many.AT_ONCE + 7])
def test_rows_written_together_are_the_rows_written_singly(world: World, count: int) -> None:
    db, one, given = world.replica.writer, codec("clients"), records(count)
    found: list[list[Any]] = []
    for write in (
        lambda: db.executemany(upsert_statement("clients"), given),
        lambda: many.upsert(db, "clients", given),
    ):
        db.execute("BEGIN")
        write()
        found.append(db.execute(f"{one.select} ORDER BY rid").fetchall())
        db.execute("ROLLBACK")
    assert found[0] == found[1]
    assert [one.decode(row) for row in found[1]] == [one.decode(row) for row in given]


def test_the_later_of_two_records_of_one_row_stands(world: World) -> None:
    db, given = world.replica.writer, records(many.AT_ONCE)
    later = [*given[:-1], (given[0][0], "later", *given[0][2:])]
    db.execute("BEGIN")
    many.upsert(db, "clients", later)
    assert db.execute("SELECT seq FROM clients WHERE id='id0'").fetchone() == ("later",)
    db.execute("ROLLBACK")
