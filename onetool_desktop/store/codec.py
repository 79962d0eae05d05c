"""Rows to columns and back, compiled once for each collection.

Promises: what goes in comes out, types and all: a field this program does not know, or a value that is not of
its field's kind, is kept raw in `extra` and returns in `f`. A null is the same as an absent field. No loop
over fields runs for an ordinary row; only one that does not fit is taken apart.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeAlias, cast

import msgspec

from onetool_desktop.changes.values import Fields, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.store import columns
from onetool_desktop.store.sortkeys import sort_key

Record: TypeAlias = tuple[Any, ...]
NONE = type(None)
MOST = (
    1 << 53
) - 1  # what a number on the wire is at most (WIRE section 1); a column holds more, not without end
_FORMS = 512  # forms of rows that are remembered; a cloud may send any number
_TEXTS, _INTS, _FLAGS = frozenset({str, NONE}), frozenset({int, NONE}), frozenset({bool, NONE})
_encoder = msgspec.json.Encoder()
_encode = _encoder.encode
_decode = msgspec.json.Decoder().decode


def to_json(value: object) -> str:
    """Compact JSON as text."""
    return _encode(value).decode()


def lines_of_json(values: Sequence[object]) -> list[str]:
    """Each value as `to_json` writes it: all in one call, for within JSON no line ends."""
    return _encoder.encode_lines(values).decode().split("\n")[: len(values)]


def from_json(text: str | None) -> Any:
    """The value of JSON text; None stays None."""
    return None if text is None else _decode(text)


class Codec:
    """Encodes and decodes the rows of one collection.

    A record is (id, seq, clk, extra, sort_key, *values in the order of `names`).
    """

    def __init__(self, name: str) -> None:
        collection = COLLECTIONS[name]
        fields = columns.stored_fields(name)
        self.name = name
        self.names = columns.field_names(name)
        self.known = frozenset(self.names)
        kinds = [columns.NESTED if f.kind in columns.NESTED else f.kind for f in fields]
        self._texts = sum(columns.storage(f) == "TEXT" and f.kind not in columns.NESTED for f in fields)
        self._ints = self._texts + sum(f.kind in columns.INTEGERS for f in fields)
        self._flags = self._ints + kinds.count(Kind.FLAG)
        self._title = collection.title if columns.is_listed(collection) else ()
        self.searched = {f.name: f.search for f in fields if f.search}
        every = (*columns.LOCAL, *self.names)
        self.marks = f"({', '.join('?' * len(every))})"
        self.select = f'SELECT {columns.quoted(every)} FROM "{name}"'
        self.insert = f'INSERT INTO "{name}" ({columns.quoted(every)}) VALUES {self.marks}'
        self.returning = f"{self.insert} RETURNING rid"
        self.every = every

    def encode(self, row: Row) -> Record:
        """The record of a row."""
        return self.record(row.id, row.seq, row.clk, row.f)

    def record(self, row_id: str, seq: str | None, clk: Mapping[str, str], f: Fields) -> Record:
        """The record of a row given in parts, as a page of the cloud has it."""
        values = list(map(f.get, self.names))
        kinds = list(map(type, values))
        a, b, c = self._texts, self._ints, self._flags
        extra = None
        if not (
            _TEXTS.issuperset(kinds[:a])
            and _INTS.issuperset(kinds[a:b])
            and not any(map(_is_beyond, values[a:b]))
            and _FLAGS.issuperset(kinds[b:c])
            and f.keys() <= self.known
        ):
            extra = self._set_apart(values, f)
        for at in range(c, len(values)):
            if values[at] is not None:
                values[at] = to_json(values[at])
        return (row_id, seq, to_json(clk), extra, self.sort_key(f), *values)

    def decode(self, record: Sequence[Any]) -> Row:
        """The row of a record, as `select` gives it."""
        row_id, seq, clk, extra, _, *values = record
        for at in range(self._ints, self._flags):
            if values[at] is not None:
                values[at] = bool(values[at])
        for at in range(self._flags, len(values)):
            if values[at] is not None:
                values[at] = from_json(values[at])
        f = {name: value for name, value in zip(self.names, values, strict=True) if value is not None}
        if extra is not None:
            f.update(from_json(extra))
        return Row(row_id, f, from_json(clk), seq)

    def sort_key(self, f: Fields) -> str:
        """What orders the row in a list: its title, folded. Rows without a list of their own have none."""
        if not self._title:
            return ""
        return sort_key(" ".join([str(f[name]) for name in self._title if f.get(name)]))

    def sort_keys(self, rows: Sequence[Fields]) -> list[str]:
        """The sort keys of many rows."""
        if len(self._title) == 1:
            (title,) = self._title
            return [sort_key(str(f.get(title) or "")) for f in rows]
        return [self.sort_key(f) for f in rows] if self._title else [""] * len(rows)

    def search_text(self, f: Fields) -> tuple[str, str, str] | None:
        """What the row is found by, in three weights; None if by nothing."""
        tiers: tuple[list[str], list[str], list[str]] = ([], [], [])
        for name, weight in self.searched.items():
            value = f.get(name)
            if value:
                words = (
                    " ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value)
                )
                tiers[0 if weight >= 4 else 1 if weight >= 2 else 2].append(words)
        return (" ".join(tiers[0]), " ".join(tiers[1]), " ".join(tiers[2])) if any(tiers) else None

    def _set_apart(self, values: list[Any], f: Fields) -> str | None:
        """Takes what has no place in the columns out of `values`; returns it as JSON."""
        apart = {name: value for name, value in f.items() if name not in self.known and value is not None}
        for at, value in enumerate(values):
            allowed = (
                _TEXTS
                if at < self._texts
                else _INTS
                if at < self._ints
                else _FLAGS
                if at < self._flags
                else None
            )
            if allowed is None or (type(value) in allowed and not (allowed is _INTS and _is_beyond(value))):
                continue
            whole = (
                allowed is _INTS and isinstance(value, float) and value.is_integer() and abs(value) <= MOST
            )
            values[at] = int(value) if whole else None
            if not whole:
                apart[self.names[at]] = value
        return to_json(apart) if apart else None


def _is_beyond(value: int | None) -> bool:
    return value is not None and not -MOST <= value <= MOST


@cache
def codec(name: str) -> Codec:
    """The codec of a collection."""
    return Codec(name)


@lru_cache(_FORMS)
def upsert_statement(name: str, filled: tuple[str, ...], rows: int = 1) -> str:
    """The insert of so many rows at once into these columns, each in place of the one of its id if that stands."""
    marks = ", ".join([f"({', '.join('?' * len(filled))})"] * rows)
    updates = ", ".join(f'"{column}"=excluded."{column}"' for column in codec(name).every[1:])
    into = f'INSERT INTO "{name}" ({columns.quoted(filled)}) VALUES {marks}'
    return f"{into} ON CONFLICT(id) DO UPDATE SET {updates}"


@lru_cache(_FORMS)
def plain_kinds(name: str, names: tuple[str, ...]) -> tuple[type, ...] | None:
    """What these fields hold in a row that goes into the columns as it is; None if one is not known or nested."""
    one = codec(name)
    if not one.known.issuperset(names):
        return None
    fields = COLLECTIONS[name].by_name
    if any(fields[field].kind in columns.NESTED for field in names):
        return None
    return tuple([_kind(fields[field]) for field in names])


def _kind(field: Field) -> type:
    if columns.storage(field) == "TEXT":
        return str
    return bool if field.kind is Kind.FLAG else int


@cache
def update_statement(name: str, changed: tuple[int, ...]) -> str:
    """The update of the columns at these places of a record, then the id; answers the rid."""
    every = codec(name).every
    sets = ", ".join(f'"{every[at]}"=?' for at in changed)
    return f'UPDATE "{name}" SET {sets} WHERE id=? RETURNING rid'


def pick(record: Record, places: tuple[int, ...]) -> Record:
    """The values at the given places."""
    found = itemgetter(*places)(record)
    return found if len(places) > 1 else (found,)


def row_json(row: Row | None) -> str | None:
    """A whole row as text, for the shadow."""
    return None if row is None else to_json([row.id, row.f, row.clk, row.seq, row.deleted, row.was])


def row_of_json(text: str | None) -> Row | None:
    """The row of such a text."""
    if text is None:
        return None
    row_id, f, clk, seq, deleted, was = _decode(text)
    return Row(row_id, f, clk, seq, deleted, was)
