"""Modules that are loaded when they are first named through their room: `services.clients.create_client(...)`.

Promises: a room that takes this for its `__getattr__` (PEP 562) loads a module of its own at the first `room.module`,
once; threads that name it together wait for the same loading. Any other name is missing, as in every module. May not
know which modules those are: each room lists them in its `__init__`, where the type checker, whoever packages the
program and the test of the start read them.

Why: the start shows one list and pays for every module that is imported until then. Imports spread over functions say
nowhere what the start keeps away from. The library's `LazyLoader` was refused: until late in Python 3.11 another thread
could see a module that was only half there.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def modules_of(room: str) -> Callable[[str], ModuleType]:
    """The `__getattr__` of the package `room`."""

    def named(name: str) -> ModuleType:
        full = f"{room}.{name}"
        if name.startswith("_") or find_spec(full) is None:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return import_module(full)

    return named
