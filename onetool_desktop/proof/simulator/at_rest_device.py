"""What must hold of each device at rest, each as a function that says what it found."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.fold import issued_id
from onetool_desktop.changes.wire import loads
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Scope
from onetool_desktop.domain.document_totals import document_totals, tax_rounding_of
from onetool_desktop.domain.scope import visible
from onetool_desktop.proof.simulator import at_rest_merged
from onetool_desktop.proof.simulator.at_rest_cloud import ACCEPTED
from onetool_desktop.proof.simulator.at_rest_paper import LINES
from onetool_desktop.proof.simulator.at_rest_redacted import a_computer_keeps_nothing_redacted
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.record import Record
from onetool_desktop.store import exchange
from onetool_desktop.sync import calls


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
    for c, (lines_of, parent) in LINES.items():
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


def balances_follow_from_invoices(device: Device, _record: Record) -> str:
    """What a client owes is what the issued invoices of all for whom he stands still owe; nothing for who is merged."""
    reads, db = device.reads, device.replica.writer
    owed = dict(
        db.execute(
            "SELECT \"clientId\", sum(balance) FROM invoices WHERE status='sent' GROUP BY 1"
        ).fetchall()
    )
    for client, kept in db.execute("SELECT id, open_balance FROM clients").fetchall():
        stands = merged.survivor(reads, "clients", client) == client
        fresh = sum(owed.get(one) or 0 for one in merged.together(reads, "clients", client)) if stands else 0
        if kept != fresh:
            return f"client {client}: kept as open {kept}, by the invoices {fresh}"
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


def it_was_sent_as_its_author(device: Device, record: Record) -> str:
    """What a person saved stands in the log as his, whoever was signed in when it left."""
    by = {entry.gid: entry.user_id for entry in record.log}
    wrong = [gid for gid in device.saved if by.get(gid, device.enrolled.user_id) != device.enrolled.user_id]
    return f"groups {wrong} stand in the log as another's" if wrong else ""


def what_hangs_on_a_refusal_is_held(device: Device, record: Record) -> str:
    """A group whose cause stands in Needs attention waits there for it, and is not refused for what it lacks.

    A restored cloud knows no more what it refused; a number that is on paper waits for nothing.
    """
    if record.restored:
        return ""
    listed: dict[str, tuple[str, dict[str, Any]]] = {
        gid: (state, loads(body))
        for gid, state, body in device.replica.writer.execute(
            "SELECT gid, state, body FROM outbox WHERE state IN ('refused', 'held')"
        )
    }
    for gid, (state, group) in listed.items():
        printed = any(command.get("no") is not None for command in group.get("commands", ()))
        causes = [cause for cause in group.get("after", ()) if cause in listed]
        if causes and state == "refused" and not printed:
            return f"group {gid} was refused, and {causes} before it too"
    return ""


def nothing_is_left_over(device: Device, _record: Record) -> str:
    """No page stands in the stage, no shadow and no link without work that waits for something."""
    db = device.replica.writer
    tables = ("stage", "arrived", "shadow", "outbox_rows")
    counts = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    return f"left over: {counts}" if any(counts.values()) else ""


def what_was_withdrawn_left_no_trace(device: Device, record: Record) -> str:
    """A row that is no longer the person's to see is gone, and is no tombstone: nobody deleted it."""
    for c, row_id in device.replica.writer.execute("SELECT c, id FROM tombstones").fetchall():
        row = record.rows.get((c, row_id))
        if row is not None and row.live:
            return f"{c} {row_id} lives in the cloud and is kept here as deleted"
    return ""


def a_computer_without_access_is_brought_anew(device: Device, record: Record) -> str:
    """Once its person signed in again, a computer that had lost its access is another device."""
    device_id = device.replica.identity.device
    return f"it still is {device_id}" if device_id in record.withdrawn else ""


OF_A_DEVICE: tuple[Callable[[Device, Record], str], ...] = (
    each_group_has_one_outcome,
    digests_converge,
    values_converge,
    only_what_is_his_is_there,
    totals_follow_from_lines,
    balances_follow_from_invoices,
    printed_numbers_stand,
    a_device_gives_a_number_once,
    it_was_sent_as_its_author,
    what_hangs_on_a_refusal_is_held,
    nothing_is_left_over,
    what_was_withdrawn_left_no_trace,
    a_computer_without_access_is_brought_anew,
    a_computer_keeps_nothing_redacted,
    at_rest_merged.who_stands_for_a_client_is_the_same_everywhere,
    at_rest_merged.what_is_his_is_found_with_who_stands_for_him,
)


def _present(fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _difference(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    return "; ".join(f"{name} {ours.get(name)}, in the cloud {theirs.get(name)}" for name in names)
