"""In CI a skipped test fails, unless `tests/allowed_skips.txt` lists it with its reason.

Why: a skip is silent, and a suite that skips its hardest tests stays green for ever. CI is recognised by the
environment variable CI=true. A line of the list is a test's id (or the part before `[`), two spaces or more, and
the reason; `#` opens a comment.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ALLOWED = Path(__file__).resolve().parent.parent / "allowed_skips.txt"


def read_allowed(text: str) -> dict[str, str]:
    """The list as test id -> reason; a line without a reason is an error."""
    allowed: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        node, separator, reason = line.strip().partition("  ")
        if not separator or not reason.strip():
            raise ValueError(f"tests/allowed_skips.txt gives no reason for {node}")
        allowed[node] = reason.strip()
    return allowed


def is_allowed(node_id: str, allowed: dict[str, str]) -> bool:
    """Whether the list names this test, with or without its parameters."""
    return node_id in allowed or node_id.partition("[")[0] in allowed


def _judge(report: pytest.TestReport | pytest.CollectReport) -> None:
    expected_failure = hasattr(report, "wasxfail")
    if os.environ.get("CI") != "true" or not report.skipped or expected_failure:
        return
    if not is_allowed(report.nodeid, read_allowed(ALLOWED.read_text(encoding="utf-8"))):
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid} was skipped in CI and tests/allowed_skips.txt does not list it: "
            f"provide what it needs, or list it with its reason. It said: {report.longrepr}"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judges a test that skipped itself."""
    report = yield
    _judge(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judges a module that skipped itself."""
    report = yield
    _judge(report)
    return report
