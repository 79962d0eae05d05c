"""What can only be seen in a process of its own: who loads Qt, whether Qt and SQLite are the ones we count on."""

import subprocess
import sys
import textwrap

QT_FREE = ("domain", "changes", "platform", "store", "documents", "sync", "services", "cloud")


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_room_below_the_screens_loads_qt() -> None:
    loaded = _run(f"""
        import importlib, pkgutil, sys
        for room in {QT_FREE!r}:
            package = importlib.import_module("onetool_desktop." + room)
            for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
                importlib.import_module(module.name)
        print(*sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))))
    """)
    assert loaded == "", "Move what needs Qt up into ui or app"


def test_the_command_line_loads_no_room_before_its_command_runs() -> None:
    loaded = _run("""
        import sys
        from onetool_desktop import cli
        cli.build_parser(cli.COMMANDS).format_help()
        heavy = ("PySide6", "shiboken6", "sqlalchemy", "alembic", "reportlab", "httpx", "keyring", "starlette")
        print(*sorted(name for name in sys.modules if name in heavy))
    """)
    assert loaded == "", "Import it in the function that needs it"


def test_qt_survives_a_hundred_thousand_calls_that_return_nothing() -> None:
    """PySide6 6.12 loses a reference to None with each such call and aborts Python 3.11 after some thousand."""
    survived = _run("""
        import os
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from PySide6.QtGui import QStandardItem
        item = QStandardItem()
        for number in range(100_000):
            item.setEnabled(True)
            item.setRowCount(number % 2)
        print("survived")
    """)
    assert survived == "survived"


def test_the_bundled_sqlite_is_past_the_wal_reset_bug() -> None:
    """SQLite 3.7.0 to 3.51.2 could damage a database in WAL mode; search needs FTS5 with its trigram tokenizer."""
    version = _run("""
        from sqlcipher3 import dbapi2
        connection = dbapi2.connect(":memory:")
        connection.execute("create virtual table words using fts5(word, tokenize='trigram')")
        print(connection.execute("select sqlite_version()").fetchone()[0])
    """)
    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)
