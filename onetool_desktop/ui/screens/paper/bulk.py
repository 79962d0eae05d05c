"""The paper of all the selected rows: printed, saved as a file each, or as one.

Promises: it is made beside the window and can be stopped. May not know: how a list selects, what is on the paper.
"""

from functools import partial

from onetool_desktop.domain.translate import N_
from onetool_desktop.ui.screens.bulk import Bulk, bulk_spec
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.screens.paper.printing import Printing
from onetool_desktop.ui.screens.paper.run import PaperRun
from onetool_desktop.ui.screens.paper.save_pdf import SavePdf


def paper_bulk(
    c: str,
    *,
    printing: str = N_("Print…"),
    each: str = N_("Save as PDF…"),
    whole: str = N_("Save as one PDF…"),
) -> tuple[Bulk, ...]:
    """Print and save, for the rows of a collection that has paper, by these names."""
    specs = (
        bulk_spec(c, "print", printing, "print", words=N_("paper printer"), keys="Ctrl+Shift+P"),
        bulk_spec(c, "pdf", each, "print", words=N_("files export"), keys="Ctrl+Shift+S"),
        bulk_spec(c, "pdf-together", whole, "print", words=N_("file join merge")),
    )
    runs = (_print, _save_each, _save_as_one)
    return tuple(Bulk(spec=spec, run=run) for spec, run in zip(specs, runs, strict=True))


def _print(rows: ListedRows) -> None:
    rows.with_ids(partial(Printing(rows.screen, _run(rows)).documents, rows.section))


def _save_each(rows: ListedRows) -> None:
    rows.with_ids(partial(SavePdf(rows.screen, _run(rows)).many, rows.section))


def _save_as_one(rows: ListedRows) -> None:
    rows.with_ids(partial(SavePdf(rows.screen, _run(rows)).together, rows.section))


def _run(rows: ListedRows) -> PaperRun:
    """The one run of a screen."""
    return rows.screen.findChild(PaperRun) or PaperRun(rows.screen)
