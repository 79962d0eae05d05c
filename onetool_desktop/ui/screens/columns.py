"""The columns and cells of the lists that stand in more than one place."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import (
    document_list as documents,
    lists,
    project_list as projects,
    task_list as tasks,
)
from onetool_desktop.ui.models.listing import Cells, Column, ColumnKind
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.states import badge_of, invoice_state, quote_state, task_state, widest

_NUMBER, _QUIET, _BADGE, _NAME = ColumnKind.NUMBER, ColumnKind.QUIET, ColumnKind.BADGE, ColumnKind.NAME
_DRAFT = N_("No number yet")

PROJECT_COLUMNS = (
    Column(key="title", title=N_("Project"), width=30, sort="title", kind=_NAME),
    Column(key="client", title=N_("Client"), width=24, kind=_QUIET),
    Column(key="start", title=N_("Starts"), width=14, sort="start"),
    Column(key="status", title=N_("Status"), width=17, sort="status", kind=_BADGE, widest=widest("projects")),
    Column(key="end", title=N_("Ends"), width=14, extra=True),
)
CLIENTS_PROJECT_COLUMNS = tuple(column for column in PROJECT_COLUMNS if column.key != "client")

TASK_COLUMNS = (
    Column(key="day", title=N_("Day"), width=13, sort="day"),
    Column(key="time", title=N_("Time"), width=13, kind=_QUIET),
    Column(key="title", title=N_("Task"), width=26, sort="title", kind=_NAME),
    Column(key="client", title=N_("Client"), width=24, kind=_QUIET),
    Column(key="person", title=N_("Who"), width=17, kind=_QUIET),
    Column(key="status", title=N_("Status"), width=17, sort="status", kind=_BADGE, widest=widest("tasks")),
)
# Beside a record's facts there is less room: what is to be done keeps its own, the others are as narrow as they can be.
_BESIDE = {"day": 12, "time": 11, "title": 21, "person": 12, "status": 13}
RELATED_TASK_COLUMNS = tuple(
    replace(column, width=_BESIDE.get(column.key, column.width))
    for column in TASK_COLUMNS
    if column.key != "client"
)


def document_columns(collection: str, *, day: str, client: bool, currency: str) -> tuple[Column, ...]:
    """The columns of quotes or invoices; the currency stands once, in the head.

    With their client among others; without, where they stand with their client already, under their title.
    """
    total = _("Total {currency}").format(currency=currency).strip()
    found = [
        Column(key="number", title=N_("Number"), width=17, sort="newest", kind=_NAME),
        Column(key="client", title=N_("Client"), width=26, kind=_QUIET),
        Column(key="title", title=N_("Title"), width=22, kind=_QUIET),
        Column(key="day", title=day, width=14, sort="day"),
        Column(
            key="status", title=N_("Status"), width=17, sort="status", kind=_BADGE, widest=widest(collection)
        ),
        Column(
            key="total",
            title=total,
            width=15,
            sort="total",
            kind=_NUMBER,
        ),
    ]
    if not client:
        return tuple(column for column in found if column.key != "client")
    title = replace(found.pop(2), extra=True)
    issued = Column(key="issued", title=_("Issued"), width=14, extra=True)
    owed = Column(key="open", title=_("Still owed"), width=15, sort="open", kind=_NUMBER, extra=True)
    return (*found, title, issued, *([owed] if collection == "invoices" else []))


def project_page(work: Workplace, *, client: bool) -> Callable[[Db, Sequence[int]], list[Cells]]:
    """Formats projects, with or without their client."""

    def page(db: Db, rids: Sequence[int]) -> list[Cells]:
        return [_project(work, line, client=client) for line in projects.page(db, rids)]

    return page


def _project(work: Workplace, line: projects.ProjectLine, *, client: bool) -> Cells:
    badge = badge_of("projects", line.status)
    title = f"{line.number}  {line.title}" if line.number else line.title
    start, end = work.formats.day(line.start), work.formats.day(line.end)
    texts = (title, line.client, start, badge.word if badge else line.status, end)
    if not client:
        texts = (title, *texts[2:])
    first = len(texts) - 3
    copies = {first: line.start or "", first + 2: line.end or ""}
    return Cells(
        line.rid, line.id, texts, badge, tips={first: work.formats.full_day(line.start)}, copies=copies
    )


def document_page(
    work: Workplace, shape: lists.Shape, *, client: bool
) -> Callable[[Db, Sequence[int]], list[Cells]]:
    """Formats quotes or invoices, with their client or with their title."""

    def page(db: Db, rids: Sequence[int]) -> list[Cells]:
        return [_document(work, shape.table, line, client=client) for line in documents.page(db, shape, rids)]

    return page


def _document(work: Workplace, collection: str, line: documents.DocumentLine, *, client: bool) -> Cells:
    formats, today = work.formats, work.formats.today()
    fields = {"status": line.status, "validUntil": line.day, "dueDate": line.day}
    quote = collection == "quotes"
    state = (
        quote_state(fields, today)
        if quote
        else invoice_state(fields, paid=line.paid, owed=line.owed, today=today)
    )
    badge = badge_of(collection, state)
    late = state in ("overdue", "expired") and line.day is not None
    day = formats.late(line.day) if late and line.day else formats.day(line.day)
    number = line.number or (_(_DRAFT) if client else line.title or _(_DRAFT))
    currency = line.currency or work.currency
    middle = line.client if client else line.title
    total = "" if line.total is None else formats.amount(line.total, currency)
    texts = (number, middle, day, badge.word if badge else line.status, total)
    copies = {2: line.day or "", 4: "" if line.total is None else formats.number(line.total, currency)}
    if client:
        owed = formats.amount(line.owed, currency) if line.owed else ""
        texts = (*texts, line.title, formats.day(line.issued), *(() if quote else (owed,)))
        copies |= {6: line.issued or "", 7: formats.number(line.owed, currency) if line.owed else ""}
    tones = {2: Tone.BAD if state == "overdue" else Tone.WARN} if late else {}
    if not line.number:
        tones[0] = Tone.MUTED
    return Cells(line.rid, line.id, texts, badge, tones, {2: formats.full_day(line.day)}, copies)


def task_page(work: Workplace, *, client: bool) -> Callable[[Db, Sequence[int]], list[Cells]]:
    """Formats tasks, with their client, or without, beside a record they belong to."""

    def page(db: Db, rids: Sequence[int]) -> list[Cells]:
        return [_task(work, line, client=client) for line in tasks.page(db, rids)]

    return page


def _task(work: Workplace, line: tasks.TaskLine, *, client: bool) -> Cells:
    formats = work.formats
    fields = {"status": line.status, "travelStartedAt": line.travel_at, "arrivedAt": line.arrived_at}
    badge = badge_of("tasks", task_state(fields))
    is_open = line.status in ("pending", "in-progress")
    late = is_open and bool(line.day) and line.day < formats.today().isoformat()
    day = formats.late(line.day) if late else formats.day(line.day)
    tones = {0: Tone.BAD} if late else {}
    status = badge.word if badge else line.status
    whole = (day, formats.span(line.start, line.end), line.title, line.client, line.person, status)
    texts = whole if client else (*whole[:3], *whole[4:])
    return Cells(line.rid, line.id, texts, badge, tones, {0: formats.full_day(line.day)}, {0: line.day or ""})
