"""The machine that stops and asks: what makes it, and how a person lets it go on."""

import pytest

from onetool_desktop.sync import events as e
from onetool_desktop.sync.outside import Mode
from onetool_desktop.sync.status import Kind
from tests.sync.talk import idle, pulling, pushing
from tests.sync.values import HEAD, page, state


@pytest.mark.parametrize(
    ("facts", "says"),
    [({"epoch": "00000002"}, "restored from a backup"), ({"head": "000000000001"}, "knows less")],
)
def test_a_cloud_that_was_exchanged_stops_the_engine_and_nothing_is_applied(
    facts: dict[str, str], says: str
) -> None:
    talk = idle().hear(e.SyncNow())
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(**facts)))
    assert not [effect for effect in talk.last if isinstance(effect, e.ApplyCheckpoint | e.Stage)]
    assert (talk.machine.status.kind, says in talk.machine.status.sentence) == (Kind.STOPPED, True)


def test_a_mass_delete_is_applied_only_after_the_person_let_it() -> None:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page()))
    talk.fail(e.ApplyCheckpoint, e.Trouble.ASKS, code="deletes")
    assert talk.machine.mode is Mode.HALTED
    loading = talk.attempt(e.Load)
    talk.hear(e.Proceed())
    talk.hear(e.Loaded(loading, state()))
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page()))
    apply = talk.asked(e.ApplyCheckpoint)
    assert isinstance(apply, e.ApplyCheckpoint)
    assert apply.deletes_allowed


def test_a_restored_cloud_is_followed_only_after_the_person_let_it() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.REFUSED, code="epoch", data={"epoch": "00000002", "head": "000000000003"})
    assert talk.machine.status.kind is Kind.STOPPED
    talk.hear(e.Proceed())
    follow = talk.asked(e.FollowEpoch)
    assert isinstance(follow, e.FollowEpoch)
    assert follow.epoch == "00000002"
    talk.hear(e.Loaded(follow.attempt, state(epoch="00000002", waiting=1)))
    talk.asked(e.ReadBatch)


def test_a_head_asked_for_before_the_person_let_it_go_on_does_not_stop_it_again() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.REFUSED, code="epoch", data={"epoch": "00000002", "head": "000000000003"})
    asked = talk.hear(e.SyncNow()).attempt(e.AskHead)
    talk.hear(e.Proceed())
    follow = talk.attempt(e.FollowEpoch)
    talk.hear(e.HeadCame(asked, HEAD, "00000002", "s1", 5))
    assert talk.machine.mode is Mode.RUNNING
    talk.hear(e.Loaded(follow, state(epoch="00000002", waiting=1)))
    talk.asked(e.ReadBatch)
