"""One day or one person for all the tasks that are selected.

Promises: what is left empty stays as it is on each of them; it is one undo. May not know: how a list selects.
"""

from collections.abc import Sequence
from typing import Any

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many
from onetool_desktop.services.tasks import place_tasks
from onetool_desktop.store.queries.people import people
from onetool_desktop.ui.screens.bulk import said_of
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_NOBODY = "nobody"
_DAY = Ask("date", Field(name="date", kind=Kind.DAY, label=N_("Day")))


def ask_to_place(rows: ListedRows) -> None:
    """Asks for the day and the person, and gives them to everything that was selected then."""
    rids, source, work = rows.rids, rows.source, rows.work
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

    def done(many: Many) -> None:
        work.undo.remember(many.saved.undo)
        rows.screen.said.emit(said_of(many, _said), many.saved.undo is not None)
        form.deleteLater()

    def given(values: dict[str, Any]) -> None:
        fields = _fields(values)
        if not fields:
            form.refuse(_("Say on which day, or who goes."), "date")
            return
        work.operations.write(
            rows.screen,
            lambda: place_tasks(work.replica, ids=source.row_ids(rids), fields=fields),
            then=done,
            failed=lambda error: work.errors.tell(error, beside=form),
        )

    form.given.connect(given)
    form.open()


def _person(rows: ListedRows) -> Field:
    """Everybody who works here, and nobody, as a choice."""
    names = [(one.id, one.name) for one in people(rows.work.replica.reads().db)]
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
