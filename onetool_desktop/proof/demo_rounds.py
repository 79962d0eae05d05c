"""One round of the demo: documents made ready, the cable cut, work on both sides, and the cable put back in one order.

Promises: what is done in a round is the same in both orders, with new documents each time; everything a round reports
was read from the devices after it happened. May not know: how it is told.

Why: both orders are played one after the other in one business, with fresh copies of the same three quotes, and not on
copies of the replicas. A copied replica is something the cloud rightly takes for a fork.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.proof.children import DeviceProcess
from onetool_desktop.proof.demo_world import FIELD, OFFICE, World
from onetool_desktop.proof.sample.firm import TAX_RATE

Order: TypeAlias = Literal["office first", "field first"]
Say: TypeAlias = Callable[[str], None]
_PATIENCE_S = 30.0
_OFFICE_PRICE, _FIELD_PRICE = "118.00", "126.50"
_NOTES: Mapping[Order, tuple[str, str]] = {  # as the office writes it, as the technician does
    "office first": (
        "Prefers appointments after 9:30. Gate code changed, ask the office.",
        "Prefers appointments after 9:30. Parking only behind the building.",
    ),
    "field first": (
        "Invoice to the head office from now on. Parking only behind the building.",
        "Ring twice, the bell is weak. Parking only behind the building.",
    ),
}


@dataclass(slots=True)
class Round:
    """What happened in one round."""

    order: Order
    quotes: dict[str, str] = field(default_factory=dict[str, str])
    new_client: str = ""
    invoice: str = ""
    documents: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    printed: dict[str, Any] = field(default_factory=dict[str, Any])
    conflicts: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    attention: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    paper: dict[str, Any] = field(default_factory=dict[str, Any])
    claims: dict[str, bool] = field(default_factory=dict[str, bool])


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the rounds are played: a client and a project of the technician, and a visit of his for each round."""

    client: str
    project: str
    property: str
    tasks: tuple[str, ...]


def find_stage(world: World) -> Stage:
    """Visits of the technician that are still to be done, two of one project's client first."""
    me = world.field.do("facts")["user_id"]
    visits = world.field.do("read", what="children", c="tasks", field="assigneeUserId", id=me)
    waiting = sorted(
        (v for v in visits if v["status"] == "pending" and v.get("projectId")),
        key=lambda v: (v["date"], v["id"]),
    )
    first = waiting[0]
    return Stage(
        first["clientId"], first["projectId"], first["propertyId"], tuple(v["id"] for v in waiting[:2])
    )


def play(world: World, stage: Stage, order: Order, *, at: int, out: Path, say: Say) -> Round:
    """Plays one round, the `at`-th."""
    found = Round(order)
    _make_ready(world, stage, found)
    world.network.cut()
    say("The cable is cut, for both. Neither program is told.")
    _work_in_the_office(world.office, stage, found)
    _work_in_the_field(world.field, stage, found, task=stage.tasks[at], out=out, say=say)
    first, second = (OFFICE, FIELD) if order == "office first" else (FIELD, OFFICE)
    for name in (first, second):
        world.network.join(name)
        _settled(world.devices[name])
        say(f"The cable of the {name} is back; it has sent and fetched everything.")
    _settled(world.devices[first])
    _look(world, stage, found, out)
    return found


def _make_ready(world: World, stage: Stage, found: Round) -> None:
    """Quote A of the technician's own, quotes B and C of the office, on both devices."""
    place = {"projectId": stage.project, "propertyId": stage.property}
    found.quotes["A"] = _quote(world.field, stage, {**place, "title": "Kitchen tap and stop tap"}, _LINES_A)
    found.quotes["B"] = _quote(world.office, stage, {**place, "title": "Radiators upstairs"}, _LINES_B)
    found.quotes["C"] = _quote(world.office, stage, {**place, "title": "Boiler service plan"}, _LINES_C)
    for device in (world.office, world.field, world.office):
        _settled(device)


