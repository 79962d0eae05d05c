"""The job sheet of a visit: read off its rows as they are now, and made into a file.

Promises: it needs no network and no right beyond seeing the visit, since no price is on it; it speaks the
organisation's language, for it is read by those who do the work. Reads only; runs in the paper lane. May not know:
printers, screens.
"""

from onetool_desktop.changes import merged
from onetool_desktop.changes.draft_paper import paper_size_of, seller_of
from onetool_desktop.changes.values import NOTHING, Fields
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.job_sheet import JobSheet
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.files import safe_name
from onetool_desktop.services.days import day_at, time_at
from onetool_desktop.services.logo import logo_of
from onetool_desktop.services.paper_files import PaperFile
from onetool_desktop.services.saving import not_there
from onetool_desktop.store.replica import Reads, Replica

TASKS = "tasks"


def job_sheet_of(reads: Reads, *, org: str, id: str, now_ms: int) -> JobSheet:
    """The sheet of task `id` as of an instant; raises where the task is not here."""
    row = reads.row(TASKS, id)
    if row is None:
        raise not_there(TASKS)
    firm = _fields(reads, "organizations", org)
    client = merged.said(reads, "clients", row.f.get("clientId"))
    project = _fields(reads, "projects", row.f.get("projectId"))
    place = _fields(reads, "clientProperties", row.f.get("propertyId") or client.get("primaryPropertyId"))
    contact = _fields(reads, "clientContacts", client.get("primaryContactId"))
    zone = str(firm.get("timezone") or "UTC")
    return JobSheet(
        seller=seller_of(firm),
        client=_text(client, "companyName"),
        title=_text(row.f, "title"),
        number=_text(project, "projectNumber"),
        project=_text(project, "title"),
        day=_text(row.f, "date"),
        start=_text(row.f, "startTime"),
        end=_text(row.f, "endTime"),
        person=_text(_fields(reads, "users", row.f.get("assigneeUserId")), "name"),
        place_name=_text(place, "propertyName"),
        place=address_lines(place, home=_text(firm, "country")),
        access=_text(place, "accessNotes"),
        contact=" ".join(text for text in (_text(contact, "firstName"), _text(contact, "lastName")) if text),
        phone=_text(contact, "phone"),
        what=_text(row.f, "description"),
        began=_time(row.f.get("startedAt"), zone),
        ended=_time(row.f.get("finishedAt"), zone),
        report=_text(row.f, "report"),
        printed_day=day_at(now_ms, zone),
        printed_time=time_at(now_ms, zone),
        locale=_text(firm, "language") or "en",
        paper_size=paper_size_of(firm),
    )


def job_sheet_file(replica: Replica, *, id: str) -> PaperFile:
    """The job sheet of task `id` as it is printed now."""
    from onetool_desktop.documents.job_sheet import render_job_sheet  # here: the fonts are read on first use
    from onetool_desktop.documents.pen import small_picture

    reads, org = replica.reads(), replica.identity.org
    sheet = job_sheet_of(reads, org=org, id=id, now_ms=replica.clock.now_ms())
    number = sheet.number or _("Job sheet")
    name = " ".join(word for word in (number, sheet.client or sheet.title, sheet.day) if word)
    return PaperFile(safe_name(name), render_job_sheet(sheet, logo=small_picture(logo_of(reads, org))))


def _fields(reads: Reads, c: str, id: str | None) -> Fields:
    row = reads.row(c, id) if id else None
    return NOTHING if row is None else row.f


def _text(fields: Fields, name: str) -> str:
    return str(fields.get(name) or "")


def _time(ms: int | None, zone: str) -> str:
    return time_at(ms, zone) if ms else ""
