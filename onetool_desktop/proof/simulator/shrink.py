"""Makes a long failing schedule short: leaves steps out for as long as the same property is still broken.

Promises: what comes back still fails with the same property; no single step of it can be left out, unless the number
of tries ran out before. The way is delta debugging: halves first, then ever smaller parts, then single steps.
May not know: how a plan is played.
"""

from collections.abc import Callable

from onetool_desktop.proof.simulator.plan import Plan

TRIES = 600


def shrunk(plan: Plan, fails: Callable[[Plan], bool], *, tries: int = TRIES) -> Plan:
    """A shorter plan that still `fails`; `plan` itself has to."""
    left = [tries]

    def still(candidate: Plan) -> bool:
        left[0] -= 1
        return fails(candidate)

    size = max(1, len(plan) // 2)
    while left[0] > 0:
        shorter = _without_parts(plan, size, still, left)
        if size == 1 and len(shorter) == len(plan):
            break
        plan, size = shorter, max(1, size // 2)
    return plan


def _without_parts(plan: Plan, size: int, still: Callable[[Plan], bool], left: list[int]) -> Plan:
    """The plan without each part of `size` steps that is not needed, the later ones first."""
    at = len(plan)
    while at > 0 and left[0] > 0:
        start = max(0, at - size)
        candidate = plan[:start] + plan[at:]
        if still(candidate):
            plan = candidate
        at = start
    return plan
