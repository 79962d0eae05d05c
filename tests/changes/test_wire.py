"""The wire codec: what is sent comes back, and what has another form is refused in words."""

import pytest

from onetool_desktop.changes import wire
from onetool_desktop.changes.values import Change, Invalid, Issue, Outcome, Result, Row
from tests.support.memory_rows import OFFICE, Author, uid

EDIT = Change("payments", uid(1), f={"invoiceId": uid(2), "amount": 500, "day": "2026-11-22"}, b={})


def message() -> dict[str, object]:
    return wire.loads(wire.dumps(wire.group_to_wire(Author(OFFICE).group(EDIT))))


def test_a_group_survives_the_wire() -> None:
    group = Author(OFFICE).group(EDIT)
    assert wire.group_from_wire(wire.loads(wire.dumps(wire.group_to_wire(group)))) == group


def test_a_command_survives_the_wire() -> None:
    command = Issue(
        c="quotes", id=uid(3), series="B7", no=42, rev=2, day="2026-11-22", sha="0" * 64, snap="{}"
    )
    group = Author(OFFICE).group(commands=(command,))
    assert wire.group_from_wire(wire.group_to_wire(group)) == group


def test_a_row_survives_the_wire_without_what_was_buried() -> None:
    row = Row(uid(1), {}, {"row": "0" * 24}, seq="000000000007", deleted=uid(9), was={"notes": "x"})
    assert wire.row_from_wire(wire.row_to_wire(row)).was is None


def test_an_outcome_survives_the_wire() -> None:
    outcome = Outcome(
        n=3, gid=uid(4), result=Result.REFUSED, seq=None, code="locked", detail={"message": "No."}
    )
    assert wire.outcome_from_wire(wire.outcome_to_wire(outcome)) == outcome


def test_whole_numbers_may_come_as_floats() -> None:
    sent = message()
    sent["changes"][0]["f"]["amount"] = 500.0  # type: ignore[index]
    amount = wire.group_from_wire(sent).changes[0].f["amount"]
    assert (amount, type(amount)) == (500, int)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("n", 0),
        ("n", 1.5),
        ("n", True),
        ("gid", "x"),
        ("h", "z" * 24),
        ("changes", []),
        ("changes", "x"),
        ("after", ["x"]),
        ("extra", 1),
        ("commands", [{"do": "wipe"}]),
    ],
)
def test_a_group_of_another_form_is_refused(path: str, value: object) -> None:
    with pytest.raises(Invalid):
        wire.group_from_wire(message() | {path: value})


@pytest.mark.parametrize("text", [b"NaN", b'{"a": Infinity}', b"{", b"\xff", b"[" * 100_000])
def test_what_is_not_json_is_refused(text: bytes) -> None:
    with pytest.raises(Invalid):
        wire.loads(text)


def test_a_group_has_at_most_its_size() -> None:
    large = Author(OFFICE).group(
        *(Change("clients", uid(n), f={"notes": "x" * 60_000}, b={}) for n in range(5))
    )
    with pytest.raises(Invalid):
        wire.group_from_wire(wire.group_to_wire(large))
