"""Visits of a day, late ones and a week's: what is asked, in order, and found by an index."""

import pytest

from onetool_desktop.store.queries import visits
from onetool_desktop.store.queries.visits import Visit
from tests.store.world import World


def add(world: World, title: str, day: str, **more: str) -> str:
    visit = world.ids.new_id()
    world.edit("tasks", visit, **{"title": title, "date": day, "status": "pending", **more})
    return visit


def titles(found: list[Visit]) -> list[str]:
    return [one.title for one in found]


def test_a_day_stands_in_its_order_without_what_was_called_off(world: World) -> None:
    add(world, "b", "2026-03-02", startTime="10:00")
    add(world, "a", "2026-03-02", startTime="08:00")
    add(world, "off", "2026-03-02", status="cancelled")
    add(world, "other day", "2026-03-03")
    db = world.replica.reads().db
    assert titles(visits.of_day(db, "2026-03-02", limit=9)) == ["a", "b"]
    assert titles(visits.of_day(db, "2026-03-02", limit=1)) == ["a"]
    assert titles(visits.between(db, "2026-03-02", "2026-03-03", limit=9)) == ["off", "a", "b", "other day"]


def test_late_is_what_is_open_of_days_gone_by_and_of_one_person_if_asked(world: World) -> None:
    person = world.replica.identity.user_id
    add(world, "late", "2026-02-20", assigneeUserId=person)
    add(world, "begun", "2026-02-19", status="in-progress")
    add(world, "done", "2026-02-18", status="completed")
    add(world, "due", "2026-03-02")
    db = world.replica.reads().db
    assert titles(visits.late(db, "2026-03-02", limit=9)) == ["begun", "late"]
    assert titles(visits.late(db, "2026-03-02", person=person, limit=9)) == ["late"]


@pytest.mark.parametrize("person", ["", "somebody"])
def test_no_answer_looks_at_every_task(world: World, person: str) -> None:
    seen: list[str] = []
    db = world.replica.reads().db

    class Watched:
        def execute(self, sql: str, values: dict[str, str]) -> list[object]:
            plan = db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            seen.extend(row[3] for row in plan if " it " in row[3])
            return []

    watched = Watched()
    visits.of_day(watched, "2026-03-02", person=person, limit=9)  # pyright: ignore[reportArgumentType]
    visits.late(watched, "2026-03-02", person=person, limit=9)  # pyright: ignore[reportArgumentType]
    visits.between(watched, "2026-03-02", "2026-03-08", limit=9)  # pyright: ignore[reportArgumentType]
    assert len(seen) == 3
    assert all(line.startswith("SEARCH") for line in seen), seen
