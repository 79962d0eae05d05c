"""The sample business: the same from the same seed, whole, believable, and nobody's real address."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from onetool_desktop.changes.validate import first_problem
from onetool_desktop.changes.values import Change
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.sample.business import sample_business
from onetool_desktop.proof.sample.load import load_sample
from onetool_desktop.proof.sample.values import USUAL, Save, Size, Step
from onetool_desktop.services.organisation import new_identity
from onetool_desktop.store.exchange import visible_equals_fold
from onetool_desktop.store.replica import Replica

TODAY = date(2026, 3, 2)


def steps(seed: int, size: Size) -> list[Step]:
    ids = SeededIds(seed, ManualClock())
    org, owner = ids.new_id(), ids.new_id()
    return list(sample_business(seed=seed, today=TODAY, ids=ids, org=org, owner=owner, size=size).steps)


def rows(found: list[Step]) -> list[Change]:
    return [
        change for step in found if isinstance(step, Save) for change in step.changes if len(change.f) > 1
    ]


def test_the_same_seed_makes_the_same_business_and_another_seed_another() -> None:
    size = Size.of(30)
    assert steps(4, size) == steps(4, size)
    assert steps(4, size) != steps(5, size)


def test_it_has_as_many_of_each_as_promised() -> None:
    counts = Counter(change.c for change in rows(steps(1, USUAL)))
    wanted = {
        "clients": 500,
        "clientProperties": 800,
        "projects": 1_000,
        "tasks": 3_000,
        "quotes": 800,
        "invoices": 600,
    }
    assert {c: counts[c] for c in wanted} == wanted


def test_every_value_is_one_the_rules_take() -> None:
    problems = [first_problem(COLLECTIONS[change.c], change.f) for change in rows(steps(2, Size.of(60)))]
    assert [problem for problem in problems if problem] == []


def visits(seed: int) -> list[dict[str, str]]:
    return [dict(change.f) for change in rows(steps(seed, USUAL)) if change.c == "tasks"]


def overlapping(found: list[dict[str, str]]) -> list[tuple[str, str]]:
    """The days and people of visits that begin before the one before them has ended."""
    by_person: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for f in found:
        by_person[f["date"], f.get("assigneeUserId") or ""].append((f["startTime"], f["endTime"]))
    return [
        key
        for key, spans in by_person.items()
        if key[1]
        for one, other in pairwise(sorted(spans))
        if other[0] < one[1]
    ]


@pytest.mark.parametrize("seed", [1, 3])
def test_a_persons_day_is_full_and_believable_and_only_one_is_booked_twice(seed: int) -> None:
    found = visits(seed)
    assert {day for day, _person in overlapping(found)} == {TODAY.isoformat()}
    assert len({person for _day, person in overlapping(found)}) == 1
    busy = Counter(
        f["assigneeUserId"] for f in found if f["date"] == TODAY.isoformat() if f.get("assigneeUserId")
    )
    assert len(busy) == 4
    assert all(4 <= count <= 8 for count in busy.values()), busy


def test_today_is_under_way_with_something_in_every_state() -> None:
    found = visits(3)
    here = [f for f in found if f["date"] == TODAY.isoformat()]
    assert {f["status"] for f in here} >= {"completed", "in-progress", "pending"}
    assert any(not f.get("assigneeUserId") for f in found if f["date"] >= TODAY.isoformat())
    late = [f for f in found if f["date"] < TODAY.isoformat() and f["status"] == "pending"]
    assert 1 <= len(late) <= 20
    working = Counter(f["assigneeUserId"] for f in here if f["status"] == "in-progress")
    assert max(working.values()) <= 2, "who is booked twice may be at two places"


def test_nobody_real_can_be_written_to_or_rung() -> None:
    found = rows(steps(6, Size.of(200)))
    emails = [change.f["email"] for change in found if "email" in change.f]
    phones = [change.f["phone"] for change in found if "phone" in change.f]
    assert all(email.endswith(".example") for email in emails)
    assert all(phone.startswith(("07700 900", "0117 496 0")) for phone in phones)


def test_a_business_may_have_from_one_to_a_hundred_thousand_clients() -> None:
    assert len([c for c in rows(steps(1, Size.of(1))) if c.c == "clients"]) == 1
    with pytest.raises(ValueError, match="100,000"):
        Size.of(100_001)


@pytest.fixture
def replica(tmp_path: Path) -> Replica:
    clock = ManualClock(1_772_452_800_000)
    ids = SeededIds(9, clock)
    return Replica.create(tmp_path / "r.db", new_identity(ids=ids, name=""), key=None, clock=clock, ids=ids)


def test_loaded_it_stands_and_its_numbers_rise_with_their_days(replica: Replica) -> None:
    load_sample(replica, seed=9, today=TODAY, ids=SeededIds(9, ManualClock()), size=Size.of(25))
    for kind in ("quote", "invoice"):
        found = (
            replica.reads()
            .db.execute("SELECT no, day FROM issued WHERE kind=? ORDER BY no", (kind,))
            .fetchall()
        )
        assert [no for no, _ in found] == list(range(1, len(found) + 1))
        assert [day for _, day in found] == sorted(day for _, day in found)
    assert visible_equals_fold(replica) == []
    replica.close()


def test_what_was_paid_is_never_more_than_the_total(replica: Replica) -> None:
    load_sample(replica, seed=10, today=TODAY, ids=SeededIds(10, ManualClock()), size=Size.of(40))
    amounts = replica.reads().db.execute("SELECT total, paid FROM invoices").fetchall()
    assert any(paid == total for total, paid in amounts)
    assert all(0 <= paid <= total for total, paid in amounts)
    replica.close()
