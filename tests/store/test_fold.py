"""The equation: after any order of saves, answers and arrivals, what is visible is what a plain model says.

The model knows fields and stamps only: it replays the cloud's last row and every pending group, oldest first, with the
higher stamp winning. It shares no line with the store.
"""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from onetool_desktop.changes.values import Outcome, Result
from onetool_desktop.store import attention, exchange, journal, outbox
from tests.store.world import World, put

FIELDS = ("notes", "companyDescription", "taxNumber")
words = st.sampled_from(["red", "blue", "", "łódź"])


class Model:
    """One client: the cloud's fields with stamps, and pending edits as (gid, stamp, fields)."""

    def __init__(self) -> None:
        self.cloud: dict[str, tuple[str, str]] = {}
        self.pending: list[tuple[str, str, dict[str, str]]] = []

    def visible(self) -> dict[str, str]:
        found = dict(self.cloud)
        for _, h, fields in self.pending:
            for name, value in fields.items():
                if name not in found or h > found[name][0]:
                    found[name] = (h, value)
        return {name: value for name, (_, value) in found.items()}


class Replaying(RuleBasedStateMachine):
    """Saves, answers, arrivals and restarts over three clients, in any order."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self.folder.name) / "fold.db", key=None)
        self.ids = [self.world.ids.new_id() for _ in range(3)]
        rows = [self.world.cloud_row(one, ms=-1_000, companyName="C", status="lead") for one in self.ids]
        self.world.pull(*[("clients", row) for row in rows])
        self.models = {one: Model() for one in self.ids}
        self.sent: dict[str, str] = {}
        self.cloud_rows = {row["id"]: row for row in rows}

    @rule(at=st.integers(0, 2), field=st.sampled_from(FIELDS), value=words)
    def edit(self, at: int, field: str, value: str) -> None:
        gid = self.world.edit("clients", self.ids[at], **{field: value})
        self.models[self.ids[at]].pending.append((gid, self._h(gid), {field: value}))

    @rule(value=words)
    def edit_two_at_once(self, value: str) -> None:
        gid = self.world.save(*[put("clients", one, notes=value) for one in self.ids[:2]])
        for one in self.ids[:2]:
            self.models[one].pending.append((gid, self._h(gid), {"notes": value}))

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        batch = exchange.next_batch(self.world.replica)
        if batch is None:
            return
        outcomes: list[Outcome] = []
        for group in batch.groups[: data.draw(st.integers(1, len(batch.groups)))]:
            result = data.draw(st.sampled_from([Result.OK, Result.SUPERSEDED, Result.REFUSED]))
            seq = None if result is Result.REFUSED else self.world.next_seq()
            outcomes.append(Outcome(n=group.n, gid=group.gid, result=result, seq=seq, code="locked"))
            if seq is None:
                self._forget(group.gid)
            else:
                self.sent[group.gid] = seq
        self.world.answer(batch, outcomes)

    @rule(at=st.integers(0, 2), field=st.sampled_from(FIELDS), value=words, ms=st.integers(-50, 50))
    def arrive(self, at: int, field: str, value: str, ms: int) -> None:
        """A checkpoint: all the cloud accepted so far, and a colleague's edit."""
        rows: list[tuple[str, dict[str, Any]]] = []
        for one, model in self.models.items():
            for gid, h, fields in model.pending:
                if gid in self.sent:
                    for name, text in fields.items():
                        if name not in model.cloud or h > model.cloud[name][0]:
                            model.cloud[name] = (h, text)
            model.pending = [edit for edit in model.pending if edit[0] not in self.sent]
            row = self.world.cloud_row(one, ms=ms, x="")
            if one == self.ids[at] and row["clk"]["row"] > model.cloud.get(field, ("",))[0]:
                model.cloud[field] = (row["clk"]["row"], value)
            made = self.cloud_rows[one]["clk"]["row"]
            row["clk"] = {"row": made} | {name: h for name, (h, _) in model.cloud.items()}
            row["f"] = {"companyName": "C", "status": "lead"} | {n: v for n, (_, v) in model.cloud.items()}
            rows.append(("clients", row))
        self.world.pull(*rows)
        self.sent.clear()

    @precondition(lambda self: bool(attention.items(self.world.replica.reads().db)))
    @rule()
    def retry(self) -> None:
        item = attention.items(self.world.replica.reads().db)[0]
        attention.retry(self.world.replica, item.gid)
        for change in item.group.changes:
            fields = {name: value or "" for name, value in change.f.items()}
            self.models[change.id].pending.append((item.gid, item.group.h, fields))

    @rule()
    def restart(self) -> None:
        self.world.reopen()

    @invariant()
    def visible_is_what_the_model_says(self) -> None:
        for one, model in self.models.items():
            found: dict[str, Any] = dict(self.world.live("clients", one).f)
            assert {name: found[name] for name in FIELDS if name in found} == model.visible()

    @invariant()
    def the_equation_holds(self) -> None:
        self.world.agree()

    @invariant()
    def every_unsettled_group_is_in_the_journal(self) -> None:
        in_file = {entry.group.gid for entry in outbox.entries(self.world.replica.reads().db)}
        in_journal = journal.salvage(journal.journal_path(self.world.path), None)
        assert {entry.group.gid for entry in in_journal} == in_file

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.replica.close()
            self.folder.cleanup()

    def _h(self, gid: str) -> str:
        entry = outbox.entry(self.world.replica.reads().db, gid)
        assert entry is not None
        return entry.group.h

    def _forget(self, gid: str) -> None:
        for model in self.models.values():
            model.pending = [edit for edit in model.pending if edit[0] != gid]


class TestFold(Replaying.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(max_examples=20, stateful_step_count=20, deadline=None)


def test_a_store_that_forgets_to_compute_anew_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client()
    world.push()
    world.pull(world.echo("clients", client))
    world.edit("clients", client, notes="mine")
    monkeypatch.setattr("onetool_desktop.store.projection.recompute", lambda *_, **__: None)

    world.pull(world.echo("clients", client, companyDescription="theirs"))

    assert exchange.visible_equals_fold(world.replica) != []
