"""The dispatcher of benchmarks and the self-test, as typed on the command line."""

import io
import subprocess
import sys

import pytest

from onetool_desktop.cli import main
from onetool_desktop.proof.bench import as_table


def test_a_benchmark_that_is_none_is_told_with_those_there_are() -> None:
    said = io.StringIO()
    assert main(["bench", "speed"], errors=said) == 2
    assert all(name in said.getvalue() for name in ("first-sync", "save", "live", "start", "pdf"))


def test_rows_are_printed_with_their_floors() -> None:
    rows = [
        {"what": "save", "value": 4.2, "unit": "ms", "floor": 2.1, "ratio": 2.0},
        {"what": "rows", "value": 60_000, "unit": "rows/s", "floor": None, "ratio": None},
    ]
    table = as_table({"name": "save", "size": 500, "rows": rows})
    assert "4.2 ms   floor 2.1 ms   2.00 × floor" in table
    assert table.splitlines()[-1].endswith("60,000 rows/s")


@pytest.mark.proof
@pytest.mark.timeout(120)
def test_the_self_test_says_each_claim_on_a_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "onetool_desktop", "self-test"],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    lines = done.stdout.splitlines()
    held = [line for line in lines if line.startswith("yes")]
    assert (len(lines), done.stderr) == (5, "")
    # A build machine may have no keyring; everything else has to hold anywhere.
    assert [line for line in lines if line not in held and "keyring" not in line] == []
    assert done.returncode == (0 if held == lines else 1)
