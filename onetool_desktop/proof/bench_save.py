"""`bench save`: a local save, durable, with 100,000 clients in an encrypted file, beside a bare one-row commit.

Promises: product and floor take turns on copies of one file, with the same rows in the same order; a row gives the
median and the 99th percentile. A save is all of it: rules, row, outbox, shadow, search, clock, commit, journal. A note
is searched, days to pay are not. Writing the log back comes after a save has answered, so it is not in the row.
"""

import gc
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Change
from onetool_desktop.proof.deterministic import SeededIds
from onetool_desktop.proof.floors.save import BareSave
from onetool_desktop.proof.office_workload import KEY, arriving, empty_replica
from onetool_desktop.store import exchange
from onetool_desktop.store.replica import Replica

_SAVES = 600
_WARM = 60
_PAGE = 2_000


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of clients, 100,000 unless given."""
    count = size or 100_000
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as folder:
        path, bare_path = Path(folder) / "save.db", Path(folder) / "bare.db"
        replica, ids = filled(path, count)
        shutil.copyfile(path, bare_path)
        bare = BareSave(bare_path, key=KEY)
        pairs = _in_turn(
            lambda at: _save(replica, ids[at % count], {"notes": f"Call back about job {at}"}),
            lambda at: bare.save(ids[at % count], f"Call back about job {at}"),
            rest=replica.rest,
        )
        unsearched = _in_turn(
            lambda at: _save(replica, ids[-1 - at % count], {"paymentDays": at}),
            lambda at: bare.save(ids[-1 - at % count], f"Call back about job {at}"),
            rest=replica.rest,
        )
        bare.close()
        replica.close()
    rows = [*_rows("save of a note", pairs), *_rows("save of days to pay", unsearched)]
    return {"name": "save", "size": count, "rows": rows}


def filled(path: Path, count: int) -> tuple[Replica, list[str]]:
    """A replica at `path` with `count` clients, arrived from a cloud, and their ids in shuffled order. Seeded."""
    rng = random.Random(7)
    replica, ids = empty_replica(path)
    made: list[str] = []
    for first in range(0, count, _PAGE):
        rows = [_client(ids, rng, at) for at in range(first, min(first + _PAGE, count))]
        made += [row["id"] for row in rows]
        exchange.apply_arrival(replica, arriving({"clients": rows}))
    exchange.apply_arrival(replica, arriving({}, last=True))
    while replica.rest():
        pass
    replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rng.shuffle(made)
    return replica, made


def _client(ids: SeededIds, rng: random.Random, at: int) -> dict[str, Any]:
    trade = rng.choice(("Garden Care", "Heating", "Plumbing", "Cleaning", "Electric"))
    name = f"{rng.choice(('North', 'South', 'Harbour', 'Müller', 'Łódź', 'King'))} {trade} {at}"
    f = {
        "companyName": name,
        "status": rng.choice(("lead", "active")),
        "notes": f"Gate code {at}, dog in the yard",
    }
    return {
        "id": ids.new_id(),
        "seq": f"{at + 1:012d}",
        "clk": {ROW: stamp.make(1_760_000_000_000, 0, "0c0c0c0c")},
        "f": f,
    }


def _save(replica: Replica, client: str, f: dict[str, Any]) -> None:
    change = Change("clients", client, f=f)
    replica.write(lambda tx: tx.commit(action="edit_client", label="Edit client", changes=[change]))


def _in_turn(
    save: Callable[[int], None], bare: Callable[[int], None], *, rest: Callable[[], object]
) -> list[tuple[float, float]]:
    """Seconds of (save, bare) in turns, after some that do not count; between them the replica rests, as it does."""
    gc.collect()
    pairs: list[tuple[float, float]] = []
    for at in range(_WARM + _SAVES):
        pair = (_seconds(save, at), _seconds(bare, at))
        rest()
        pairs += [pair] if at >= _WARM else []
    return pairs


def _seconds(work: Callable[[int], None], at: int) -> float:
    start = time.perf_counter()
    work(at)
    return time.perf_counter() - start


def _rows(what: str, pairs: list[tuple[float, float]]) -> list[dict[str, Any]]:
    saves, bares = (quantiles(column, n=100) for column in zip(*pairs, strict=True))
    return [
        _row(f"{what}, {name}", saves[at], bares[at])
        for name, at in (("median", 49), ("99th percentile", 98))
    ]


def _row(what: str, value: float, floor: float) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(value * 1_000, 3),
        "unit": "ms",
        "floor": round(floor * 1_000, 3),
        "ratio": round(value / floor, 2),
    }
