"""A business that leaves its cloud, on this computer's side: what has come for it, what it still knows of the cloud,
and how a replica becomes one that has none.

Promises: what came is kept with the place to go on from, in one step; the business stands alone in one step, keeps its
ids, and its main series goes on above every number on a paper and above those it is told. May not know: how the cloud
is asked, or hears of it.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from onetool_desktop import store
from onetool_desktop.changes.values import RowKey
from onetool_desktop.store import meta, series, transfers
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.series import Counts
from onetool_desktop.store.transaction import Transaction

if TYPE_CHECKING:
    from onetool_desktop.store.past import Write

_LEAVING, _LEFT, _FAREWELL = "leaving", "left", "farewell"


@dataclass(frozen=True, slots=True)
class Stage:
    """How far fetching has come: the head at its beginning, the place to go on from, whether that was all."""

    head: str
    after: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Of which cloud a business was, as whom, and when it left, in ms UTC."""

    base: str
    email: str
    user: str
    at_ms: int


def stage(replica: Replica) -> Stage:
    """Where fetching stands; it begins with the first question."""
    text = meta.read(replica.reads().db, _LEAVING)
    if text:
        return Stage(**json.loads(text))
    begun = Stage(meta.read(replica.reads().db, "head"))
    replica.write(lambda tx: _write_stage(tx, begun))
    return begun


def want_files(replica: Replica) -> None:
    """Asks for the bytes of every file that the cloud has and this computer has not."""
    replica.write(lambda tx: transfers.want(tx, transfers.missing_files(tx.db, replica.blobs.has)))


def keep_page(replica: Replica, told: "Iterable[tuple[RowKey, Write]]", at: Stage) -> None:
    """Keeps a part of the past, and where it goes on."""

    def work(tx: Transaction) -> None:
        store.past.keep(tx, told)
        _write_stage(tx, at)

    replica.write(work)


def lacks(replica: Replica, *, without: Collection[str] = ()) -> int:
    """How many files are still to come, but for those of the rows `without` that were asked for in vain; -1 while the
    past is not whole.
    """
    db = replica.reads().db
    text = meta.read(db, _LEAVING)
    if not text or not Stage(**json.loads(text)).whole:
        return -1
    in_vain = {(row, sha) for row, sha in transfers.fetched_in_vain(db) if row in without}
    return sum((one.id, one.sha) not in in_vain for one in transfers.missing_files(db, replica.blobs.has))


def leave(replica: Replica, left: Left, *, late: "Iterable[tuple[RowKey, Write]]", numbers: Counts) -> None:
    """Makes the business this computer's own; `late` is the past that came after the rest, `numbers` the last that the
    cloud gave. The cloud is still to hear of it.
    """

    def work(tx: Transaction) -> None:
        store.past.keep(tx, late)
        _stand_alone(tx, numbers)
        text = json.dumps(asdict(left))
        meta.write(tx.db, **{_LEAVING: None, _LEFT: text, _FAREWELL: "due"})

    replica.write(work)


def stand_alone(replica: Replica) -> None:
    """Makes a replica that comes from a day when it had a cloud one that has none."""
    replica.write(lambda tx: _stand_alone(tx, {}))


def left(replica: Replica) -> Left | None:
    """The cloud that a business left; None for one that never had any, or has one."""
    text = meta.read(replica.reads().db, _LEFT)
    return Left(**json.loads(text)) if text and not replica.identity.connected else None


def is_farewell_due(replica: Replica) -> bool:
    """Whether the cloud is still to hear that this device left."""
    return bool(meta.read(replica.reads().db, _FAREWELL))


def note_farewell(replica: Replica) -> None:
    """The cloud has heard of it."""
    replica.write(lambda tx: meta.write(tx.db, **{_FAREWELL: None}))


def forget_cloud(tx: Transaction) -> None:
    """The business comes to another cloud: the one that it left is none of its concern any more."""
    meta.write(tx.db, **{_LEFT: None, _FAREWELL: None})


def _stand_alone(tx: Transaction, numbers: Counts) -> None:
    series.count_on(tx.db, series.on_paper(tx.db))
    series.count_on(tx.db, numbers)
    transfers.forget_all(tx)
    tx.replica.become(tx, replace(tx.identity, connected=False, epoch=""))


def _write_stage(tx: Transaction, at: Stage) -> None:
    meta.write(tx.db, **{_LEAVING: json.dumps(asdict(at))})
