"""The values of change: rows with their clocks, changes, groups, commands, outcomes (WIRE sections 2 and 3).

All are frozen; `f` maps hold plain JSON values by field name (registers of a set by `name:element`). Nothing here reads
a store, a clock or the wire's bytes: `changes.wire` turns these values to and from JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

Fields: TypeAlias = Mapping[str, Any]  # field or set element → JSON value
Stamps: TypeAlias = Mapping[str, str]  # register → stamp
RowKey: TypeAlias = tuple[str, str]  # (collection, id)
NOTHING: Mapping[str, Any] = MappingProxyType({})
ROW = "row"  # the register of existence: in `clk` the stamp of the create, in `b` of a delete the highest seq seen
REDACTED = "~"  # before the name of a register: the stamp of its redaction


class Invalid(ValueError):
    """A message that does not have the agreed form. `field` is where, `message` a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{message} ({field})")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """A row as cloud and replica hold it.

    `clk` is `{row: stamp of the create}` plus the registers with another stamp. `deleted` is the gid of the delete
    group; then `f` is empty and `was` keeps the fields for a restore. `seq` is None for a row the cloud has not
    acknowledged.
    """

    id: str
    f: Fields
    clk: Stamps
    seq: str | None = None
    deleted: str | None = None
    was: Fields | None = None

    @property
    def live(self) -> bool:
        """Whether the row exists for readers."""
        return self.deleted is None

    def stamp(self, register: str) -> str:
        """The stamp of a register; an element of a set that was redacted has that of the redaction."""
        found = self.clk.get(register)
        if found is None and ":" in register:
            found = self.clk.get(f"{REDACTED}{register.partition(':')[0]}")
        return found or self.clk[ROW]

    @property
    def last_stamp(self) -> str:
        """The highest stamp of the row: who touched it last, and when."""
        return max(self.clk.values())


class Op(StrEnum):
    """What a change does to its row."""

    PUT = "put"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Change:
    """One row's part of a group: `f` the fields of the registers that change, `b` their stamps as the author had them.

    `start` (`from` on the wire) is the status before, or the delete group a restore brings back.
    """

    c: str
    id: str
    op: Op = Op.PUT
    f: Fields = field(default_factory=lambda: NOTHING)
    b: Stamps = field(default_factory=lambda: NOTHING)
    start: str | None = None

    @property
    def key(self) -> RowKey:
        """Collection and id."""
        return (self.c, self.id)

    @property
    def creates(self) -> bool:
        """Whether the author had no such row."""
        return self.op is Op.PUT and not self.b


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The command that puts a number on paper (WIRE section 5). `no` is None where the cloud is to give it."""

    c: str
    id: str
    series: str
    day: str
    sha: str
    snap: str
    no: int | None = None
    rev: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is right only together: committed, sent, accepted or refused, and seen whole. One stamp for all of it."""

    n: int
    gid: str
    action: str
    h: str
    changes: tuple[Change, ...]
    schema: int = 1
    after: tuple[str, ...] = ()
    commands: tuple[Issue, ...] = ()


class Code(StrEnum):
    """Why a group was refused."""

    VALIDATION = "validation"
    LOCKED = "locked"
    STEP = "step"
    PARENT_DELETED = "parent_deleted"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    QUOTA = "quota"
    CHANGED = "changed"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A group that cannot stand: the code, the row and field it is about, and what a person is told."""

    code: Code
    message: str
    c: str = ""
    id: str = ""
    field: str = ""

    def detail(self) -> dict[str, str]:
        """As the outcome's detail on the wire."""
        words = {"c": self.c, "id": self.id, "field": self.field, "message": self.message}
        return {k: v for k, v in words.items() if v}


@dataclass(frozen=True, slots=True)
class Lost:
    """A register of an accepted group that lost: the winner's stamp and fields."""

    c: str
    id: str
    r: str
    h: str
    f: Fields


@dataclass(frozen=True, slots=True)
class Effects:
    """What an accepted group does: the rows after it, in order of first touch, and the registers that lost.

    `rows` include rows a rule makes (issued paper, notices, what falls with a deleted parent); their `seq` is the one
    before. `counters` are number series moved on: (kind, series) → last number.
    """

    rows: Mapping[RowKey, Row]
    lost: tuple[Lost, ...] = ()
    counters: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))


class Result(StrEnum):
    """The outcome of a group."""

    OK = "ok"
    SUPERSEDED = "superseded"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The cloud's answer to one group. `h` is its stamp where the cloud re-stamped it."""

    n: int
    gid: str
    result: Result
    seq: str | None = None
    h: str | None = None
    code: str | None = None
    detail: Mapping[str, Any] | None = None
