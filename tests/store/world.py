"""What store tests lean on: a real replica, short words for saving, and pages as the cloud sends them."""

from pathlib import Path
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Change, Op, Row
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
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


def put(c: str, row_id: str, **f: Any) -> Change:
    """A put as services draft it."""
    return Change(c, row_id, f=f)
