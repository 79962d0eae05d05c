"""`sync:push`: groups in order of n, each decided wholly against today's rows and rights (WIRE section 3).

Promises: the organisation's counter row is locked before anything is read; a group is applied whole or not at all,
exactly once, and has exactly one answer; a refused one is recorded and the next still runs. The cost of a push is
that of its groups, whatever the size of the organisation.
May not know: HTTP, how rows are stored, what the rules are.

Why one transaction for all groups of a push: a group that is refused has written nothing, so no savepoint is needed,
and one commit carries up to 250 changes. What fails for a reason nobody foresaw undoes the whole push and is tried
again.
"""

from dataclasses import replace
from typing import Any, TypeAlias

from onetool_desktop.changes import redact, stamp
from onetool_desktop.changes.decide import Site, decide
from onetool_desktop.changes.values import Code, Effects, Group, Op, Outcome, Refusal, Result, RowKey
from onetool_desktop.cloud import ledger as ledgers, outcomes, redaction
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.enrolled import Enrolled, enrolled
from onetool_desktop.cloud.errors import CallError, forbidden
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.outcomes import Standing
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.restored import closed_since
from onetool_desktop.cloud.sent_groups import Sent, read
from onetool_desktop.cloud.writer import Writer

AHEAD_MS = 60_000
Redactions: TypeAlias = dict[RowKey, dict[str, str]]


