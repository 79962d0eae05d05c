"""The one way to a database connection: keyed, checked, with pragmas that are set and read back.

Promises: no connection leaves this module before its pragmas are as stated here and the key has been proved;
a file that cannot be opened is told in a sentence and not changed. Readers cannot write.
May not know: tables, rows, changes.

Why: WAL with synchronous=NORMAL loses acknowledged commits at a power cut, so the replica runs FULL; and a
SQLite before 3.51.3 can corrupt a WAL file, so an older engine is refused rather than trusted. The driver is
`sqlcipher3` on every system, keyed or not, because it brings one current SQLite everywhere. Hot paths talk to
the driver itself: a prepared statement costs 4 µs there and 30 µs through a layer above, and one save takes a
dozen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

from onetool_desktop.domain.translate import _
from onetool_desktop.store import errors

Values: TypeAlias = Sequence[Any] | Mapping[str, Any]
LEAST_SQLITE = (3, 51, 3)
PRAGMAS: Mapping[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "fullfsync": ("1", 1),
    "checkpoint_fullfsync": ("1", 1),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "busy_timeout": ("5000", 5000),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "mmap_size": ("0", 0),
    "cache_size": ("-65536", -65536),
    "wal_autocheckpoint": ("2000", 2000),  # where nobody calls `Replica.rest`
}
"""Pragma → (what is set, what has to be read back)."""

APPLICATION = 0x4F6E6554
"""The `application_id` of a replica file: OneT."""

LEAN_KIB = 8_192
"""The cache of a connection that goes through many rows once: enough for one table and its index."""

_PLAIN_HEADER = b"SQLite format 3\0"


class Cursor(Protocol):
    """What a statement answers."""

    @property
    def rowcount(self) -> int:
        """Rows changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Db(Protocol):
    """A database connection, as far as the store uses it."""

    def execute(self, sql: str, values: Values = (), /) -> Cursor:
        """Runs one statement."""
        ...

    def executemany(self, sql: str, rows: Iterable[Values], /) -> Cursor:
        """Runs one statement for each row of values."""
        ...

    def interrupt(self) -> None:
        """Ends what is running on this connection; the one call that another thread may make."""
        ...

    def close(self) -> None:
        """Closes the connection."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...


def driver() -> Any:
    """The driver module, or EngineError where its SQLite is too old to be trusted."""
    module = import_module("sqlcipher3.dbapi2")
    gate(module.sqlite_version_info)
    return module


def gate(version: tuple[int, ...]) -> None:
    """Refuses an engine with the WAL-reset fault (present up to 3.51.2)."""
    if version < LEAST_SQLITE:
        found = ".".join(map(str, version))
        raise errors.EngineError(
            _("The database engine of this installation is {found}, which can damage files.").format(
                found=found
            ),
            safe=_("Nothing was opened or changed."),
            next_step=_("Install OneTool Desktop again from its own package, which brings a newer engine."),
        )


def connect(path: Path, *, key: str | None, readonly: bool = False) -> Db:
    """An open connection in autocommit, with pragmas in force. `key` is 64 hex digits or None for a plain file.

    The file must exist unless it is to be written; the first read proves the key. Usable from one thread at a time.
    """
    db = _keyed(path, key=key, readonly=readonly)
    try:
        set_pragmas(db, readonly=readonly)
    except BaseException:
        db.close()
        raise
    return db


def set_pragmas(db: Db, *, readonly: bool) -> None:
    """Sets every pragma and asserts that it took effect."""
    for name, (value, expected) in PRAGMAS.items():
        if not (readonly and name == "journal_mode"):
            db.execute(f"PRAGMA {name}={value}")
        found = db.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise errors.EngineError(
                _("The database did not accept the safe setting {name}={value}.").format(
                    name=name, value=value
                ),
                safe=_("Nothing was changed."),
                next_step=_("Keep the file on a drive of this computer, not on a network drive."),
            )
    if readonly:
        db.execute("PRAGMA query_only=ON")


def lean(db: Db, *, on: bool) -> None:
    """Has a connection keep few pages in memory, or as many as before."""
    db.execute(f"PRAGMA cache_size={-LEAN_KIB if on else PRAGMAS['cache_size'][0]}")


def open_checked(path: Path, *, key: str | None, known_version: int) -> Db:
    """A writing connection to an existing file of a version not above `known_version`; the file is untouched otherwise.

    Raises WrongKeyError, DamagedError or NewerFileError.
    """
    try:
        _judge(path, key, known_version)
    except driver().DatabaseError as error:
        raise unreadable(path, key) from error
    return connect(path, key=key)


def _judge(path: Path, key: str | None, known_version: int) -> None:
    """Looks at a file without changing it, and raises if it may not be used."""
    probe = _keyed(path, key=key, readonly=True)
    try:
        owner = probe.execute("PRAGMA application_id").fetchone()[0]
        version = probe.execute("PRAGMA user_version").fetchone()[0]
        if owner != APPLICATION:
            raise errors.not_ours(path.name)
        if version > known_version:
            raise errors.newer_file(path.name)
        if has_unfinished_wal(path) and not check(probe):
            raise errors.damaged()
    finally:
        probe.close()


def _keyed(path: Path, *, key: str | None, readonly: bool) -> Db:
    """A connection whose key is proved by a first read; nothing else is set."""
    uri = f"{path.resolve().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    db = driver().connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=512, timeout=5.0
    )
    try:
        db.execute("PRAGMA cipher_log_level=NONE")  # the engine would write to standard error by itself
        if key is not None:
            db.execute(f"PRAGMA key=\"x'{_hex(key)}'\"")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        db.close()
        raise
    return cast(Db, db)


def seal_anew(path: Path, old: str, new: str) -> None:
    """Gives a file that nobody has open another key. Raises WrongKeyError, the file untouched."""
    try:
        db = _keyed(path, key=old, readonly=False)
    except driver().DatabaseError:
        raise errors.wrong_key(path.name) from None
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        db.execute("PRAGMA journal_mode=DELETE").fetchone()
        db.execute(f"PRAGMA rekey=\"x'{_hex(new)}'\"")
    finally:
        db.close()


def has_unfinished_wal(path: Path) -> bool:
    """Whether the file was not closed in order the last time."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def unreadable(path: Path, key: str | None) -> errors.StoreError:
    """Why a file cannot be read. Without its key a sealed file and a damaged one look the same: the key is named."""
    if not path.is_file():
        return errors.StoreError(
            _("There is no file {name}.").format(name=path.name),
            safe=_("Nothing was changed."),
            next_step=_("Choose the folder your business is kept in, or restore a backup."),
        )
    with path.open("rb") as file:
        plain = file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    return errors.damaged() if plain and key is None else errors.wrong_key(path.name)


def is_full(error: BaseException) -> bool:
    """Whether the drive refused a write (SQLITE_FULL, SQLITE_IOERR)."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in {10, 13}


def is_busy(error: BaseException) -> bool:
    """Whether another program holds the file (SQLITE_BUSY)."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF == 5


def is_damage(error: BaseException) -> bool:
    """Whether a part of the file cannot be read as it should (SQLITE_CORRUPT, SQLITE_NOTADB)."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in {11, 26}


def check(db: Db) -> bool:
    """Whether the file's structure holds, read as a whole."""
    return db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"


def _hex(key: str) -> str:
    if len(key) != 64 or any(ch not in "0123456789abcdef" for ch in key):
        raise ValueError("a key is 64 hex digits")
    return key
