"""Groups that a wrong or hostile program might send: refused in words, never half done, never a crash."""

from dataclasses import replace
from typing import Any

import pytest

from onetool_desktop.changes import validate, wire
from onetool_desktop.changes.decide import Site, decide
from onetool_desktop.changes.values import Change, Invalid
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Merge
from tests.support.changing import (
    CLIENT,
    CONTACT,
    FAR_CONTACT,
    HEAD,
    LATE,
    LINE,
    OTHER,
    QUOTE,
    TASK,
    bare,
    business,
    code,
    delete,
    issue,
    papers,
    put,
    stands,
    told,
)
from tests.support.memory_rows import FIELD, OFFICE, USERS, Author, Rows, send, uid

NEW = uid(77)


@pytest.fixture
def rows() -> Rows:
    return business()


@pytest.fixture
def office() -> Author:
    return Author(OFFICE)


def refused(rows: Rows, author: Author, *changes: Change) -> str | None:
    """Why the cloud refuses the changes as one group."""
    return code(send(rows, author, author.group(*changes)))


def without(who: str, *objects: str) -> Author:
    """An office person who may not do anything with these objects."""
    author = Author(who, role="office")
    author.principal = replace(author.principal, permissions=dict.fromkeys(objects, "none"))
    return author


@pytest.mark.parametrize("name", ["memberships", "devices", "issued", "notices"])
def test_rows_that_only_a_rule_makes_are_made_by_no_put(name: str, rows: Rows, office: Author) -> None:
    collection = COLLECTIONS[name]
    free = [f.name for f in collection.fields if f.merge is not Merge.CLOUD]
    assert refused(rows, office, Change(name, NEW, f=dict.fromkeys(free, False))) is not None
    one = {collection.fields[0].name: USERS[OFFICE]}
    assert refused(rows, office, Change(name, NEW, f=one)) == "validation"


def test_a_second_organisation_is_made_by_no_put(rows: Rows, office: Author) -> None:
    fields = {"name": "Mine", "currency": "EUR", "timezone": "UTC"}
    assert refused(rows, office, Change("organizations", NEW, f=fields)) == "forbidden"


@pytest.mark.parametrize(
    "register", ["tags:%zz", "tags:%", "tags:%76ip", "tags:a b", "tags:%c3%a9", "tags:%FF", "tags:"]
)
def test_an_element_has_one_register_only(register: str, rows: Rows, office: Author) -> None:
    assert refused(rows, office, put(rows, "clients", CLIENT, {register: True})) == "validation"


def test_a_set_does_not_grow_beyond_its_limit(rows: Rows, office: Author) -> None:
    many = {f"tags:t{n}": True for n in range(COLLECTIONS["clients"].by_name["tags"].limit + 1)}
    assert refused(rows, office, put(rows, "clients", CLIENT, many)) == "validation"


@pytest.mark.parametrize(
    ("c", "field", "value"),
    [
        ("quoteLineItems", "unitPrice", "٣"),
        ("projects", "startDate", "٢٠٢٦-11-22"),
        ("tasks", "startTime", "1٠:00"),
        ("tasks", "date", "2026-02-30"),
        ("tasks", "date", 20261122),
    ],
)
def test_digits_of_other_scripts_and_days_that_never_come_are_no_values(
    c: str, field: str, value: object
) -> None:
    assert validate.message(COLLECTIONS[c], field, value) is not None


@pytest.mark.parametrize("notes", ["x" * 20_000, "tab\there\x0b\x00", "🧰 naïve", "שלום עולם", "\u202eback"])
def test_whatever_people_write_is_accepted(notes: str, rows: Rows, office: Author) -> None:
    group = office.group(put(rows, "clients", CLIENT, notes=notes))
    stands(send(rows, office, wire.group_from_wire(wire.loads(wire.dumps(wire.group_to_wire(group))))))
    assert rows.rows["clients", CLIENT].f["notes"] == notes


