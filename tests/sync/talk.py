"""A machine that is talked to: an event in, the effects it asked for out."""

from onetool_desktop.sync import events as e
from onetool_desktop.sync.calls import PushReply
from onetool_desktop.sync.machine import Machine
from tests.sync.values import HEAD, batch, page, state


class Talk:
    """A machine and the effects it asked for last, by kind."""

    def __init__(self) -> None:
        self.machine = Machine()
        self.last: list[e.Effect] = []

    def hear(self, event: e.Event) -> "Talk":
        self.last = self.machine.on(event)
        return self

    def asked(self, kind: type) -> e.Effect:
        found = [effect for effect in self.last if isinstance(effect, kind)]
        assert found, f"{kind.__name__} was not asked for, but {self.last}"
        return found[0]

    def attempt(self, kind: type) -> int:
        return self.asked(kind).attempt  # pyright: ignore[reportAttributeAccessIssue]

    def fail(self, kind: type, trouble: e.Trouble, **more: object) -> "Talk":
        return self.hear(e.Failed(self.attempt(kind), trouble, "Why.", **more))  # pyright: ignore[reportArgumentType]


def started(**facts: object) -> Talk:
    talk = Talk().hear(e.Started())
    return talk.hear(e.Loaded(talk.attempt(e.Load), state(**facts)))


def pulling() -> Talk:
    """Nothing to send; the first pull is under way."""
    talk = started()
    return talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))


def idle() -> Talk:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page()))
    return talk.hear(e.Applied(talk.attempt(e.ApplyCheckpoint), page(), state(cursor="c1"), 77))


def pushing(*numbers: int, waiting: int = 1) -> Talk:
    talk = started(waiting=waiting)
    return talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), batch(*numbers)))


def pushed(talk: Talk, *, acked: int) -> e.Pushed:
    asked = talk.asked(e.SendPush)
    assert isinstance(asked, e.SendPush)
    return e.Pushed(asked.attempt, asked.batch, PushReply(acked, HEAD, 0, ()), 0, 1)
