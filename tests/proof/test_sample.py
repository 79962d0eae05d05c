"""The sample business: the same from the same seed, whole, believable, and nobody's real address."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path

import pytest

from onetool_desktop.changes import stamp
from onetool_desktop.changes.validate import first_problem
from onetool_desktop.changes.values import Change, RowKey
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.sample.business import sample_business
from onetool_desktop.proof.sample.load import load_sample
from onetool_desktop.proof.sample.times import ZONE
from onetool_desktop.proof.sample.values import USUAL, Event, IssuePaper, Save, Size
from onetool_desktop.services.clients import create_client
from onetool_desktop.services.organisation import new_identity
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.exchange import visible_equals_fold
from onetool_desktop.store.replica import Replica

TODAY = date(2026, 3, 2)


def events(seed: int, size: Size, *, ids_from: int | None = None) -> list[Event]:
    ids = SeededIds(seed if ids_from is None else ids_from, ManualClock())
    org, owner = ids.new_id(), ids.new_id()
    return list(sample_business(seed=seed, today=TODAY, ids=ids, org=org, owner=owner, size=size).steps)


def rows(found: list[Event]) -> list[Change]:
    """The rows as they were made, with what was written to them afterwards."""
    made: dict[RowKey, Change] = {}
    for event in found:
        for change in event.step.changes if isinstance(event.step, Save) else ():
            before = made.get(change.key)
            made[change.key] = replace(change, f={**(before.f if before else {}), **change.f})
    return list(made.values())


def named_anew(found: list[Event]) -> str:
    """All there is to tell, with each id replaced by its place among them."""
    places: dict[str, int] = {}
    text = repr(found).replace("%2D", "-")
    return re.sub(r"\w{8}(-\w{4}){3}-\w{12}", lambda id: f"#{places.setdefault(id[0], len(places))}", text)


def test_the_same_seed_makes_the_same_business_and_another_seed_another() -> None:
    size = Size.of(30)
    assert events(4, size) == events(4, size)
    assert events(4, size) != events(5, size)


def test_the_same_seed_makes_the_same_business_whatever_ids_its_rows_are_given() -> None:
    one, other = (events(4, Size.of(60), ids_from=at) for at in (1, 2))
    assert one != other
    assert named_anew(one) == named_anew(other)


def test_it_has_as_many_of_each_as_promised() -> None:
    counts = Counter(change.c for change in rows(events(1, USUAL)))
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
    problems = [first_problem(COLLECTIONS[change.c], change.f) for change in rows(events(2, Size.of(60)))]
    assert [problem for problem in problems if problem] == []


def visits(seed: int) -> list[dict[str, str]]:
    return [dict(change.f) for change in rows(events(seed, USUAL)) if change.c == "tasks"]


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
    found = rows(events(6, Size.of(200)))
    emails = [change.f["email"] for change in found if "email" in change.f]
    phones = [change.f["phone"] for change in found if "phone" in change.f]
    assert all(email.endswith(".example") for email in emails)
    assert all(phone.startswith(("07700 900", "0117 496 0")) for phone in phones)


def test_a_business_may_have_from_one_to_a_hundred_thousand_clients() -> None:
    assert len([c for c in rows(events(1, Size.of(1))) if c.c == "clients"]) == 1
    with pytest.raises(ValueError, match="100,000"):
        Size.of(100_001)


def test_it_was_written_over_months_in_working_hours_up_to_this_morning() -> None:
    found = events(3, Size.of(60))
    moments = [event.at for event in found]
    assert moments == sorted(moments)
    assert len({(at.year, at.month) for at in moments}) > 12
    assert {TODAY, date(2026, 2, 27)} <= {at.date() for at in moments[-30:]}, "Monday, and the Friday before"
    assert all(time(8) <= at.time() <= time(18) for at in moments)
    assert max(moments) <= datetime.combine(TODAY, time(11), ZONE)
    weekend = {event.step.label for event in found if event.at.weekday() >= 5 if isinstance(event.step, Save)}
    assert weekend <= {"Enter the day's work"}, "at a weekend only urgent visits"
    assert all(at.weekday() < 5 for at, step in found if isinstance(step, IssuePaper))


def told(found: list[Event]) -> dict[RowKey, list[tuple[datetime, str]]]:
    """When what happened to each row, in words: made, and its statuses; payments are told of their invoice."""
    words: dict[RowKey, list[tuple[datetime, str]]] = defaultdict(list)
    for at, step in found:
        if isinstance(step, IssuePaper):
            words[step.c, step.id].append((at, "sent"))
            continue
        for change in step.changes:
            if change.c == "payments":
                words["invoices", change.f["invoiceId"]].append((at, "paid"))
            elif "status" in change.f:
                words[change.key].append((at, change.f["status"]))
    return words


LIVES = {
    "quotes": r"draft( sent( approved| declined)?)?",
    "invoices": r"draft( sent( cancelled|( paid){0,2}))?",
    "projects": r"planned( cancelled| in-progress( completed)?)?",
    "tasks": r"pending( in-progress| completed| cancelled)?",
}


def test_what_happens_to_a_document_or_to_work_happens_in_the_order_of_a_firm() -> None:
    found = events(3, Size.of(60))
    lives = told(found)
    seen: dict[str, set[str]] = defaultdict(set)
    for (c, _id), moments in lives.items():
        if c in LIVES:
            seen[c].add(" ".join(word for _, word in moments))
            assert [at for at, _ in moments] == sorted(at for at, _ in moments)
    assert {c: [life for life in seen[c] if not re.fullmatch(LIVES[c], life)] for c in LIVES} == {
        c: [] for c in LIVES
    }
    assert {"draft sent approved", "draft sent declined"} <= seen["quotes"]
    assert {"draft sent paid", "draft sent"} <= seen["invoices"]


def test_everything_comes_after_what_it_hangs_on() -> None:
    found = events(3, Size.of(60))
    made: dict[str, datetime] = {}
    for at, step in found:
        for change in step.changes if isinstance(step, Save) else ():
            made.setdefault(change.id, at)
    lives = told(found)
    for change in rows(found):
        mine = made[change.id]
        if change.c in ("quotes", "invoices"):
            assert made[change.f["projectId"]] < mine
        if change.c == "invoices" and change.f.get("quoteId"):
            assert lives["quotes", change.f["quoteId"]][-1][1] == "approved"
            assert lives["quotes", change.f["quoteId"]][-1][0] < mine
        if change.c == "invoices":
            assert lives["projects", change.f["projectId"]][-1][0] < mine
        if change.c == "projects":
            assert made[change.f["clientId"]] < mine


@pytest.fixture
def replica(tmp_path: Path) -> Replica:
    clock = ManualClock(1_772_452_800_000)
    ids = SeededIds(9, clock)
    return Replica.create(tmp_path / "r.db", new_identity(ids=ids, name=""), key=None, clock=clock, ids=ids)


def stamps(replica: Replica) -> list[int]:
    """The moments of all groups, in the order in which they were saved."""
    found = replica.reads().db.execute("SELECT h FROM outbox ORDER BY n").fetchall()
    return [stamp.millis(h) for (h,) in found]


@pytest.mark.parametrize("hours_ago", [0, 11], ids=["at noon", "at one in the night"])
def test_no_stamp_lies_ahead_of_the_clock_and_what_is_saved_later_stands_above(
    replica: Replica, hours_ago: int
) -> None:
    clock = replica.clock
    assert isinstance(clock, ManualClock)
    clock.jump(-hours_ago * 3_600_000)
    load_sample(replica, seed=9, today=TODAY, ids=SeededIds(9, ManualClock()), size=Size.of(10))
    found = stamps(replica)
    assert found == sorted(found)
    assert found[-1] <= clock.now_ms()
    assert found[-1] - found[0] > 200 * 86_400_000
    assert replica.clock is clock
    clock.advance(1_000)
    create_client(replica, fields={"companyName": "Birch & Amber"})
    assert stamps(replica)[-1] == clock.now_ms()
    replica.close()


def test_a_load_that_fails_leaves_the_replica_with_its_own_clock(replica: Replica) -> None:
    clock = replica.clock
    load_sample(replica, seed=9, today=TODAY, ids=SeededIds(9, ManualClock()), size=Size.of(1))
    with pytest.raises(Refused):
        load_sample(replica, seed=9, today=TODAY, ids=SeededIds(9, ManualClock()), size=Size.of(1))
    assert replica.clock is clock
    replica.close()


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
