"""Finds the files that travel with the program: resources and migrations.

Promises one answer from a source tree, an installed wheel and a frozen bundle. Why: both folders stand at the top
of the repository where people look for them, and a wheel can only carry data inside a package, so the wheel maps
them to `onetool_desktop/_data`. Two copies or links in the tree were refused.
"""

from pathlib import Path

import onetool_desktop

_PACKAGE = Path(onetool_desktop.__file__).resolve().parent
_DATA = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent


def resource_path(*parts: str) -> Path:
    """The path of a file or folder under `resources/`; it need not exist."""
    return _DATA.joinpath("resources", *parts)


def migrations_path(name: str) -> Path:
    """The folder of one alembic environment under `migrations/`: `replica` or `cloud`."""
    return _DATA / "migrations" / name
