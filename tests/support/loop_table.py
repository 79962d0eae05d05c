"""What a run tells of the event loop: the longest gaps and waits, beside an idle loop of the same process.

The tests carry them in their reports, so they also reach whoever gathers the reports of several processes. Each line
begins with `loop: `.
"""

from dataclasses import dataclass
from typing import Any, cast

import pytest

from onetool_desktop.proof.loop_watch import FRAME_MS, Gap

PROPERTY, SHOWN = "event loop", 12


@dataclass(frozen=True)
class Told:
    """What a test tells: its longest gap and its hardest, its longest wait, the longest gap of an idle loop; in ms."""

    gap: Gap
    hardest: Gap
    wait: float
    idle: float

    @classmethod
    def of(cls, value: dict[str, Any]) -> "Told":
        """As it comes out of a report, which may have come from another process."""
        return cls(Gap(**value["gap"]), Gap(**value["hardest"]), value["wait"], value["idle"])


class LoopTable:
    """Gathers what the tests tell, and prints it at the end of the run."""

    def __init__(self) -> None:
        self.found: dict[str, Told] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The last report of a test carries what its fixtures told while they were closed."""
        told = [value for name, value in report.user_properties if name == PROPERTY]
        if told and report.when == "teardown":
            self.found[report.nodeid] = Told.of(cast("dict[str, Any]", told[0]))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Prints the table, if a test had a window."""
        if self.found:
            terminalreporter.section("event loop")
            for line in table(self.found):
                terminalreporter.write_line(line)


def table(found: dict[str, Told]) -> list[str]:
    """How often the loop was not free for longer than a frame, and the longest gaps with their places."""
    long = sum(told.gap.ms > FRAME_MS for told in found.values())
    worked = sum(told.hardest.cpu_ms > FRAME_MS for told in found.values())
    idle = max(told.idle for told in found.values())
    lines = [
        f"loop: {len(found)} tests with a window, in {long} of them a gap above {FRAME_MS:.0f} ms, in {worked} by work",
        f"loop: {idle:6.1f} ms is the longest gap of the same loop when idle",
    ]
    shown = [(test, told) for test, told in found.items() if told.gap.ms > FRAME_MS]
    for test, told in sorted(shown, key=lambda one: -one[1].gap.ms)[:SHOWN]:
        lines += [
            f"loop: {test}, waited {told.wait:.0f} ms at most",
            f"loop: {told.gap.ms:6.1f} ms (work {told.gap.cpu_ms:.0f}) in {told.gap.where}",
        ]
        if told.hardest != told.gap:
            lines.append(
                f"loop: {told.hardest.ms:6.1f} ms (work {told.hardest.cpu_ms:.0f}) in {told.hardest.where}"
            )
    return lines


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LoopTable())
