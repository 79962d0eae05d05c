"""Between a stored value and what a person reads and types, derived from the field's declaration.

Promises: what is shown and typed again gives the same value; what makes no sense is refused in a sentence and stays
typed. May not know: widgets, collections by name.
"""

from collections.abc import Callable
from typing import Any

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.arithmetic import Mark, evaluate
from onetool_desktop.domain.declare import Field, Kind, spoken_as
from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.time_words import read_time
from onetool_desktop.domain.translate import _
from onetool_desktop.domain.written import written_problem


def words_of(choice: str) -> str:
    """A choice's word as people read it: *in-progress* → *In progress*."""
    return _(spoken_as(choice))


def shown(field: Field, value: Any) -> str:
    """The value as it stands on the screen."""
    if value in (None, "", [], ()):
        return ""
    if field.kind is Kind.CHOICE:
        return _(field.word_of(str(value)))
    if field.kind is Kind.SET:
        return " · ".join(str(element) for element in value)
    return str(value)


def typed(field: Field, value: Any) -> str:
    """The value as it stands in its editor."""
    if value in (None, "", [], ()):
        return ""
    return ", ".join(str(element) for element in value) if field.kind is Kind.SET else str(value)


def parsed(field: Field, text: str, *, mark: Mark = ".") -> Any:
    """What was typed as a value, with `mark` before its decimals; None clears. Raises Invalid with a sentence."""
    text = text.strip()
    if field.kind is Kind.SET:
        return sorted({word.strip() for word in text.split(",") if word.strip()})
    if not text:
        return None
    if field.kind is Kind.DECIMAL:
        return _decimal(field, text, mark)
    return _PARSERS.get(field.kind, _text)(field, text)


def _text(field: Field, text: str) -> str:
    if len(text) > field.limit:
        raise Invalid(
            field.name,
            _("{label} can hold {limit:,} characters; this is {count:,}.").format(
                label=_(field.label), limit=field.limit, count=len(text)
            ),
        )
    problem = written_problem(field, text)
    if problem is not None:
        raise Invalid(field.name, problem)
    return text


def _whole(field: Field, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid(field.name, _("{label} is a whole number, such as 14.").format(label=_(field.label)))
    return int(text)


def _decimal(field: Field, text: str, mark: Mark) -> str:
    try:
        value = evaluate(text.removesuffix("%"), mark=mark, places=field.places)
    except ValueError as problem:
        raise Invalid(field.name, str(problem)) from problem
    return decimal_text(value)


def _choice(field: Field, text: str) -> str:
    """A choice by its stored word or as people read it."""
    for choice in field.choices:
        if text.casefold() in (choice.casefold(), _(field.word_of(choice)).casefold()):
            return choice
    words = ", ".join(_(field.word_of(choice)) for choice in field.choices)
    raise Invalid(field.name, _("{label} is one of: {words}.").format(label=_(field.label), words=words))


def _time(field: Field, text: str) -> str:
    try:
        return read_time(text)
    except ValueError as problem:
        raise Invalid(field.name, str(problem)) from problem


_PARSERS: dict[Kind, Callable[[Field, str], Any]] = {
    Kind.INT: _whole,
    Kind.CHOICE: _choice,
    Kind.TIME: _time,
}
