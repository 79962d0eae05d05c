"""The paper of any record that has one: a quote, an invoice, or the job sheet of a visit.

Reads only; runs in the paper lane. May not know: printers, screens.
"""

from onetool_desktop.services.job_sheet import TASKS, job_sheet_file
from onetool_desktop.services.paper_files import PaperFile, paper_file
from onetool_desktop.store.replica import Replica


def file_of(replica: Replica, *, c: str, id: str) -> PaperFile:
    """The file of a record's paper as it is now; raises where it is not here."""
    return job_sheet_file(replica, id=id) if c == TASKS else paper_file(replica, c=c, id=id)
