"""Clients that were merged: who stands for whom, what may be merged, and two people who merge the other way round."""

from dataclasses import replace

import pytest

from onetool_desktop.changes import merged
from onetool_desktop.changes.draft_paper import build_paper
from onetool_desktop.changes.values import Change
from tests.support.changing import (
    CLIENT,
    DAY,
    FAR_CONTACT,
    OTHER,
    PROJECT,
    QUOTE,
    business,
    code,
    delete,
    put,
    restore,
    stands,
)
from tests.support.memory_rows import FIELD, OFFICE, ORG, Author, Rows, send, uid

THIRD = uid(30)


@pytest.fixture
def rows() -> Rows:
    found = business()
    third = Change("clients", THIRD, f={"companyName": "T", "status": "active"})
    stands(send(found, author := Author(OFFICE), author.group(third)))
    return found


@pytest.fixture
def office() -> Author:
    return Author(OFFICE)


def merge(rows: Rows, author: Author, one: str, into: str | None) -> object:
    return code(send(rows, author, author.group(put(rows, "clients", one, mergedInto=into))))


def survivors(rows: Rows) -> list[str]:
    return [merged.survivor(rows, "clients", one) for one in (CLIENT, OTHER, THIRD)]


def test_a_chain_of_merged_clients_leads_to_the_last_whatever_was_merged_first(
    rows: Rows, office: Author
) -> None:
    assert merge(rows, office, CLIENT, OTHER) is None
    assert merge(rows, office, OTHER, THIRD) is None
    assert survivors(rows) == [THIRD, THIRD, THIRD]
    assert merged.together(rows, "clients", THIRD) == [THIRD, OTHER, CLIENT]
    assert [row.id for row in merged.children(rows, "projects", "clientId", THIRD)] == [PROJECT]


def test_who_merges_the_other_way_round_second_is_refused_and_nothing_is_lost(
    rows: Rows, office: Author
) -> None:
    other_way = put(rows, "clients", OTHER, mergedInto=CLIENT)
    assert merge(rows, office, CLIENT, OTHER) is None
    field = Author(FIELD)
    assert code(send(rows, field, field.group(other_way))) == "step", "sensible when it was made: no nonsense"
    assert survivors(rows) == [OTHER, OTHER, THIRD]


@pytest.mark.parametrize("later", [5_000, -5_000], ids=["a higher stamp", "a lower stamp"])
def test_who_merges_the_same_client_into_another_one_second_is_refused_with_what_he_filled_in(
    rows: Rows, office: Author, later: int
) -> None:
    field, now = Author(FIELD), 1_800_000_060_000
    merging = put(rows, "clients", CLIENT, mergedInto=THIRD), put(rows, "clients", THIRD, taxNumber="DE 9")
    first = office.group(put(rows, "clients", CLIENT, mergedInto=OTHER), ms=now)
    stands(send(rows, office, first))
    assert code(send(rows, field, field.group(*merging, ms=now + later))) == "step"
    assert survivors(rows)[0] == OTHER
    assert "taxNumber" not in rows.rows["clients", THIRD].f, "it is a client's who was merged elsewhere"


def test_who_has_seen_where_a_client_went_may_merge_him_elsewhere_and_both_into_the_same(
    rows: Rows, office: Author
) -> None:
    field = Author(FIELD)
    same = put(rows, "clients", CLIENT, mergedInto=OTHER)
    assert merge(rows, office, CLIENT, OTHER) is None
    assert code(send(rows, field, field.group(same))) is None, "both meant the same"
    assert merge(rows, field, CLIENT, THIRD) is None
    assert survivors(rows)[0] == THIRD


def test_what_was_chosen_of_a_merged_client_is_no_nonsense_once_he_is_set_apart(
    rows: Rows, office: Author
) -> None:
    assert merge(rows, office, OTHER, CLIENT) is None
    contact = put(rows, "quotes", QUOTE, contactId=FAR_CONTACT)
    assert merge(rows, office, OTHER, None) is None
    assert code(send(rows, office, office.group(contact))) == "step"


def test_no_ring_comes_about_by_way_of_a_deleted_client_that_is_brought_back(
    rows: Rows, office: Author
) -> None:
    assert merge(rows, office, OTHER, THIRD) is None
    gone = office.group(delete(rows, "clients", OTHER))
    stands(send(rows, office, gone))
    assert merge(rows, office, CLIENT, OTHER) == "parent_deleted"
    assert merge(rows, office, THIRD, CLIENT) is None
    stands(send(rows, office, office.group(restore("clients", OTHER, gone.gid))))
    assert survivors(rows) == [CLIENT, CLIENT, CLIENT]


def test_a_ring_through_a_deleted_client_is_refused_while_it_is_deleted(rows: Rows, office: Author) -> None:
    assert merge(rows, office, CLIENT, OTHER) is None
    assert merge(rows, office, OTHER, THIRD) is None
    gone = office.group(delete(rows, "clients", OTHER))
    stands(send(rows, office, gone))
    assert survivors(rows)[0] == CLIENT, "whose survivor is deleted stands for himself again"
    assert merge(rows, office, THIRD, CLIENT) == "step"


def test_every_client_of_a_ring_stands_for_himself(rows: Rows) -> None:
    for one, into in ((CLIENT, OTHER), (OTHER, CLIENT), (THIRD, CLIENT)):
        row = rows.rows["clients", one]
        rows.rows["clients", one] = replace(row, f={**row.f, "mergedInto": into})
    assert survivors(rows) == [CLIENT, OTHER, THIRD]


def test_only_who_may_delete_clients_merges_them(rows: Rows) -> None:
    technician = Author(FIELD, role="technician")
    assert merge(rows, technician, CLIENT, OTHER) == "forbidden"
    assert merge(rows, Author(FIELD, role="office"), CLIENT, OTHER) is None
    assert merge(rows, technician, CLIENT, None) == "forbidden"


def test_what_belongs_to_one_belongs_to_the_other_once_they_are_merged(rows: Rows, office: Author) -> None:
    contact = put(rows, "quotes", QUOTE, contactId=FAR_CONTACT)
    assert code(send(rows, office, office.group(contact))) == "validation"
    assert merge(rows, office, CLIENT, OTHER) is None
    assert code(send(rows, office, office.group(contact))) is None


def test_a_draft_is_printed_for_who_stands_for_its_client(rows: Rows, office: Author) -> None:
    named = put(rows, "clients", OTHER, companyName="Harbour", taxNumber="DE 1")
    stands(send(rows, office, office.group(named)))
    assert merge(rows, office, CLIENT, OTHER) is None
    customer = build_paper(rows, org=ORG, c="quotes", id=QUOTE, day=DAY).customer
    assert (customer.name, customer.tax_number) == ("Harbour", "DE 1")
