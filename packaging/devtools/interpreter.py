"""Finds a Python that can run the product: CPython 3.11 to 3.14, 64 bit, with the usual lock.

Promises: asks each candidate itself rather than believing its name, so that broken launchers (a version manager's
stub for a version that is not active, the Windows shop's stand-in) are passed over in silence.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from devtools.speech import SetupError
from devtools.system import System

OLDEST = (3, 11)
NEWEST = (3, 14)

_QUESTION = """
import importlib.util, json, platform, struct, sys, sysconfig
print(json.dumps({
    "version": list(sys.version_info[:3]), "executable": sys.executable, "bits": struct.calcsize("P") * 8,
    "implementation": platform.python_implementation(), "free": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "venv": importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None,
}))
"""


class Interpreter(NamedTuple):
    """A Python that fits; `can_make_environments` is false where the system keeps venv in a package of its own."""

    path: str
    version: tuple[int, int, int]
    can_make_environments: bool


def find_interpreter(system: System) -> Interpreter:
    """The first fitting candidate, one that can make environments if there is any; else a sentence."""
    fitting: list[Interpreter] = []
    seen: list[str] = []
    for command in system.interpreter_commands():
        facts = _ask(system, command)
        if facts is None:
            continue
        found = _judge(facts)
        if found is None:
            seen.append(".".join(str(part) for part in facts["version"]))
        elif found.can_make_environments:
            return found
        else:
            fitting.append(found)
    if fitting:
        return fitting[0]
    raise SetupError(_none_fits(sorted(set(seen))))


def _ask(system: System, command: list[str]) -> dict[str, Any] | None:
    try:
        answer = json.loads(system.output([*command, "-I", "-c", _QUESTION]))
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None  # pyright: ignore[reportUnknownVariableType]


def _judge(facts: dict[str, Any]) -> Interpreter | None:
    """The interpreter if the product's dependencies have wheels for it."""
    version = tuple(facts["version"])
    fits = (
        OLDEST <= version[:2] <= NEWEST
        and facts["bits"] == 64
        and facts["implementation"] == "CPython"
        and not facts["free"]
    )
    return (
        Interpreter(facts["executable"], (version[0], version[1], version[2]), facts["venv"])
        if fits
        else None
    )


def _none_fits(seen: list[str]) -> str:
    found = f"found here: {', '.join(seen)}" if seen else "none was found here"
    return (
        f"OneTool Desktop needs a 64-bit Python 3.11, 3.12, 3.13 or 3.14 ({found}). Nothing was changed. "
        "Install one (python.org, your system's package manager, or `pyenv install 3.12`) and start this again."
    )
