"""The start is measured beside its floor, in processes of their own."""

import pytest

from onetool_desktop.proof import bench_start


@pytest.mark.proof
def test_the_start_and_its_floor_are_both_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_start, "_RUNS", 1)
    report = bench_start.run(200)
    assert (report["name"], report["size"]) == ("start", 200)
    time_row, memory_row = report["rows"]
    assert time_row["value"] > time_row["floor"] > 0
    assert memory_row["unit"] == "MiB"
    assert time_row["ratio"] == pytest.approx(time_row["value"] / time_row["floor"])
