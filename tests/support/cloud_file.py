"""The file of a cloud that has its tables and nothing in them: migrated once in a run, and copied from then on.

Why: the migrations from the first to the last take longer than what most tests do with the cloud they lead to.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from onetool_desktop.cloud import migrate
from onetool_desktop.cloud.database import Database


def migrated(path: Path) -> Database:
    """The database of a cloud at `path`, where its file stays as it is if there is one."""
    if not path.exists():
        path.write_bytes(_empty_cloud())
    return _at(path)


@cache
def _empty_cloud() -> bytes:
    with TemporaryDirectory(prefix="onetool-cloud-") as folder:
        path = Path(folder) / "cloud.db"
        database = _at(path)
        migrate.migrate(database)
        database.close()
        return path.read_bytes()


def _at(path: Path) -> Database:
    return Database(f"sqlite:///{path}")
