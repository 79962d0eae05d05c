"""What must hold of the cloud's records at rest, each as a function that says what it found; of what is on paper in
`at_rest_paper`.
"""

from collections import Counter
from collections.abc import Callable

from onetool_desktop.changes import stamp
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.proof.simulator import at_rest_merged, at_rest_paper, at_rest_redacted, replay
from onetool_desktop.proof.simulator.record import Record

ACCEPTED = frozenset({"ok", "superseded"})
AHEAD_MS = 60_000


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
            redacted = (change["c"], change["id"]) in record.redactions
            if row is not None and not made and (lost_some or redacted or "status" in change["f"]):
                continue  # what lost, says nothing any more or had been reached already leaves its row as it was
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


def causes_stand_before(record: Record) -> str:
    """What a group hangs on was accepted before it, unless the group only reports a number that is on paper."""
    stands: set[str] = set()
    for entry in record.log:
        printed = any(command.get("no") for command in entry.body.get("commands", ()))
        missing = [gid for gid in entry.body.get("after", ()) if gid not in stands and not printed]
        if missing and any(answer.gid in missing for answer in record.answers):
            return f"group {entry.gid} stands, and {missing} before it do not"
        stands.add(entry.gid)
    return ""


def a_device_is_heard_in_order(record: Record) -> str:
    """The stamps of a device rise with its groups, also where the cloud has stamped them anew.

    What was refused and tried again keeps its stamp, and is left aside; a restored cloud knows no more what was.
    """
    if record.restored:
        return ""
    results: dict[str, set[str]] = {}
    for answer in record.answers:
        results.setdefault(answer.gid, set()).add(answer.result)
    last: dict[str, str] = {}
    for entry in record.log:
        author = stamp.author(entry.body["h"])
        if results.get(entry.gid, set()) <= ACCEPTED and entry.body.get("changes"):
            if entry.body["h"] <= last.get(author, "") and author not in stamp.RESERVED:
                return f"group {entry.gid} has {entry.body['h']} after {last[author]}"
            last[author] = entry.body["h"]
    return ""


def nothing_is_refused_as_nonsense(record: Record) -> str:
    """Devices ask the same rules as the cloud before they save: what makes no sense is never sent."""
    nonsense = [answer for answer in record.answers if answer.code == "validation"]
    return f"refused as nonsense: {nonsense[:2]}" if nonsense else ""


def statuses_follow_their_tables(record: Record) -> str:
    """A status is where the accepted steps lead: each from where it was, or rising to where its table allows."""
    found = replay.replayed(record).statuses
    for key, status in found.items():
        row = record.rows.get(key)
        if row is not None and row.live and row.f.get("status") != status:
            return f"{key} should stand at {status}, the cloud has {row.f.get('status')}"
    return ""


def who_took_an_access_away_is_told(record: Record) -> str:
    """The row of a device that lost its access says since when and by whom, for everybody to see."""
    told = {one: record.rows["devices", one].f for one in record.withdrawn}
    wrong = [
        one
        for one, by in record.withdrawn.items()
        if (told[one].get("withdrawnBy"), bool(told[one].get("withdrawnAt"))) != (by, True)
    ]
    return f"devices {wrong}" if wrong else ""


OF_THE_CLOUD: tuple[Callable[[Record], str], ...] = (
    each_group_is_applied_once,
    groups_are_whole,
    nothing_accepted_is_lost,
    the_loser_is_told,
    no_stamp_is_ahead,
    nothing_lives_beneath_the_dead,
    statuses_follow_their_tables,
    causes_stand_before,
    a_device_is_heard_in_order,
    nothing_is_refused_as_nonsense,
    who_took_an_access_away_is_told,
    at_rest_redacted.no_redaction_is_forgotten,
    at_rest_redacted.the_cloud_keeps_nothing_redacted,
    at_rest_merged.no_client_leads_back_to_himself,
    *at_rest_paper.ALL,
)
