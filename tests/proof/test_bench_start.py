"""The start is measured beside its floor, in processes of their own."""

import pytest

from onetool_desktop.proof import bench_start


@pytest.mark.proof
def test_the_start_and_its_floor_are_both_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_start, "_RUNS", 1)
    report = bench_start.run(200)
    assert (report["name"], report["size"]) == ("start", 200)
    waited, worked, held = report["rows"]
    assert [row["unit"] for row in report["rows"]] == ["ms", "ms", "MiB"]
    assert waited["value"] > waited["floor"] > 0
    assert worked["value"] > worked["floor"] > 0
    assert held["value"] > held["floor"] > 0
    assert waited["ratio"] == pytest.approx(waited["value"] / waited["floor"])