def _quote(
    device: DeviceProcess, stage: Stage, fields: Mapping[str, Any], lines: list[dict[str, Any]]
) -> str:
    return device.do("do", verb="create_quote", client_id=stage.client, fields=fields, lines=lines)["id"]


def _work_in_the_office(office: DeviceProcess, stage: Stage, found: Round) -> None:
    """Edits B and the client's note, and sends C with a number of its own series."""
    _do(office, "edit_client", id=stage.client, fields={"notes": _NOTES[found.order][0]})
    office.do("wait_for", kind="offline", seconds=_PATIENCE_S)
    lines = _lines(office, found.quotes["B"])
    _do(
        office,
        "edit_line",
        c="quotes",
        id=lines[0]["id"],
        fields={"description": "Radiator 600 × 1000 mm, white"},
    )
    _do(office, "edit_line", c="quotes", id=lines[3]["id"], fields={"unitPrice": _OFFICE_PRICE})
    _do(
        office,
        "add_line",
        c="quotes",
        document=found.quotes["B"],
        fields=_line("Disposal of old radiators", "1", "60.00"),
    )
    _do(office, "send_quote", id=found.quotes["C"])


def _work_in_the_field(
    device: DeviceProcess, stage: Stage, found: Round, *, task: str, out: Path, say: Say
) -> None:
    """A new client with property and visit, a visit done, A through to its invoice, edits in B, C and the note."""
    name = "Brigid O’Shaughnessy-Müller" if found.order == "office first" else "Søren & Łucja Bąk"
    found.new_client = device.do(
        "do",
        verb="create_client",
        fields={"companyName": name, "status": "active", "leadSource": "word-of-mouth"},
        contacts=[{"firstName": name.split(maxsplit=1)[0], "phone": "07700 900461"}],
        properties=[
            {"streetAddress": "7 Old Church Road", "zipCode": "BS21 6NN", "city": "Clevedon", "country": "GB"}
        ],
    )["id"]
    home = device.do("read", what="row", c="clients", id=found.new_client)["primaryPropertyId"]
    today = device.do("read", what="today")
    visit = {"title": "Look at the boiler", "clientId": found.new_client, "propertyId": home, "date": today}
    _do(device, "create_task", fields={**visit, "startTime": "16:00", "endTime": "17:00"})
    _do(device, "complete_task", id=task, report="Done, tested twice. Old part left with the customer.")
    device.do("wait_for", kind="offline", seconds=_PATIENCE_S)
    say(f"In the field: {name} is added with a property and a visit; another visit is completed.")
    _through_to_paper(device, found, out, say)
    lines = _lines(device, found.quotes["B"])
    _do(
        device,
        "edit_line",
        c="quotes",
        id=lines[1]["id"],
        fields={"description": "Radiator 600 × 1400 mm, bathroom"},
    )
    _do(device, "edit_line", c="quotes", id=lines[3]["id"], fields={"unitPrice": _FIELD_PRICE})
    _do(
        device,
        "add_line",
        c="quotes",
        document=found.quotes["B"],
        fields=_line("Lockshield valve", "2", "14.25"),
    )
    lines = _lines(device, found.quotes["C"])
    _do(
        device,
        "edit_line",
        c="quotes",
        id=lines[1]["id"],
        fields={"description": "Inhibitor, 2 l", "quantity": "2"},
    )
    _do(device, "edit_client", id=stage.client, fields={"notes": _NOTES[found.order][1]})


def _through_to_paper(device: DeviceProcess, found: Round, out: Path, say: Say) -> None:
    """Quote A is sent, approved, invoiced; the invoice issued and printed, all without a network."""
    quote = found.quotes["A"]
    _do(device, "send_quote", id=quote)
    _do(device, "approve_quote", id=quote)
    found.invoice = device.do("do", verb="invoice_quote", quote_id=quote)["id"]
    _do(device, "issue_invoice", id=found.invoice)
    for c, row_id in (("quotes", quote), ("invoices", found.invoice)):
        found.documents.append(device.do("read", what="pdf", c=c, id=row_id, folder=str(out)))
    found.printed = dict(found.documents[-1])
    say(
        f"{found.documents[-2]['number']} is sent, approved and invoiced as {found.printed['number']}; both printed."
    )


