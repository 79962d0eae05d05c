"""Saves a sample business into a replica, the way a person's work is saved, only faster.

Promises: every row goes through `Transaction.commit` as part of a group; documents are issued with snapshots and the
numbers of the main series. Many groups share one SQLite transaction; each is whole when the load is stopped half-way.
May not know: how the business is made up.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from onetool_desktop.domain.ids import OrgId
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample import firm
from onetool_desktop.proof.sample.business import sample_business
from onetool_desktop.proof.sample.values import USUAL, IssuePaper, Save, Size, Staff, Step
from onetool_desktop.services.issuing import issue_within
from onetool_desktop.services.organisation import open_business
from onetool_desktop.store.replica import Replica, Transaction

_STEPS_AT_ONCE = 500
_ACTION = "sample.load"


def load_sample(replica: Replica, *, seed: int, today: date, ids: Ids, size: Size = USUAL) -> Staff:
    """Fills an empty replica that no cloud has met (`services.organisation.new_identity`); returns the people."""
    identity = replica.identity
    open_business(
        replica,
        name=firm.NAME,
        currency=firm.CURRENCY,
        timezone=firm.TIMEZONE,
        owner=firm.OWNER_NAME,
        email="joanna@harbourside-heating.example",
    )
    sample = sample_business(
        seed=seed, today=today, ids=ids, org=OrgId(identity.org), owner=identity.user_id, size=size
    )
    load_steps(replica, sample.steps)
    return sample.staff


def load_steps(replica: Replica, steps: Iterable[Step]) -> None:
    """Saves steps in their order."""
    stream = iter(steps)
    while batch := list(islice(stream, _STEPS_AT_ONCE)):
        replica.write(lambda tx, batch=batch: _save(tx, batch))


def _save(tx: Transaction, batch: Sequence[Step]) -> None:
    for step in batch:
        match step:
            case Save(label, changes):
                tx.commit(action=_ACTION, label=label, changes=changes)
            case IssuePaper(c, row_id, day):
                issue_within(tx, c=c, id=row_id, day=day, online=False)
