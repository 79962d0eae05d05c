"""A party at a cloud: signs up, founds or joins an organisation, enrols, pushes and pulls by the contract's own words.

It knows only `call(kind, path, args, bearer)`, so the same stories run in one process and over HTTP.
"""

import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from onetool_desktop.changes import stamp
from onetool_desktop.changes.digest import hex16, row_hash

PASSWORD = "correct horse battery"


class Refused(Exception):
    """An error in the contract's words; `status` is the HTTP status where it was not 200."""

    def __init__(self, data: dict[str, Any], status: int = 200) -> None:
        super().__init__(f"{status} {data}")
        self.data = data
        self.code = data.get("code")
        self.status = status


class Call(Protocol):
    """One call of the contract; raises `Refused`."""

    def __call__(self, kind: str, path: str, args: dict[str, Any], bearer: str | None = None) -> Any: ...


_counter = itertools.count(1)


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class Person:
    """An account that is signed in."""

    call: Call
    email: str = ""
    token: str = ""
    refresh: str = ""

    def sign_up(self, **more: Any) -> "Person":
        self.email = self.email or f"person{next(_counter)}-{new_id()[:8]}@example.org"
        args = {"rid": new_id(), "email": self.email, "password": PASSWORD, **more}
        answer = self.call("mutation", "auth:signUp", args)
        self.token, self.refresh = answer["accessToken"], answer["refreshToken"]
        return self

    def signed_in_again(self) -> "Person":
        """The same person at another computer."""
        args = {"rid": new_id(), "email": self.email, "password": PASSWORD}
        answer = self.call("mutation", "auth:signIn", args)
        return Person(self.call, self.email, answer["accessToken"], answer["refreshToken"])

    def query(self, path: str, **args: Any) -> Any:
        return self.call("query", path, args, self.token)

    def mutate(self, path: str, **args: Any) -> Any:
        return self.call("mutation", path, {"rid": new_id(), **args}, self.token)

    def found(self, **more: Any) -> str:
        org = new_id()
        self.mutate(
            "orgs:create", id=org, name="Meadow Care", currency="EUR", timezone="Europe/Berlin", **more
        )
        return org

    def enrol(self, org: str, **more: Any) -> "Device":
        made = self.mutate("devices:enrol", org=org, name="a computer", **more)
        return Device(
            self, org, made["device"], made["series"], made["epoch"], made["user"], made["serverNow"]
        )

    def invited(self, owner: "Person", org: str, role: str, **more: Any) -> "Person":
        """A new account that took up the owner's invitation."""
        self.email = f"person{next(_counter)}-{new_id()[:8]}@example.org"
        code = owner.mutate("orgs:invite", org=org, email=self.email, role=role, **more)["code"]
        return self.sign_up(invite=code)


@dataclass
class Device:
    """A device that keeps its own count, stamps and gids, and nothing else."""

    person: Person
    org: str
    id: str
    series: str
    epoch: str
    user: str
    now: int
    n: int = 0
    last_gid: str | None = None
    confirmed: int = 0
    _clock: stamp.HybridClock = field(init=False)

    def __post_init__(self) -> None:
        self._clock = stamp.HybridClock(self.id[-8:])

    def stamp(self, ahead_ms: int = 0) -> str:
        made, self._clock = self._clock.tick(self.now + ahead_ms)
        return made

    def group(self, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A group with the next n."""
        self.n += 1
        group = {"n": self.n, "gid": new_id(), "action": "test", "schema": 1, "h": self.stamp()}
        return group | {"changes": list(changes)} | more

    def again(self, group: dict[str, Any]) -> dict[str, Any]:
        """The same group under the next n."""
        self.n += 1
        return {**group, "n": self.n}

    def push(self, *groups: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Pushes groups that follow the last push; returns the whole answer."""
        args = {
            "org": self.org,
            "device": self.id,
            "epoch": self.epoch,
            "clientNow": self.now,
            "confirmed": self.confirmed,
            "prevGid": self.last_gid,
            "groups": list(groups),
        }
        answer = self.person.mutate("sync:push", **(args | more))
        if groups:
            self.last_gid = groups[-1]["gid"]
        return answer

    def outcome(self, *groups: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Pushes groups and returns the outcome of the last one."""
        found = self.push(*groups, **more)["outcomes"]
        return next(o for o in found if o["n"] == groups[-1]["n"])

    def do(self, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
        """One group of these changes, which has to stand; its outcome."""
        outcome = self.outcome(self.group(*changes, **more))
        assert outcome["result"] in {"ok", "superseded"}, outcome
        return outcome

    def pull(self, cursor: str | None = None, limit: int = 1000, **more: Any) -> dict[str, Any]:
        args = {"org": self.org, "device": self.id, "cursor": cursor, "limit": limit, "schema": 1} | more
        return self.person.query("sync:pull", **args)

    def pages(self, cursor: str | None = None, limit: int = 1000) -> list[dict[str, Any]]:
        """All pages from the cursor to the head."""
        pages = [self.pull(cursor, limit)]
        while pages[-1]["more"]:
            assert len(pages) < 500, "the pull does not end"
            pages.append(self.pull(pages[-1]["cursor"], limit))
        return pages

    def view(self, cursor: str | None = None, limit: int = 1000) -> "View":
        return View().apply(self.pages(cursor, limit))

    def digest(self) -> dict[str, Any]:
        return self.person.query("sync:digest", org=self.org)["sums"]


class View:
    """What a device has after some pages: live rows and tombstones by collection and id."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.cursor = ""

    def apply(self, pages: Sequence[dict[str, Any]]) -> "View":
        for page in pages:
            for c, ids in page["gone"].items():
                for row_id in ids:
                    self.rows.pop((c, row_id), None)
            for c, rows in page["rows"].items():
                self.rows |= {(c, row["id"]): row for row in rows}
            self.cursor = page["cursor"]
        return self

    def live(self, c: str) -> dict[str, dict[str, Any]]:
        return {row_id: row for (name, row_id), row in self.rows.items() if name == c and "del" not in row}

    def sums(self) -> dict[str, Any]:
        """As `sync:digest` has them."""
        found: dict[str, Any] = {}
        for c in sorted({c for c, _ in self.rows}):
            live = self.live(c)
            if live:
                total = sum(row_hash(row_id, row["seq"]) for row_id, row in live.items())
                found[c] = {"count": len(live), "hash": hex16(total)}
        return found


def put(
    c: str, row_id: str, base: dict[str, str] | None = None, start: str | None = None, **f: Any
) -> dict[str, Any]:
    """A put: a create without `base`, else an edit with the stamps its author had."""
    change: dict[str, Any] = {"c": c, "id": row_id, "op": "put", "f": f, "b": base or {}}
    return change if start is None else change | {"from": start}


def client(row_id: str | None = None, **more: Any) -> dict[str, Any]:
    """A new client."""
    return put("clients", row_id or new_id(), **{"companyName": "Harbour Bakery", "status": "active", **more})


def delete(c: str, row_id: str, seq: str) -> dict[str, Any]:
    return {"c": c, "id": row_id, "op": "delete", "f": {}, "b": {"row": seq}}


def restore(c: str, row_id: str, gid: str) -> dict[str, Any]:
    return {"c": c, "id": row_id, "op": "restore", "f": {}, "b": {}, "from": gid}


def refusal(call: Callable[[], Any]) -> Refused | None:
    """How the call was refused, None where it was not."""
    try:
        call()
    except Refused as refused:
        return refused
    return None
