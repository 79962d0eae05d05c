"""What a device sent is counted by offer: a lost reply counts nothing twice."""

from typing import Any

from onetool_desktop.proof.push_counts import CountingCloud
from onetool_desktop.sync.calls import Call


class Answers:
    """A cloud that answers with what it is given."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def push(*groups: tuple[int, str]) -> Call:
    return Call("mutation", "sync:push", {"groups": [{"n": n, "gid": gid} for n, gid in groups]})


def outcomes(*found: tuple[int, str, str]) -> dict[str, Any]:
    return {"outcomes": [{"n": n, "gid": gid, "result": result} for n, gid, result in found]}


def test_a_push_repeated_after_a_lost_reply_counts_once() -> None:
    cloud = CountingCloud(Answers(ConnectionError(), outcomes((1, "a", "ok"))))
    try:
        cloud.call(push((1, "a")))
    except ConnectionError:
        cloud.call(push((1, "a")))
    assert cloud.counts() == {"pushed": 1, "ok": 1, "superseded": 0, "held": 0, "refused": 0, "calls": 2}


def test_a_refused_group_that_is_offered_again_counts_twice() -> None:
    cloud = CountingCloud(Answers(outcomes((1, "a", "refused")), outcomes((2, "a", "ok"))))
    cloud.call(push((1, "a")))
    cloud.call(push((2, "a")))
    assert (cloud.counts()["pushed"], cloud.counts()["ok"], cloud.counts()["refused"]) == (2, 1, 1)
