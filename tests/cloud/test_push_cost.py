"""What a push costs: the same in a large organisation as in a small one."""

from typing import Any, Self

import pytest

from tests.cloud.conftest import Local
from tests.support.cloud import Device, client, delete, new_id, put


class Listener:
    """Counts the statements of a block."""

    def __init__(self, local: Local) -> None:
        self._local = local
        self.statements: list[str] = []

    def __enter__(self) -> Self:
        self._local.database.on_statement = self.statements.append
        return self

    def __exit__(self, *_: object) -> None:
        self._local.database.on_statement = None


def scenario(office: Device) -> None:
    """A create, an edit, two children, a delete; every outcome is stored before the next push."""
    client_id, task = new_id(), new_id()
    steps = [
        lambda: client(client_id),
        lambda: put("clients", client_id, {"notes": stamp_of(office, client_id)}, notes="x"),
        lambda: put("clientContacts", new_id(), clientId=client_id, firstName="Ada"),
        lambda: put("tasks", task, clientId=client_id, title="Visit", date="2026-01-05", status="pending"),
        lambda: delete("tasks", task, "0" * 12),
    ]
    for step in steps:
        office.confirmed = office.n
        office.do(step())


def stamp_of(device: Device, client_id: str) -> str:
    return device.view().live("clients")[client_id]["clk"]["row"]


def grow(office: Device, clients: int) -> None:
    for _ in range(clients // 125):
        ids = [new_id() for _ in range(125)]
        office.do(*(client(row_id) for row_id in ids))
        office.do(*(put("clientContacts", new_id(), clientId=row_id, firstName="Ada") for row_id in ids))


def pushes(local: Local, office: Device) -> list[str]:
    """The statements of the scenario's pushes, not of its pulls."""
    office.view()  # its device was seen just now, which is noted once in a while
    with Listener(local) as heard:
        scenario(office)
    found, writing = [], False
    for sql in heard.statements:
        writing = sql == "BEGIN IMMEDIATE" or (writing and sql != "COMMITTED")
        found += [sql] if writing else []
    return found


@pytest.mark.parametrize("scoped", [False, True])
def test_a_push_runs_the_same_statements_whatever_the_size(
    local: Local, office: Device, technician: Device, scoped: bool
) -> None:
    device = technician if scoped else office
    small = pushes(local, device)
    grow(office, 2_000)
    assert pushes(local, device) == small
    assert len(small) < 5 * 60


def test_one_edit_is_a_dozen_statements(local: Local, office: Device) -> None:
    client_id = new_id()
    office.do(client(client_id))
    h = office.view().live("clients")[client_id]["clk"]["row"]
    group = office.group(put("clients", client_id, {"notes": h}, notes="x"))
    office.confirmed = 1
    with Listener(local) as heard:
        office.push(group)
    assert len(heard.statements) <= 14, "\n".join(heard.statements)


def test_no_statement_of_a_push_searches_by_the_organisation_alone(
    local: Local, office: Device, technician: Device
) -> None:
    statements = [*pushes(local, office), *pushes(local, technician)]
    plans: dict[str, list[Any]] = {}
    with local.database.read() as connection:
        for sql in set(statements) - {"BEGIN IMMEDIATE", "COMMIT"}:
            values = [None] * sql.count("?")
            plans[sql] = [row[3] for row in connection.all(f"EXPLAIN QUERY PLAN {sql}", values)]
    # The members of an organisation are few; its members without all records are found among them. That it was brought
    # back from a backup stands in one row.
    few = ("orgs", "members", "accounts", "sums", "closed_series")
    for sql, steps in plans.items():
        for step in steps:
            table = step.split()[1] if step.split()[0] in {"SCAN", "SEARCH"} else ""
            if table and table not in few and not step.startswith("SEARCH m "):
                assert step.startswith("SEARCH"), (sql, step)
                assert not step.endswith("(org_id=?)"), (sql, step)


def test_head_and_digest_read_a_handful_of_rows(local: Local, office: Device) -> None:
    grow(office, 500)
    with Listener(local) as heard:
        office.digest()
        office.person.query("sync:head", org=office.org)
    assert len([s for s in heard.statements if s.startswith("SELECT")]) == 5
