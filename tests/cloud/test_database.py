"""The database: its address, its promises of durability, snapshots and the one writer."""

import gc
from pathlib import Path

import pytest

from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.migrate import migrate
from onetool_desktop.domain.errors import SentenceError


def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.mark.parametrize(
    "address", ["cloud.db", "", "postgresql://localhost/x", "sqlite:cloud.db", "http://x"]
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(SentenceError):
        Database(address)


def test_the_settings_that_promise_durability_hold(tmp_path: Path) -> None:
    database = Database(url(tmp_path / "cloud.db"))
    with database.read() as connection:
        assert connection.one("PRAGMA synchronous") == (2,)
        assert connection.one("PRAGMA journal_mode") == ("wal",)
        assert connection.one("PRAGMA foreign_keys") == (1,)
    database.close()


def test_a_reader_sees_one_state_while_a_writer_commits(tmp_path: Path) -> None:
    database = Database(url(tmp_path / "cloud.db"))
    migrate(database)
    with database.read() as reader:
        before = reader.all("SELECT * FROM settings")
        with database.write() as writer:
            writer.run("INSERT INTO settings (name, value) VALUES ('a', 'b')")
        assert reader.all("SELECT * FROM settings") == before
    with database.read() as reader:
        assert reader.all("SELECT * FROM settings") != before
    database.close()


def test_a_block_that_raises_leaves_nothing(tmp_path: Path) -> None:
    database = Database(url(tmp_path / "cloud.db"))
    migrate(database)

    def broken() -> None:
        with database.write() as connection:
            connection.run("INSERT INTO settings (name, value) VALUES ('a', 'b')")
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    with database.read() as connection:
        assert not connection.all("SELECT * FROM settings")
    database.close()


def test_the_writers_connection_is_never_lent_to_a_reader(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'cloud.db'}")
    with database.write() as connection:
        connection.run("CREATE TABLE t (x)")
    gc.collect()
    with database.write() as connection:
        connection.run("INSERT INTO t VALUES (1)")
        with database.read() as reader:
            assert reader.one("SELECT count(*) FROM t") == (0,)
    database.close()