def push(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, device, epoch, clientNow, confirmed, prevGid, groups, poison?}` → the answers, as WIRE has them."""
    account, org, device = caller.account, args.id("org"), args.id("device")
    args.rid()
    args.whole("clientNow", least=0)
    confirmed = args.whole("confirmed", least=0)
    previous, poison = args.optional_id("prevGid"), args.optional_id("poison")
    epoch, sent = args.text("epoch", 64), read(args.list("groups"))
    now = cloud.clock.now_ms()
    with cloud.database.write() as connection:
        held = ledgers.lock(connection, org)
        if held is None:
            raise forbidden()
        known = enrolled(connection, held, account, device)
        if epoch != held.epoch:
            raise _other_epoch(held, known)
        repeated = _repeated(connection, known, sent, previous)
        made = _Push(connection, held, known, now, poison, at_once=cloud.at_once).run(sent)
        answered = {outcome["n"]: outcome for outcome in (*repeated, *made)}
        if known.last_n > confirmed:
            still_open = outcomes.open_above(connection, org, device, confirmed)
            answered = {outcome["n"]: outcome for outcome in still_open} | answered
        last_n = known.last_n + len(made)
        _note(connection, known, held, last_n, sent[-1].gid if made else known.last_gid, confirmed)
        in_order = [answered[n] for n in sorted(answered)]
        return {"ackedN": last_n, "head": held.head, "serverNow": now, "outcomes": in_order}


class _Push:
    """The new groups of one push, one after the other."""

    def __init__(
        self,
        connection: Connection,
        held: Ledger,
        known: Enrolled,
        now_ms: int,
        poison: str | None,
        *,
        at_once: int,
    ) -> None:
        self._connection = connection
        self._ledger = held
        self._known = known
        self._now = now_ms
        self._poison = poison
        self._reader = CloudReader(connection, held.org, known.member)
        self._writer = Writer(connection, held, self._reader, at_once=at_once)
        self._standing: dict[str, Standing] = {}

    def run(self, sent: list[Sent]) -> list[dict[str, Any]]:
        """The answers to the groups that are new; none where an n before them is missing."""
        fresh = [s for s in sent if s.n > self._known.last_n]
        if not fresh or fresh[0].n != self._known.last_n + 1:
            return []
        gids = [gid for s in fresh for gid in (s.gid, *s.after)]
        self._standing = outcomes.by_gid(self._connection, self._ledger.org, gids)
        made = [self._answer(s) for s in fresh]
        user_id = self._known.member.user_id
        outcomes.record(self._connection, self._ledger.org, self._known.device, user_id, made)
        return made

    def _answer(self, sent: Sent) -> dict[str, Any]:
        before = self._standing.get(sent.gid)
        if before is not None and before.final and before.user_id == self._known.member.user_id:
            return before.answered_as(sent.n)
        answer = outcomes.wire(self._decided(sent, before))
        self._standing[sent.gid] = Standing(
            self._known.member.user_id, answer["result"], outcomes.dumps(answer).decode()
        )
        return answer

    def _decided(self, sent: Sent, before: Standing | None) -> Outcome:
        if sent.gid == self._poison:
            return _refused(sent, Refusal(Code.INTERNAL, "The cloud could not work on this change."))
        if sent.group is None or sent.problem is not None:
            return _refused(sent, sent.problem or Refusal(Code.VALIDATION, "The change is not readable."))
        if before is not None and before.user_id != self._known.member.user_id:
            return _refused(sent, Refusal(Code.VALIDATION, "This id belongs to another change."))
        if not sent.recorded:
            cause = next((gid for gid in sent.after if self._blocks(gid)), None)
            if cause is not None:
                return Outcome(n=sent.n, gid=sent.gid, result=Result.HELD, detail={"cause": cause})
            if stamp.author(sent.group.h) != self._known.member.principal.author:
                return _refused(sent, Refusal(Code.VALIDATION, "The stamp is not this device's."))
        return self._apply(sent, sent.group)

    def _blocks(self, gid: str) -> bool:
        standing = self._standing.get(gid)
        return standing is not None and not standing.final

    def _apply(self, sent: Sent, group: Group) -> Outcome:
        redactions = self._redactions(group)
        sent, group = self._without_redacted(sent, group, redactions) if redactions else (sent, group)
        h = self._guarded(group)
        stamped = group if h is None else replace(group, h=h)
        principal = self._known.member.principal
        if group.commands:
            since = closed_since(self._connection, self._ledger.org)
            principal = replace(principal, restored=since is not None, closed=bool(since))
        effects = decide(self._reader, principal, stamped, site=Site.CLOUD)
        if isinstance(effects, Refusal):
            return _refused(sent, effects)
        if redactions:
            effects = replace(effects, rows=redact.marked(effects.rows, redactions))
        self._ledger.merge(stamped.h)
        body = {**sent.raw, "h": h} if h else sent.raw
        user_id = self._known.member.user_id
        seq = self._writer.write(effects, gid=sent.gid, user_id=user_id, now_ms=self._now, body=body)
        return Outcome(
            n=sent.n,
            gid=sent.gid,
            result=Result.SUPERSEDED if effects.lost else Result.OK,
            seq=seq,
            h=h,
            detail=_lost(effects) if effects.lost else None,
        )

    def _without_redacted(self, sent: Sent, group: Group, redactions: Redactions) -> tuple[Sent, Group]:
        """The group without what was redacted before its author had heard of it, also as it stands in the log."""
        heard = redact.unheard(
            group,
            redactions,
            {key: self._reader.get(*key) for key in {change.key for change in group.changes}},
        )
        if heard is group:
            return sent, group
        raw = dict(sent.raw)
        for (c, row_id), registers in redactions.items():
            raw = redact.scrubbed(raw, c, row_id, registers) or raw
        return replace(sent, raw=raw), heard

    def _redactions(self, group: Group) -> Redactions:
        """What was redacted of the rows it writes, by their marks."""
        found: Redactions = {}
        for key in dict.fromkeys(change.key for change in group.changes if change.op is Op.PUT):
            row = self._reader.get(*key)
            marks = redact.marks(row.clk) if row is not None else self._lost_marks(key)
            if marks:
                found[key] = marks
        return found

    def _lost_marks(self, key: RowKey) -> dict[str, str]:
        """What was redacted of a row that a cloud brought back from its backup does not have."""
        org = self._ledger.org
        if closed_since(self._connection, org) is None:
            return {}
        return redaction.of_row(self._connection, org, *key)

    def _guarded(self, group: Group) -> str | None:
        """A stamp of the cloud's time for one that is too far ahead, above all that was stored."""
        if stamp.millis(group.h) <= self._now + AHEAD_MS:
            return None
        return self._ledger.tick(self._now, stamp.author(group.h))


def _repeated(
    connection: Connection, known: Enrolled, sent: list[Sent], previous: str | None
) -> list[dict[str, Any]]:
    """The kept answers to n that were answered before. Raises `fork` where the record holds another gid."""
    first = sent[0].n if sent else known.last_n + 1
    if first > known.last_n + 1:
        return []
    if first == known.last_n + 1:
        if sent and previous != known.last_gid:
            raise _fork()
        return []
    record = outcomes.between(connection, known.member.org, known.device, first - 1, known.last_n)
    if previous != (record[first - 1].gid if first > 1 else None):
        raise _fork()
    if any(s.gid != record[s.n].gid for s in sent if s.n <= known.last_n):
        raise _fork()
    return [outcomes.loads(record[s.n].body) for s in sent if s.n <= known.last_n]


def _note(
    connection: Connection, known: Enrolled, held: Ledger, last_n: int, last_gid: str | None, confirmed: int
) -> None:
    """Moves the device on, and the counter row where something was accepted."""
    if last_n > known.last_n or confirmed > known.confirmed:
        connection.run(
            "UPDATE devices SET last_n = ?, last_gid = ?, confirmed = ? WHERE org_id = ? AND device = ?",
            (last_n, last_gid, max(min(confirmed, last_n), known.confirmed), held.org, known.device),
        )
    if last_n > known.last_n:
        held.save(connection)


def _refused(sent: Sent, refusal: Refusal) -> Outcome:
    return Outcome(
        n=sent.n, gid=sent.gid, result=Result.REFUSED, code=refusal.code.value, detail=refusal.detail()
    )


def _lost(effects: Effects) -> dict[str, Any]:
    return {
        "lost": [
            {"c": lost.c, "id": lost.id, "r": lost.r, "h": lost.h, "f": dict(lost.f)} for lost in effects.lost
        ]
    }


def _fork() -> CallError:
    return CallError(
        "fork", "This computer's copy went back in time or was copied. It is enrolled anew; nothing is lost."
    )


def _other_epoch(held: Ledger, known: Enrolled) -> CallError:
    return CallError(
        "epoch",
        "The cloud was restored from a backup. This computer offers again what the cloud no longer has.",
        more={"epoch": held.epoch, "head": held.head, "lastN": known.last_n},
    )
