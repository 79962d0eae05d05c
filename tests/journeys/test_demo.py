"""The demo, run as a stranger runs it, and its claims checked on what it left behind."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.documents.pages_image import page_count, page_text

pytestmark = [pytest.mark.proof, pytest.mark.timeout(300)]
PROMISED = (
    "cloud", "devices", "converged", "groups", "conflicts", "attention", "documents", "screenshots", "timings",
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    return subprocess.run(
        [sys.executable, "-m", "onetool_desktop", "demo", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """One run of the demo: what it said, and the folder it wrote to."""
    out = tmp_path_factory.mktemp("demo")
    done = demo("--json", "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout), out


def test_it_says_what_was_promised_and_every_claim_holds(played: tuple[dict[str, Any], Path]) -> None:
    report, _ = played
    assert [name for name in PROMISED if name not in report] == []
    assert [claim for claim in report["claims"] if not claim["holds"]] == []
    assert report["converged"] is True


def test_its_processes_were_real_and_are_gone(played: tuple[dict[str, Any], Path]) -> None:
    report, _ = played
    pids = [report["cloud"]["pid"], report["network"]["pid"], *(one["pid"] for one in report["devices"])]
    assert len(set(pids)) == 4
    assert [pid for pid in pids if is_ours(pid)] == []


def is_ours(pid: int) -> bool:
    """Whether a process of this number still runs the product."""
    try:
        return b"onetool_desktop" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_both_devices_hold_what_the_cloud_holds_and_the_technician_holds_less(
    played: tuple[dict[str, Any], Path],
) -> None:
    office, field = played[0]["devices"]
    for device in (office, field):
        assert device["values"] == device["cloudValues"]
    assert office["collections"]["clients"]["count"] == 500 + 2
    assert 0 < field["collections"]["clients"]["count"] < office["collections"]["clients"]["count"]
    assert office["collections"]["organizations"] == field["collections"]["organizations"]


def test_the_documents_are_the_same_whoever_was_first(played: tuple[dict[str, Any], Path]) -> None:
    first, second = played[0]["rounds"]
    assert (first["order"], second["order"]) == ("office first", "field first")
    assert first["paper"] == second["paper"]
    assert [len(first["paper"][name]["lines"]) for name in ("A", "B", "C")] == [4, 6, 3]


def test_the_loser_was_told_and_the_late_edit_has_a_remedy(played: tuple[dict[str, Any], Path]) -> None:
    report, _ = played
    for order in ("office first", "field first"):
        prices = [
            n
            for n in report["conflicts"]
            if n["round"] == order and n["r"] == "price" and n["device"] == "office"
        ]
        assert [(n["lost"]["unitPrice"], n["won"]["unitPrice"]) for n in prices] == [("118.00", "126.50")]
    assert [(item["round"], item["device"], item["code"]) for item in report["attention"]] == [
        ("office first", "field", "locked")
    ]
    late = [n for n in report["conflicts"] if n["round"] == "field first" and n["device"] == "field"]
    assert any("Inhibitor, 2 l" in n["lost"].values() for n in late)


def test_every_group_has_one_outcome(played: tuple[dict[str, Any], Path]) -> None:
    groups = played[0]["groups"]
    assert groups["pending"] == 0
    assert groups["pushed"] == sum(groups[name] for name in ("ok", "superseded", "held", "refused"))
    assert groups["refused"] == 1


def test_the_paper_carries_its_number_and_total(played: tuple[dict[str, Any], Path]) -> None:
    documents = played[0]["documents"]
    assert {document["kind"] for document in documents} == {"quote", "invoice"}
    for document in documents:
        data = Path(document["path"]).read_bytes()
        text = "".join(page_text(data, page) for page in range(page_count(data)))
        assert hashlib.sha256(data).hexdigest() == document["sha256"]
        assert page_count(data) == document["pages"]
        assert document["number"] in text
        assert f"{document['total'] // 100:,}.{document['total'] % 100:02}" in text
    numbers = [(document["kind"], document["number"]) for document in documents]
    assert len(set(numbers)) == len(numbers)


def test_it_leaves_pictures_of_the_window(played: tuple[dict[str, Any], Path]) -> None:
    report, out = played
    pictures = [Path(path) for path in report["screenshots"]]
    assert pictures
    assert all(path.parent == out and path.read_bytes().startswith(PNG) for path in pictures)


def test_no_key_is_in_what_it_says(played: tuple[dict[str, Any], Path]) -> None:
    assert '"key"' not in json.dumps(played[0])


def test_a_folder_that_cannot_be_written_is_a_sentence_and_nothing_starts(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    done = demo("--out", str(taken))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Choose another folder" in done.stderr
    assert taken.read_text() == "a file"
