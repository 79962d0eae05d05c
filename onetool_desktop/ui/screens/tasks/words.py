"""The words for the steps of a visit."""

from onetool_desktop.domain.translate import N_
from onetool_desktop.domain.visits import Step

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
