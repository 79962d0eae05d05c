"""Who may make a thread, and where neither clock nor chance may be read.

Threads come from one file, so that what runs beside what can be read there. Rules, services and the sync machine get
clock, ids and randomness handed in, so that any run of them can be repeated exactly.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.tree import PACKAGE, dotted, named, parsed, product_files

THREAD_MAKERS = {"Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "QThread", "QThreadPool"}
MAY_MAKE_THREADS = {
    "store/lanes.py": "the lanes themselves",
}

DETERMINISTIC = (
    "domain",
    "changes",
    "services",
    "sync/machine*.py",
    "sync/outside.py",
    "sync/machine*/**/*.py",
)
CLOCKS_AND_CHANCE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.monotonic", "time.perf_counter", "uuid.uuid1", "uuid.uuid4", "uuid.uuid7", "uuid4", "os.urandom",
}  # fmt: skip
CHANCE_MODULES = {"random", "secrets", "uuid_utils", "time"}


def _calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted(node.func)
        elif isinstance(node, ast.ClassDef):
            yield from ((node.lineno, dotted(base)) for base in node.bases)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_threads_are_made_in_one_file() -> None:
    elsewhere = [
        named(path, line)
        for path in product_files()
        if path.relative_to(PACKAGE).as_posix() not in MAY_MAKE_THREADS
        for line, name in _calls(path)
        if name.rpartition(".")[2] in THREAD_MAKERS
    ]
    assert not elsewhere, "Submit the work to a lane instead of making a thread: " + ", ".join(elsewhere)


def test_nobody_spins_the_event_loop_by_hand() -> None:
    spins = [
        named(path, line)
        for path in product_files("ui", "app.py")
        for line, name in _calls(path)
        if name.rpartition(".")[2] == "processEvents"
    ]
    assert not spins, "Return to the event loop and let a signal bring the result: " + ", ".join(spins)


def test_rules_services_and_the_sync_machine_read_no_clock_and_no_chance() -> None:
    reads: list[str] = []
    for path in product_files(*DETERMINISTIC):
        calls = ((line, ".".join(name.split(".")[-2:])) for line, name in _calls(path))
        reads += [named(path, line) for line, name in calls if name in CLOCKS_AND_CHANCE]
        reads += [
            named(path, line) for line, name in _imports(path) if name in CHANCE_MODULES | {"uuid.uuid4"}
        ]
    assert not reads, "Take the clock, the ids or the randomness as an argument: " + ", ".join(reads)


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(
        "import random\nimport datetime\nnow = datetime.datetime.now()\nclass A(QThread): ...\n"
    )
    assert {name for _, name in _calls(sample)} == {"QThread", "datetime.datetime.now"}
    assert {name for _, name in _imports(sample)} == {"random", "datetime"}
