"""The firm itself: its settings as printed on paper, the people who work there, and its price book.

Promises: telephone numbers, e-mail addresses and bank details are of the kinds kept for fiction and examples, so that
nobody real is ever rung, written to or paid. May not know: clients, work.
"""

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.values import Save, Staff, put, trade

NAME = "Harbourside Plumbing & Heating Ltd"
CURRENCY = "GBP"
TIMEZONE = "Europe/London"
TAX_RATE = "20"
OWNER_NAME = "Joanna Fairweather"
_TEAM = (
    ("Grace Adeyemi", "grace", "office"),
    ("Rhys Llewellyn", "rhys", "technician"),
    ("Tom Vowles", "tom", "technician"),
    ("Agnieszka Nowak", "agnieszka", "technician"),
    ("Callum Pearce", "callum", "technician"),
)


def settings(*, org: str) -> Change:
    """What stands at the top and the foot of every page, and the usual terms."""
    texts = trade()
    fields = {
        "name": NAME,
        "email": "office@harbourside-heating.example",
        "phone": "0117 496 0142",
        "website": "www.harbourside-heating.example",
        "streetAddress": "Unit 4, Underfall Yard\nCumberland Road",
        "zipCode": "BS1 6XG",
        "city": "Bristol",
        "country": "GB",
        "language": "en-GB",
        "paperSize": "A4",
        "taxNumber": "GB 123 4567 82",
        "taxLabel": "VAT",
        "defaultTaxRate": TAX_RATE,
        "iban": "GB33BUKB20201555555555",
        "bank": "Harbour Bank",
        "paymentDays": 14,
        "quoteTerms": texts.terms_quote,
        "invoiceTerms": texts.terms_invoice,
        "footer": "Registered in England and Wales. Gas Safe registered. Water supply regulations approved.",
    }
    return put("organizations", org, fields)


def team(*, ids: Ids, owner: str) -> tuple[Staff, tuple[Change, ...]]:
    """The people beside the owner, whose own row is there already."""
    rows: list[Change] = []
    found: dict[str, list[str]] = {"office": [], "technician": []}
    for at, (name, short, role) in enumerate(_TEAM):
        row = ids.new_id()
        found[role].append(row)
        fields = {
            "name": name,
            "email": f"{short}@harbourside-heating.example",
            "phone": f"07700 9001{at + 10}",
            "active": True,
        }
        rows.append(put("users", row, fields))
    return Staff(owner, tuple(found["office"]), tuple(found["technician"])), tuple(rows)


def price_book(*, ids: Ids) -> tuple[dict[str, str], tuple[Change, ...]]:
    """The price book: ids by code, and the rows."""
    rows: list[Change] = []
    by_code: dict[str, str] = {}
    for sku in trade().skus.values():
        by_code[sku.code] = ids.new_id()
        fields = {
            "name": sku.name,
            "detail": sku.detail,
            "unit": sku.unit,
            "unitPrice": sku.price,
            "taxRate": TAX_RATE,
            "cost": sku.cost,
            "isActive": True,
        }
        rows.append(put("skus", by_code[sku.code], fields))
    return by_code, tuple(rows)


def opening(*, ids: Ids, org: str, owner: str) -> tuple[Staff, dict[str, str], tuple[Save, ...]]:
    """Settings, people and price book, in the steps in which they are saved."""
    staff, people = team(ids=ids, owner=owner)
    skus, prices = price_book(ids=ids)
    steps = (
        Save("Set up the business", (settings(org=org),)),
        Save("Add the team", people),
        Save("Fill the price book", prices),
    )
    return staff, skus, steps
