"""Saves a sample business into a replica, the way a person's work is saved, only faster, and as of its days.

Promises: every row goes through `Transaction.commit` as part of a group, with the stamp of the moment at which the
firm saved it; no stamp lies after the replica's own clock, which is back when the load ends, however it ends; documents
are issued with snapshots and the numbers of the main series. Many groups share one SQLite transaction; each is whole
when the load is stopped half-way. May not know: how the business is made up.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from onetool_desktop.domain.ids import OrgId
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.proof.sample import firm
from onetool_desktop.proof.sample.business import Sample, sample_business
from onetool_desktop.proof.sample.values import USUAL, Event, IssuePaper, Save, Size, Staff
from onetool_desktop.services.issuing import issue_within
from onetool_desktop.services.organisation import open_business
from onetool_desktop.store.replica import Replica, Transaction

_STEPS_AT_ONCE = 500
_ACTION = "sample.load"
_SQUEEZE = 60  # of the hours of today that have not come yet


class _PastClock:
    """A `Clock` that stands where it is put, and never after the real one.

    Why squeezed: where the real today has not come as far as the sample's, its morning is told in the minutes before
    now, in its order, and all that lies longer ago stays where it is.
    """

    def __init__(self, real: Clock, ends: datetime) -> None:
        self._real, self._now_ms = real, real.now_ms()
        self._ends_ms = _ms(ends)
        self._at_ms = 0

    def put(self, at: datetime) -> None:
        """Stand at a moment of the sample."""
        left_ms = max(0, self._ends_ms - _ms(at))
        self._at_ms = min(_ms(at), self._now_ms - left_ms // _SQUEEZE)

    def now_ms(self) -> int:
        """Where it was put."""
        return self._at_ms

    def monotonic(self) -> float:
        """As the real one."""
        return self._real.monotonic()


def load_sample(replica: Replica, *, seed: int, today: date, ids: Ids, size: Size = USUAL) -> Staff:
    """Fills an empty replica that no cloud has met (`services.organisation.new_identity`); returns the people."""
    identity = replica.identity
    sample = sample_business(
        seed=seed, today=today, ids=ids, org=OrgId(identity.org), owner=identity.user_id, size=size
    )
    with _in_the_past(replica, sample.ends) as clock:
        clock.put(sample.begins)
        open_business(
            replica,
            name=firm.NAME,
            currency=firm.CURRENCY,
            timezone=firm.TIMEZONE,
            owner=firm.OWNER_NAME,
            email="joanna@harbourside-heating.example",
        )
    load_steps(replica, sample)
    return sample.staff


def load_steps(replica: Replica, sample: Sample) -> None:
    """Saves the steps in their order, into a replica where the business is open already."""
    with _in_the_past(replica, sample.ends) as clock:
        for first in range(0, len(sample.steps), _STEPS_AT_ONCE):
            batch = sample.steps[first : first + _STEPS_AT_ONCE]
            replica.write(lambda tx, batch=batch: _save(tx, batch, clock))


@contextmanager
def _in_the_past(replica: Replica, ends: datetime) -> Generator[_PastClock]:
    real = replica.clock
    clock = _PastClock(real, ends)
    replica.clock = clock
    try:
        yield clock
    finally:
        replica.clock = real


def _save(tx: Transaction, batch: Sequence[Event], clock: _PastClock) -> None:
    for at, step in batch:
        clock.put(at)
        match step:
            case Save(label, changes):
                tx.commit(action=_ACTION, label=label, changes=changes)
            case IssuePaper(c, row_id, day):
                issue_within(tx, c=c, id=row_id, day=day, online=False)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1_000)
