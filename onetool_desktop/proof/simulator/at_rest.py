"""What must hold when the faults are over and everything has come to rest, each as a function of its own.

Promises: as in `properties`; each names what it found. The cloud's side is read once (`record`), the devices' from
their files; what a group should have done is replayed from the log by `replay`, which shares no code with the
product's merge.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.fold import issued_id
from onetool_desktop.changes.wire import loads
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Scope
from onetool_desktop.domain.document_totals import document_totals, tax_rounding_of
from onetool_desktop.domain.scope import visible
from onetool_desktop.proof.simulator import replay
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.properties import Violation
from onetool_desktop.proof.simulator.record import Record, read
from onetool_desktop.proof.simulator.witness import Witness
from onetool_desktop.store import exchange
from onetool_desktop.sync import calls

ACCEPTED = frozenset({"ok", "superseded"})
AHEAD_MS = 60_000
_LINES = {"quotes": ("quoteLineItems", "quoteId"), "invoices": ("invoiceLineItems", "invoiceId")}


def check(devices: Sequence[Device], witness: Witness) -> None:
    """Everything that must hold at rest."""
    record = read(witness)
    for holds in OF_THE_CLOUD:
        _judge(holds.__name__, "", holds(record))
    for device in devices:
        for of_device in OF_A_DEVICE:
            _judge(of_device.__name__, f"device {device.at}: ", of_device(device, record))


def _judge(name: str, where: str, found: str) -> None:
    if found:
        raise Violation(name.replace("_", " "), where + found[:2_000])


# --- of each device ------------------------------------------------------------------------------------------


def digests_converge(device: Device, _record: Record) -> str:
    """Counts and hashes of what the device holds are those the cloud keeps for its person."""
    org = device.replica.identity.org
    ours = {c: s for c, s in exchange.digest(device.replica.writer).items() if s["count"]}
    theirs = calls.as_object(device.ask(calls.digest(org)))["sums"]
    return "" if ours == theirs else f"here {_difference(ours, theirs)}"


def values_converge(device: Device, record: Record) -> str:
    """Each field and each stamp of each row is the cloud's."""
    if not device.is_all_seeing:
        return ""
    reads = device.reads
    for (c, row_id), row in record.rows.items():
        if not row.live or COLLECTIONS[c].scope is Scope.OWN:
            continue
        here = reads.get(c, row_id)
        if here is None or not here.live or (_present(here.f), here.clk) != (_present(row.f), row.clk):
            return f"{c} {row_id}: here {here}, in the cloud {row}"
    return ""


def only_what_is_his_is_there(device: Device, record: Record) -> str:
    """A person without all records holds what is assigned to him, made by him, and what these need; nothing else."""
    user = device.enrolled.user_id
    cluster = [
        (c, row) for (c, _), row in record.rows.items() if row.live and COLLECTIONS[c].scope is Scope.CLUSTER
    ]
    allowed = visible(cluster, user, lambda row: record.user_of(row.clk["row"]))
    if device.is_all_seeing:
        allowed = {(c, row.id) for c, row in cluster}
    here = {
        (c.name, row_id)
        for c in ALL
        if c.scope is Scope.CLUSTER
        for (row_id,) in device.replica.writer.execute(f'SELECT id FROM "{c.name}" WHERE seq IS NOT NULL')
    }
    if here != allowed:
        return f"too much {sorted(here - allowed)}, too little {sorted(allowed - here)}"
    others = device.replica.writer.execute(
        'SELECT count(*) FROM notices WHERE "userId"<>?', (user,)
    ).fetchone()[0]
    return f"{others} notices of other people" if others else ""


def each_group_has_one_outcome(device: Device, record: Record) -> str:
    """Accepted once, or in Needs attention, or discarded by the person: exactly one of these."""
    accepted = Counter(answer.gid for answer in record.answers if answer.result in ACCEPTED)
    seqs: dict[str, set[str | None]] = {}
    for answer in record.answers:
        if answer.result in ACCEPTED:
            seqs.setdefault(answer.gid, set()).add(answer.seq)
    state = dict(device.replica.writer.execute("SELECT gid, state FROM outbox").fetchall())
    for gid in device.saved:
        listed = state.get(gid) in {"refused", "held"}
        times, dropped = len(seqs.get(gid, ())), gid in device.discarded
        once = (times, listed, dropped) in {(1, False, False), (0, True, False), (0, False, True)}
        if gid in device.rewound or gid in device.shared:  # nobody answers for it, or two do
            once = times <= 1 and (gid in device.rewound or bool(times) or listed or dropped)
        if not once:
            return f"group {gid} was accepted {accepted[gid]} times, listed {listed}, now {state.get(gid)}"
    return ""