def test_a_currency_that_is_none_is_refused(rows: Rows, office: Author) -> None:
    assert refused(rows, office, Change("quotes", NEW, f={**HEAD, "currency": "QQQ"})) == "validation"


@pytest.mark.parametrize(
    "change",
    [
        {"op": "delete", "f": {"notes": "x"}},
        {"op": "delete", "b": {"row": 5}},
        {"op": "delete", "b": {"notes": "000000000001"}},
        {"op": "restore", "f": {"notes": "x"}, "from": uid(9)},
        {"op": "restore", "b": {"row": "000000000001"}, "from": uid(9)},
        {"op": "put", "f": {"notes": "x"}, "b": {"notes": "000000000001"}},
    ],
)
def test_each_operation_carries_its_own_members_only(change: dict[str, Any], office: Author) -> None:
    message = wire.group_to_wire(office.group(Change("clients", CLIENT, f={"notes": "x"})))
    with pytest.raises(Invalid):
        wire.group_from_wire({**message, "changes": [{"c": "clients", "id": CLIENT, **change}]})


@pytest.mark.parametrize("wrong", [{"day": "soon"}, {"sha": "Z" * 64}, {"rev": 1}, {"snap": "é" * 400_000}])
def test_a_command_is_exact_about_day_hash_revision_and_size(
    wrong: dict[str, Any], rows: Rows, office: Author
) -> None:
    message = wire.group_to_wire(office.group(commands=(issue(rows, "B7", 1),)))
    with pytest.raises(Invalid):
        wire.group_from_wire({**message, "commands": [{**message["commands"][0], **wrong}]})


def test_an_issue_holds_nothing_else_when_it_is_saved_too(rows: Rows, office: Author) -> None:
    mixed = office.group(put(rows, "clients", CLIENT, notes="x"), commands=(issue(rows, "B7", 1),))
    for site in Site:
        assert code(decide(rows, office.principal, mixed, site=site)) == "validation"


def test_a_group_of_too_many_changes_is_refused_when_it_is_saved(rows: Rows, office: Author) -> None:
    many = [Change("clients", uid(n), f={"companyName": "x", "status": "lead"}) for n in range(1000, 1251)]
    assert code(decide(rows, office.principal, office.group(*many))) == "validation"


def test_a_field_newer_than_the_groups_schema_is_unknown_to_it(rows: Rows, office: Author) -> None:
    older = replace(office.group(put(rows, "clients", CLIENT, notes="x")), schema=0)
    assert code(send(rows, office, older)) == "validation"


def test_the_later_change_of_one_group_stands(rows: Rows, office: Author) -> None:
    made = Change("clients", NEW, f={"companyName": "New", "status": "lead"})
    group = office.group(
        made, Change("clients", NEW, f={"companyName": "Newer"}, b={"companyName": "0" * 24})
    )
    stands(send(rows, office, group))
    assert rows.rows["clients", NEW].f["companyName"] == "Newer"


@pytest.mark.parametrize("turn", [1, -1])
def test_a_group_does_not_change_what_it_deletes_with_its_parent(
    turn: int, rows: Rows, office: Author
) -> None:
    both = [put(rows, "quoteLineItems", LINE, unitPrice="1.00"), delete(rows, "quotes", QUOTE)]
    assert refused(rows, office, *both[::turn]) == "validation"


def test_a_main_contact_is_the_clients_own(rows: Rows, office: Author) -> None:
    assert refused(rows, office, put(rows, "clients", CLIENT, primaryContactId=FAR_CONTACT)) == "validation"
    assert refused(rows, office, put(rows, "clients", CLIENT, primaryContactId=CONTACT)) is None


def test_merging_never_leads_in_a_ring(rows: Rows, office: Author) -> None:
    assert refused(rows, office, put(rows, "clients", CLIENT, mergedInto=CLIENT)) == "validation"
    assert refused(rows, office, put(rows, "clients", CLIENT, mergedInto=OTHER)) is None
    assert refused(rows, office, put(rows, "clients", OTHER, mergedInto=CLIENT)) == "step"


