"""What people do in a simulation, by name, and how often.

Promises: every act is one that a screen offers; one that the product refuses changes nothing and is no failure.
"""

import random
from collections.abc import Callable
from typing import Any

from onetool_desktop.domain.ids import ClientId, NoticeId
from onetool_desktop.proof.simulator import acts_clients as c, acts_papers as p
from onetool_desktop.proof.simulator.confided import Place
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.drawing import pick, words
from onetool_desktop.services import notices, records, undo
from onetool_desktop.services.clients import edit_client
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store import attention

Act = Callable[[Device, random.Random], object]
_REMEMBERED = 4


def act(device: Device, draw: random.Random) -> str:
    """One act by the person at this device; its name. What cannot be done just now gives way to another."""
    before = device.replica.hand.last_n
    name = ""
    for _ in range(3):
        name, does = draw.choices(ACTS, WEIGHTS)[0]
        done: Any = device.act(lambda _, does=does: does(device, draw), name=name)
        _remember(device, done)
        if device.replica.hand.last_n > before:
            break
    return name


def edit_notes(device: Device, draw: random.Random, *, row: str | None = None) -> str | None:
    """The person notes something of this client, or of one that is drawn; the client."""
    found = row or pick(device, draw, "clients")
    if found is not None:
        edits = {"notes": words(device, draw, 3)}
        done = device.act(lambda r: edit_client(r, id=ClientId(found), fields=edits), name="edit notes")
        _remember(device, done)
    return found


def confide(device: Device, place: Place, row: str) -> None:
    """The person writes into this field what nobody may hold one day."""
    done = device.act(lambda _: _confided(device, place, row), name="confide")
    _remember(device, done)


def draft(device: Device, draw: random.Random, *, c: str) -> str | None:
    """The person drafts a quote or an invoice; its id."""
    client = pick(device, draw, "clients")
    made = client and device.act(lambda _: p.drafted(device, draw, client, c=c), name="draft")
    return made.id if made else None


def issue_online(device: Device, draw: random.Random, *, c: str) -> None:
    """The person drafts a quote or an invoice and issues it under a number of the cloud."""
    row = draft(device, draw, c=c)
    if row is not None:
        device.act(lambda _: p.issue_one(device, row, c=c, online=True), name="issue")


def print_this(device: Device, row: str, *, c: str) -> None:
    """The person issues this draft where there is no network, under a number of his device."""
    device.act(lambda _: p.issue_one(device, row, c=c, online=False), name="print")


def print_paper(device: Device, draw: random.Random) -> None:
    """The person issues a draft where there is no network, under a number of his device."""
    device.act(lambda _: p.issue(device, draw, online=False), name="print")


def agree(device: Device, row: str) -> None:
    """The client takes this quote with all of its options."""
    device.act(lambda _: p.agree(device, row), name="agree")


def bill(device: Device, row: str) -> None:
    """The person makes an invoice of this quote."""
    device.act(lambda _: p.bill(device, row), name="bill")


def take_nothing(device: Device, row: str) -> None:
    """The person hears that the client takes none of the options after all."""
    device.act(lambda _: p.take(device, row, all_of_them=False), name="take nothing")


def undo_last(device: Device) -> bool:
    """The person takes back what he did last; whether anything was."""
    return bool(device.act(lambda _: _undo(device, random.Random(0)), name="undo"))


def _remember(device: Device, done: Any) -> None:
    """What the window keeps for undo."""
    saved = done.saved if isinstance(done, Created) else done
    if isinstance(saved, Saved) and saved.undo is not None:
        device.undo = [*device.undo, saved.undo][-_REMEMBERED:]


def _confide(device: Device, draw: random.Random) -> object:
    """Writes what nobody may hold one day."""
    found = device.confidences.place(device.replica.writer, draw)
    return found and _confided(device, *found)


def _confided(device: Device, place: Place, row: str) -> object:
    fields = device.confidences.words(device.reads, place, row)
    return records.edit(device.replica, c=place.c, id=row, fields=fields)


def _restore(device: Device, draw: random.Random) -> object:
    """Brings back what a delete took."""
    gone = device.replica.writer.execute(
        "SELECT c, id, gid FROM tombstones WHERE c IN ('clients', 'projects', 'quotes', 'quoteLineItems', 'tasks') "
        "AND was IS NOT NULL ORDER BY id"
    ).fetchall()
    if not gone:
        return None
    c, row_id, gid = draw.choice(gone)
    return records.restore(device.replica, c=c, id=row_id, gid=gid)


def _undo(device: Device, _draw: random.Random) -> object:
    """Takes back the last action."""
    if not device.undo:
        return None
    return undo.take_back(device.replica, device.undo.pop())


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
    device.discarded.add(gid)
    return device.replica.write(lambda tx: attention.drop(tx, gid))


_TABLE: tuple[tuple[int, str, Act], ...] = (
    (3, "new client", c.new_client),
    (12, "edit client", c.edit_client),
    (6, "client status", c.client_status),
    (3, "contact", c.contact),
    (6, "property", c.move_house),
    (4, "delete client", c.delete_client),
    (10, "merge clients", c.merge),
    (6, "set apart", c.set_apart),
    (5, "confide", _confide),
    (4, "restore", _restore),
    (4, "undo", _undo),
    (3, "project", c.project),
    (4, "project status", c.project_status),
    (2, "delete project", c.delete_project),
    (3, "edit project", c.edit_project),
    (2, "edit contact", c.edit_contact),
    (2, "delete task", c.delete_task),
    (4, "task", c.task),
    (5, "edit task", c.edit_task),
    (6, "task status", c.task_status),
    (5, "quote or invoice", p.quote),
    (9, "edit line", p.edit_line),
    (4, "add line", p.add_line),
    (2, "remove line", p.remove_line),
    (3, "move line", p.move_line),
    (4, "edit draft", p.edit_draft),
    (2, "delete draft", p.delete_draft),
    (10, "issue", p.issue),
    (6, "answer quote", p.answer),
    (4, "choose options", p.choose),
    (4, "bill quote", p.bill_quote),
    (5, "pay", p.pay),
    (2, "take payment back", p.take_back),
    (1, "void", p.void),
    (5, "notice", _notice),
    (5, "attention", _attention),
)
ACTS = tuple((name, does) for _, name, does in _TABLE)
WEIGHTS = tuple(weight for weight, _, _ in _TABLE)
