"""The file of a cloud: made, migrated, or refused and left as it is."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.migrate import migrate
from onetool_desktop.cloud.tables import metadata
from onetool_desktop.domain.errors import SentenceError


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def parts(sql: str) -> list[str]:
    """What a statement declares, in no order: a column that a migration adds stands on the line of the one before."""
    return sorted(part.strip() for line in sql.split("\n") for part in line.split(", ") if part.strip())


@pytest.mark.filterwarnings("ignore:Cannot correctly sort tables")  # clients and contacts name each other
def test_migrations_make_the_tables_that_are_declared(tmp_path: Path) -> None:
    database = Database(url(tmp_path / "cloud.db"))
    migrate(database)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    with database.read() as connection:
        made = dict(connection.all("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    database.close()
    declared = Database("sqlite://")
    metadata.create_all(declared.engine)
    with declared.read() as connection:
        wanted = dict(connection.all("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    declared.close()
    made.pop("alembic_version")
    assert {name: parts(sql) for name, sql in made.items()} == {
        name: parts(sql) for name, sql in wanted.items()
    }


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    found: list[Any] = []
    for _ in range(2):
        database = Database(url(tmp_path / "cloud.db"))
        migrate(database)
        with database.read() as connection:
            found.append(connection.all("SELECT version_num FROM alembic_version"))
            found.append(connection.all("SELECT name, sql FROM sqlite_master ORDER BY name"))
        database.close()
    assert found[:2] == found[2:]
    assert len(found[0]) == 1


def refused(path: Path) -> str:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    database = Database(url(path))
    with pytest.raises(SentenceError) as error:
        migrate(database)
    database.close()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert error.value.happened.endswith(".")
    assert error.value.next_step.endswith(".")
    return error.value.happened


def test_a_database_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cloud.db"
    database = Database(url(path))
    migrate(database)
    with database.write() as connection:
        connection.run("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "newer" in refused(path)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 500)
    assert "no database" in refused(path)


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    database = Database(url(path))
    with database.write() as connection:
        connection.run("CREATE TABLE recipes (name TEXT)")
    database.close()
    assert "another program" in refused(path)