def _look(world: World, stage: Stage, found: Round, out: Path) -> None:
    """What both devices show now, and what was promised of it."""
    office, device = world.office, world.field
    found.conflicts = [
        {"device": name, **{k: notice.get(k) for k in ("id", "c", "rowId", "r", "lost", "won")}}
        for name in (OFFICE, FIELD)
        for notice in world.devices[name].do("read", what="notices")
    ]
    found.attention = [
        {"device": name, **item}
        for name in (OFFICE, FIELD)
        for item in world.devices[name].do("read", what="attention")
    ]
    both = [{c: _as_read(one, found, c) for c in ("A", "B", "C")} for one in (office, device)]
    found.paper = both[0]
    found.documents.append(office.do("read", what="pdf", c="quotes", id=found.quotes["C"], folder=str(out)))
    found.claims |= {
        "both devices read the same quotes A, B and C": both[0] == both[1],
        **_claims_of_b(world, found),
        **_claims_of_c(found),
        **_claims_of_numbers(world, found),
        "the client added offline is in the office": office.do(
            "read", what="row", c="clients", id=found.new_client
        )
        is not None,
        **_claims_of_the_note(world, stage, found),
    }


def _claims_of_the_note(world: World, stage: Stage, found: Round) -> dict[str, bool]:
    rows = [one.do("read", what="row", c="clients", id=stage.client) for one in (world.office, world.field)]
    told = [n for n in found.conflicts if (n["c"], n["rowId"]) == ("clients", stage.client)]
    lost, won = _NOTES[found.order]
    return {
        "the later note of the client stands on both": [row["notes"] for row in rows] == [won, won],
        "the author of the other note has a notice": [(n["device"], n["lost"]["notes"]) for n in told]
        == [(OFFICE, lost)],
    }


def _claims_of_b(world: World, found: Round) -> dict[str, bool]:
    words = [line["description"] for line in found.paper["B"]["lines"]]
    ids = {line["id"] for line in _lines(world.office, found.quotes["B"])}
    told = [n for n in found.conflicts if n["rowId"] in ids and n["r"] == "price"]
    return {
        "B holds the lines and edits of both": {
            "Radiator 600 × 1000 mm, white",
            "Radiator 600 × 1400 mm, bathroom",
            "Disposal of old radiators",
            "Lockshield valve",
        }
        <= set(words)
        and len(words) == 6,
        "B has one price, the later one": found.paper["B"]["lines"][3]["unitPrice"] == _FIELD_PRICE,
        "the author of the other price has a notice": [n["device"] for n in told] == [OFFICE]
        and told[0]["lost"]["unitPrice"] == _OFFICE_PRICE,
    }


def _claims_of_c(found: Round) -> dict[str, bool]:
    words = [line["description"] for line in found.paper["C"]["lines"]]
    late = [
        item
        for item in found.attention
        if item["device"] == FIELD and item["code"] == "locked" and item["may_revise"]
    ]
    told = [n for n in found.conflicts if n["device"] == FIELD and n["c"] == "quoteLineItems"]
    with_author = (late and not told) if found.order == "office first" else (told and not late)
    where = "in Needs attention" if found.order == "office first" else "as a notice"
    return {
        "C reads as it was sent": "Inhibitor, 2 l" not in words and len(words) == 3,
        f"the late edit of C is with its author, {where}": bool(with_author),
    }


