"""A class made quickly is the class that the standard library makes."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, astuple, field, fields, replace
from typing import Any, Generic, TypeVar

import pytest

from onetool_desktop.domain import dataclass as quick

Decorator = Callable[..., Any]
T = TypeVar("T")
BOTH = pytest.mark.parametrize(
    "decorator", [dataclasses.dataclass, quick.dataclass], ids=["library", "quick"]
)


@quick.dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A value that a pickle finds by its name."""

    name: str
    inner: T
    tags: list[str] = field(default_factory=list[str])


def _classes(decorator: Decorator) -> tuple[Any, Any, Any, Any]:
    """A value with all that fields can say, one that inherits from it, one by names alone, one with its own methods."""

    @decorator(frozen=True, slots=True)
    class Line:
        """A line."""

        text: str
        count: int = 1
        tags: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)
        made: int = field(default=7, init=False)
        parts: dict[str, int] = field(default_factory=dict, init=False)

    @decorator(frozen=True, slots=True)
    class Priced(Line):
        price: int = 0

    @decorator(frozen=True, slots=True, kw_only=True)
    class Named:
        name: str
        short: str = ""

    @decorator(frozen=True, slots=True, eq=False)
    class Own:
        amount: int

        def __post_init__(self) -> None:
            object.__setattr__(self, "amount", self.amount * 2)

        def __repr__(self) -> str:
            return f"<{self.amount}>"

    return Line, Priced, Named, Own


def _told(decorator: Decorator) -> list[Any]:
    line, priced, named, own = _classes(decorator)
    one, same, other = line("a", 2), line("a", 2, note="not compared"), line("a", 3)
    double = own(3)
    return [
        repr(one), repr(priced("b", price=4)), repr(named(name="x")), repr(double), double.amount,
        one == same, one == other, one == priced("a", 2), one == ("a", 2), double == own(3),
        hash(named(name="x")) == hash(("x", "")), line.__match_args__, priced.__match_args__, named.__match_args__,
        asdict(one), astuple(one), replace(one, count=9), replace(named(name="x"), short="y"),
        [(f.name, f.type, f.kw_only) for f in fields(priced)], line("a").tags is line("a").tags,
        hasattr(one, "__dict__"), line.__slots__, priced.__slots__, line.__doc__, line.__init__.__qualname__,
    ]  # fmt: skip


def test_values_are_what_the_standard_library_makes() -> None:
    assert [str(told) for told in _told(quick.dataclass)] == [
        str(told) for told in _told(dataclasses.dataclass)
    ]


@BOTH
def test_nothing_is_set_and_nothing_deleted(decorator: Decorator) -> None:
    value = _classes(decorator)[0]("a")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'text'"):
        value.text = "b"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'text'"):
        del value.text
    assert value.text == "a"


@BOTH
def test_what_is_missing_or_too_much_is_told_from_the_first_value_on(decorator: Decorator) -> None:
    line, _, named, _ = _classes(decorator)
    for _ in range(2):
        with pytest.raises(
            TypeError, match=r"Line.__init__\(\) missing 1 required positional argument: 'text'"
        ):
            line()
        with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
            named("x")
        with pytest.raises(TypeError, match="unexpected keyword argument 'made'"):
            line("a", made=8)


@BOTH
def test_what_holds_a_list_has_no_hash(decorator: Decorator) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(_classes(decorator)[0]("a"))


def test_a_value_is_copied_and_pickled() -> None:
    value = Kept("a", Kept("b", 1), ["c"])
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert again == value
        assert again is not value
    assert copy.deepcopy(value).tags is not value.tags


def test_what_is_not_frozen_with_slots_is_left_to_the_standard_library() -> None:
    @quick.dataclass
    class Counter:
        count: int = 0

    @quick.dataclass(slots=True)
    class Narrow:
        count: int = 0

    wide, narrow = Counter(), Narrow()
    wide.count, narrow.count = 1, 2
    assert (wide, narrow) == (Counter(1), Narrow(2))
    assert hasattr(wide, "__dict__")
    assert not hasattr(narrow, "__dict__")
