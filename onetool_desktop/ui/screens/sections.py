"""The sections of the window, in order. A new one is one row here.

Why: each screen is imported when it is first visited, because the start of the program pays for every import; the
imports stand in functions and not in texts, so that whoever packages the program finds them.
"""

from onetool_desktop.domain.translate import N_
from onetool_desktop.ui.screens.screen import Screen, Workplace
from onetool_desktop.ui.screens.section import Section, Within
from onetool_desktop.ui.screens.settings import table as settings


def _today(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.today.screen import today_screen

    return today_screen(work)


def _visit(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.today.job_card import job_card

    return job_card(work)


def _clients(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.clients.list import clients_list

    return clients_list(work)


def _client(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.clients.record import client_record

    return client_record(work)


def _projects(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.projects.list import projects_list

    return projects_list(work)


def _project(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.projects.record import project_record

    return project_record(work)


def _schedule(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.schedule.screen import schedule_screen

    return schedule_screen(work)


def _tasks(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.tasks.list import tasks_list

    return tasks_list(work)


def _task(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.tasks.record import task_record

    return task_record(work)


def _quotes(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.documents.list import quotes_list

    return quotes_list(work)


def _quote(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.documents.workplace import quote_workplace

    return quote_workplace(work)


def _invoices(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.documents.list import invoices_list

    return invoices_list(work)


def _invoice(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.documents.workplace import invoice_workplace

    return invoice_workplace(work)


def _items(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.price_book.list import items_list

    return items_list(work)


def _item(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.price_book.record import item_record

    return item_record(work)


def _attention(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.attention.screen import attention_screen

    return attention_screen(work)


def _deleted(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.deleted.screen import deleted_screen

    return deleted_screen(work)


def _settings(work: Workplace) -> Screen:
    from onetool_desktop.ui.screens.settings.screen import settings_screen

    return settings_screen(work)


SECTIONS: tuple[Section, ...] = (
    Section(
        key="today",
        title=N_("Today"),
        icon="today",
        make_list=_today,
        make_record=_visit,
        records="tasks",
    ),
    Section(
        key="clients",
        title=N_("Clients"),
        icon="clients",
        new=N_("New client"),
        new_named=N_("New client “{name}”"),
        make_list=_clients,
        make_record=_client,
    ),
    Section(
        key="projects",
        title=N_("Projects"),
        icon="projects",
        new=N_("New project"),
        make_list=_projects,
        make_record=_project,
    ),
    Section(key="schedule", title=N_("Schedule"), icon="schedule", make_list=_schedule),
    Section(
        key="tasks",
        title=N_("Tasks"),
        icon="tasks",
        new=N_("New task"),
        new_named=N_("New task “{name}”"),
        make_list=_tasks,
        make_record=_task,
    ),
    Section(
        key="quotes",
        title=N_("Quotes"),
        icon="quotes",
        new=N_("New quote"),
        new_named=N_("New quote for “{name}”"),
        make_list=_quotes,
        make_record=_quote,
    ),
    Section(
        key="invoices",
        title=N_("Invoices"),
        icon="invoices",
        new=N_("New invoice"),
        make_list=_invoices,
        make_record=_invoice,
    ),
    Section(
        key="skus",
        title=N_("Price book"),
        icon="tag",
        new=N_("New item"),
        make_list=_items,
        make_record=_item,
    ),
    Section(key="attention", title=N_("Needs attention"), icon="attention", make_list=_attention),
    Section(
        key=settings.SECTION,
        title=N_("Settings"),
        icon="settings",
        make_list=_settings,
        shortcut="Ctrl+,",
        within=tuple(Within(group.key, group.title, group.icon, group.found_by) for group in settings.GROUPS),
    ),
    Section(
        key="deleted", title=N_("Recently deleted"), icon="discard", make_list=_deleted, in_side_bar=False
    ),
)
