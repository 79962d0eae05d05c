"""The database of the cloud: one writer at a time, readers in snapshots, every statement seen by a hook.

Promises: `write()` is one transaction that holds the write lock from its first statement and is durable when the
block ends; `read()` is one snapshot. A block that raises leaves nothing. SQL is the common part of SQLite and
PostgreSQL with `?` for parameters. `on_statement` is called before each statement, with `COMMIT` before and
`COMMITTED` after a commit. What a transaction said of itself (`tell`) is heard by listeners once it is durable and
its lock is given back, never if it was undone.
May not know: tables, rows, rights.

Why: the accepting transaction runs some fifteen small statements; through a query builder they cost several times
what the database itself takes, so the engine and the tables are SQLAlchemy's and the hot statements go to its driver
as text.
"""

import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any, TypeAlias

import sqlcipher3.dbapi2 as sqlite  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from onetool_desktop.domain.errors import SentenceError

Hook: TypeAlias = Callable[[str], None]
Values: TypeAlias = Sequence[Any]
Listener: TypeAlias = Callable[[Sequence[str]], None]
# A checkpoint every 16 MB of log instead of 4: pages that many pushes touch are then written back once.
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "wal_autocheckpoint": 4000,
    "cache_size": -32_000,  # kilobytes a connection
}
_BEGIN = {
    "sqlite": ("BEGIN IMMEDIATE", "BEGIN"),
    "postgresql": ("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
}
_NAME = re.compile(r":([a-z]\w*)")
_CACHED_STATEMENTS = 512  # texts the driver keeps compiled; the collections need some three hundred


class DatabaseError(SentenceError):
    """The database cannot be used as it stands."""


class Connection:
    """One transaction's way to the database."""

    def __init__(self, driver: Any, hook: Hook | None, *, qmark: bool = True) -> None:
        self._driver = driver
        self._hook = hook
        self._qmark = qmark
        self.told: dict[str, None] = {}

    def tell(self, topic: str) -> None:
        """Has listeners hear of `topic`, once, when the transaction is durable."""
        self.told[topic] = None

    def run(self, sql: str, values: Values = ()) -> Any:
        """Executes one statement; returns the driver's cursor."""
        if self._hook is not None:
            self._hook(sql)
        return self._driver.execute(sql if self._qmark else _formatted(sql), values)

    def run_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Executes one statement for each of the rows."""
        if self._hook is not None:
            self._hook(sql)
        cursor = self._driver.cursor()
        cursor.executemany(sql if self._qmark else _formatted(sql), rows)

    def one(self, sql: str, values: Values = ()) -> Any:
        """The first row, or None."""
        return self.run(sql, values).fetchone()

    def all(self, sql: str, values: Values = ()) -> list[Any]:
        """All rows."""
        return self.run(sql, values).fetchall()

    def named(self, sql: str, values: Mapping[str, Any]) -> list[Any]:
        """All rows of a statement with parameters by name, written `:name`."""
        order: list[str] = []

        def place(match: re.Match[str]) -> str:
            order.append(match[1])
            return "?"

        text = _NAME.sub(place, sql)
        return self.all(text, [values[name] for name in order])

    def commit(self) -> None:
        """Makes the transaction durable."""
        self.run("COMMIT")
        if self._hook is not None:
            self._hook("COMMITTED")


class Database:
    """One database, by its URL: `sqlite:///file.db`, `sqlite:////absolute/file.db`, `sqlite://` in memory."""

    def __init__(self, url: str, *, on_statement: Hook | None = None) -> None:
        self.url = _parsed(url)
        self.engine = _engine(self.url)
        self.on_statement = on_statement
        self._writing = Lock()
        self._writer: Any = None
        self._held: Any = None
        self._idle: list[Any] = []  # readers: taking one from the pool costs more than most of what they read
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Has `listener` called with the topics of each commit, in the thread that wrote; it may not wait."""
        self._listeners.append(listener)

    @contextmanager
    def write(self) -> Generator[Connection]:
        """A transaction of the one writer: committed when the block ends, undone when it raises."""
        with self._writing:
            if self._writer is None:
                # Held, not only its driver's part: what nobody holds goes back to the pool, and on to a reader.
                self._held = self.engine.raw_connection()
                self._writer = self._held.driver_connection
            connection = Connection(self._writer, self.on_statement)
            yield from self._transaction(connection, self._writer, 0)
        if connection.told:
            for listener in self._listeners:
                listener(tuple(connection.told))

    @contextmanager
    def read(self) -> Generator[Connection]:
        """One snapshot; whatever it writes is undone."""
        held = self._reader()
        try:
            driver = held.driver_connection
            connection = Connection(driver, self.on_statement)
            connection.run(_BEGIN[self.engine.dialect.name][1])
            try:
                yield connection
            finally:
                _undo(driver)
        except BaseException:
            held.close()
            raise
        self._idle.append(held)

    def close(self) -> None:
        """Gives the connections back; the database may be opened again."""
        with self._writing:
            if self._writer is not None:
                self._held.invalidate()
                self._held = self._writer = None
        while self._idle:
            self._idle.pop().invalidate()
        self.engine.dispose()

    def _reader(self) -> Any:
        """A connection that nobody reads with; the list is shared by threads, which take and give in one step each."""
        try:
            return self._idle.pop()
        except IndexError:
            return self.engine.raw_connection()

    def _transaction(self, connection: Connection, driver: Any, which: int) -> Generator[Connection]:
        connection.run(_BEGIN[self.engine.dialect.name][which])
        try:
            yield connection
            connection.commit()
        except BaseException:
            _undo(driver)
            raise


def _undo(driver: Any) -> None:
    if driver.in_transaction:
        driver.execute("ROLLBACK")


@cache
def _formatted(sql: str) -> str:
    return sql.replace("?", "%s")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise _unusable(f"The database address {url!r} is not of the form sqlite:///file.db.") from error
    if parsed.get_backend_name() != "sqlite":
        raise _unusable(f"Databases of the kind {parsed.get_backend_name()!r} are not supported.")
    return parsed


def _unusable(happened: str) -> DatabaseError:
    return DatabaseError(
        happened,
        safe="Nothing was changed.",
        next_step="Give a file, for example --database sqlite:///onetool.db.",
    )


def _engine(url: URL) -> Engine:
    in_memory = url.database in {None, "", ":memory:"}
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_size": 5, "max_overflow": 20}
    engine = create_engine(
        url,
        module=sqlite,
        hide_parameters=True,
        connect_args={
            "check_same_thread": False,
            "cached_statements": _CACHED_STATEMENTS,
            "isolation_level": None,
            "timeout": 30,
        },
        **options,
    )

    def prepare(driver: Any, _record: object) -> None:
        for name, value in _PRAGMAS.items():
            driver.execute(f"PRAGMA {name} = {value}")
            got = driver.execute(f"PRAGMA {name}").fetchone()[0]
            if got != value and not (in_memory and name == "journal_mode"):
                raise _unusable(f"The database does not take the setting {name} = {value}.")

    event.listen(engine, "connect", prepare)
    return engine
