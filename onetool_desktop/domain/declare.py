"""The words in which a collection is declared once.

A `Collection` and its `Field`s are plain frozen data: what a row holds, how each register merges, who reads and
writes it, what falls with it, what locks it. Tables, wire codec, validation, rights, history labels and search are
derived from these values; nobody states a type or a rule a second time. This module knows no store, no wire, no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType


def spoken_as(choice: str) -> str:
    """A choice's word as people read it, not yet translated: *in-progress* → *In progress*."""
    return choice.replace("-", " ").capitalize()


class Kind(StrEnum):
    """What a value is, on the wire and in a local column."""

    TEXT = "text"
    INT = "int"
    MONEY = "money"  # integer minor units of the row's or organisation's currency
    DECIMAL = "decimal"  # a decimal string; `places` bounds the digits after the point
    FLAG = "flag"
    DAY = "day"  # YYYY-MM-DD
    TIME = "time"  # HH:MM
    INSTANT = "instant"  # integer milliseconds UTC
    REF = "ref"  # id of a row of `ref.collection`
    CHOICE = "choice"
    SET = "set"  # sorted list of short texts, each element a register
    JSON = "json"  # an object, merged whole
    SHA = "sha"  # the SHA-256 of some bytes, 64 hex digits in lower case


class Merge(StrEnum):
    """How two values of one register become one (WIRE section 2)."""

    LWW = "lww"
    STEP = "step"
    SET = "set"
    ONCE = "once"
    CLOUD = "cloud"


class Needed(StrEnum):
    """When a field must have a value."""

    NEVER = "never"
    CREATE = "create"
    ISSUE = "issue"


class Delete(StrEnum):
    """Whether a row may be deleted."""

    ALLOWED = "allowed"
    UNLESS_ISSUED = "unless_issued"  # neither it nor anything that falls with it has a number on paper
    NEVER = "never"


class Scope(StrEnum):
    """Whom a row is shown to, before permissions are asked."""

    EVERYONE = "everyone"  # settings, people, price book
    CLUSTER = "cluster"  # with all records, or when assignment, creation or a followed row grants it
    OWN = "own"  # only the user named in `userId`


class Personal(StrEnum):
    """Personal-data class of a field, for export, redaction and logs."""

    NONE = "none"
    CONTACT = "contact"
    NOTE = "note"


class Written(StrEnum):
    """How a text is written where it is not free words: asked of whoever types it, never of what is stored already."""

    FREELY = "freely"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference: where it leads, whether the row falls with it, whether it comes along in a scoped replica."""

    collection: str
    cascade: bool = False
    along: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a collection.

    `limit` is the greatest size: characters of text, digits of a decimal, elements of a set. `register` names the
    block it wins or loses with; by default it is a register of its own. `read` names the permission object asked
    besides the collection's own (`prices`, `costs`): to read it *view*, to write it *modify*. `level` is what to write
    it asks of the collection's own. `spoken` holds what people read for a choice whose own word says too little where
    it stands alone.
    """

    name: str
    kind: Kind
    label: str
    limit: int = 200
    places: int = 0
    choices: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    needed: Needed = Needed.NEVER
    ref: Ref | None = None
    register: str = ""
    merge: Merge = Merge.LWW
    read: str = ""
    level: str = "modify"
    default: object = None
    since: int = 1
    search: int = 0
    personal: Personal = Personal.NONE
    written: Written = Written.FREELY

    def word_of(self, choice: str) -> str:
        """One of its choices as people read it, not yet translated."""
        return dict(self.spoken).get(choice) or spoken_as(choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTable:
    """The steps of a status: ranks in rising order of authority, first statuses, allowed transitions."""

    ranks: Mapping[str, int]
    first: frozenset[str]
    steps: frozenset[tuple[str, str]]
    by_issue: frozenset[tuple[str, str]] = frozenset()  # made by the command `issue`, never by a put

    def allows(self, start: str, end: str) -> bool:
        """Whether a put may take the status from `start` to `end`."""
        return (start, end) in self.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What closes a row for editing: the status of the row itself, or of the parent behind `through`.

    `free` registers are never closed; those of `longer` stay open in these statuses too, and close when an invoice
    bills the row.
    """

    open: frozenset[str]
    through: str = ""
    free: frozenset[str] = frozenset({"status"})
    longer: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One collection, declared once.

    `parent` names the field of the row it belongs to; `permission` the object asked for rights; `follows` the
    references whose visibility shows this row too; `assigned_by` the fields that name users who see it; `roots` the
    references through which it belongs to a client's cluster, first one set wins, else it is its own root. A row that
    can belong to several kinds of record names them in `homes`: exactly one of these is set when it is made. `merged`
    names the reference to the row that stands for this one since the two were merged; whoever reads a reference to it
    follows on (`changes/merged`).
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    permission: str
    parent: str = ""
    homes: tuple[str, ...] = ()
    scope: Scope = Scope.CLUSTER
    follows: tuple[str, ...] = ()
    assigned_by: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    delete: Delete = Delete.ALLOWED
    status: StatusTable | None = None
    lock: Lock | None = None
    paper: str = ""  # kind of paper this document is issued as: quote, invoice
    given: bool = False  # its rows are made by a rule or the cloud, never by a put
    natural_key: tuple[str, ...] = ()
    merged: str = ""
    span: tuple[str, ...] = ()  # the fields that say when it begins and when it ends, which is after that
    since: int = 1
    title: tuple[str, ...] = field(default=())  # fields that name the row to people

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Fields by name, in the order declared."""
        return MappingProxyType({f.name: f for f in self.fields})

    @cached_property
    def registers(self) -> Mapping[str, tuple[str, ...]]:
        """Register name → its field names. A set field stands under its own name; its elements are `name:element`."""
        blocks: dict[str, list[str]] = {}
        for f in self.fields:
            blocks.setdefault(f.register or f.name, []).append(f.name)
        return MappingProxyType({name: tuple(names) for name, names in blocks.items()})

    @cached_property
    def register_of(self) -> Mapping[str, str]:
        """Field name → the register it belongs to."""
        return MappingProxyType({f.name: f.register or f.name for f in self.fields})

    @cached_property
    def refs(self) -> tuple[Field, ...]:
        """The fields that lead to other rows."""
        return tuple(f for f in self.fields if f.ref is not None)
