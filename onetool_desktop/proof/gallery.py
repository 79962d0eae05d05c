"""The gallery: every screen in light and dark, at 100 and 200 %, with a full, an empty and a long-winded business.

Promises: businesses are made in a temporary folder and gone afterwards; the pictures lie in
`DIR/<scale>-<language>/<business>-<scheme>/<screen>.png`, those of a narrow window in a folder that says so; each
scale runs in a process of its own, since Qt reads it at its start. May not know: which screens there are.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onetool_desktop.changes.values import Outcome, Result
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.proof.sample.load import load_sample
from onetool_desktop.proof.sample.values import Size
from onetool_desktop.services import clients, invoices, organisation, projects, quotes, records, tasks
from onetool_desktop.services.days import day_at
from onetool_desktop.store import exchange
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.store.replica import Replica

RUNS = (("1", "en", ""), ("2", "en", ""), ("1", "de", ""), ("2", "de", "narrow"))
_CLIENTS = 40
_NARROW = 1.6  # of the smallest window: half of a small screen at 200 %
_NAME = "Wilhelmina Featherstonehaugh-Cholmondeley & Daughters Limited"[:60]
_AMOUNT = "9999999.99"


def run(args: argparse.Namespace) -> int:
    """Takes the pictures into `args.out` and says where they lie."""
    for scale, language, width in RUNS:
        out = args.out / "-".join(filter(None, (f"{scale}00", language, width)))
        done = subprocess.run(
            [sys.executable, "-m", "onetool_desktop.proof.gallery", str(out), language, width],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["nothing"])[-1]
            raise SentenceError(
                f"The pictures could not be taken. The window last said: {last}",
                safe="Nothing of yours was touched.",
                next_step="Install the libraries that `packaging/dev.py` names and run it again.",
            )
        print(f"{done.stdout.strip()} pictures in {out}")
    return 0


def _full(replica: Replica) -> None:
    today = date.fromisoformat(day_at(replica.clock.now_ms(), "Europe/London"))
    load_sample(replica, seed=2026, today=today, ids=replica.ids, size=Size.of(_CLIENTS))


def _empty(replica: Replica) -> None:
    organisation.open_business(
        replica, name="Green Garden", currency="EUR", timezone="Europe/Berlin", owner="Ada Lovelace"
    )


def _long(replica: Replica) -> None:
    """One of each with a name of sixty characters and an amount of 9,999,999.99."""
    organisation.open_business(replica, name=_NAME, currency="EUR", timezone="Europe/Berlin", owner=_NAME)
    today = day_at(replica.clock.now_ms(), "Europe/Berlin")
    contact = {
        "firstName": "Wilhelmina",
        "lastName": _NAME[11:],
        "email": f"{'w' * 50}@example.org",
        "phone": "0" * 30,
    }
    place = {"propertyName": _NAME, "streetAddress": _NAME, "city": "Llanfairpwllgwyngyllgogerychwyrndrobwll"}
    client = clients.create_client(
        replica, fields={"companyName": _NAME, "status": "active"}, contacts=[contact], properties=[place]
    ).id
    project = projects.create_project(replica, client_id=client, fields={"title": _NAME}).id
    visit: dict[str, Any] = {"title": _NAME, "date": today, "startTime": "09:00", "endTime": "17:00"}
    visit |= {"clientId": client, "projectId": project, "assigneeUserId": replica.identity.user_id}
    tasks.create_task(replica, fields=visit)
    lines: list[dict[str, Any]] = [
        {"description": f"{_NAME} {at}", "quantity": "1", "unitPrice": _AMOUNT, "taxRate": "19"}
        for at in range(3)
    ]
    lines[1] |= {"discountKind": "percent", "discountValue": "12.5"}
    lines += [
        {"kind": "text", "description": _NAME},
        {**lines[0], "optional": True, "discountKind": "amount", "discountValue": _AMOUNT},
    ]
    title = {"title": _NAME}
    quotes.create_quote(replica, client_id=client, fields=title, today=today, lines=lines)
    sent = quotes.create_quote(replica, client_id=client, fields=title, today=today, lines=lines).id
    quotes.send_quote(replica, id=sent, day=today, online=False)
    due = invoices.create_invoice(replica, client_id=client, today=today, lines=lines[:-1]).id
    invoices.issue_invoice(replica, id=due, day=today, online=False)


def _troubled(replica: Replica) -> None:
    """A cloud that refused an edit, and one that waits."""
    _empty(replica)
    identity = replace(replica.identity, connected=True, series="B7")
    replica.write(lambda tx: replica.become(tx, identity))
    client = clients.create_client(replica, fields={"companyName": "Birch & Amber", "status": "active"}).id
    records.edit(replica, c="clients", id=client, fields={"notes": "The key is with the neighbour."})
    batch = exchange.next_batch(replica)
    if batch is None:
        return
    *before, last = batch.groups
    answers = [Outcome(n=one.n, gid=one.gid, result=Result.OK, seq=f"{one.n:012d}") for one in before]
    detail = {"message": "This client was archived by a colleague."}
    answers.append(Outcome(n=last.n, gid=last.gid, result=Result.REFUSED, code="locked", detail=detail))
    now = replica.clock.now_ms()
    exchange.store_outcomes(replica, answers, sent=batch, head="1", server_now=now, sent_at=now, got_at=now)
    records.edit(replica, c="clients", id=client, fields={"companyDescription": "Café"})


BUSINESSES: dict[str, Callable[[Replica], None]] = {
    "full": _full,
    "empty": _empty,
    "long": _long,
    "troubled": _troubled,
}


def _pictures(out: Path, language: str, width: str) -> int:
    from onetool_desktop import app  # here, so that whoever starts this process needs no Qt

    count = len(app.first_pictures(out, language))
    for name, fill in BUSINESSES.items():
        with TemporaryDirectory() as folder:
            clock, ids, lanes = SystemClock(), SystemIds(), ThreadLanes()
            identity = organisation.new_identity(ids=ids, name="")
            replica = Replica.create(Path(folder) / "replica.db", identity, key=None, clock=clock, ids=ids)
            try:
                fill(replica)
                window = app.open_office(replica=replica, driver=None, lanes=lanes)
                if width:
                    window.resize(window.minimumSize() * _NARROW)
                count += len(app.every_picture(window, out, name))
                window.close()
            finally:
                lanes.close()
                replica.close()
    return count


def main() -> int:
    """The process of one scale and language."""
    print(_pictures(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