def test_a_client_and_its_contact_lead_to_each_other_in_one_group(rows: Rows, office: Author) -> None:
    client = Change("clients", NEW, f={"companyName": "N", "status": "lead", "primaryContactId": uid(78)})
    contact = Change("clientContacts", uid(78), f={"clientId": NEW, "firstName": "Cy"})
    assert refused(rows, office, client, contact) is None


def test_a_reference_that_lost_or_only_came_along_is_not_asked(rows: Rows, office: Author) -> None:
    field = Author(FIELD, role="office")
    mine = office.group(put(rows, "tasks", TASK, propertyId=None))
    away = field.group(put(rows, "tasks", TASK, clientId=OTHER, projectId=None), ms=LATE)
    stands(send(rows, field, away))
    assert [lost.r for lost in stands(send(rows, office, mine)).lost] == ["place"]


def test_a_replica_does_not_ask_for_a_parent_still_to_come(rows: Rows, office: Author) -> None:
    visit = Change(
        "tasks", NEW, f={"title": "V", "clientId": uid(99), "date": "2026-11-23", "status": "pending"}
    )
    group = office.group(visit)
    assert code(decide(rows, office.principal, group, site=Site.DEVICE)) is None
    assert code(decide(rows, office.principal, group, site=Site.CLOUD)) == "not_found"


def test_without_prices_the_unit_is_edited_and_the_price_stays(rows: Rows) -> None:
    field = without(FIELD, "prices")
    stands(send(rows, field, field.group(bare(rows, "quoteLineItems", LINE, unit="hour"))))
    line = rows.rows["quoteLineItems", LINE].f
    assert (line["unit"], line["unitPrice"], line["quantity"]) == ("hour", "85.00", "1")
    assert refused(rows, field, bare(rows, "quoteLineItems", LINE, unitPrice="1.00")) == "forbidden"


def test_what_wins_over_his_unit_does_not_tell_him_the_price(rows: Rows, office: Author) -> None:
    field = without(FIELD, "prices")
    mine = field.group(bare(rows, "quoteLineItems", LINE, unit="hour"))
    stands(send(rows, office, office.group(put(rows, "quoteLineItems", LINE, unit="day"), ms=LATE)))
    assert [dict(lost.f) for lost in stands(send(rows, field, mine)).lost] == [{"unit": "day"}]
    (notice,) = (row.f for (c, _), row in rows.rows.items() if c == "notices")
    assert (notice["lost"], notice["won"]) == ({"unit": "hour"}, {"unit": "day"})


def test_a_notice_does_not_tell_a_price_to_who_may_not_read_it(rows: Rows, office: Author) -> None:
    field = without(FIELD, "prices")
    rows.rights[USERS[FIELD]] = field.principal
    theirs = office.group(put(rows, "quoteLineItems", LINE, unit="day", unitPrice="9.00"), ms=LATE)
    stands(send(rows, field, field.group(bare(rows, "quoteLineItems", LINE, unit="hour"))))
    stands(send(rows, office, theirs))
    (notice,) = (row.f for (c, _), row in rows.rows.items() if c == "notices")
    assert notice["userId"] == USERS[FIELD]
    assert (notice["lost"]["unit"], notice["won"]["unit"]) == ("hour", "day")
    assert not {"unitPrice", "cost"} & {*notice["lost"], *notice["won"]}


def test_a_deleted_row_is_told_without_the_prices_its_editor_may_not_read(rows: Rows, office: Author) -> None:
    field = without(FIELD, "prices")
    rows.rights[USERS[FIELD]] = field.principal
    unseen = office.group(delete(rows, "quotes", QUOTE))
    stands(send(rows, field, field.group(bare(rows, "quoteLineItems", LINE, unit="hour"))))
    stands(send(rows, office, unseen))
    (notice,) = (row.f for (c, _), row in rows.rows.items() if c == "notices")
    assert notice["lost"]["unit"] == "hour"
    assert "unitPrice" not in notice["lost"]


