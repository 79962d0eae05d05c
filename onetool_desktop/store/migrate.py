"""The schema of a replica file: made fresh, or brought up to this program's by the migrations.

Promises: a file is at the version it was, or at this program's, never between: all migrations of one start
run in one transaction. A fresh file gets the schema at once and the stamp of the last migration, which a test
proves to be the same.
"""

from functools import cache
from pathlib import Path

from onetool_desktop.platform.resources import migrations_path
from onetool_desktop.store import engine
from onetool_desktop.store.engine import Db

HEAD = "0017"
"""The last migration."""
VERSION = int(HEAD)
"""`user_version` of files this program writes; a higher one is a newer program's."""


def create(db: Db) -> None:
    """Makes the schema, inside the caller's transaction."""
    for statement in _statements():
        db.execute(statement)
    db.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    db.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    db.execute(f"PRAGMA user_version={VERSION}")
    db.execute(f"PRAGMA application_id={engine.APPLICATION}")


def is_current(db: Db) -> bool:
    """Whether the file needs no migration."""
    return db.execute("PRAGMA user_version").fetchone()[0] == VERSION


def upgrade(path: Path, *, key: str | None, scripts: Path | None = None, target: str = "head") -> None:
    """Runs the migrations a file lacks, all or none."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import Connection
    from sqlalchemy.pool import NullPool

    made = create_engine(
        "sqlite://",
        creator=lambda: engine.connect(path, key=key),
        module=engine.driver(),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction] # called by the engine
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = Config()
    config.set_main_option("script_location", str(scripts or migrations_path("replica")).replace("%", "%%"))
    with made.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
    made.dispose()


@cache
def _statements() -> tuple[str, ...]:
    from onetool_desktop.store import tables

    return tuple(tables.statements())
