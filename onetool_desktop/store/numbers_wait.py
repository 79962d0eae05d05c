"""Numbers of the main series that wait since the cloud was restored, as this computer has heard of it (WIRE section 6).

Promises: a paper that was refused its number because they waited is offered again by itself, under its gid, once after
each release that this computer hears of; one that cannot stand any more stays in Needs attention, with its reason.
May not know: who releases them.

Why once: a cloud that refuses it all the same would be asked with every page that comes.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from onetool_desktop import store
from onetool_desktop.changes.values import Code
from onetool_desktop.domain.collections.organisation import NUMBERS_WAIT, ORGANIZATIONS
from onetool_desktop.store import meta, outbox
from onetool_desktop.store.engine import Db
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.transaction import Transaction

if TYPE_CHECKING:
    from onetool_desktop.store.attention import Item

_OFFERED = "numbers_offered"  # the stamp of the release after which they were


def numbers_wait(db: Db, identity: Identity) -> bool:
    """Whether the cloud gives no number of the main series just now, as far as is known here."""
    found = db.execute('SELECT "numbersWait" FROM organizations WHERE id=?', (identity.org,)).fetchone()
    return identity.connected and found is not None and bool(found[0])


def wait_within(tx: Transaction) -> bool:
    """As `numbers_wait`, in a transaction under way."""
    return numbers_wait(tx.db, tx.identity)


def waits_for_number(item: "Item") -> bool:
    """Whether the cloud refused a paper because the numbers wait; content is never refused so to a paper."""
    return item.state == outbox.REFUSED and item.code == Code.LOCKED and bool(item.group.commands)


def offer_again(tx: Transaction) -> None:
    """Offers again, in order, what was refused while the numbers waited, if they were released since."""
    row = tx.get(ORGANIZATIONS.name, tx.identity.org)
    released = row.clk.get(NUMBERS_WAIT) if row is not None and row.f.get(NUMBERS_WAIT) is False else None
    if released is None or released == meta.read(tx.db, _OFFERED):
        return
    meta.write(tx.db, **{_OFFERED: released})
    for item in filter(waits_for_number, store.attention.items(tx.db)):
        with suppress(Refused):
            store.attention.again(tx, item.gid)
