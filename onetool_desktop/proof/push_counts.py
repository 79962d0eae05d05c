"""Counts what a device sends and what it is answered, at the place where calls leave it.

Promises: passes every call and answer on unchanged; an offer of a group counts once, however often
it was sent; a refused group offered again is another offer.
May not know: what the calls mean, but for the results of a push.
"""

from collections import Counter
from typing import Any, cast

from onetool_desktop.sync.calls import Call, Cloud


class CountingCloud:
    """A `Cloud` that keeps count."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._sent: set[tuple[int, str]] = set()
        self._results: dict[tuple[int, str], str] = {}
        self._calls: Counter[str] = Counter()

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        """As the cloud behind it answers."""
        self._calls[call.path] += 1
        if call.path == "sync:push":
            self._sent |= {(group["n"], group["gid"]) for group in call.args["groups"]}
        value = self._cloud.call(call, bearer=bearer)
        if call.path == "sync:push":
            outcomes = cast("list[dict[str, Any]]", value.get("outcomes", []))
            self._results.update({(one["n"], one["gid"]): one["result"] for one in outcomes})
        return value

    def counts(self) -> dict[str, int]:
        """Offers of groups, by result, and calls made."""
        results = Counter(self._results.values())
        named = {name: results[name] for name in ("ok", "superseded", "held", "refused")}
        return {"pushed": len(self._sent), **named, "calls": sum(self._calls.values())}
