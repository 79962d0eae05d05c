"""Nothing writes a synced row outside a group: the engine itself is asked who writes, and the source is searched."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onetool_desktop
from onetool_desktop.changes.values import Change, Op, Result
from onetool_desktop.store import attention, columns, exchange, intake, projection
from onetool_desktop.store.transaction import Transaction
from onetool_desktop.store.visible import WritableRows
from tests.store.world import World, put

PACKAGE = Path(onetool_desktop.__file__).parent
SYNCED = {*columns.CODES, "tombstones"}
STATEMENT = re.compile(
    rf"\s*(INSERT( OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?({'|'.join(sorted(SYNCED))})\b",
    re.IGNORECASE,
)
DOORS = {"store/visible.py", "store/codec.py", "store/intake.py", "store/derived.py"}
"""Rows; their statements; pages of the cloud; cached amounts."""


class Guard:
    """Listens to what the writing connection runs, and remembers writes to synced tables behind a closed door."""

    def __init__(self, world: World) -> None:
        self.open = 0
        self.behind: list[str] = []
        self.seen = 0
        db: Any = world.replica.writer
        db.set_trace_callback(self._ran)

    def _ran(self, sql: str) -> None:
        if STATEMENT.match(sql):
            self.seen += 1
            if not self.open:
                self.behind.append(sql)

    def door(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def through(*args: Any, **more: Any) -> Any:
            self.open += 1
            try:
                return function(*args, **more)
            finally:
                self.open -= 1

        return through


@pytest.fixture
def guard(world: World, monkeypatch: pytest.MonkeyPatch) -> Guard:
    """A guard for whom a commit, an answer, a page and the end of a transaction are the doors."""
    found = Guard(world)
    monkeypatch.setattr(Transaction, "enter", found.door(Transaction.enter))
    monkeypatch.setattr(Transaction, "finish", found.door(Transaction.finish))
    monkeypatch.setattr(intake, "take", found.door(intake.take))
    monkeypatch.setattr(projection, "recompute", found.door(projection.recompute))
    return found


def test_every_write_of_a_synced_row_comes_through_a_group_or_a_page(world: World, guard: Guard) -> None:
    client = world.client()
    task = world.ids.new_id()
    world.save(put("tasks", task, clientId=client, title="Mow", status="pending", date="2026-05-01"))
    world.edit("clients", client, notes="x", status="active")
    world.push(Result.OK, Result.REFUSED)
    world.pull(
        world.echo("clients", client), *[("skus", world.cloud_row(name=f"Item {i}")) for i in range(6)]
    )
    attention.retry(world.replica, attention.items(world.replica.reads().db)[0].gid)
    gid = world.delete("clients", client)
    world.save(Change("clients", client, op=Op.RESTORE, start=gid))
    world.pull(gone={"skus": [world.replica.reads().db.execute("SELECT id FROM skus").fetchone()[0]]})
    exchange.start_over(world.replica)
    exchange.apply_arrival(world.replica, world.page())

    assert guard.behind == []
    assert guard.seen > 10


def test_the_guard_sees_a_write_that_goes_round_the_groups(world: World, guard: Guard) -> None:
    client = world.client()

    def sneak(tx: Transaction) -> None:
        WritableRows.write(tx.rows, "clients", client, None)

    world.replica.write(sneak)

    assert [sql.split()[0] for sql in guard.behind] == ["DELETE", "DELETE"]


def test_no_other_module_states_a_write_of_a_synced_table() -> None:
    names = "|".join(sorted(SYNCED))
    statement = re.compile(
        rf"(INSERT( OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?({names}|\{{)", re.IGNORECASE
    )
    outside = [
        f"{path.relative_to(PACKAGE)}:{text.count(chr(10), 0, hit.start()) + 1}"
        for room in ("store", "sync", "services", "ui")
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for text in [path.read_text(encoding="utf-8")]
        for hit in statement.finditer(text)
        if path.relative_to(PACKAGE).as_posix() not in DOORS
    ]
    assert outside == [], "commit a group instead"
    assert statement.search((PACKAGE / "store/visible.py").read_text(encoding="utf-8"))


def test_nobody_but_the_store_uses_its_writing_connection() -> None:
    outside = [
        str(path.relative_to(PACKAGE))
        for room in ("sync", "services", "ui", "app.py")
        for path in ([PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py")))
        if path.exists()
        and re.search(r"\.writer\b|\btx\.rows\b|\btx\.db\b", path.read_text(encoding="utf-8"))
    ]
    assert outside == [], "commit a group instead"
