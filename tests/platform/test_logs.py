"""Nothing of a person reaches a log, and nothing that went wrong is left out of it."""

import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import onetool_desktop
from onetool_desktop.platform.files import FileTroubleError
from onetool_desktop.platform.logs import (
    CRASH_FILE,
    LOG_FILE,
    LogSession,
    get_logger,
    line_of,
    log_to_folder,
    log_to_stream,
)

CANARIES = [
    "Ann Miller",
    "ann@example.com",
    "+49 170 1234567",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl",
    "INSERT INTO clients VALUES ('x')",
    "5 High Street",
    "line\nbreak",
]


@pytest.fixture
def told() -> list[BaseException]:
    return []


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def session(stream: io.StringIO, told: list[BaseException]) -> Iterator[LogSession]:
    made = log_to_stream(stream, tell=told.append)
    yield made
    made.close()


@pytest.mark.usefixtures("session")
def test_an_event_is_written_with_its_ids_and_counts(stream: io.StringIO) -> None:
    log = get_logger(__name__)
    line = sys._getframe().f_lineno + 1
    log.info("groups pushed", device="0199-ab", groups=3, kept=True, reason=None)
    assert stream.getvalue().endswith("groups pushed device=0199-ab groups=3 kept=True reason=None\n")
    assert f"test_logs:{line} " in stream.getvalue()


@pytest.mark.parametrize("canary", CANARIES)
def test_a_text_that_is_no_id_is_withheld(canary: str) -> None:
    assert (
        line_of("row changed", {"object": canary, "name": canary})
        == "row changed object=withheld name=withheld"
    )


def test_a_field_that_is_not_listed_is_withheld_even_as_one_word() -> None:
    assert line_of("row changed", {"name": "Miller"}) == "row changed name=withheld"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.expects_log("sqlalchemy|went wrong")
def test_neither_libraries_nor_exceptions_bring_a_person_into_the_log(
    stream: io.StringIO, canary: str
) -> None:
    logging.getLogger("sqlalchemy.engine").warning("parameters: %s", canary)
    try:
        try:
            raise ValueError(canary)
        except ValueError as cause:
            raise RuntimeError(canary) from cause
    except RuntimeError as error:
        get_logger("x").error("step went wrong", cause=error, object=canary)
    written = stream.getvalue()
    assert canary not in written
    assert "sqlalchemy.engine" in written
    assert "builtins.ValueError" in written
    assert "builtins.RuntimeError" in written
    assert "test_logs.py:" in written


@pytest.mark.usefixtures("session")
def test_libraries_chatter_is_not_logged(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://example.com/ann")
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("session")
@pytest.mark.expects_log("uncaught exception in a thread")
def test_an_exception_in_a_thread_is_logged_and_told(stream: io.StringIO, told: list[BaseException]) -> None:
    error = KeyError("Ann")

    def fall() -> None:
        raise error

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    assert told == [error]
    assert "builtins.KeyError" in stream.getvalue()
    assert "Ann" not in stream.getvalue()


@pytest.mark.usefixtures("session")
@pytest.mark.expects_log("uncaught exception")
def test_an_uncaught_exception_is_logged_and_told(stream: io.StringIO, told: list[BaseException]) -> None:
    error = RuntimeError("Ann Miller")
    sys.excepthook(RuntimeError, error, None)
    assert told == [error]
    assert "builtins.RuntimeError" in stream.getvalue()


@pytest.mark.usefixtures("session")
def test_a_person_who_interrupts_is_no_fault(stream: io.StringIO, told: list[BaseException]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stream.getvalue() == ""
    assert len(told) == 1


def test_closing_puts_everything_back(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook, list(root.handlers), root.level)
    log_to_stream(io.StringIO(), tell=lambda _: None).close()
    assert before == (
        sys.excepthook,
        threading.excepthook,
        sys.unraisablehook,
        list(root.handlers),
        root.level,
    )


def in_a_child(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(onetool_desktop.__file__).parents[1])}
    setup = (
        "import sys; from pathlib import Path\n"
        "from onetool_desktop.platform.logs import get_logger, log_to_folder\n"
        "session = log_to_folder(Path(sys.argv[1]), tell=lambda error: print(type(error).__name__))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", setup + code, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_program_that_falls_leaves_its_reason_in_the_profiles_log(tmp_path: Path) -> None:
    ended = in_a_child("raise ValueError('Ann Miller')", tmp_path)
    written = (tmp_path / LOG_FILE).read_text(encoding="utf-8")
    assert ended.stdout.strip() == "ValueError"
    assert "builtins.ValueError" in written
    assert "Ann" not in written + ended.stderr


def test_a_crash_of_the_interpreter_leaves_its_places(tmp_path: Path) -> None:
    ended = in_a_child("import faulthandler; faulthandler._sigsegv()", tmp_path)
    assert ended.returncode != 0
    assert "Fatal Python error" in (tmp_path / CRASH_FILE).read_text(encoding="utf-8")


def test_the_log_is_cut_before_it_fills_the_drive(tmp_path: Path) -> None:
    code = (
        "log = get_logger('x')\n"
        "for number in range(30_000):\n"
        "    log.info('one more line', count=number, object='0' * 64, group='1' * 64)\n"
    )
    assert in_a_child(code, tmp_path).returncode == 0
    files = sorted(tmp_path.glob(LOG_FILE + "*"))
    assert len(files) == 6
    assert all(each.stat().st_size <= 1_000_000 for each in files)


def test_a_log_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileTroubleError):
        log_to_folder(tmp_path / "gone", tell=lambda _: None)