def totals_follow_from_lines(device: Device, _record: Record) -> str:
    """The amounts kept beside a document are those of its lines; what was paid is the sum of its payments."""
    reads, db = device.reads, device.replica.writer
    organisation = reads.get("organizations", device.replica.identity.org)
    rounding = tax_rounding_of(organisation.f if organisation else {})
    for c, (lines_of, parent) in _LINES.items():
        kept = db.execute(f'SELECT id, subtotal, discount, tax, total FROM "{c}"').fetchall()
        for row_id, *amounts in kept:
            document = reads.get(c, row_id)
            lines = [line.f for line in reads.children(lines_of, parent, row_id)]
            fresh = document_totals(
                document.f if document else {}, lines, tax_rounding=rounding, currency="EUR"
            )
            if amounts != [fresh.subtotal, fresh.discount, fresh.tax, fresh.total]:
                return f"{c} {row_id}: kept {amounts}, by its lines {fresh}"
    for row_id, paid in db.execute("SELECT id, paid FROM invoices").fetchall():
        payments = sum(payment.f["amount"] for payment in reads.children("payments", "invoiceId", row_id))
        if paid != payments:
            return f"invoice {row_id}: kept as paid {paid}, by its payments {payments}"
    return ""


def printed_numbers_stand(device: Device, record: Record) -> str:
    """A number this device put on paper is in the cloud as it was printed, whatever became of the document."""
    org = device.replica.identity.org
    for gid, command in _printed(device):
        paper = record.rows.get(("issued", issued_id(org, gid)))
        if paper is None or (paper.f["no"], paper.f["sha"]) != (command["no"], command["sha"]):
            return f"{command['series']} {command['no']} was printed; the cloud has {paper}"
    return ""


def a_device_gives_a_number_once(device: Device, _record: Record) -> str:
    """No two documents, and no two revisions of one, got the same number from this device."""
    given: dict[tuple[Any, ...], str] = {}
    for _, command in _printed(device):
        key = (command["c"], command["series"], command["no"], command.get("rev"))
        if given.setdefault(key, command["id"]) != command["id"]:
            return f"{key} is on {given[key]} and on {command['id']}"
    return ""


def _printed(device: Device) -> Iterator[tuple[str, dict[str, Any]]]:
    """The issues shown as saved that carry a number, with the gid of each; but for those a restored file forgot."""
    for gid, body in device.saved.items():
        if gid in device.rewound:
            continue
        group: dict[str, Any] = loads(body)
        for command in group.get("commands", ()):
            if command.get("no") is not None:
                yield gid, command


OF_A_DEVICE: tuple[Callable[[Device, Record], str], ...] = (
    each_group_has_one_outcome,
    digests_converge,
    values_converge,
    only_what_is_his_is_there,
    totals_follow_from_lines,
    printed_numbers_stand,
    a_device_gives_a_number_once,
)


# --- of the cloud --------------------------------------------------------------------------------------------


def each_group_is_applied_once(record: Record) -> str:
    """A gid stands in the log at most once, and each n of a device was answered once, without a gap."""
    twice = [gid for gid, count in Counter(entry.gid for entry in record.log).items() if count > 1]
    by_device: dict[str, list[int]] = {}
    for answer in record.answers:
        by_device.setdefault(answer.device, []).append(answer.n)
    gaps = [device for device, ns in by_device.items() if ns != list(range(1, len(ns) + 1))]
    return f"applied twice {twice}, gaps {gaps}" if twice or gaps else ""


