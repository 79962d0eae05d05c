"""The words of our own on paper, in the languages of paper.

Promises: every language has every word; a language that is not here gets English words with its own dates and
numbers. The name of value-added tax is said in the paper's language; any other tax keeps the name it was given.
May not know: how and where the words stand.
"""

from dataclasses import dataclass

from babel import Locale


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a quote and an invoice. `{}` is filled with a number, a day or a page."""

    quote: str
    invoice: str
    pro_forma: str
    number: str
    follows: str
    pro_forma_note: str
    date: str
    due: str
    valid: str
    service_day: str
    same_day: str  # as the invoice, where a law wants that said; else nothing
    reference: str
    project: str
    customer_tax: str
    customer_vat: str
    place: str
    item: str
    quantity: str
    unit: str
    price: str
    tax: str
    amount: str
    optional: str
    forward: str
    brought: str
    subtotal: str
    discount: str
    net: str
    tax_on: str
    includes: str
    total: str
    paid: str
    amount_due: str
    payment: str
    bank: str
    payment_reference: str
    schedule: str
    terms: str
    acceptance: str
    accept_text: str
    accept_plain: str
    name: str
    signature: str
    tax_number: str
    vat_number: str
    page: str
    draft: str
    stamp_paid: str
    void: str
    no_lines: str
    of_quote: str
    value_added: tuple[str, ...]  # what value-added tax is called, the usual name first

    def tax_name(self, given: str) -> str:
        """What a tax that the seller calls so is called on this paper."""
        others = {name for words in _LANGUAGES.values() for name in words.value_added}
        return self.value_added[0] if given in others - {*self.value_added} else given


_ENGLISH = Words(
    quote="Quote",
    invoice="Invoice",
    pro_forma="Pro forma invoice",
    number="Number",
    follows="number follows",
    pro_forma_note="This is not an invoice yet. The invoice follows with its number.",
    date="Date",
    due="Due",
    valid="Valid until",
    service_day="Date of service",
    same_day="",
    reference="Your reference",
    project="Project",
    customer_tax="Your tax number",
    customer_vat="Your VAT number",
    place="Place of service",
    item="Item",
    quantity="Qty",
    unit="Unit",
    price="Price",
    tax="Tax",
    amount="Amount",
    optional="☐ optional, not in the total",
    forward="Carried forward",
    brought="Brought forward",
    subtotal="Subtotal",
    discount="Discount",
    net="Net",
    tax_on="{} on {}",
    includes="including {} on {}",
    total="Total",
    paid="Paid",
    amount_due="Amount due",
    payment="Payment",
    bank="Bank",
    payment_reference="Reference",
    schedule="Payment schedule",
    terms="Terms",
    acceptance="Acceptance",
    accept_plain="I accept this quote and order the work described in it.",
    accept_text="I accept {} of {} for {} and order the work described in it.",
    name="Name",
    signature="Signature",
    tax_number="Tax number",
    vat_number="VAT number",
    page="Page {} of {}",
    draft="Draft",
    stamp_paid="Paid",
    void="Void",
    no_lines="No items",
    of_quote="For our quote {}.",
    value_added=("VAT",),
)

_GERMAN = Words(
    quote="Angebot",
    invoice="Rechnung",
    pro_forma="Proforma-Rechnung",
    number="Nummer",
    follows="Nummer folgt",
    pro_forma_note="Dies ist noch keine Rechnung. Die Rechnung folgt mit ihrer Nummer.",
    date="Datum",
    due="Fällig",
    valid="Gültig bis",
    service_day="Leistungsdatum",
    same_day="entspricht dem Rechnungsdatum",
    reference="Ihr Zeichen",
    project="Projekt",
    customer_tax="Ihre Steuernummer",
    customer_vat="Ihre USt-IdNr.",
    place="Leistungsort",
    item="Leistung",
    quantity="Menge",
    unit="Einheit",
    price="Preis",
    tax="Steuer",
    amount="Betrag",
    optional="☐ optional, nicht im Gesamtbetrag",
    forward="Übertrag",
    brought="Übertrag von Vorseite",
    subtotal="Zwischensumme",
    discount="Rabatt",
    net="Netto",
    tax_on="{} auf {}",
    includes="darin {} auf {}",
    total="Gesamtbetrag",
    paid="Bezahlt",
    amount_due="Offener Betrag",
    payment="Zahlung",
    bank="Bank",
    payment_reference="Verwendungszweck",
    schedule="Zahlungsplan",
    terms="Bedingungen",
    acceptance="Auftragserteilung",
    accept_plain="Ich nehme dieses Angebot an und erteile den Auftrag.",
    accept_text="Ich nehme {} vom {} über {} an und erteile den Auftrag.",
    name="Name",
    signature="Unterschrift",
    tax_number="Steuernummer",
    vat_number="USt-IdNr.",
    page="Seite {} von {}",
    draft="Entwurf",
    stamp_paid="Bezahlt",
    void="Storniert",
    no_lines="Keine Positionen",
    of_quote="Zu unserem Angebot {}.",
    value_added=("USt", "USt.", "MwSt", "MwSt.", "MWST", "Umsatzsteuer", "Mehrwertsteuer"),
)

_LANGUAGES = {"en": _ENGLISH, "de": _GERMAN}


def words(locale: Locale) -> Words:
    """The words of the locale's language, or the English ones."""
    return _LANGUAGES.get(locale.language, _ENGLISH)
