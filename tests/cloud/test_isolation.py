"""Who may reach what: every principal, organisation, collection and operation, generated from the declarations."""

from dataclasses import dataclass
from typing import Any

import pytest

from onetool_desktop.changes.values import Op
from onetool_desktop.cloud import tables
from onetool_desktop.cloud.service import FUNCTIONS
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Kind, Merge, Scope
from onetool_desktop.domain.permissions import ROLES
from tests.cloud.conftest import Local
from tests.support.cloud import Device, Person, Refused, client, new_id

PRINCIPALS = ("owner", "admin", "office", "technician", "stranger", "nobody")
WORDS: dict[Kind, Any] = {
    Kind.TEXT: "words",
    Kind.INT: 1,
    Kind.MONEY: 100,
    Kind.DECIMAL: "1",
    Kind.FLAG: True,
    Kind.DAY: "2026-01-05",
    Kind.TIME: "09:30",
    Kind.INSTANT: 1,
    Kind.JSON: {},
    Kind.SHA: "0" * 64,
}


@dataclass
class World:
    """Two organisations with a row in every collection a client may write, and a device of every principal in one."""

    local: Local
    devices: dict[str, Device]
    ours: dict[str, str]
    theirs: dict[str, str]


def value_of(field: Field, rows: dict[str, str]) -> Any:
    if field.ref is not None:
        return rows[field.ref.collection]
    if field.kind is Kind.CHOICE:
        return field.choices[0]
    return "EUR" if field.name == "currency" else WORDS[field.kind]


def create(c: Collection, row_id: str, rows: dict[str, str]) -> dict[str, Any]:
    """A create with what the collection needs."""
    names = [f for f in c.fields if f.needed.value == "create" and f.merge is not Merge.CLOUD]
    f = {field.name: value_of(field, rows) for field in names}
    f |= {name: value_of(c.by_name[name], rows) for name in c.homes[:1]}
    extra = next((x for x in c.fields if x.kind is Kind.TEXT and x.merge is Merge.LWW and not x.read), None)
    return {"c": c.name, "id": row_id, "op": "put", "f": f or {extra.name: "words"} if extra else f, "b": {}}


def edit(c: Collection, row_id: str) -> dict[str, Any]:
    """An edit of one plain field of a row somebody has seen."""
    plain = next(
        (
            f
            for f in c.fields
            if f.merge is Merge.LWW and f.kind in {Kind.TEXT, Kind.FLAG} and f.register in {"", f.name}
        ),
        None,
    )
    name, value = (plain.name, WORDS[plain.kind]) if plain else ("note", "words")
    return {"c": c.name, "id": row_id, "op": "put", "f": {name: value}, "b": {name: "0" * 24}}


def fill(device: Device) -> dict[str, str]:
    """A row in every collection that clients may write, by collection."""
    rows = {"organizations": device.org, "users": device.user}
    for c in ALL:
        if c.name in {"organizations", "memberships", "devices", "issued", "notices"}:
            continue
        row_id = new_id() if c.name not in rows else rows[c.name]
        if c.name not in rows:
            rows[c.name] = row_id
            device.do(create(c, row_id, rows))
    return rows


@pytest.fixture(scope="module")
def world() -> Any:
    local = Local()
    owner = Person(local.call).sign_up()
    office = owner.enrol(owner.found())
    devices = {"owner": office}
    for role in set(ROLES) - {"owner"}:
        devices[role] = Person(local.call).invited(owner, office.org, role).enrol(office.org)
    other = Person(local.call).sign_up()
    abroad = other.enrol(other.found())
    stranger = Device(other, office.org, abroad.id, abroad.series, office.epoch, abroad.user, abroad.now)
    devices["stranger"] = stranger
    devices["nobody"] = Device(
        Person(local.call), office.org, office.id, "A2", office.epoch, office.user, office.now
    )
    yield World(local, devices, fill(office), fill(abroad))
    local.database.close()


def attempt(device: Device, change: dict[str, Any]) -> str:
    """What a push of one change comes to: its result or code, or the error of the call."""
    group = device.group(change)
    try:
        outcome = device.outcome(group)
    except Refused as refused:
        device.n -= 1
        return str(refused.code)
    return outcome.get("code") or outcome["result"]


