"""A form whose values are given to all the rows that are selected.

Promises: they go to what was selected when it opened, however the selection moves on; what is refused is said beside
it; it goes once it is answered or put away. May not know: what it asks, any noun.
"""

from collections.abc import Callable, Sequence
from typing import Any

from onetool_desktop.services.many import Many
from onetool_desktop.ui.screens.bulk import Said, said_of
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.widgets.form_panel import FormPanel

Take = Callable[[Sequence[str], dict[str, Any]], Many]  # ids and values; runs in the write lane


def give_to_all(rows: ListedRows, form: FormPanel, take: Take, said: Said, *, undoable: bool) -> None:
    """Does with the form's values to everything that is selected now what `take` does; `said` makes the sentence for
    how many that were.
    """
    rids, source, work = rows.rids, rows.source, rows.work

    def done(many: Many) -> None:
        work.undo.remember(many.saved.undo)
        rows.screen.said.emit(said_of(many, said), undoable and many.saved.undo is not None)
        form.deleteLater()

    def given(values: dict[str, Any]) -> None:
        work.operations.write(
            rows.screen,
            lambda: take(source.row_ids(rids), values),
            then=done,
            failed=lambda error: work.errors.tell(error, beside=form),
        )

    def put_away() -> None:
        if not form.is_last_used:  # what was given may be refused yet, beside it
            form.deleteLater()

    form.given.connect(given)
    form.closed.connect(put_away)
