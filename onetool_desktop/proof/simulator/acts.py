"""What people do in a simulation: the product's own verbs, with rows and values drawn from the schedule's generator.

Promises: every act is one that a screen offers; one that the product refuses changes nothing and is no failure.
"""

import random
from collections.abc import Callable

from onetool_desktop.domain.ids import (
    ClientId,
    InvoiceId,
    LineId,
    NoticeId,
    PaymentId,
    ProjectId,
    PropertyId,
    QuoteId,
    TaskId,
)
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.services import clients, invoices, lines, notices, payments, projects, quotes, tasks
from onetool_desktop.services.days import day_at
from onetool_desktop.store import attention
from onetool_desktop.store.engine import Db

Act = Callable[[Device, random.Random], object]
WORDS = (
    "north",
    "steel",
    "birch",
    "lake",
    "stone",
    "amber",
    "pine",
    "quartz",
    "maple",
    "harbour",
    "Straße",
    "日本",
)
NOTES = ("gate code 17", "dog bites", "call first", "two floors", "cellar is wet", "ask for Ms Lind")


def act(device: Device, draw: random.Random) -> str:
    """One act by the person at this device; its name. What cannot be done just now gives way to another."""
    before = device.replica.hand.last_n
    name = ""
    for _ in range(3):
        name, does = draw.choices(ACTS, WEIGHTS)[0]
        device.act(lambda _, does=does: does(device, draw))
        if device.replica.hand.last_n > before:
            break
    return name


def pick(device: Device, draw: random.Random, table: str, where: str = "1") -> str | None:
    """Some live row's id; the older ones come up more often, so that people meet on the same rows."""
    db: Db = device.replica.writer
    ids = [row_id for (row_id,) in db.execute(f'SELECT id FROM "{table}" WHERE {where} ORDER BY id')]
    return min(draw.choice(ids), draw.choice(ids)) if ids else None


def open_line(device: Device, draw: random.Random, table: str, c: str) -> str | None:
    """A line, mostly of a document that is still open."""
    if draw.random() < 0.2:
        return pick(device, draw, table)
    parent = f"{c[:-1]}Id"
    return pick(device, draw, table, f"\"{parent}\" IN (SELECT id FROM {c} WHERE status='draft')")


def words(draw: random.Random, count: int = 2) -> str:
    """Some words."""
    return " ".join(draw.choice(WORDS) for _ in range(count))


def day(device: Device) -> str:
    """Today on the device."""
    return day_at(device.clock.now_ms(), "Europe/Berlin")


def _new_client(device: Device, draw: random.Random) -> object:
    fields = {"companyName": words(draw), "status": "lead", "tags": draw.sample(["vip", "pays late", "ü"], 1)}
    place = {"city": words(draw, 1), "streetAddress": words(draw, 1)}
    return clients.create_client(device.replica, fields=fields, properties=[place])


def _edit_client(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "clients")
    changed = draw.choice(
        [
            {"notes": draw.choice(NOTES)},
            {"companyName": words(draw)},
            {"tags": draw.sample(["vip", "pays late", "ü", "a:b"], draw.randrange(4))},
            {"notes": draw.choice(NOTES), "taxNumber": str(draw.randrange(99))},
        ]
    )
    return row and clients.edit_client(device.replica, id=ClientId(row), fields=changed)


def _client_status(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "clients")
    status = draw.choice(["lead", "active", "inactive", "archived"])
    return row and clients.set_client_status(device.replica, id=ClientId(row), status=status)


def _contact(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "clients")
    fields = {"firstName": words(draw, 1), "email": f"{draw.randrange(99)}@example.com"}
    return row and clients.add_contact(device.replica, client_id=ClientId(row), fields=fields)


def _move_house(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "clientProperties")
    fields = {draw.choice(["city", "streetAddress", "zipCode"]): words(draw, 1)}
    return row and clients.edit_property(device.replica, id=PropertyId(row), fields=fields)


def _delete_client(device: Device, draw: random.Random) -> object:
    papers = "SELECT \"clientId\" FROM {} WHERE status<>'draft'"
    row = pick(
        device,
        draw,
        "clients",
        " AND ".join(f"id NOT IN ({papers.format(c)})" for c in ("quotes", "invoices")),
    )
    return row and clients.delete_client(device.replica, id=ClientId(row))


def _restore(device: Device, draw: random.Random) -> object:
    gone = device.replica.writer.execute(
        "SELECT id, gid FROM tombstones WHERE c='clients' ORDER BY id"
    ).fetchall()
    if not gone:
        return None
    row_id, gid = draw.choice(gone)
    return clients.restore_client(device.replica, id=ClientId(row_id), gid=gid)


def _project(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "clients")
    fields = {"title": words(draw), "status": "planned"}
    return row and projects.create_project(device.replica, client_id=ClientId(row), fields=fields)


def _project_status(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "projects")
    status = draw.choice(["planned", "in-progress", "completed", "cancelled"])
    return row and projects.set_project_status(device.replica, id=ProjectId(row), status=status)


def _delete_project(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "projects")
    return row and projects.delete_project(device.replica, id=ProjectId(row))


def _task(device: Device, draw: random.Random) -> object:
    project = pick(device, draw, "projects")
    assignee = pick(device, draw, "users")
    fields = {"title": words(draw), "projectId": project, "date": day(device), "assigneeUserId": assignee}
    return project and tasks.create_task(device.replica, fields=fields)