def groups_are_whole(record: Record) -> str:
    """Each row an accepted group changes bears its seq or a later one: none was left behind."""
    results = {(answer.gid, answer.seq): answer.result for answer in record.answers}
    for entry in record.log:
        lost_some = results.get((entry.gid, f"{entry.seq:012d}")) != "ok"
        for change in entry.body.get("changes", ()):
            row = record.rows.get((change["c"], change["id"]))
            made = row is not None and row.clk["row"] == entry.body["h"]
            if row is not None and not made and (lost_some or "status" in change["f"]):
                continue  # what lost, or had been reached already, leaves its row as it was
            if row is None or (int(row.seq or 0) < entry.seq and change["op"] == "put"):
                return (
                    f"group {entry.gid} at {entry.seq} left {change['c']} {change['id']} at {row and row.seq}"
                )
    return ""


def nothing_accepted_is_lost(record: Record) -> str:
    """The value of each register is that of the highest stamp ever accepted for it."""
    return replay.replayed(record).difference(record)


def the_loser_is_told(record: Record) -> str:
    """Each of two people who wrote one register apart, and lost, has a notice."""
    told = {(n.f["userId"], n.f["c"], n.f["rowId"], n.f["r"], n.f["lostH"]) for n in record.live("notices")}
    missing = replay.replayed(record).losses - told
    return f"nobody told {sorted(missing)[:3]}" if missing else ""


def no_stamp_is_ahead(record: Record) -> str:
    """No stamp of the log is more than a minute ahead of the cloud's clock when it came."""
    late = [entry.gid for entry in record.log if stamp.millis(entry.body["h"]) > entry.at + AHEAD_MS]
    return f"groups {late}" if late else ""


def numbers_are_given_once(record: Record) -> str:
    """A number of a series is on one document only, or stands in review; the main series has no gap."""
    papers = [row for row in record.live("issued") if not row.f.get("review")]
    seen: dict[tuple[str, str, int], str] = {}
    for paper in papers:
        key = (paper.f["kind"], paper.f["series"], paper.f["no"])
        document = str(paper.f.get("quoteId") or paper.f.get("invoiceId"))
        if seen.setdefault(key, document) != document:
            return f"{key} is on {seen[key]} and on {document}"
    for kind in ("quote", "invoice"):
        given = sorted(
            {p.f["no"] for p in record.live("issued") if (p.f["kind"], p.f["series"]) == (kind, "main")}
        )
        if given != list(range(1, len(given) + 1)):
            return f"the main series of {kind} has gaps: {given}"
    return ""


def issued_paper_is_unchanged(record: Record) -> str:
    """A snapshot is the text its hash says, and the hash is the one of the group that issued it."""
    by_paper = {issued_id_of(entry.gid, record): entry for entry in record.log if entry.body.get("commands")}
    for paper in record.live("issued"):
        if hashlib.sha256(paper.f["snap"].encode()).hexdigest() != paper.f["sha"]:
            return f"{paper.f['number']} no longer has the text of its hash"
        issued_by = by_paper.get(paper.id)
        if issued_by is None or issued_by.body["commands"][0]["sha"] != paper.f["sha"]:
            return f"{paper.f['number']} is not what was issued"
    return ""


def nothing_lives_beneath_the_dead(record: Record) -> str:
    """No live row belongs to a deleted one, but for what is on paper."""
    for (c, row_id), row in record.rows.items():
        for field in COLLECTIONS[c].refs if row.live and c != "issued" else ():
            target = row.f.get(field.name)
            if field.ref is None or not field.ref.cascade or not target:
                continue
            parent = record.rows.get((field.ref.collection, target))
            if parent is None or not parent.live:
                return f"{c} {row_id} lives beneath {field.ref.collection} {target}"
    return ""


OF_THE_CLOUD: tuple[Callable[[Record], str], ...] = (
    each_group_is_applied_once,
    groups_are_whole,
    nothing_accepted_is_lost,
    the_loser_is_told,
    no_stamp_is_ahead,
    numbers_are_given_once,
    issued_paper_is_unchanged,
    nothing_lives_beneath_the_dead,
)


def issued_id_of(gid: str, record: Record) -> str:
    """The id of the paper a group issued."""
    (organisation,) = (row_id for c, row_id in record.rows if c == "organizations")
    return issued_id(organisation, gid)


def _present(fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _difference(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    return "; ".join(f"{name} {ours.get(name)}, in the cloud {theirs.get(name)}" for name in names)
