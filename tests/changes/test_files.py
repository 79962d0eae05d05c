"""Files as rows: one home, made by anyone who may, and a state that is the cloud's alone."""

from typing import Any

import pytest

from onetool_desktop.changes.values import Change, Code, Effects, Op, Refusal
from onetool_desktop.domain.collections.files import HOMES
from tests.support.changing import CLIENT, INVOICE, PROJECT, QUOTE, TASK, business, code, delete, put
from tests.support.memory_rows import OFFICE, Author, Rows, send, uid

FILE = uid(40)
BYTES = {"mime": "image/jpeg", "size": 3, "sha256": "ab" * 32}
HOME = {"clientId": CLIENT, "projectId": PROJECT, "taskId": TASK, "quoteId": QUOTE, "invoiceId": INVOICE}


def make(rows: Rows, **f: Any) -> Effects | Refusal:
    fields = {"name": "Leak.jpg", "kind": "photo", **BYTES, **f}
    return send(rows, Author(OFFICE), Author(OFFICE).group(Change("attachments", FILE, f=fields)))


@pytest.mark.parametrize("home", sorted(HOME))
def test_a_file_belongs_to_any_one_record(home: str) -> None:
    assert home in HOMES
    assert code(make(business(), **{home: HOME[home]})) is None


def test_a_file_of_no_record_and_one_of_two_are_refused() -> None:
    assert code(make(business())) is Code.VALIDATION
    assert code(make(business(), taskId=TASK, projectId=PROJECT)) is Code.VALIDATION


@pytest.mark.parametrize("sha", ["", "ab" * 31, "AB" * 32, "../../etc/passwd", 7])
def test_a_hash_is_sixty_four_hex_digits(sha: object) -> None:
    assert code(make(business(), taskId=TASK, sha256=sha)) is Code.VALIDATION


def test_nobody_says_that_a_file_is_ready_but_the_cloud() -> None:
    assert code(make(business(), taskId=TASK, state="ready")) is Code.VALIDATION


def test_what_a_file_is_and_where_it_belongs_is_said_once() -> None:
    rows = business()
    make(rows, taskId=TASK)
    later = Author(OFFICE, start_ms=1_900_000_000_000)
    changed = put(rows, "attachments", FILE, sha256="cd" * 32, projectId=PROJECT, taskId=None)
    send(rows, later, later.group(changed))
    row = rows.rows["attachments", FILE]
    assert (row.f["sha256"], row.f["taskId"], row.f.get("projectId")) == ("ab" * 32, TASK, None)


def test_a_file_falls_with_its_record_and_comes_back_with_it() -> None:
    rows = business()
    make(rows, taskId=TASK)
    author = Author(OFFICE, start_ms=1_900_000_000_000)
    gone = author.group(delete(rows, "projects", PROJECT))
    assert code(send(rows, author, gone)) is None
    assert not rows.rows["attachments", FILE].live
    back = author.group(Change("projects", PROJECT, op=Op.RESTORE, start=gone.gid))
    assert code(send(rows, author, back)) is None
    assert rows.rows["attachments", FILE].f["name"] == "Leak.jpg"
