"""Whether many texts have one shape: asked of all of them together, for the pages of an arrival."""

import re
from collections.abc import Sequence
from functools import cache
from typing import cast


def all_match(shape: re.Pattern[str], values: Sequence[object]) -> bool:
    """Whether each value is text that `shape` matches whole; a shape matches no line end."""
    try:
        lines = "\n".join(cast("Sequence[str]", values))
    except TypeError:  # one of them is no text
        return False
    return not values or (
        lines.count("\n") == len(values) - 1 and _lines_of(shape).fullmatch(lines) is not None
    )


@cache
def _lines_of(shape: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{shape.pattern})(?:\n(?:{shape.pattern}))*+", shape.flags)
