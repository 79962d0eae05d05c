"""`bench offline`: 2,000 edits made with no network, carried from one device to the next, beside a bare carrier.

Promises: two encrypted replicas with engine, lanes and live wake-up, a cloud process on loopback. The edits are saved
one by one before the clock starts; it stops when the other device's screens were told of the last of them, durable
there. The bytes are those of the very requests, headers left out, beside gzip of the changed values with row ids and
stamps, and beside gzip of all that the contract names of these changes, in bare lists without a key or a word of the
envelope: what a packing of this contract cannot go below. Applying is one checkpoint of as many rows beside raw
`executemany` into a copy of the same file.

Why both: an edit of its own bears a group's id, 74 bits of which are drawn and take ten bytes and more in any packing,
as much as the edit itself. What one change costs is what makes it count once (WIRE section 3); a group of many shares
it.
"""

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from onetool_desktop.changes.values import Change
from onetool_desktop.changes.wire import MAX_CHANGES, dumps
from onetool_desktop.platform.clock import SystemIds
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.floors import apply as bare_apply, offline as bare
from onetool_desktop.proof.seat import KEY, PATIENCE_S, Seat, not_seen
from onetool_desktop.store import exchange
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.transport import HttpCloud

EDITS = 2_000
RUNS = 3
Pairs = Sequence[tuple[float, float]]


class NotingCloud(HttpCloud):
    """The transport, keeping what it was given to push."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.pushed: list[Mapping[str, Any]] = []

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        """Overrides HttpCloud."""
        if call.path == "sync:push":
            self.pushed.append(call.args)
        return super().call(call, bearer=bearer)


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of edits, 2,000 unless given."""
    count = size or EDITS
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as name:
        folder = Path(name)
        cloud = CloudProcess(folder)
        http = NotingCloud(cloud.url)
        here, there = Seat(cloud.url, folder / "here-device.db", first=True, http=http), None
        try:
            there = Seat(cloud.url, folder / "there-device.db", first=False)
            ids = _clients(here, there, count)
            carried = [_carried(here, there, folder, ids) for _ in range(RUNS)]
            singly, together = (
                [args for args in http.pushed if (len(args["groups"]) > 1) is several]
                for several in (True, False)
            )
            applied = [_applied(here, there, folder, ids) for _ in range(RUNS)]
        finally:
            for seat in filter(None, (here, there)):
                seat.close()
            cloud.terminate()
    rows = [
        _row("offline edits, to the next device", "ms", carried, scale=1_000),
        _row("one push of 250 single edits, packed", "bytes", _sizes(singly, _values)),
        _row("the same beside all the contract names", "bytes", _sizes(singly, _named)),
        _row("one push of 250 new records, packed", "bytes", _sizes(together, _values)),
        _row("the same beside all the contract names", "bytes", _sizes(together, _named)),
        _row("applying as many rows", "ms", applied, scale=1_000),
    ]
    return {"name": "offline", "size": count, "rows": rows}


def _clients(here: Seat, there: Seat, count: int) -> list[str]:
    """Clients that both devices know, both engines at rest."""
    ids = [SystemIds().new_id() for _ in range(count)]
    there.expect(ids)
    for at in range(0, count, MAX_CHANGES):
        part = ids[at : at + MAX_CHANGES]
        here.save(*[Change("clients", i, f=_fields(i)) for i in part])
    here.start()
    there.start()
    _wait(there)
    return ids


def _fields(row_id: str) -> dict[str, Any]:
    part = row_id[-6:]
    words = {
        "companyName": f"Firm {part}",
        "notes": f"Key at the neighbour's, ring {part} first",
        "language": "en",
    }
    return {**words, "status": "lead", "leadSource": "referral", "paymentDays": 14, "taxNumber": f"DE{part}"}


def _carried(here: Seat, there: Seat, folder: Path, ids: Sequence[str]) -> tuple[float, float]:
    """Seconds from the network's return to the last edit on the other device, and the floor's."""
    edits = _edited(here, ids)
    there.rest()
    there.expect(ids)
    started = time.perf_counter()
    here.start()
    _wait(there)
    return time.perf_counter() - started, bare.carried(folder, edits)


def _applied(here: Seat, there: Seat, folder: Path, ids: Sequence[str]) -> tuple[float, float]:
    """Seconds of one checkpoint, and the floor's into a copy of the same file."""
    there.rest()
    there.stop()
    _edited(here, ids)
    here.start()
    here.rest()
    state = exchange.state(there.replica)
    args = {"org": there.replica.identity.org, "device": state.device, "cursor": state.cursor}
    args |= {"limit": 10_000, "schema": 1, "scopes": state.scopes}
    page = calls.read_page(there.ask(Call("query", "sync:pull", args)))
    there.replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = folder / "copy.db"
    shutil.copyfile(there.replica.path, copy)
    started = time.perf_counter()
    exchange.apply_checkpoint(there.replica, page)
    seconds = time.perf_counter() - started
    floor = bare_apply.written(copy, KEY, page)
    there.start()
    return seconds, floor


def _edited(here: Seat, ids: Sequence[str]) -> list[bare.Edit]:
    """An edit of each client, saved one by one while the engine stands still."""
    here.rest()
    here.stop()
    edits = [(row_id, f"Call back about job {time.monotonic_ns() % 10_000}") for row_id in ids]
    for row_id, notes in edits:
        here.save(Change("clients", row_id, f={"notes": notes}))
    return edits


def _sizes(pushes: Sequence[Mapping[str, Any]], least: Callable[[Mapping[str, Any]], object]) -> Pairs:
    """Bytes of pushes as sent, and of the least of their groups."""
    return [
        (
            len(gzip.compress(dumps({"path": "sync:push", "args": args, "format": "json"}), mtime=0)),
            bare.packed([least(group) for group in args["groups"]]),
        )
        for args in pushes
    ]


def _values(group: Mapping[str, Any]) -> object:
    """The changed values of a group with row ids and stamps."""
    return [[c["id"], c["f"], group["h"]] for c in group["changes"]]


def _named(group: Mapping[str, Any]) -> object:
    """All that the contract names of a group, without the names."""
    changes = [[*c.values()] for c in group["changes"]]
    return [*(value for name, value in group.items() if name != "changes"), changes]


def _wait(seat: Seat) -> None:
    if not seat.seen.wait(PATIENCE_S):
        raise not_seen()


def _row(what: str, unit: str, pairs: Pairs, *, scale: int = 1) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(median(value for value, _ in pairs) * scale, 1),
        "unit": unit,
        "floor": round(median(floor for _, floor in pairs) * scale, 1),
        "ratio": round(median(value / floor for value, floor in pairs), 2),
    }
