"""What store tests lean on: a real replica, short words for saving, and pages as the cloud sends them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Change, Op, Outcome, Result, Row
from onetool_desktop.domain.changed import Changes
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.store import exchange
from onetool_desktop.store.exchange import Page
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica

KEY = "5e" * 32
CLOUD_AUTHOR = "0c0c0c0c"


class World:
    """One replica and the clock and ids it runs on."""

    def __init__(self, path: Path, *, seed: int = 1, key: str | None = KEY, connected: bool = True) -> None:
        self.path = path
        self.key = key
        self.clock = ManualClock()
        self.ids = SeededIds(seed, self.clock)
        self.org, self.user, self.device = (self.ids.new_id() for _ in range(3))
        identity = Identity(
            org=self.org,
            user_id=self.user,
            device=self.device,
            author=self.device[-8:],
            series="B7",
            epoch="00000001" if connected else "",
            connected=connected,
        )
        self.replica = Replica.create(path, identity, key=key, clock=self.clock, ids=self.ids)
        self.seq = 0

    def reopen(self) -> Replica:
        """Closes the replica and opens it again."""
        self.replica.close()
        self.replica = Replica.open(self.path, key=self.key, clock=self.clock, ids=self.ids)
        return self.replica

    def save(self, *changes: Change, after: tuple[str, ...] = ()) -> str:
        """Saves one group; its gid."""
        self.clock.advance(10)
        return self.replica.write(
            lambda tx: tx.commit(action="test", label="A change", changes=changes, after=after)
        )

    def client(self, name: str = "Green Garden", **f: Any) -> str:
        """Saves a new client; its id."""
        row_id = self.ids.new_id()
        self.save(Change("clients", row_id, f={"companyName": name, "status": "lead"} | f))
        return row_id

    def edit(self, c: str, row_id: str, **f: Any) -> str:
        """Saves an edit; its gid."""
        return self.save(Change(c, row_id, f=f))

    def delete(self, c: str, row_id: str) -> str:
        """Saves a delete; its gid."""
        return self.save(Change(c, row_id, op=Op.DELETE))

    def get(self, c: str, row_id: str) -> Row | None:
        """What a reader sees."""
        return self.replica.reads().get(c, row_id)

    def live(self, c: str, row_id: str) -> Row:
        """What a reader sees, which must be there."""
        row = self.replica.reads().row(c, row_id)
        assert row is not None, f"{c} {row_id} is not there"
        return row

    def next_seq(self) -> str:
        """The next seq of the imagined cloud."""
        self.seq += 1
        return f"{self.seq:012d}"

    def cloud_row(
        self, row_id: str | None = None, *, ms: int = 1_000, deleted: str = "", **f: Any
    ) -> dict[str, Any]:
        """A row as another device made it and the cloud sends it."""
        row: dict[str, Any] = {
            "id": row_id or self.ids.new_id(),
            "seq": self.next_seq(),
            "clk": {ROW: stamp.make(self.clock.now_ms() + ms, 0, CLOUD_AUTHOR)},
            "f": f,
        }
        return row | ({"del": deleted, "f": {}} if deleted else {})

    def page(self, *rows: tuple[str, dict[str, Any]], **how: Any) -> Page:
        """A page as the cloud sends it: (collection, row) pairs. By default the last one of a checkpoint."""
        by_collection: dict[str, list[dict[str, Any]]] = {}
        for c, row in rows:
            by_collection.setdefault(c, []).append(row)
        head = how.pop("head", f"{self.seq:012d}")
        words: dict[str, Any] = {"cursor": f"at {head}", "more": False, "epoch": "00000001", "head": head}
        words["server_now"] = self.clock.now_ms()
        return Page(rows=by_collection, **(words | how))

    def pull(self, *rows: tuple[str, dict[str, Any]], **how: Any) -> Changes:
        """A checkpoint arrives."""
        allow = how.pop("allow", ())
        return exchange.apply_checkpoint(self.replica, self.page(*rows, **how), allow=allow)

    def push(self, *results: Result, **how: Any) -> list[Outcome]:
        """Pushes the next batch; the cloud answers with these results in order, ok where none is said."""
        batch = exchange.next_batch(self.replica)
        assert batch is not None, "nothing waits"
        answers = [*results, *[Result.OK] * len(batch.groups)]
        outcomes = [
            Outcome(
                n=group.n,
                gid=group.gid,
                result=result,
                seq=self.next_seq() if result in {Result.OK, Result.SUPERSEDED} else None,
                code=how.get("code", "locked") if result is Result.REFUSED else None,
                detail=how.get("detail"),
                h=how.get("h"),
            )
            for group, result in zip(batch.groups, answers, strict=False)
        ]
        self.answer(batch, outcomes)
        return outcomes

    def outcomes(self, batch: exchange.Batch, results: Sequence[Result], *, only: str) -> list[Outcome]:
        """Answers to one group of a batch alone."""
        (group,) = (group for group in batch.groups if group.gid == only)
        return [Outcome(n=group.n, gid=group.gid, result=result, code="step") for result in results]

    def answer(self, batch: exchange.Batch, outcomes: Sequence[Outcome]) -> None:
        """The answers to a batch arrive; the cloud's clock agrees with ours."""
        now = self.clock.now_ms()
        exchange.store_outcomes(
            self.replica,
            outcomes,
            sent=batch,
            head=f"{self.seq:012d}",
            server_now=now,
            sent_at=now,
            got_at=now,
        )

    def echo(self, c: str, row_id: str, **f: Any) -> tuple[str, dict[str, Any]]:
        """The row as the cloud has it once it took our groups, with `f` changed by someone else a moment later."""
        row = self.get(c, row_id)
        assert row is not None, f"{c} {row_id} is not there"
        seq = self.next_seq()
        stamps = {name: stamp.make(self.clock.now_ms() + 1_000, 0, CLOUD_AUTHOR) for name in f}
        wire: dict[str, Any] = {"id": row_id, "seq": seq, "clk": dict(row.clk) | stamps, "f": dict(row.f) | f}
        return c, wire | ({"del": row.deleted, "f": {}} if row.deleted else {})

    def agree(self) -> None:
        """Whether what is visible is what the equation says."""
        assert exchange.visible_equals_fold(self.replica) == []


def put(c: str, row_id: str, **f: Any) -> Change:
    """A put as services draft it."""
    return Change(c, row_id, f=f)
