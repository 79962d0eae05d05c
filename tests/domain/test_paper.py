"""A frozen paper and its snapshot are one value; numbers are no part of it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.paper import (
    MAX_LINES,
    Customer,
    Instalment,
    Paper,
    PaperLine,
    PaperTax,
    PaperTotals,
    Seller,
    Show,
    from_snapshot,
    snapshot_sha,
    to_snapshot,
)

PAPER = Paper(
    kind="invoice",
    document_id="0192f0c1-7e55-7c1c-9a6b-0242ac120002",
    currency="EUR",
    issue_day="2026-11-20",
    due_day="2026-12-04",
    seller=Seller("Northside Services", address=("Kiefernweg 8", "10115 Berlin")),
    customer=Customer("Harbour Street Dental"),
    totals=PaperTotals(subtotal=1000, total=1190, net=1000, tax=190, taxes=(PaperTax("19", 1000, 190),)),
    lines=(
        PaperLine(id="l1", kind="heading", description="Preparation"),
        PaperLine(id="l2", position=1, description="Shut-off", quantity="1", unit_price="10", amount=1000),
    ),
    instalments=(Instalment(1190, "2026-12-04"),),
)


def test_a_snapshot_reads_back_as_the_same_paper() -> None:
    assert from_snapshot(to_snapshot(PAPER)) == PAPER


def test_a_snapshot_has_no_number_no_floats_and_nothing_that_is_left_at_its_default() -> None:
    found = json.loads(to_snapshot(PAPER))
    assert "number" not in to_snapshot(PAPER)
    assert not {"terms", "show", "accent", "paper_size"} & set(found)
    assert found["v"] == 1


def test_the_hash_of_this_paper_never_changes() -> None:
    # Pinned: papers that were issued carry it. A change here breaks every archive.
    assert (
        snapshot_sha(to_snapshot(PAPER)) == "0e18864f3d6ec23a8b65b90ff36132467fa093f5ff4668333acb7bb139be6a41"
    )


def test_members_of_a_newer_program_are_passed_over() -> None:
    newer = json.loads(to_snapshot(PAPER)) | {"watermark": "new", "v": 2}
    assert from_snapshot(json.dumps(newer)) == PAPER


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "letter"},
        {"kind": "heading"},
        {"lines": 3},
        {"lines": [{"kind": "line"}]},
        {"customer": []},
        {"totals": {"subtotal": 1.5, "total": 1}},
        {"totals": {"subtotal": True, "total": 1}},
        {"intro": None},
        {"service_address": [1]},
        {"prices_include_tax": 1},
    ],
)
def test_a_snapshot_that_is_not_one_is_refused_with_a_sentence(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="The frozen copy of this document"):
        from_snapshot(json.dumps(json.loads(to_snapshot(PAPER)) | change))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"v":1}'])
def test_text_that_is_no_snapshot_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="The frozen copy of this document"):
        from_snapshot(text)


def test_more_lines_than_paper_may_have_are_refused_with_the_limit() -> None:
    lines = tuple(PaperLine(id=str(at)) for at in range(MAX_LINES + 1))
    with pytest.raises(ValueError, match="at most 2,000 lines"):
        to_snapshot(replace(PAPER, lines=lines))
    assert to_snapshot(replace(PAPER, lines=lines[:-1]))


def test_texts_longer_than_paper_may_hold_are_refused_with_the_limit() -> None:
    with pytest.raises(ValueError, match="768 kB"):
        to_snapshot(replace(PAPER, terms="ä" * (400 * 1024)))


@given(
    st.builds(
        Paper,
        kind=st.sampled_from(["quote", "invoice"]),
        document_id=st.text(max_size=5),
        currency=st.just("EUR"),
        issue_day=st.just("2026-01-01"),
        seller=st.builds(Seller, name=st.text(max_size=9), address=st.tuples(st.text(max_size=9))),
        customer=st.builds(Customer, name=st.text(max_size=9)),
        totals=st.builds(PaperTotals, subtotal=st.integers(-9, 9), total=st.integers(-9, 9)),
        intro=st.text(max_size=30),
        show=st.builds(Show, totals=st.booleans()),
    )
)
def test_any_paper_survives_its_snapshot(paper: Paper) -> None:
    text = to_snapshot(paper)
    assert from_snapshot(text) == paper
    assert to_snapshot(from_snapshot(text)) == text
