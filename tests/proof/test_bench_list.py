"""Lists and the search box are measured through the real window beside a bare table, over one business."""

from pathlib import Path

import pytest

from onetool_desktop.proof import bench_list, bench_loop, bench_search
from onetool_desktop.proof.office_workload import filled_office
from onetool_desktop.store import exchange
from onetool_desktop.store.queries import document_list, lists


def test_the_business_is_one_the_product_itself_holds_to_be_sound(tmp_path: Path) -> None:
    replica = filled_office(tmp_path / "office.db", 30)
    db = replica.reads().db
    counts = [db.execute(f"SELECT count(*) FROM {c}").fetchone()[0] for c in ("clients", "tasks", "invoices")]
    assert counts == [30, 90, 30]
    assert lists.ids(
        db, document_list.INVOICES, lists.Question(tab="open", today="2026-03-02", sort="newest")
    )
    assert exchange.visible_equals_fold(replica) == []
    assert db.execute("SELECT count(*) FROM clients WHERE open_balance > 0").fetchone()[0] == 27
    replica.close()


@pytest.mark.proof
def test_lists_are_measured_beside_their_floor() -> None:
    report = bench_list.run(300)
    assert (report["name"], report["size"]) == ("list", 300)
    whats = [row["what"] for row in report["rows"]]
    assert [what for what in whats if what.startswith("open")] == [
        "open clients, median",
        "open invoices, median",
        "open tasks, median",
    ]
    assert all(row["value"] > 0 for row in report["rows"])
    assert all(row["floor"] > 0 for row in report["rows"][:-1])


@pytest.mark.proof
def test_the_search_box_is_measured_beside_its_floor() -> None:
    report = bench_search.run(300)
    assert (report["name"], report["size"]) == ("search", 300)
    assert all(
        report["rows"][0][part] > 0 for part in ("value", "floor")
    )  # how they compare is told, not asserted


@pytest.mark.proof
def test_each_step_of_a_day_tells_how_long_the_loop_was_not_free() -> None:
    report = bench_loop.run(300)
    assert (report["name"], report["size"]) == ("loop", 300)
    whats = [row["what"] for row in report["rows"]]
    assert {
        "making the other screens ready",
        "first visit of clients",
        "open the first client",
        "save the fact",
        "open the first invoice",
    } <= {*whats}
    assert all(row["value"] > 0 and row["work"] >= 0 for row in report["rows"])
    assert report["rows"][0]["value"] == max(row["value"] for row in report["rows"])
