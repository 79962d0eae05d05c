"""A schedule told in sentences: what each person did, what the engine did because of it, and what went wrong.

Promises: telling changes nothing that is played; a story that nobody listens to costs nothing.
May not know: why a schedule failed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onetool_desktop.changes.values import Group
from onetool_desktop.proof.simulator.faults import Fault
from onetool_desktop.sync import events as e

_REPEATED = 8  # what was told among the last lines is not told again
_STORING: Mapping[type, str] = {
    e.Load: "reads where it stands",
    e.StoreOutcomes: "stores the answers",
    e.Stage: "puts a page aside",
    e.ApplyCheckpoint: "applies what came",
    e.ApplyArrival: "applies a page as it comes",
    e.StartOver: "starts over under other rights",
    e.FollowEpoch: "follows the restored cloud",
    e.Adopt: "becomes another device",
}
_SENDING: Mapping[type, str] = {
    e.SendPull: "asks for what is new",
    e.AskHead: "asks where the cloud stands",
    e.Renew: "renews its sign-in",
    e.Enrol: "enrols anew",
}


@dataclass
class Story:
    """The sentences so far; `heard` says whether anybody listens."""

    heard: bool = False
    lines: list[str] = field(default_factory=list[str])

    def tell(self, sentence: str) -> None:
        """One sentence of its own."""
        if self.heard:
            self.lines.append(sentence)

    def fault(self, fault: Fault) -> None:
        """Something went wrong."""
        if self.heard:
            self.lines.append(f"  ({fault.value})")

    def did(self, at: int, effect: e.Sending | e.Storing, event: e.Event) -> None:
        """A device's engine did something, and this came of it."""
        if not self.heard or isinstance(effect, e.ReadBatch):
            return
        line = f"  device {at} {_words_of(effect)}{_came(event)}"
        if line not in self.lines[-_REPEATED:]:
            self.lines.append(line)

    def saved(self, at: int, name: str, gids: Sequence[str]) -> None:
        """A person did something."""
        if self.heard:
            saved = f", saved as {', '.join(gid[-6:] for gid in gids)}" if gids else ", which changed nothing"
            self.lines.append(f"  on device {at}: {name}{saved}")


def _words_of(effect: e.Sending | e.Storing) -> str:
    if isinstance(effect, e.SendPush):
        return f"sends {_groups(effect.batch.groups)}"
    return _STORING.get(type(effect)) or _SENDING.get(type(effect)) or type(effect).__name__


def _groups(groups: Sequence[Group]) -> str:
    return ", ".join(f"{group.gid[-6:]} as {group.n}" for group in groups)


def _came(event: e.Event) -> str:
    match event:
        case e.Pushed():
            results = ", ".join(
                f"{o.n} {o.result.value} {o.code or ''}".strip() for o in event.reply.outcomes
            )
            return f": {results or 'nothing answered'}; acknowledged to {event.reply.acked_n}"
        case e.PageCame():
            more = ", more to come" if event.page.more else ""
            return f": {event.page.count()} rows up to {event.page.head}{more}"
        case e.Failed():
            return f": {event.trouble.value} {event.code}".rstrip()
        case e.Applied():
            return f", up to {event.page.head}"
        case _:
            return ""
