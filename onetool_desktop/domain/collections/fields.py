"""Short words for the fields that many collections share, so that a declaration reads as a table."""

from typing import Any

from onetool_desktop.domain.declare import Field, Kind, Merge, Needed, Personal, Ref, StatusTable, Written
from onetool_desktop.domain.money import CURRENCIES

ADDRESS = "address"
PRICE = "price"
DISCOUNT = "discount"
NUMBER = "number"


def text(name: str, label: str, limit: int = 200, **more: Any) -> Field:
    """A line of text."""
    return Field(name=name, kind=Kind.TEXT, label=label, limit=limit, **more)


def reached_by(**more: Any) -> tuple[Field, Field]:
    """The e-mail address and the phone number at which somebody is reached."""
    return (
        text("email", "E-mail", 320, written=Written.EMAIL, **more),
        text("phone", "Phone", 40, written=Written.PHONE, **more),
    )


def note(name: str, label: str, **more: Any) -> Field:
    """Long text of people's own words, up to the wire's 64 kB."""
    return Field(name=name, kind=Kind.TEXT, label=label, limit=60_000, personal=Personal.NOTE, **more)


def ref(
    name: str, label: str, collection: str, *, cascade: bool = False, along: bool = False, **more: Any
) -> Field:
    """A reference to a row of `collection`."""
    return Field(name=name, kind=Kind.REF, label=label, limit=36, ref=Ref(collection, cascade, along), **more)


def parent(name: str, label: str, collection: str) -> Field:
    """The row this one belongs to: set once, comes along, takes this row with it when it is deleted."""
    return ref(name, label, collection, cascade=True, along=True, needed=Needed.CREATE, merge=Merge.ONCE)


def choice(name: str, label: str, words: str, **more: Any) -> Field:
    """One of the given words."""
    return Field(name=name, kind=Kind.CHOICE, label=label, choices=tuple(words.split()), **more)


def status(table: StatusTable) -> Field:
    """The status that goes through the steps of `table`."""
    words = " ".join(table.ranks)
    return choice("status", "Status", words, merge=Merge.STEP, needed=Needed.CREATE)


def currency() -> Field:
    """The currency of all amounts beneath: given once."""
    codes = tuple(sorted(CURRENCIES))
    return text("currency", "Currency", 3, choices=codes, needed=Needed.CREATE, merge=Merge.ONCE)


def decimal(name: str, label: str, places: int, **more: Any) -> Field:
    """A decimal string with at most `places` digits after the point and 12 before it."""
    return Field(name=name, kind=Kind.DECIMAL, label=label, limit=12, places=places, **more)


def plain(name: str, kind: Kind, label: str, **more: Any) -> Field:
    """A field of a kind that needs no further words."""
    return Field(name=name, kind=kind, label=label, **more)


def address(prefix: str = "") -> tuple[Field, ...]:
    """Street, city, state, code and country as one register."""

    def name(word: str) -> str:
        return f"{prefix}{word[0].upper()}{word[1:]}" if prefix else word

    words = (
        ("streetAddress", "Street", 3),
        ("zipCode", "Postcode", 2),
        ("city", "City", 2),
        ("state", "State", 0),
    )
    rows = [
        text(name(word), label, register=ADDRESS, search=search, personal=Personal.CONTACT)
        for word, label, search in words
    ]
    return (*rows, text(name("country"), "Country", 2, register=ADDRESS))
