"""The disciplines of the test run itself: unexpected log records, skips in CI and warnings turn it red."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.log_discipline import judge_log
from tests.support.skip_discipline import is_allowed, read_allowed
from tests.support.tree import ROOT

SAMPLE = """
import logging, pytest, warnings

def test_logs(): logging.getLogger("x").warning("disk nearly full")

@pytest.mark.expects_log("nearly full")
def test_logs_as_it_said(): logging.getLogger("x").warning("disk nearly full")

def test_skips(): pytest.skip("no printer here")

def test_warns(): warnings.warn("old")
"""


def _verdicts(folder: Path, *, ci: bool) -> set[tuple[str, str]]:
    """(test, verdict) pairs of the sample; a test with an error after it has two."""
    sample = folder / "test_sample.py"
    sample.write_text(SAMPLE)
    plugins = ["-p", "tests.support.log_discipline", "-p", "tests.support.skip_discipline"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "-c", "pyproject.toml", "-v", "--noconftest", str(sample)],
        cwd=ROOT,
        env=os.environ | {"CI": "true" if ci else "false"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return set(re.findall(r"::(test_\w+) ([A-Z]+)", done.stdout))


@pytest.mark.parametrize(("ci", "skip"), [(True, "FAILED"), (False, "SKIPPED")])
def test_a_run_goes_red_for_what_is_not_expected(ci: bool, skip: str, tmp_path: Path) -> None:
    assert _verdicts(tmp_path, ci=ci) == {
        ("test_logs", "PASSED"),
        ("test_logs", "ERROR"),
        ("test_logs_as_it_said", "PASSED"),
        ("test_skips", skip),
        ("test_warns", "FAILED"),
    }


def test_an_expectation_that_nothing_met_is_told() -> None:
    assert judge_log([], ["nearly full"]) == ["Expected in the log and never seen: nearly full"]
    assert judge_log(["WARNING x: nearly full"], ["nearly full"]) == []


def test_a_listed_skip_is_allowed_with_its_parameters_and_needs_a_reason() -> None:
    allowed = read_allowed("# comment\n\ntests/test_x.py::test_a  needs a printer\n")
    assert is_allowed("tests/test_x.py::test_a[laser]", allowed)
    assert not is_allowed("tests/test_x.py::test_b", allowed)
    with pytest.raises(ValueError, match="no reason"):
        read_allowed("tests/test_x.py::test_a\n")
