"""Short words for the machine's tests: states, batches and pages with what the machine looks at."""

from typing import Any

from onetool_desktop.changes.values import Change, Group
from onetool_desktop.store.exchange import Batch, Page, SyncState

HEAD = "000000000010"


def state(**facts: Any) -> SyncState:
    known: dict[str, Any] = {
        "cursor": "c0",
        "staged_cursor": None,
        "epoch": "00000001",
        "scopes": "all",
        "device": "d",
        "last_n": 0,
        "confirmed": 0,
        "waiting": 0,
        "attention": 0,
        "staged": 0,
        "head": "",
        "acked": 0,
        "arriving": False,
        "phase": None,
    }
    return SyncState(**{**known, **facts})


def group(n: int) -> Group:
    return Group(n=n, gid=f"g{n}", action="a", h="0" * 24, changes=(Change("clients", f"c{n}"),))


def batch(*numbers: int) -> Batch:
    return Batch(groups=tuple(group(n) for n in numbers), prev_gid=None, confirmed=0)


def page(**facts: Any) -> Page:
    known: dict[str, Any] = {
        "rows": {},
        "gone": {},
        "cursor": "c1",
        "more": False,
        "phase": None,
        "head": HEAD,
        "epoch": "00000001",
        "scopes": "all",
        "server_now": 0,
    }
    return Page(**{**known, **facts})


def rows(count: int, prefix: str = "r") -> dict[str, list[dict[str, Any]]]:
    return {
        "clients": [
            {"id": f"{prefix}{i}", "seq": HEAD, "clk": {"row": "0" * 24}, "f": {}} for i in range(count)
        ]
    }
