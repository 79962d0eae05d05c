"""One day or one person for all the tasks that are selected.

Promises: what is left empty stays as it is on each of them; it is one undo. May not know: how a list selects.
"""

from collections.abc import Sequence
from typing import Any

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.errors import FieldError
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many
from onetool_desktop.services.tasks import place_tasks
from onetool_desktop.store.queries import people
from onetool_desktop.ui.screens.bulk_form import give_to_all
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_NOBODY = "nobody"
_MOST_PEOPLE = 300  # to choose from
_DAY = Ask("date", Field(name="date", kind=Kind.DAY, label=N_("Day")))
_UNDOABLE = True


def ask_to_place(rows: ListedRows) -> None:
    """Asks for the day and the person, and gives them to everything that was selected then."""
    work = rows.work
    title = ngettext("Move or assign {count} task", "Move or assign {count} tasks", rows.count)
    form = FormPanel(
        title.format(count=work.formats.count(rows.count)),
        asks=(_DAY, Ask("assigneeUserId", _person(rows))),
        button=_("Save tasks"),
        look=work.look,
        window=rows.screen,
        formats=work.formats,
    )
    form.explain(_("What is left empty stays as it is."))

    def take(ids: Sequence[str], values: dict[str, Any]) -> Many:
        fields = _fields(values)
        if not fields:
            raise FieldError("date", _("Say on which day, or who goes."), safe="", next_step="")
        return place_tasks(work.replica, ids=ids, fields=fields)

    give_to_all(rows, form, take, _said, undoable=_UNDOABLE)
    form.open()


def _person(rows: ListedRows) -> Field:
    """Those who work here, and nobody, as a choice."""
    names = people.names(rows.work.replica.reads().db, limit=_MOST_PEOPLE)
    spoken: Sequence[tuple[str, str]] = [(_NOBODY, _("Nobody yet")), *names]
    return Field(
        name="assigneeUserId",
        kind=Kind.CHOICE,
        label=N_("Who"),
        choices=tuple(key for key, _name in spoken),
        spoken=tuple(spoken),
        limit=200,
    )


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if value}
    return {name: None if value == _NOBODY else value for name, value in found.items()}


def _said(count: int) -> str:
    return ngettext("{count} task saved.", "{count} tasks saved.", count).format(count=count)
