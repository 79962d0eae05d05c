"""Fails a test that logs at WARNING or above without having said so.

A test that means to provoke such records carries `@pytest.mark.expects_log("pattern")`, once for each kind of
record; a pattern that nothing matched fails too, so an expectation cannot outlive its reason. Captured for the
whole test with its fixtures; loggers that do not propagate are not seen.
"""

import logging
import re
from collections.abc import Iterator

import pytest


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def log_discipline(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watches the root logger for the length of one test."""
    recorder = _Recorder()
    logging.getLogger().addHandler(recorder)
    yield
    logging.getLogger().removeHandler(recorder)
    patterns = [str(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    problems = judge_log(recorder.lines, patterns)
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def judge_log(lines: list[str], patterns: list[str]) -> list[str]:
    """One sentence for each unexpected record and for each expectation that nothing met."""
    surprises = [
        f"Logged without being expected (mark the test with expects_log, or mend the cause): {line}"
        for line in lines
        if not any(re.search(pattern, line) for pattern in patterns)
    ]
    unmet = [
        f"Expected in the log and never seen: {pattern}"
        for pattern in patterns
        if not any(re.search(pattern, line) for line in lines)
    ]
    return surprises + unmet
