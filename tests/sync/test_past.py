"""What the cloud tells of the past of rows: page after page, and nothing of what it has not."""

from typing import Any

import pytest

from onetool_desktop.changes.values import Op
from onetool_desktop.store.past import Write
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.errors import NotOursError, RefusedError, UnreachableError
from onetool_desktop.sync.past import past_of

A, B, ORG = "0" * 36, "1" * 36, "2" * 36


def entry(seq: str, **more: Any) -> dict[str, Any]:
    return {"seq": seq, "gid": f"g{seq}", "user": "u", "at": 1, "h": "0" * 24, "op": "put", "f": {}} | more


def test_pages_are_asked_for_until_there_are_no_more() -> None:
    asked: list[Call] = []

    def ask(call: Call) -> Any:
        asked.append(call)
        first = "after" not in call.args
        found = entry("1", f={"notes": "one"}) if first else entry("2", op="delete")
        return {"entries": [found], "more": first}

    found = past_of(ask, org=ORG, rows=[("clients", A)])
    assert found == {
        ("clients", A): [
            Write("0" * 24, Op.PUT, {"notes": "one"}, "g1"),
            Write("0" * 24, Op.DELETE, {}, "g2"),
        ]
    }
    assert [(call.path, call.args.get("after")) for call in asked] == [
        ("history:list", None),
        ("history:list", "1"),
    ]


def test_a_row_that_the_cloud_does_not_show_is_left_out() -> None:
    def ask(call: Call) -> Any:
        if call.args["id"] == A:
            raise RefusedError("not_found", "This record is not available.")
        return {"entries": [entry("1")], "more": False}

    assert list(past_of(ask, org=ORG, rows=[("clients", A), ("clients", B)])) == [("clients", B)]


def test_no_answer_is_told() -> None:
    def ask(_call: Call) -> Any:
        raise UnreachableError("The cloud does not answer.")

    with pytest.raises(UnreachableError):
        past_of(ask, org=ORG, rows=[("clients", A)])


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"entries": 3, "more": False},
        {"entries": [entry("1", op="burn")], "more": False},
        {"entries": [entry("1", f=3)], "more": False},
        {"entries": [{}], "more": False},
    ],
)
def test_an_answer_of_another_shape_is_no_cloud_of_ours(answer: Any) -> None:
    with pytest.raises(NotOursError):
        past_of(lambda _call: answer, org=ORG, rows=[("clients", A)])
