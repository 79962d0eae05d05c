"""The way of a visit: on the way, there, at work, done; and which step comes next.

Promises: a stage follows from a task's own fields alone; each stage that is not an end has one next step, and a step
says what it writes. May not know: who works, what time it is (it is handed in), screens.

Why: the status says on the wire what OneTool's words say and nothing else. When somebody set out, arrived, began and
ended are instants of their own, each a register, so that two devices that each know one of them lose neither, and a
program that does not know them still reads the right status.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """How far a visit is."""

    PLANNED = "planned"
    TRAVELLING = "travelling"
    ARRIVED = "arrived"
    WORKING = "working"
    DONE = "done"
    CALLED_OFF = "called-off"


class Step(StrEnum):
    """What is done next, in the order in which it is done."""

    TRAVEL = "travel"
    ARRIVE = "arrive"
    START = "start"
    FINISH = "finish"


TIMES: Mapping[Step, str] = {
    Step.TRAVEL: "travelStartedAt",
    Step.ARRIVE: "arrivedAt",
    Step.START: "startedAt",
    Step.FINISH: "finishedAt",
}
"""The field that holds when a step was done."""
_NEXT = {
    Stage.PLANNED: Step.TRAVEL,
    Stage.TRAVELLING: Step.ARRIVE,
    Stage.ARRIVED: Step.START,
    Stage.WORKING: Step.FINISH,
}
_BY_STATUS = {"in-progress": Stage.WORKING, "completed": Stage.DONE, "cancelled": Stage.CALLED_OFF}
_STATUS_AFTER = {Step.START: "in-progress", Step.FINISH: "completed"}


def stage_of(fields: Mapping[str, Any]) -> Stage:
    """How far the visit with these fields is."""
    stage = _BY_STATUS.get(str(fields.get("status") or ""))
    if stage is not None:
        return stage
    if fields.get(TIMES[Step.ARRIVE]):
        return Stage.ARRIVED
    return Stage.TRAVELLING if fields.get(TIMES[Step.TRAVEL]) else Stage.PLANNED


def next_step(stage: Stage) -> Step | None:
    """The step that leads on; None at an end."""
    return _NEXT.get(stage)


def written_by(step: Step, *, now_ms: int) -> dict[str, Any]:
    """What a step done at an instant writes."""
    found: dict[str, Any] = {TIMES[step]: now_ms}
    return found | ({"status": _STATUS_AFTER[step]} if step in _STATUS_AFTER else {})


def begun_anew() -> dict[str, None]:
    """What is written where a visit begins from the start: none of its steps has been done."""
    return dict.fromkeys(TIMES.values())
