"""What is asked of a cloud about the numbers of its main series: the highest it knows, and to give them again after it
was restored.

Promises: a release is of the very cloud that was looked at, so that one that is late does nothing to a cloud restored
since; it may be repeated after a fault. An answer that is no count, or goes on below what was asked for, is told as
such. May not know: screens, which lane it runs in; calls block.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.numbering import MOST
from onetool_desktop.domain.ports import Ids
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.session import Session

KINDS = tuple(collection.paper for collection in ALL if collection.paper)


@dataclass(frozen=True, slots=True)
class MainSeries:
    """What a cloud knows: whether it gives none just now (`closed`), under which `epoch` it was asked, and the last
    number of each kind of paper, 0 where there is none.
    """

    closed: bool
    epoch: str
    last: Mapping[str, int]


def known(session: Session, org: str) -> MainSeries:
    """What the cloud knows now; it tells those alone who may release numbers."""
    m = calls.as_object(session.ask(Call("query", "orgs:numbers", {"org": org})))
    return MainSeries(calls.flag(m, "closed"), calls.text(m, "epoch"), _last(m))


def release(
    session: Session, org: str, *, epoch: str, above: Mapping[str, int], ids: Ids
) -> Mapping[str, int]:
    """Has the cloud of this `epoch` give numbers again, above these by kind of paper; the last of each after that.

    Raises `RefusedError` with the code `epoch` where it was restored once more since; nothing is released then.
    """
    args = {"rid": ids.new_id(), "org": org, "epoch": epoch, "above": dict(above)}
    last = _last(calls.as_object(session.ask(Call("mutation", "orgs:release", args))))
    if any(last[kind] < no for kind, no in above.items()):
        raise calls.strange()
    return last


def _last(m: Mapping[str, Any]) -> dict[str, int]:
    given = calls.as_object(m.get("last"))
    last = {kind: calls.whole(given, kind) for kind in KINDS}
    if not all(0 <= no <= MOST for no in last.values()):
        raise calls.strange()
    return last
