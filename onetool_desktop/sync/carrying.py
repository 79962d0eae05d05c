"""Brings a business that was at a cloud to another one: all that it had there first, then what was saved since.

Promises: the other cloud gets rows, their past and their numbers as they stand; nothing on this computer changes before
it has taken all of it; cut off at any point and called again, it goes on from the last part. From then on the business
is one that is being brought, whose engine sends and fetches the rest. May not know: screens; calls block.

Why rows first: what was saved since was made over them. The cloud that is left is not asked again: all came along when
the business left it.
"""

from onetool_desktop.changes.fold import computed_id
from onetool_desktop.store import carrying
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls
from onetool_desktop.sync.session import Session


def carry(session: Session, replica: Replica, *, epoch: str) -> None:
    """Brings everything to the cloud of this epoch, which founded the organisation and enrolled this computer.

    Raises the tree of `sync.errors`, and a sentence where this program does not know all that it would bring.
    """
    mine, reads = replica.identity, replica.reads()
    at = carrying.begin(replica, epoch)
    while (part := carrying.part(reads, at)) is not None:
        rid = computed_id(mine.org, "organizations", f"importRows:{part.name}")
        session.ask(calls.import_rows(mine.org, mine.device, part, carrying.numbers(reads.db), rid=rid))
        at = part.next
        carrying.keep_place(replica, at)
    carrying.arrive(replica, epoch=epoch)
