"""The steps of a schedule as data: drawn from the seed before anything is played, so that steps can be left out.

Promises: a step carries the seed of everything that is drawn while it is played; what another step drew has no say in
it. A plan with steps left out is a plan.
May not know: what a step does.

Why: a story of 120 steps explains nothing. Where all choices come from one generator, leaving out one step makes every
later one another; with a generator for each step what is left is still the story that failed.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

WIDEST = 420  # device numbers are drawn below this: divisible by however many devices there are, up to seven


class Step(NamedTuple):
    """What happens, to which device (taken modulo those there are), and the seed of what is drawn meanwhile."""

    name: str
    device: int
    seed: int


Plan: TypeAlias = tuple[Step, ...]


def drawn(draw: random.Random, steps: int, names: Sequence[str], weights: Sequence[int]) -> Plan:
    """So many steps of these names, the weightier ones more often."""
    chosen = draw.choices(names, weights, k=steps)
    return tuple([Step(name, draw.randrange(WIDEST), draw.getrandbits(32)) for name in chosen])