def _edit_task(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "tasks")
    fields = draw.choice([{"title": words(draw)}, {"assigneeUserId": pick(device, draw, "users")}])
    return row and tasks.edit_task(device.replica, id=TaskId(row), fields=fields)


def _task_status(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "tasks")
    does = draw.choice([tasks.start_task, tasks.complete_task, tasks.cancel_task, tasks.reopen_task])
    return row and does(device.replica, id=TaskId(row))


def _lines(draw: random.Random) -> list[dict[str, str]]:
    return [_line(draw) for _ in range(draw.randrange(1, 4))]


def _line(draw: random.Random) -> dict[str, str]:
    price = f"{draw.randrange(1, 500)}.{draw.randrange(100):02d}"
    return {
        "description": words(draw),
        "quantity": str(draw.randrange(1, 9)),
        "unitPrice": price,
        "taxRate": "19",
    }


def _quote(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "clients")
    made = {"title": words(draw)}
    today = day(device)
    if draw.random() < 0.5:
        return row and quotes.create_quote(
            device.replica, client_id=ClientId(row), today=today, fields=made, lines=_lines(draw)
        )
    return row and invoices.create_invoice(
        device.replica, client_id=ClientId(row), today=today, fields=made, lines=_lines(draw)
    )


def _edit_line(device: Device, draw: random.Random) -> object:
    table, c = draw.choice([("quoteLineItems", "quotes"), ("invoiceLineItems", "invoices")])
    row = open_line(device, draw, table, c)
    fields = draw.choice([{"quantity": str(draw.randrange(1, 9))}, {"unitPrice": f"{draw.randrange(999)}"}])
    return row and lines.edit_line(device.replica, c=c, id=LineId(row), fields=fields)


def _add_line(device: Device, draw: random.Random) -> object:
    c = draw.choice(["quotes", "invoices"])
    row = pick(device, draw, c, "status='draft'" if draw.random() < 0.8 else "1")
    return row and lines.add_line(device.replica, c=c, document=row, fields=_line(draw))


def _remove_line(device: Device, draw: random.Random) -> object:
    row = open_line(device, draw, "quoteLineItems", "quotes")
    return row and lines.remove_line(device.replica, c="quotes", id=LineId(row))


def _issue(device: Device, draw: random.Random) -> object:
    """The person knows whether there is a network; the cloud has the last word on the main series."""
    online, today = draw.random() < 0.4, day(device)
    quote, invoice = (pick(device, draw, c, "status='draft'") for c in ("quotes", "invoices"))
    if draw.random() < 0.4:
        return quote and quotes.send_quote(device.replica, id=QuoteId(quote), day=today, online=online)
    if not invoice:
        return None
    invoices.edit_invoice(device.replica, id=InvoiceId(invoice), fields={"dueDate": today})
    return invoices.issue_invoice(device.replica, id=InvoiceId(invoice), day=today, online=online)


def _answer(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "quotes", "status<>'draft'")
    does = draw.choice([quotes.approve_quote, quotes.decline_quote, quotes.revise_quote, quotes.reopen_quote])
    return row and does(device.replica, id=QuoteId(row))


def _bill_quote(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "quotes", "status='approved'")
    return row and invoices.invoice_quote(device.replica, quote_id=QuoteId(row), today=day(device))


def _pay(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "invoices", "status='sent'")
    amount = draw.randrange(1, 20_000)
    return row and payments.record_payment(
        device.replica, invoice_id=InvoiceId(row), amount=amount, day=day(device), method="cash"
    )


def _take_back(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "payments", "amount>0")
    return row and payments.reverse_payment(device.replica, id=PaymentId(row), day=day(device))


def _void(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "invoices", "status='sent'")
    return row and invoices.void_invoice(device.replica, id=InvoiceId(row))


def _notice(device: Device, draw: random.Random) -> object:
    row = pick(device, draw, "notices", "settled IS NOT 1")
    does = draw.choice([notices.put_mine_back, notices.keep_theirs])
    return row and does(device.replica, id=NoticeId(row))


def _attention(device: Device, draw: random.Random) -> object:
    """Tries again, or discards and thereby knows."""
    items = attention.items(device.replica.writer)
    if not items:
        return None
    gid = draw.choice(items).gid
    if draw.random() < 0.5:
        return attention.retry(device.replica, gid)
    attention.discard(device.replica, gid)
    device.discarded.add(gid)
    return None


_TABLE: tuple[tuple[int, str, Act], ...] = (
    (3, "new client", _new_client),
    (12, "edit client", _edit_client),
    (6, "client status", _client_status),
    (3, "contact", _contact),
    (6, "property", _move_house),
    (4, "delete client", _delete_client),
    (3, "restore", _restore),
    (3, "project", _project),
    (4, "project status", _project_status),
    (2, "delete project", _delete_project),
    (4, "task", _task),
    (5, "edit task", _edit_task),
    (6, "task status", _task_status),
    (5, "quote or invoice", _quote),
    (9, "edit line", _edit_line),
    (4, "add line", _add_line),
    (2, "remove line", _remove_line),
    (10, "issue", _issue),
    (6, "answer quote", _answer),
    (3, "bill quote", _bill_quote),
    (5, "pay", _pay),
    (2, "take payment back", _take_back),
    (1, "void", _void),
    (5, "notice", _notice),
    (5, "attention", _attention),
)
ACTS = tuple((name, does) for _, name, does in _TABLE)
WEIGHTS = tuple(weight for weight, _, _ in _TABLE)
