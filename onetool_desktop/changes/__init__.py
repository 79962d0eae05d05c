"""The vocabulary of change: stamp, register, group, merge, decide, wire codec.

Promises: pure functions over plain values; the same on a device, in the cloud and in the simulator. No clock, no
randomness, no storage, no network: whatever varies is an argument.

What the start does without is named through the room, as in `changes.wire`, and loaded at its first use.
"""

from typing import TYPE_CHECKING

from onetool_desktop.domain.later import modules_of

if TYPE_CHECKING:
    from onetool_desktop.changes import (
        wire as wire,
    )
else:
    __getattr__ = modules_of(__name__)
