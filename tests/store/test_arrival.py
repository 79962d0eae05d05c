"""Whatever way a business arrives, and in whatever parts: afterwards the tables are the same.

A story is drawn from a seed: own work that waits or that the cloud has taken, a business as the cloud sends it, phase
by phase, some of it twice, with work of one's own between, and what others changed meanwhile. It is told to a replica
for each way.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.changes import stamp
from onetool_desktop.store import arrival, bulk, columns, derived, engine, exchange, search
from onetool_desktop.store.engine import Db
from onetool_desktop.store.pages import Page, slices
from tests.store.world import CLOUD_AUTHOR, World, put

Sent = tuple[str, dict[str, Any]]
_LINE = {"position": "a", "kind": "line", "description": "Labour", "unitPrice": "19.99", "taxRate": "20"}
_OURS = ("shadow", "outbox", "outbox_rows", "tombstones", "settled", "unknown", "stage", "arrived")


class Story:
    """One business, its cloud and one device, all drawn from one seed."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.draw = world, random.Random(seed)
        self.sent: dict[tuple[str, str], dict[str, Any]] = {}
        self.open: list[tuple[str, str]] = []  # documents that may be edited here

    def before(self) -> None:
        """Own work, some of which the cloud has taken already."""
        client = self.world.client("Own bakery", notes="mine")
        for _ in range(3):
            self.open.append(self.own_document(client))
        if self.draw.random() < 0.7:
            self.world.push()
            for c in columns.CODES:
                for row_id in self.ids(c):
                    self.sent[c, row_id] = self.world.echo(c, row_id)[1]
        for _ in range(3):
            self.own_change()

    def pages(self) -> Iterator[Page]:
        """The phases of an arrival, own work between them, and the page of what others did meanwhile."""
        yield self.page(("organizations", self.cloud("organizations", self.world.org, taxRounding="perLine")))
        clients = [("clients", self.cloud("clients", companyName=f"Client {at}")) for at in range(6)]
        clients = [(c, self.changed(c, row)) for c, row in clients]
        yield self.page(*clients, *self.chosen({"clients"}))
        names = [row["id"] for _, row in clients]
        early = [one for _ in range(4) for one in self.document(self.draw.choice(names))]
        yield self.page(*early, *self.chosen({"quotes", "invoices", "quoteLineItems", "invoiceLineItems"}))
        self.open += [
            (c, row["id"]) for c, row in early if c in columns.LINES and row["f"]["status"] == "draft"
        ]
        for _ in range(3):
            self.own_change()
        again = [(c, self.changed(c, row)) for c, row in clients + early]
        more = [one for _ in range(5) for one in self.document(self.draw.choice(names))]
        yield self.page(*again, *more, ("vehicles", self.world.cloud_row(plate="B-OT 1")))
        for _ in range(2):
            self.own_change()
        late = [self.later(one) for one in self.draw.sample(clients + again + more, 8)]
        yield self.world.page(*late)

    def own_document(self, client: str) -> tuple[str, str]:
        c = self.draw.choice(list(columns.LINES))
        lines_of, field = columns.LINES[c]
        row_id = self.world.ids.new_id()
        lines = [
            put(lines_of, self.world.ids.new_id(), **{field: row_id, "quantity": str(at + 1)}, **_LINE)
            for at in range(2)
        ]
        self.world.save(put(c, row_id, clientId=client, status="draft", currency="EUR", title="Own"), *lines)
        return c, row_id

    def own_change(self) -> None:
        """Another discount, a line more, one less or dearer, or a document more."""
        c, row_id = self.draw.choice(self.open)
        lines_of, field = columns.LINES[c]
        lines = self.world.replica.reads().children(lines_of, field, row_id)
        match self.draw.randrange(5):
            case 0:
                self.world.edit(c, row_id, discountKind="percent", discountValue=str(self.draw.randrange(90)))
            case 1:
                line = put(lines_of, self.world.ids.new_id(), **{field: row_id, "quantity": "7"}, **_LINE)
                self.world.save(line)
            case 2 if lines:
                self.world.delete(lines_of, self.draw.choice(lines).id)
            case 3 if lines:
                self.world.edit(lines_of, self.draw.choice(lines).id, unitPrice="5", description="Dearer")
            case _:
                self.open.append(self.own_document(self.draw.choice(self.ids("clients"))))

    def document(self, client: str) -> list[Sent]:
        c = self.draw.choice(list(columns.LINES))
        lines_of, field = columns.LINES[c]
        status = self.draw.choice(["draft", "sent"])
        head = self.cloud(
            c, clientId=client, status=status, currency="EUR", title=f"Hedge {self.draw.random()}"
        )
        lines = [
            (
                lines_of,
                self.cloud(lines_of, **{field: head["id"], "quantity": str(self.draw.randrange(9))}, **_LINE),
            )
            for _ in range(self.draw.randrange(4))
        ]
        paid = c == "invoices" and status == "sent"
        payment = self.cloud("payments", invoiceId=head["id"], amount=500, day="2026-05-02") if paid else None
        return [(c, head), *lines, *([("payments", payment)] if payment else [])]

    def later(self, one: Sent) -> Sent:
        """A row that somebody changed or deleted while the rest came."""
        c, row = one
        if self.draw.random() < 0.4:
            return c, self.world.cloud_row(row["id"], deleted=self.world.ids.new_id())
        return c, self.changed(c, row)

    def changed(self, c: str, row: dict[str, Any]) -> dict[str, Any]:
        """The row as it is, or with another value; a client may be merged into another one, or set apart again."""
        if self.draw.random() < 0.5:
            return row
        name = "companyName" if c == "clients" else "description" if "LineItems" in c else "notes"
        f = row["f"] | {name: "Changed since"}
        if c == "clients" and self.draw.random() < 0.7:
            name = "mergedInto"
            f = {other: value for other, value in row["f"].items() if other != name}
            f |= {name: self.draw.choice(self.ids(c))} if self.draw.random() < 0.8 else {}
        clk = row["clk"] | {name: stamp.make(self.world.clock.now_ms() + 2_000, 0, CLOUD_AUTHOR)}
        return row | {"seq": self.world.next_seq(), "clk": clk, "f": f}

    def chosen(self, collections: set[str]) -> list[Sent]:
        """What the cloud has of this device's own work."""
        return [(c, self.changed(c, row)) for (c, _), row in self.sent.items() if c in collections]

    def cloud(self, c: str, row_id: str | None = None, /, **f: Any) -> dict[str, Any]:
        return self.world.cloud_row(row_id, **f)

    def page(self, *rows: Sent) -> Page:
        return self.world.page(*rows, phase={"name": "rest"}, more=True)

    def ids(self, c: str) -> list[str]:
        return [
            row_id for (row_id,) in self.world.replica.reads().db.execute(f'SELECT id FROM "{c}" ORDER BY id')
        ]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """The tables after a story of an arrival that goes one way, in parts of so many rows."""
    monkeypatch.setattr(bulk, "ROWS", 3)

    def tell(seed: int, way: str, *, size: int = 1_000) -> dict[str, Any]:
        monkeypatch.setattr(arrival, "FEW", 1_000 if way == arrival.BULK else -1)
        world = World(tmp_path / f"{way} {size}.db", key=None)
        with closing(world.replica):
            story = Story(world, seed)
            story.before()
            for at, page in enumerate(story.pages()):
                while exchange.build(world.replica, page):
                    pass
                for part in slices(page, size=size):
                    exchange.apply_arrival(world.replica, part)
                if at == 0:
                    assert exchange.state(world.replica).phase is not None
                    assert arrival.coming(world.replica.reads().db) == way
            assert not exchange.state(world.replica).arriving
            world.agree()
            found = tables(world.replica.writer)
            world.replica.write(lambda tx: derived.rebuild(tx.rows, org=world.org))
            world.replica.write(lambda tx: search.rebuild(tx.db))
            assert tables(world.replica.writer) == found, "not what it is when built anew"
        return found

    return tell


