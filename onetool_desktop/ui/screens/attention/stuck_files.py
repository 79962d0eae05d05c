"""Files that cannot be sent or fetched, as cards of Needs attention: why, and to try again or to let it be.

Promises: neither way touches the record of a file or the bytes that are here. May not know: the other cards.
"""

from collections.abc import Callable
from functools import partial

from onetool_desktop.domain.ids import AttachmentId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import attachments
from onetool_desktop.store.queries.files import StuckFile, stuck_files
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.attention.cards import Card, Remedy
from onetool_desktop.ui.screens.screen import Screen


def cards_of_files(screen: Screen, *, most: int) -> dict[str, Callable[[], Card]]:
    """What makes the card of each file that is stuck, by a key of its own."""
    found = stuck_files(screen.work.replica.reads().db)[:most]
    return {f"file {file.id} {file.words}": partial(_card, screen, file) for file in found}


def _card(screen: Screen, file: StuckFile) -> Card:
    replica, row_id = screen.work.replica, AttachmentId(file.id)

    def do(call: Callable[[], object]) -> None:
        screen.work.operations.write(screen, call, then=lambda _none: None)

    again = partial(attachments.try_again, replica, ids=[row_id])
    forget = partial(attachments.forget_transfer, replica, id=row_id)
    title = _("{name} cannot be sent") if file.sending else _("{name} cannot be fetched")
    return Card(
        title=title.format(name=file.name or _("A file without a record")),
        when="",
        reason=file.words or _("The record it belongs to was not accepted or is gone."),
        lines=(),
        remedies=(
            Remedy(_("Try again"), "retry", partial(do, again), primary=True),
            Remedy(_("Forget"), "discard", partial(do, forget), sure=_("Do not send it"))
            if file.sending
            else Remedy(_("Forget"), "discard", partial(do, forget)),
        ),
        icon="attention",
        tone=Tone.BAD,
        look=screen.work.look,
    )
