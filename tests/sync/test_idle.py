"""Ten minutes in which nothing happens, on a clock in the test's hand: how often the cloud is asked."""

from onetool_desktop.sync import events as e, line
from onetool_desktop.sync.machine import Machine
from tests.sync.world import Person, World

TEN_MINUTES_S = 600.0


class Idle:
    """A device's machine and live line over a real replica and cloud; time passes from timer to timer."""

    def __init__(self, person: Person, *, live: bool = False, checks_daily: bool = False) -> None:
        self.person = person
        self.clock = person.clock
        self.machine, self.line = Machine(checks_daily=checks_daily), line.Line()
        self.timers: dict[str, tuple[float, e.Rang | line.Rang]] = {}
        self.opened = 0
        self._live = live
        self.hear(e.Started())
        if live:
            self.say(self.line.on(line.Begin()))

    def hear(self, event: e.Event) -> None:
        for effect in self.machine.on(event):
            match effect:
                case e.Arm():
                    self.timers["engine"] = self.later(effect.delay.least_ms, e.Rang(effect.token))
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
                    self.hear(self.person.steps.send(effect))
                case _:
                    self.hear(self.person.steps.store_whole(effect))

    def say(self, effects: list[line.Effect]) -> None:
        for effect in effects:
            match effect:
                case line.Open():
                    self.opened += 1
                    head = self.person.replica.reads().db.execute("SELECT value FROM meta WHERE key='head'")
                    heard = line.Heard(effect.attempt, head.fetchone()[0], self.clock.monotonic())
                    self.say(self.line.on(heard))
                case line.Say():
                    self.hear(e.Live(effect.connected))
                case line.Wake():
                    self.hear(e.Woken(effect.head))
                case line.Wait():
                    self.timers["line"] = self.later(effect.delay.least_ms, line.Rang(effect.token))
                case line.HangUp():
                    pass

    def later(self, ms: int, rang: e.Rang | line.Rang) -> tuple[float, e.Rang | line.Rang]:
        return self.clock.monotonic() + ms / 1_000, rang

    def let_pass(self, seconds: float) -> None:
        until = self.clock.monotonic() + seconds
        while self.timers and min(self.timers.values(), key=lambda t: t[0])[0] <= until:
            name = min(self.timers, key=lambda key: self.timers[key][0])
            due, rang = self.timers.pop(name)
            self.clock.advance(max(0, round((due - self.clock.monotonic()) * 1_000)))
            if isinstance(rang, e.Rang):
                self.hear(rang)
            else:
                self.say(self.line.on(rang))

    def requests_in(self, seconds: float) -> int:
        calls, opened = len(self.person.wire.calls), self.opened
        self.let_pass(seconds)
        return len(self.person.wire.calls) - calls + self.opened - opened


def test_ten_idle_minutes_with_wake_ups_cost_two_small_requests(world: World) -> None:
    idle = Idle(world.owner(), live=True)
    assert idle.requests_in(TEN_MINUTES_S) == 2
    assert idle.person.wire.calls[-1].path == "sync:head"


def test_without_wake_ups_the_head_alone_is_asked_for(world: World) -> None:
    idle = Idle(world.owner(), live=False)
    idle.hear(e.Focus(focused=False))
    calls = len(idle.person.wire.calls)
    assert idle.requests_in(TEN_MINUTES_S) <= 12
    assert {call.path for call in idle.person.wire.calls[calls:]} == {"sync:head"}
