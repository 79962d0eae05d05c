"""Does a value make sense for its field? Answered in words, from the declarations, compiled once per collection.

Used beside the form field, by `decide` when a group is saved, and by the cloud when it arrives. A message is a short
sentence about the value; None means it is fine. A null clears a field and is fine unless the field is needed.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from onetool_desktop.changes import merge
from onetool_desktop.changes.shapes import all_match
from onetool_desktop.changes.values import Change, Fields, Group
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Kind, Needed
from onetool_desktop.domain.translate import N_, _

MAX_CHANGES = 250
MAX_FIELD = 64 * 1024  # bytes; the snapshot of an issued paper has a limit of its own
_SAFE_INT = 1 << 53
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ELEMENT_LIMIT = 64
UNKNOWN = N_("This field is not known here.")

Check: TypeAlias = Callable[[Any], str | None]


def message(collection: Collection, name: str, value: Any) -> str | None:
    """What is wrong with a value for a field or set element, or None. An unknown field is wrong."""
    check = _checks(collection.name).get(name.partition(":")[0] + ":" if ":" in name else name)
    if check is None:
        return _(UNKNOWN)
    return (_element_problem(name) if ":" in name else None) or check(value)


def first_problem(collection: Collection, f: Fields) -> tuple[str, str] | None:
    """The first field of `f` that makes no sense, and why."""
    for name, value in f.items():
        problem = message(collection, name, value)
        if problem is not None:
            return name, problem
    return None


def is_day(value: object) -> bool:
    """Whether `value` is the text of a day of the calendar."""
    try:
        return isinstance(value, str) and bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def is_id(value: object) -> bool:
    """Whether `value` is the text of a UUID in lower case."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def are_ids(values: Sequence[object]) -> bool:
    """Whether all of them are."""
    return all_match(_UUID, values)


def least_schema(changes: Iterable[Change]) -> int:
    """The oldest declarations that know all that these changes name: what a cloud must know to take them."""
    return max((_since(change) for change in changes), default=1)


def _since(change: Change) -> int:
    collection = COLLECTIONS[change.c]
    named = (collection.by_name.get(name.partition(":")[0]) for name in change.f)
    return max(collection.since, *(field.since for field in named if field is not None), 1)


def _element_problem(register: str) -> str | None:
    """Each element has one register: its name is what `merge.element` writes."""
    try:
        value = merge.element_value(register)
    except ValueError:
        return _("This tag is not readable.")
    if not value or merge.element(register.partition(":")[0], value) != register:
        return _("This tag is not readable.")
    too_long = len(value) > _ELEMENT_LIMIT
    return _("A tag has at most {most} characters.").format(most=_ELEMENT_LIMIT) if too_long else None


def shape_problem(group: Group) -> tuple[str, str] | None:
    """What is wrong with a group as a whole, and where (WIRE sections 2 and 5); its bytes are the wire's to count."""
    if len(group.changes) > MAX_CHANGES:
        return "changes", _("A group holds at most {most} changes.").format(most=MAX_CHANGES)
    if not group.changes and not group.commands:
        return "changes", _("A group changes something.")
    if group.commands and (group.changes or len(group.commands) > 1):
        return "commands", _("A group that issues holds nothing else.")
    return None


@cache
def _checks(name: str) -> Mapping[str, Check]:
    checks: dict[str, Check] = {}
    for field in COLLECTIONS[name].fields:
        if field.kind is Kind.SET:
            checks[field.name + ":"] = lambda value: (
                None if isinstance(value, bool) else _("A tag is set or it is not.")
            )
        else:
            checks[field.name] = _nullable(field, _MAKERS[field.kind](field))
    return checks


def _told(field: Field, sentence: str) -> str:
    """A sentence about a field, made when it is needed: the checks are made once, whatever the language."""
    return sentence.format(label=_(field.label), limit=field.limit, places=field.places)


def _nullable(field: Field, check: Check) -> Check:
    is_needed = field.needed is Needed.CREATE

    def checked(value: Any) -> str | None:
        if value is None or (is_needed and value == ""):
            return _told(field, _("{label} is needed.")) if is_needed else None
        return check(value)

    return checked


def _text(field: Field) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return _told(field, _("{label} is text."))
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            return _told(field, _("{label} holds half a character; please type it again."))
        if field.choices and value not in field.choices:
            return _told(field, _("{label} is not known here."))
        too_long = len(value) > field.limit or size > max(MAX_FIELD, field.limit)
        return _told(field, _("{label} has at most {limit:,} characters.")) if too_long else None

    return check


def _int(field: Field) -> Check:
    def check(value: Any) -> str | None:
        return (
            None
            if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _SAFE_INT
            else _told(field, _("{label} is a whole number."))
        )

    return check


def _decimal(field: Field) -> Check:
    pattern = re.compile(rf"-?\d{{1,{field.limit}}}(\.\d{{1,{field.places}}})?", re.ASCII)

    def check(value: Any) -> str | None:
        fits = isinstance(value, str) and pattern.fullmatch(value)
        return None if fits else _told(field, _("{label} is a number with at most {places} places."))

    return check


def _matching(test: Callable[[Any], bool], sentence: str) -> Callable[[Field], Check]:
    def make(field: Field) -> Check:
        return lambda value: None if test(value) else _told(field, _(sentence))

    return make


def _choice(field: Field) -> Check:
    def check(value: Any) -> str | None:
        if value in field.choices:
            return None
        words = ", ".join(_(field.word_of(choice)) for choice in field.choices)
        return _("{label} is one of {words}.").format(label=_(field.label), words=words)

    return check


_MAKERS: Mapping[Kind, Callable[[Field], Check]] = {
    Kind.TEXT: _text,
    Kind.INT: _int,
    Kind.MONEY: _int,
    Kind.INSTANT: _int,
    Kind.DECIMAL: _decimal,
    Kind.DAY: _matching(is_day, N_("{label} is not a day of the calendar.")),
    Kind.CHOICE: _choice,
    Kind.FLAG: _matching(lambda value: isinstance(value, bool), N_("{label} is yes or no.")),
    Kind.TIME: _matching(
        lambda value: isinstance(value, str) and bool(_TIME.fullmatch(value)),
        N_("{label} is a time like 09:30."),
    ),
    Kind.SHA: _matching(
        lambda value: isinstance(value, str) and bool(_SHA.fullmatch(value)), N_("{label} is not a SHA-256.")
    ),
    Kind.REF: _matching(is_id, N_("{label} does not lead to a record.")),
    Kind.JSON: _matching(lambda value: isinstance(value, dict), N_("{label} is not readable.")),
}
