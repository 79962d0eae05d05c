"""The standard library's `dataclass`, which makes frozen classes with slots at a tenth of its price.

Promises: the same words and the same class: fields, `replace`, `match`, equality, hash, repr, copies and pickles are
what the standard library gives; whatever is not frozen with slots it makes itself. Not known here: `InitVar`, `order`
and a docstring made of the fields, which nothing frozen in this house asks for.

Why: the standard library writes and compiles seven functions for each class, more than half a millisecond, and the
start makes over a hundred classes: a third of all that the program does of its own before its window stands. Six of the
seven need no text of their own, and `__init__` is compiled when the first value is made, which most wait for long.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as _dataclass  # noqa: TID251 - what this makes the quick one of
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    dataclass = _dataclass
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True, **more: Any
    ) -> Any:
        """As `dataclasses.dataclass`."""
        if not (frozen and slots):
            return _dataclass(cls, frozen=frozen, slots=slots, eq=eq, **more)

        def made(plain: type) -> type:
            bare = _dataclass(init=False, repr=False, eq=False, slots=True, **more)
            return _completed(bare(plain), eq=eq)

        return made if cls is None else made(cls)


def _completed(cls: type, *, eq: bool) -> type:
    """The class with the methods that the standard library would have compiled, where it has none of its own."""
    own, methods = cls.__dict__, dict(_SHARED)
    if "__init__" not in own:
        methods["__init__"] = _init_compiled_at_first_use(cls)
    if eq:
        methods |= _comparing(cls)
        if own.get("__hash__") is None:  # as Python leaves it beside an `__eq__`
            cls.__hash__ = methods["__hash__"]
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _comparing(cls: type) -> dict[str, Callable[..., Any]]:
    values = _reading([field.name for field in fields(cls) if field.compare])

    def equal(self: Any, other: Any) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _reading(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """These fields of a value as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _init_compiled_at_first_use(cls: Any) -> Callable[..., None]:
    def init(self: Any, *args: Any, **named: Any) -> None:
        compiled = cls.__init__ = _compiled_init(cls)
        compiled(self, *args, **named)

    return init


def _compiled_init(cls: type) -> Callable[..., None]:
    """One line for each field, as the standard library writes it."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_UNSET": MISSING}
    placed, by_name, body = ["self"], ["*"], list[str]()
    for field in fields(cls):
        asked, line = _written(field, names)
        body.append(line)
        if field.init:
            (by_name if field.kw_only else placed).append(asked)
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = ", ".join(placed + (by_name if len(by_name) > 1 else []))
    exec(f"def __init__({arguments}):\n  " + "\n  ".join(body or ["pass"]), names)  # noqa: S102 - names of fields
    init = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__module__ = cls.__module__
    return init


def _written(field: Field[Any], names: dict[str, Any]) -> tuple[str, str]:
    """How `__init__` asks for a field, and the line that sets it; what both need is put among the names."""
    name, value = field.name, field.name
    if field.default_factory is not MISSING:
        names[f"_make_{name}"] = field.default_factory
        asked, value = f"{name}=_UNSET", f"_make_{name}() if {name} is _UNSET else {name}"
    elif field.default is not MISSING:
        names[f"_default_{name}"] = field.default
        asked = f"{name}=_default_{name}"
    else:
        asked = name
    if not field.init:
        value = f"_make_{name}()" if field.default_factory is not MISSING else f"_default_{name}"
    return asked, f"_set(self, {name!r}, {value})"


@recursive_repr()
def _shown(self: Any) -> str:
    parts = [f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr]
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _set_refused(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _deletion_refused(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in fields(self)]


def _put_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _shown,
    "__setattr__": _set_refused,
    "__delattr__": _deletion_refused,
    "__getstate__": _state,
    "__setstate__": _put_state,
}
