"""Short words for scenarios: what people do, what they see, whether both sides agree."""

from typing import Any

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients
from onetool_desktop.store import exchange
from onetool_desktop.sync import calls, events as e
from onetool_desktop.sync.machine import Machine
from tests.sync.world import Person, World

YEAR_MS = 365 * 86_400_000
_MOST = 200


def add(person: Person, name: str = "Brook") -> ClientId:
    return clients.create_client(person.replica, fields={"companyName": name, "status": "lead"}).id


def edit(person: Person, client: ClientId, **fields: Any) -> None:
    clients.edit_client(person.replica, id=client, fields=fields)


def shown(person: Person, client: ClientId) -> dict[str, Any] | None:
    row = person.replica.reads().row("clients", client)
    return None if row is None else dict(row.f)


def two(world: World) -> tuple[Person, Person, ClientId]:
    """The owner's device, a colleague's, and a client both know."""
    here = world.owner()
    there = world.colleague(here)
    client = add(here)
    here.sync()
    there.sync()
    return here, there, client


def waiting(person: Person) -> int:
    return exchange.state(person.replica).waiting


def agrees(person: Person) -> bool:
    ours = {c: s for c, s in exchange.digest(person.replica.reads().db).items() if s["count"]}
    asked = person.session.ask(calls.digest(person.replica.identity.org))
    return ours == calls.as_object(asked)["sums"]


def pull_args(person: Person) -> dict[str, Any]:
    state = exchange.state(person.replica)
    args = {"org": person.replica.identity.org, "device": state.device, "cursor": state.cursor}
    return {**args, "limit": 1_000, "schema": 1, "scopes": state.scopes}


def keep_on(person: Person) -> None:
    """The engine as the program runs it: where it waits, the wait is over and it goes on by itself."""
    steps, machine = person.steps, Machine()
    waiting: list[e.Event] = [e.Started()]
    for _ in range(_MOST):
        if not waiting or machine.is_quiet:
            break
        for effect in machine.on(waiting.pop(0)):
            match effect:
                case e.Arm():
                    waiting.append(e.Rang(effect.token))
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
                ):
                    waiting.append(steps.send(effect))
                case e.Surrender():
                    raise AssertionError("nobody has lost access")
                case _:
                    event = steps.store(effect).event
                    waiting += [event] if event is not None else []
    assert machine.is_quiet, f"the engine has not come to rest: {machine.status}"
