"""What can be done with all the selected projects, in their list and in a record that they belong to."""

from collections.abc import Sequence

from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many, set_status_of
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.bulk import Bulk, Said, bulk_spec, verb
from onetool_desktop.ui.screens.list_actions import opening

OPENING = (opening("projects", N_("Open project")),)


def projects_bulk() -> tuple[Bulk, ...]:
    """Each as one action over everything selected."""

    def status(word: str, label: str, icon: str, said: Said) -> Bulk:
        def call(replica: Replica, ids: Sequence[str]) -> Many:
            return set_status_of(replica, c="projects", ids=ids, status=word, label=_(label))

        return verb(bulk_spec("projects", word, label, icon), call, said)

    def begun(count: int) -> str:
        words = ngettext("{count} project is in progress.", "{count} projects are in progress.", count)
        return words.format(count=count)

    def done(count: int) -> str:
        words = ngettext("{count} project completed.", "{count} projects completed.", count)
        return words.format(count=count)

    def off(count: int) -> str:
        words = ngettext("{count} project called off.", "{count} projects called off.", count)
        return words.format(count=count)

    return (
        status("in-progress", N_("Begin"), "circle-half", begun),
        status("completed", N_("Complete"), "check-circle", done),
        status("cancelled", N_("Call off"), "slash-circle", off),
    )
