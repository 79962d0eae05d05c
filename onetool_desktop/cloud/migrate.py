"""Brings a database to this version's schema at start, or refuses it untouched.

Promises: an empty database gets the tables; an older one is migrated in one transaction; one made by a newer version,
or a file that is no database of the cloud, is left as it is and told in a sentence.
May not know: what the tables are for.
"""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from onetool_desktop.cloud.database import Database, DatabaseError
from onetool_desktop.platform.resources import migrations_path


def migrate(database: Database) -> None:
    """Migrates to the newest revision. Raises `DatabaseError`."""
    config = Config()
    config.set_main_option("script_location", str(migrations_path("cloud")).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    try:
        with database.engine.connect() as connection:
            _check(connection, known)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql("COMMIT")
    except DBAPIError as error:
        raise _unreadable(str(database.url.database), error) from error


def _check(connection: Connection, known: set[str]) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise DatabaseError(
            "The database was made by a newer version of the cloud.",
            safe="It was not changed.",
            next_step="Start it with that version, or update this program.",
        )
    if current is None and inspect(connection).get_table_names():
        raise DatabaseError(
            "The file is a database of another program.",
            safe="It was not changed.",
            next_step="Give the name of a file that does not exist yet.",
        )


def _unreadable(path: str, error: DBAPIError) -> DatabaseError:
    words = str(error.orig).lower()
    if "unable to open" in words:
        happened = f"The database file {path} cannot be opened or made."
    elif "readonly" in words:
        happened = f"The database file {path} cannot be written."
    elif "locked" in words:
        happened = f"The database file {path} is held by another program."
    else:
        happened = f"The file {path} is damaged, or is no database."
    return DatabaseError(
        happened,
        safe="Nothing was changed.",
        next_step="Check the path and its permissions, or give the name of a file that does not exist yet.",
    )
