"""The engine over a real replica and cloud without threads: it runs until it waits, and time passes when told."""

from collections.abc import Callable

from onetool_desktop.sync import events as e
from onetool_desktop.sync.machine import Machine
from onetool_desktop.sync.status import SyncStatus
from onetool_desktop.sync.steps import Steps
from tests.sync.world import Person

MOST = 400  # effects until it waits: more is a loop


class Engine:
    """One device's machine; `steps` are its hands, by default the person's."""

    def __init__(self, person: Person, *, steps: Callable[[], Steps] | None = None) -> None:
        self.person = person
        self._steps = steps or (lambda: person.steps)
        self.machine = Machine()
        self.timer: e.Arm | None = None
        self.hear(e.Started())

    @property
    def status(self) -> SyncStatus:
        return self.machine.status

    def hear(self, event: e.Event) -> None:
        """The event and all that follows it, until the engine waits."""
        waiting, steps = [event], 0
        while waiting:
            steps += 1
            assert steps < MOST, "the engine does not come to rest"
            for effect in self.machine.on(waiting.pop(0)):
                match effect:
                    case e.Arm():
                        self.timer = effect
                    case e.Tell():
                        pass
                    case (
                        e.SendPush()
                        | e.SendPull()
                        | e.AskHead()
                        | e.AskSums()
                        | e.ComparePage()
                        | e.Renew()
                        | e.Enrol()
                        | e.Surrender()
                    ):
                        waiting.append(self._steps().send(effect))
                    case _:
                        waiting.append(self._steps().store_whole(effect))

    def ring(self) -> None:
        """The timer's time has come."""
        assert self.timer is not None, "nothing is under way and no timer is set"
        timer, self.timer = self.timer, None
        self.person.clock.advance(timer.delay.least_ms)
        self.hear(e.Rang(timer.token))