def test_who_deleted_a_line_that_was_printed_meanwhile_is_told(rows: Rows, office: Author) -> None:
    field = Author(FIELD)
    printed = field.group(commands=(issue(rows, "B2", 7),))
    stands(send(rows, office, office.group(delete(rows, "quoteLineItems", LINE))))
    stands(send(rows, field, printed))
    (notice,) = (row.f for (c, _), row in rows.rows.items() if c == "notices")
    assert (notice["userId"], notice["c"], notice["rowId"]) == (USERS[OFFICE], "quoteLineItems", LINE)
    assert notice["lost"] == {}
    assert notice["won"]["unitPrice"] == "85.00"


def test_equal_units_make_no_notice_though_the_prices_differ(rows: Rows, office: Author) -> None:
    field = without(FIELD, "prices")
    mine = field.group(bare(rows, "quoteLineItems", LINE, unit="day"), ms=LATE)
    stands(send(rows, office, office.group(put(rows, "quoteLineItems", LINE, unit="day", unitPrice="9.00"))))
    stands(send(rows, field, mine))
    assert told(rows) == []


def test_a_block_that_leaves_a_value_out_makes_no_line_nobody_entered(rows: Rows, office: Author) -> None:
    assert refused(rows, office, bare(rows, "quoteLineItems", LINE, unitPrice="1.00")) == "validation"
    assert rows.rows["quoteLineItems", LINE].f["unitPrice"] == "85.00"


def test_who_only_sees_costs_does_not_write_them(rows: Rows) -> None:
    seer = Author(FIELD, role="office")
    assert refused(rows, seer, put(rows, "quoteLineItems", LINE, cost="1.00")) == "forbidden"


def test_a_role_of_a_newer_cloud_allows_nothing(rows: Rows) -> None:
    stranger = Author(FIELD, role="dispatcher")
    assert refused(rows, stranger, put(rows, "clients", CLIENT, notes="x")) == "forbidden"


def test_a_refused_group_has_done_nothing(rows: Rows, office: Author) -> None:
    before, seq = dict(rows.rows), rows.seq
    good, bad = (
        put(rows, "clients", CLIENT, notes="x"),
        put(rows, "clients", OTHER, status="vip", start="lead"),
    )
    assert refused(rows, office, good, bad) == "validation"
    assert (rows.rows, rows.seq) == (before, seq)


def test_a_device_series_always_brings_its_number(rows: Rows, office: Author) -> None:
    command = issue(rows, "B7")
    for site in Site:
        assert (
            code(decide(rows, office.principal, office.group(commands=(command,)), site=site)) == "validation"
        )


def test_the_frozen_copy_is_the_one_that_was_hashed(rows: Rows, office: Author) -> None:
    forged = replace(issue(rows, "main"), snap="{}")
    assert code(send(rows, office, office.group(commands=(forged,)))) == "validation"
    assert papers(rows) == []


def test_a_printed_number_stands_though_its_copy_is_unreadable(rows: Rows, office: Author) -> None:
    for no, snap in enumerate(("[" * 100_000, "{", "[]", '{"lines":[1]}'), start=1):
        command = replace(issue(rows, "B7", no), snap=snap)
        stands(send(rows, office, office.group(commands=(command,))))
    assert len(papers(rows)) == 4


def test_a_document_without_a_usable_currency_is_refused_in_words(rows: Rows, office: Author) -> None:
    quote = rows.rows["quotes", QUOTE]
    command = issue(rows, "main")
    rows.rows["quotes", QUOTE] = replace(quote, f={**quote.f, "currency": "QQQ"})
    assert code(send(rows, office, office.group(commands=(command,)))) == "validation"


def test_a_sent_document_whose_number_follows_is_not_deleted(rows: Rows, office: Author) -> None:
    device = Rows(gives_numbers=False)
    device.rows = dict(rows.rows)
    group = office.group(commands=(issue(rows, "main"),))
    device.accept(stands(decide(device, office.principal, group)))
    assert code(decide(device, office.principal, office.group(delete(device, "quotes", QUOTE)))) == "locked"
