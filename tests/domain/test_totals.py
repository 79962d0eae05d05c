"""Totals: the golden vectors, and the laws that hold for every document."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.document_totals import document_totals, section_sums
from onetool_desktop.domain.totals import (
    Balance,
    Discount,
    LineAmounts,
    TaxRounding,
    Totals,
    balance,
    compute_totals,
    line_discount,
)


def line(price: str, *, quantity: str = "1", tax: str = "0", optional: bool = False) -> LineAmounts:
    return LineAmounts(Decimal(quantity), Decimal(price), Decimal(tax), optional=optional)


def totals(
    *lines: LineAmounts,
    percent: str | None = None,
    amount: str | None = None,
    inclusive: bool = False,
    rounding: TaxRounding = "group",
    currency: str = "EUR",
) -> Totals:
    discount = Discount("percent", Decimal(percent)) if percent else None
    discount = Discount("amount", Decimal(amount)) if amount else discount
    return compute_totals(
        lines, currency=currency, discount=discount, prices_include_tax=inclusive, tax_rounding=rounding
    )


@pytest.mark.parametrize("rounding", ["group", "line"])
def test_golden_16_times_348_35_less_4_percent_at_22(rounding: TaxRounding) -> None:
    found = totals(line("348.35", quantity="16", tax="22"), percent="4", rounding=rounding)
    assert (found.subtotal, found.net, found.tax, found.total) == (557360, 535066, 117715, 652781)


@pytest.mark.parametrize(
    ("count", "quantity", "rounding", "total"),
    [(1, "10", "group", 3798), (1, "10", "line", 3798), (10, "1", "group", 3798), (10, "1", "line", 3800)],
)
def test_golden_ten_times_3_60_at_5_5(count: int, quantity: str, rounding: TaxRounding, total: int) -> None:
    lines = [line("3.60", quantity=quantity, tax="5.5")] * count
    assert totals(*lines, rounding=rounding).total == total


@pytest.mark.parametrize(
    ("rate", "group", "each"), [("20", 166, 169), ("19", 157, 156), ("8.875", 73, 75), ("7.7", 64, 66)]
)
def test_golden_seven_of_0_33_and_three_of_1_99(rate: str, group: int, each: int) -> None:
    lines = [line("0.33", tax=rate)] * 7 + [line("1.99", tax=rate)] * 3
    assert totals(*lines).tax == group
    assert totals(*lines, rounding="line").tax == each


@pytest.mark.parametrize("rounding", ["group", "line"])
def test_golden_two_rates_on_one_document(rounding: TaxRounding) -> None:
    found = totals(line("45.30", tax="5"), line("33.45", tax="10"), rounding=rounding)
    assert (found.tax, found.total) == (562, 8437)
    assert [(str(group.rate), group.base, group.tax) for group in found.groups] == [
        ("5", 4530, 227),
        ("10", 3345, 335),
    ]


def test_golden_inclusive_prices_yield_the_tax_first() -> None:
    found = totals(line("2.99", tax="4"), inclusive=True)
    assert (found.tax, found.net, found.total) == (12, 287, 299)


def test_golden_a_tenth_off_is_dealt_out_by_largest_remainder() -> None:
    lines = [line("33.33", tax="1"), line("33.33", tax="2"), line("33.34", tax="3")]
    found = totals(*lines, percent="10")
    assert found.discount == 1000
    assert [group.base for group in found.groups] == [3333 - 333, 3333 - 333, 3334 - 334]


@pytest.mark.parametrize(("rounding", "net"), [("group", 138462), ("line", 138461)])
def test_golden_inclusive_1000_and_800_at_30(rounding: TaxRounding, net: int) -> None:
    found = totals(line("1000", tax="30"), line("800", tax="30"), inclusive=True, rounding=rounding)
    assert (found.net, found.total) == (net, 180000)


@pytest.mark.parametrize(
    ("price", "rate", "tax"),
    [("0.50", "5", 3), ("2.50", "5", 13), ("45.30", "5", 227), ("33.45", "10", 335), ("12.50", "8.2", 103)],
)
def test_golden_ties_of_tax_go_up(price: str, rate: str, tax: int) -> None:
    assert totals(line(price, tax=rate)).tax == tax


def test_one_eleventh_of_an_australian_price_is_its_tax() -> None:
    assert totals(line("110", tax="10"), inclusive=True).tax == 1000


def test_of_a_percent_discount_the_discounted_sum_is_rounded_as_on_the_web() -> None:
    found = totals(line("0.05"), percent="50")
    assert (found.discount, found.total) == (2, 3)


def test_a_discount_is_never_more_than_the_sum_nor_less_than_nothing() -> None:
    assert totals(line("10"), amount="12").total == 0
    assert totals(line("10"), amount="-12").total == 1000
    assert totals(line("-10"), percent="50").discount == 0


def test_an_optional_line_has_an_amount_but_counts_nowhere() -> None:
    found = totals(line("10", tax="19"), line("99", tax="7", optional=True))
    assert found.lines == (1000, 9900)
    assert (found.subtotal, found.total) == (1000, 1190)
    assert [str(group.rate) for group in found.groups] == ["19"]


@pytest.mark.parametrize(("percent", "net"), [("100", 0), ("150", 0), ("-10", 2000)])
def test_a_percentage_off_a_line_takes_no_more_than_there_is_and_adds_nothing(percent: str, net: int) -> None:
    off = LineAmounts(Decimal(2), Decimal(10), discount_percent=Decimal(percent))
    assert compute_totals([off], currency="EUR").lines == (net,)


def test_a_line_discount_is_taken_before_the_line_is_rounded() -> None:
    found = compute_totals(
        [LineAmounts(Decimal(3), Decimal("0.335"), discount_percent=Decimal(50))], currency="EUR"
    )
    assert found.lines == (50,)


@pytest.mark.parametrize(
    ("quantity", "price", "off", "net"),
    [
        ("2", "142.50", "25", 26000),
        ("1", "10", "12", 0),
        ("-2", "10", "5", -1500),
        ("3", "0.335", "0.005", 100),
    ],
)
def test_a_line_discount_that_is_an_amount_takes_no_more_than_there_is_and_is_given_back(
    quantity: str, price: str, off: str, net: int
) -> None:
    item = LineAmounts(Decimal(quantity), Decimal(price), discount_amount=Decimal(off))
    found = compute_totals([item], currency="EUR")
    assert found.lines == (net,)


def test_golden_a_line_discount_a_document_discount_and_an_option_on_one_quote() -> None:
    lines = [
        {
            "quantity": "2",
            "unitPrice": "142.50",
            "taxRate": "19",
            "discountKind": "percent",
            "discountValue": "10",
        },
        {
            "quantity": "3.5",
            "unitPrice": "62",
            "taxRate": "7",
            "discountKind": "amount",
            "discountValue": "17",
        },
        {"quantity": "1", "unitPrice": "400", "taxRate": "19", "optional": True},
        {"kind": "text", "description": "Access through the yard."},
    ]
    head = {"currency": "EUR", "discountKind": "percent", "discountValue": "10"}
    offered = document_totals(head, lines)
    assert offered.lines == (25650, 20000, 40000, 0)
    assert (offered.subtotal, offered.discount, offered.net) == (45650, 4565, 41085)
    assert (offered.tax, offered.total) == (4386 + 1260, 46731)
    lines[2] |= {"chosen": True}
    chosen = document_totals(head, lines)
    assert (chosen.subtotal, chosen.total) == (85650, 46731 + 36000 + 6840)


def test_currencies_without_and_with_three_places_round_to_their_own_unit() -> None:
    assert totals(line("1250.5", tax="10"), currency="JPY").total == 1376
    assert totals(line("1.2345", tax="5"), currency="KWD").total == 1235 + 62


def test_a_cent_that_two_groups_claim_alike_goes_by_rate_not_by_place() -> None:
    lines = [line("0.01", tax="7"), line("0.01", tax="19")]
    there = totals(*lines, amount="0.01")
    assert there.groups == totals(*reversed(lines), amount="0.01").groups
    assert [group.base for group in there.groups] == [0, 1]


def test_a_document_without_lines_is_zero() -> None:
    found = totals(percent="10")
    assert (found.subtotal, found.discount, found.tax, found.total, found.groups) == (0, 0, 0, 0, ())


def test_the_largest_numbers_a_field_takes_are_computed_exactly() -> None:
    found = totals(line("999999999999.9999", quantity="999999999999.9999", tax="0"))
    assert found.total == 10**26 - 2 * 10**10
    # In 28 digits this product is rounded up to a half cent, and then once more.
    found = totals(line("827438483767.2645", quantity="979896065255.4586"))
    assert found.total == 81080371448448513601350061


def test_a_credit_takes_back_to_the_cent_what_was_charged() -> None:
    charged = totals(line("2.50", tax="5"), line("0.335", tax="19"))
    credited = totals(line("-2.50", tax="5"), line("-0.335", tax="19"))
    assert credited.total == -charged.total


def test_payments_leave_what_is_due_or_a_credit() -> None:
    assert balance(1000, []) == Balance(paid=0, due=1000, credit=0)
    assert balance(1000, [400, 700, -100]) == Balance(paid=1000, due=0, credit=0)
    assert balance(1000, [1200]) == Balance(paid=1200, due=0, credit=200)


PRICES = st.decimals(min_value=0, max_value=100_000, places=4)
RATES = st.sampled_from([Decimal(rate) for rate in ("0", "5.5", "7", "8.875", "19", "20", "22.5")])
LINES = st.lists(
    st.builds(
        LineAmounts,
        quantity=st.decimals(min_value=0, max_value=500, places=3),
        unit_price=PRICES,
        tax_rate=RATES,
        discount_percent=st.decimals(min_value=0, max_value=100, places=2),
        discount_amount=st.just(Decimal(0)) | PRICES,
        tax_category=st.sampled_from(["", "S", "AE"]),
        optional=st.booleans(),
    ),
    max_size=12,
)
DISCOUNTS = st.none() | st.builds(Discount, kind=st.just("percent"), value=st.decimals(0, 100, places=3))
DISCOUNTS |= st.builds(Discount, kind=st.just("amount"), value=PRICES)
ROUNDINGS = st.sampled_from(["group", "line"])


@given(LINES, DISCOUNTS, st.booleans(), ROUNDINGS)
def test_parts_add_up_and_nothing_is_below_zero(
    lines: Sequence[LineAmounts], discount: Discount | None, inclusive: bool, rounding: TaxRounding
) -> None:
    found = compute_totals(
        lines, currency="EUR", discount=discount, prices_include_tax=inclusive, tax_rounding=rounding
    )
    assert found.subtotal == sum(
        net for net, item in zip(found.lines, lines, strict=True) if not item.optional
    )
    for item, net in zip(lines, found.lines, strict=True):
        plain = compute_totals([LineAmounts(item.quantity, item.unit_price)], currency="EUR").subtotal
        assert 0 <= net <= plain
        assert net + line_discount(item, "EUR") == plain
    assert 0 <= found.discount <= found.subtotal
    assert found.net == sum(group.base for group in found.groups)
    assert found.tax == sum(group.tax for group in found.groups)
    assert found.total == found.net + found.tax
    assert found.subtotal - found.discount == (found.total if inclusive else found.net)
    assert all(group.base >= 0 and group.tax >= 0 for group in found.groups)


@given(LINES, DISCOUNTS, st.booleans(), ROUNDINGS, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_total(
    lines: list[LineAmounts],
    discount: Discount | None,
    inclusive: bool,
    rounding: TaxRounding,
    chance: object,
) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found, again = (
        compute_totals(
            order, currency="EUR", discount=discount, prices_include_tax=inclusive, tax_rounding=rounding
        )
        for order in (lines, shuffled)
    )
    assert (found.subtotal, found.discount, found.groups, found.total) == (
        again.subtotal,
        again.discount,
        again.groups,
        again.total,
    )


@given(LINES, st.booleans())
def test_tax_of_a_group_is_within_half_a_cent_of_its_exact_tax(
    lines: list[LineAmounts], inclusive: bool
) -> None:
    for group in compute_totals(lines, currency="EUR", prices_include_tax=inclusive).groups:
        if inclusive:
            exact = Decimal(group.base + group.tax) * group.rate / (100 + group.rate)
        else:
            exact = Decimal(group.base) * group.rate / 100
        assert abs(group.tax - exact) <= Decimal("0.5")


KINDS = st.lists(st.tuples(st.sampled_from(["line", "heading", "text"]), st.integers(-900, 9_000)))


@given(KINDS)
def test_what_stands_before_the_first_heading_and_the_sections_are_together_the_subtotal(
    lines: list[tuple[str, int]],
) -> None:
    sums = section_sums(lines)
    kinds = [kind for kind, _amount in lines]
    assert all(kinds[at] == "heading" for at in sums)
    first = kinds.index("heading") if "heading" in kinds else len(kinds)
    loose = sum(amount for kind, amount in lines[:first] if kind == "line")
    whole = sum(amount for kind, amount in lines if kind == "line")
    assert not sums or loose + sum(sums.values()) == whole


def test_a_section_has_a_sum_where_it_is_not_all_there_is_and_not_without_a_line() -> None:
    head, one, text = ("heading", 0), ("line", 100), ("text", 0)
    assert section_sums([head, one, one]) == {}
    assert section_sums([one, head, one, text, one]) == {1: 200}
    assert section_sums([head, one, head, text, head, one]) == {0: 100, 4: 100}