@pytest.mark.parametrize("op", list(Op))
@pytest.mark.parametrize("c", ALL, ids=lambda c: c.name)
@pytest.mark.parametrize("principal", PRINCIPALS)
def test_a_row_of_another_organisation_is_as_if_it_were_not_there(
    world: World, principal: str, c: Collection, op: Op
) -> None:
    device = world.devices[principal]
    answers = []
    for row_id in (world.theirs.get(c.name, new_id()), new_id()):
        change = edit(c, row_id)
        if op is not Op.PUT:
            change = {"c": c.name, "id": row_id, "op": op.value, "f": {}, "b": {}}
            change |= {"b": {"row": "0" * 12}} if op is Op.DELETE else {"from": new_id()}
        answers.append(attempt(device, change))
    assert answers[0] == answers[1]
    assert answers[0] not in {"ok", "superseded"}


@pytest.mark.parametrize("c", [c for c in ALL if c.refs], ids=lambda c: c.name)
@pytest.mark.parametrize("principal", PRINCIPALS)
def test_nothing_can_be_made_to_refer_into_another_organisation(
    world: World, principal: str, c: Collection
) -> None:
    for field in c.refs:
        assert field.ref is not None
        rows = dict(world.ours) | {field.ref.collection: world.theirs.get(field.ref.collection, new_id())}
        change = create(c, new_id(), rows)
        for home in c.homes:
            change["f"].pop(home, None)
        change["f"][field.name] = rows[field.ref.collection]
        assert attempt(world.devices[principal], change) not in {"ok", "superseded"}


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_a_pull_gives_the_rows_of_its_organisation_alone(world: World, principal: str) -> None:
    device = world.devices[principal]
    if principal in {"stranger", "nobody"}:
        with pytest.raises(Refused):
            device.view()
        return
    found = {row_id for _, row_id in device.view().rows}
    assert not found & set(world.theirs.values())
    seen = set(device.digest())
    for c in ALL:
        declared = COLLECTIONS[c.name]
        role = ROLES[principal]
        if declared.scope is not Scope.OWN and role.levels.get(declared.permission, "none") == "none":
            assert c.name not in seen


@pytest.mark.parametrize("c", ALL, ids=lambda c: c.name)
@pytest.mark.parametrize("principal", PRINCIPALS)
def test_a_role_writes_what_it_may_and_nothing_else(world: World, principal: str, c: Collection) -> None:
    answer = attempt(world.devices[principal], create(c, new_id(), world.ours))
    role = ROLES.get(principal)
    level = role.levels.get(c.permission, "none") if role else "none"
    if role is None:
        assert answer in {"forbidden", "unauthenticated"}
    elif c.name == "organizations":
        assert answer == "forbidden", "there is one, and it is there"
    elif c.scope is Scope.OWN or not any(f.merge is not Merge.CLOUD for f in c.fields):
        assert answer not in {"ok", "superseded"}
    elif level in {"none", "view"}:
        assert answer == "forbidden"
    elif c.given:
        assert answer == "forbidden", "the cloud makes it"
    elif role.all_records and c.name != "issued":
        assert answer in {"ok", "superseded", "forbidden"}
        assert answer != "forbidden" or any(f.read for f in c.fields)


def test_one_id_in_two_organisations_is_two_rows(local: Local) -> None:
    owners = [Person(local.call).sign_up() for _ in range(2)]
    devices = [person.enrol(person.found()) for person in owners]
    client_id = new_id()
    for number, device in enumerate(devices):
        device.do(client(client_id, companyName=f"Client {number}"))
    names = [device.view().live("clients")[client_id]["f"]["companyName"] for device in devices]
    assert names == ["Client 0", "Client 1"]


def test_every_function_that_is_not_public_wants_a_token(local: Local) -> None:
    for path, (kind, public, _) in FUNCTIONS.items():
        if not public:
            with pytest.raises(Refused) as refused:
                local.call(kind, path, {})
            assert (refused.value.code, refused.value.status) == ("unauthenticated", 401), path


def test_every_foreign_key_includes_the_organisation() -> None:
    keys = [key for table in tables.metadata.tables.values() for key in table.foreign_key_constraints]
    assert keys
    for key in keys:
        assert next(column.name for column in key.columns) == "org_id"
        assert [element.column.name for element in key.elements] == ["org_id", "id"]


def test_every_reference_declared_is_a_foreign_key() -> None:
    declared = {(c.name, f.name) for c in ALL for f in c.refs}
    for c, name in declared:
        table = tables.metadata.tables[tables.table_name(c)]
        assert any(tables.snake(name) in key.column_keys for key in table.foreign_key_constraints), (c, name)


def test_every_table_of_an_organisation_is_keyed_by_it_first() -> None:
    for table in tables.metadata.tables.values():
        if "org_id" in table.columns and table.name != "invites":
            assert next(iter(table.primary_key.columns)).name == "org_id", table.name