def tables(db: Db) -> dict[str, Any]:
    """Every table that tells something, rows by their ids, and which words find which rows."""
    found: dict[str, Any] = {"search": words(db)}
    for c in columns.CODES:
        every = ("id", "seq", "clk", "extra", "sort_key", *columns.field_names(c), *columns.CACHED.get(c, ()))
        found[c] = db.execute(f'SELECT {columns.quoted(every)} FROM "{c}" ORDER BY id').fetchall()
    for table in _OURS:
        found[table] = sorted(map(repr, db.execute(f"SELECT * FROM {table}")))
    found["meta"] = db.execute("SELECT * FROM meta ORDER BY key").fetchall()
    found["indexes"] = db.execute(
        "SELECT name FROM sqlite_schema WHERE type='index' ORDER BY name"
    ).fetchall()
    return found


def words(db: Db) -> list[tuple[str, str, str, int]]:
    """Word, weight and place for each row the search finds, by collection and id."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.told USING fts5vocab(main, search, instance)")
    ids = {
        search.key(c, rid): row_id
        for c in columns.CODES
        for rid, row_id in db.execute(f'SELECT rid, id FROM "{c}"')
    }
    return sorted((ids[doc], col, at, term) for term, doc, col, at in db.execute("SELECT * FROM temp.told"))


@pytest.mark.parametrize("seed", [0, 2, 5, 7])
def test_in_bulk_or_row_by_row_whole_or_in_parts_the_tables_are_the_same(
    seed: int, told: Callable[..., dict[str, Any]]
) -> None:
    in_bulk = told(seed, arrival.BULK)
    assert in_bulk["clients"]
    assert in_bulk["search"]
    for found in (told(seed, arrival.BESIDE), told(seed, arrival.BULK, size=3)):
        assert {name: rows for name, rows in found.items() if in_bulk[name] != rows} == {}


def test_own_work_that_waits_makes_no_arrival_slow_and_a_record_of_the_clouds_does(world: World) -> None:
    world.client()
    assert exchange.state(world.replica).bulk
    world.push()
    assert exchange.state(world.replica).bulk
    world.pull(
        *[
            world.echo("clients", row_id)
            for (row_id,) in world.replica.reads().db.execute("SELECT id FROM clients")
        ]
    )
    assert not exchange.state(world.replica).bulk
    exchange.start_over(world.replica)
    assert exchange.state(world.replica).arriving
    assert not exchange.state(world.replica).bulk


def test_a_business_of_ones_own_is_not_taken_down_for_an_arrival(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "FEW", 2)
    for _ in range(3):
        world.client()
    assert not exchange.state(world.replica).bulk


def sent(world: World, name: str, row_id: str | None = None) -> Sent:
    return "clients", world.cloud_row(row_id, companyName=name)


def arrived_again(world: World, *rows: Sent) -> frozenset[str]:
    """What screens are told of, where these come in an arrival beside the data."""
    changes = exchange.apply_arrival(world.replica, world.page(*rows, phase={"name": "rest"}, more=True))
    return changes.rows.get("clients", frozenset())


def test_what_stands_here_as_it_comes_again_is_left_alone_and_the_last_of_a_row_stands(world: World) -> None:
    rows = [sent(world, f"Client {at}") for at in range(6)]
    world.pull(*rows)
    exchange.start_over(world.replica)
    other = sent(world, "Renamed", rows[2][1]["id"])
    names = [rows[0], rows[1], other, *rows[3:], sent(world, "New")]

    assert arrived_again(world, *names) == {other[1]["id"], names[-1][1]["id"]}
    assert arrived_again(world, *names) == frozenset()
    arrived_again(world, *rows[:2], *rows[3:], rows[2], other)
    assert world.live("clients", other[1]["id"]).f["companyName"] == "Renamed"
    exchange.apply_arrival(world.replica, world.page())
    assert len(world.replica.reads().db.execute("SELECT id FROM clients").fetchall()) == 7


def clients_here(world: World) -> set[str]:
    return {row_id for (row_id,) in world.replica.reads().db.execute("SELECT id FROM clients")}


@pytest.mark.parametrize("in_parts", [True, False])
def test_what_did_not_come_goes_and_saves_pass_between_its_parts(
    world: World, monkeypatch: pytest.MonkeyPatch, *, in_parts: bool
) -> None:
    monkeypatch.setattr(arrival, "PART", 2)
    monkeypatch.setattr(arrival, "LOOKED", 3)
    rows = [sent(world, f"Client {at}") for at in range(12)]
    world.pull(*rows)
    world.pull(*[("clients", world.cloud_row(row["id"], deleted=world.ids.new_id())) for _, row in rows[10:]])
    exchange.start_over(world.replica)
    arrived_again(world, rows[7], rows[1])
    last, saved = world.page(rows[4]), set[str]()
    while in_parts and exchange.build(world.replica, last):
        saved.add(world.client("Saved meanwhile"))
    exchange.apply_arrival(world.replica, last)
    assert clients_here(world) == {row["id"] for _, row in (rows[1], rows[4], rows[7])} | saved
    db = world.replica.reads().db
    assert not db.execute("SELECT id FROM tombstones WHERE c='clients'").fetchall()
    assert not db.execute("SELECT 1 FROM arrived").fetchall()
    assert len(saved) >= (5 if in_parts else 0)


def test_memory_is_lean_while_a_business_comes_beside_its_data_and_not_afterwards(world: World) -> None:
    def kept() -> int:
        return world.replica.writer.execute("PRAGMA cache_size").fetchone()[0]

    usual = kept()
    world.pull(sent(world, "Old"))
    exchange.start_over(world.replica)
    arrived_again(world, sent(world, "New"))
    assert kept() == -engine.LEAN_KIB
    exchange.apply_arrival(world.replica, world.page())
    assert kept() == usual