def _claims_of_numbers(world: World, found: Round) -> dict[str, bool]:
    rows = [one.do("read", what="row", c="invoices", id=found.invoice) for one in (world.office, world.field)]
    again = world.office.do("read", what="pdf", c="invoices", id=found.invoice)
    return {
        "the number on paper stands on both": {row["number"] for row in rows} == {found.printed["number"]},
        "the office prints the invoice to the same byte": again["sha256"] == found.printed["sha256"],
    }


def put_right(world: World, found: Round, *, last: bool = False) -> dict[str, bool]:
    """Each author takes his remedy: the office puts its price back, the technician his line into a revision of C.

    After the `last` round the notice about the client's note stays open, for the office's window to show it.
    """
    ids = {line["id"] for line in _lines(world.office, found.quotes["B"])}
    for notice in world.office.do("read", what="notices"):
        if notice["rowId"] in ids:
            _do(world.office, "put_mine_back", id=notice["id"])
        elif not last:
            _do(world.office, "keep_theirs", id=notice["id"])
    for item in world.field.do("read", what="attention"):
        _do(world.field, "revise_and_retry", gid=item["gid"])
    revised = False
    for notice in world.field.do("read", what="notices"):
        verb = "put_mine_back" if revised else "revise_and_put_back"
        _do(world.field, verb, id=notice["id"])
        revised = True
    for device in (world.office, world.field, world.office):
        _settled(device)
    return {
        "the office has put its price back": _lines(world.field, found.quotes["B"])[3]["unitPrice"]
        == _OFFICE_PRICE,
        "the technician's line stands in a revision of C": "Inhibitor, 2 l"
        in [line["description"] for line in _lines(world.office, found.quotes["C"])],
        "nothing waits and nothing needs attention": all(
            (now["waiting"], now["attention"]) == (0, 0)
            for now in (world.office.do("status"), world.field.do("status"))
        ),
    }


def _as_read(device: DeviceProcess, found: Round, name: str) -> dict[str, Any]:
    """A quote as this device prints it, without ids and numbers, which differ from round to round."""
    shown = device.do("read", what="paper", c="quotes", id=found.quotes[name])
    lines = [{k: v for k, v in line.items() if k != "id"} for line in shown["lines"]]
    return {"lines": lines, "totals": shown["totals"], "status": shown["status"]}


def _do(device: DeviceProcess, verb: str, **args: Any) -> None:
    device.do("do", verb=verb, **args)


def _lines(device: DeviceProcess, quote: str) -> list[dict[str, Any]]:
    return device.do("read", what="lines", c="quotes", id=quote)


def _settled(device: DeviceProcess) -> None:
    """Waits for the engine; the person presses Sync, as people do."""
    device.do("press_sync")
    if not device.do("wait_settled", seconds=_PATIENCE_S):
        raise SentenceError(
            f"The {device.name} did not agree with the cloud within {_PATIENCE_S:.0f} s: {device.do('status')}.",
            safe="The demo works on files of its own; nothing of yours was touched.",
            next_step="Run it again when the computer is less busy.",
        )


def _line(description: str, quantity: str, price: str, unit: str = "pcs") -> dict[str, Any]:
    return {
        "description": description,
        "quantity": quantity,
        "unit": unit,
        "unitPrice": price,
        "taxRate": TAX_RATE,
    }


_LINES_A = [
    _line("Call-out, first hour", "1", "88.00", "visit"),
    _line("Kitchen mixer", "1", "146.00"),
    _line("Stop tap replacement", "1", "112.00"),
    _line("Copper pipe 15 mm", "3.5", "9.35", "m"),
]
_LINES_B = [
    _line("Radiator 600 × 1000 mm", "3", "128.60"),
    _line("Radiator 600 × 1400 mm", "1", "164.90"),
    _line("Thermostatic radiator valve", "4", "27.80"),
    _line("Balancing of the system", "1", "110.00"),
]
_LINES_C = [
    _line("Boiler service, annual", "1", "96.00"),
    _line("Inhibitor, 1 l", "1", "22.40"),
    _line("Carbon monoxide alarm", "1", "34.00"),
]
