"""The words for the steps of a visit, and its way from planned to done."""

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.domain.visits import Stage, Step
from onetool_desktop.ui.widgets import steps

STEP_WORDS = {
    Step.TRAVEL: N_("Start travel"),
    Step.ARRIVE: N_("Arrived"),
    Step.START: N_("Start work"),
    Step.FINISH: N_("Finish"),
}
STEP_ICONS = {
    Step.TRAVEL: "travel",
    Step.ARRIVE: "property",
    Step.START: "circle-half",
    Step.FINISH: "check-circle",
}
STEP_DONE = {
    Step.TRAVEL: N_("You are on the way."),
    Step.ARRIVE: N_("You are there."),
    Step.START: N_("Work has begun."),
    Step.FINISH: N_("Task finished."),
}
_STAGES = {
    Stage.PLANNED: N_("Planned"),
    Stage.TRAVELLING: N_("On the way"),
    Stage.ARRIVED: N_("On site"),
    Stage.WORKING: N_("At work"),
    Stage.DONE: N_("Done"),
}


def way_of(stage: Stage) -> tuple[steps.Step, ...]:
    """How far a visit is; nothing for one that was called off."""
    if stage not in _STAGES:
        return ()
    stages = list(_STAGES)
    at = stages.index(stage)
    return tuple(steps.Step(_(_STAGES[one]), done=n < at, here=n == at) for n, one in enumerate(stages))
