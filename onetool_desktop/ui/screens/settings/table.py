"""The settings, declared: groups in order, each with its fields and the words that find it.

Promises: a synced setting is a field of the collection `organizations` and stands here by name only; a setting of this
computer is declared here in the same words, so that both are shown, checked and found the same way. A new setting is
one word in this table. May not know: widgets; importing it costs the start nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Kind, Needed
from onetool_desktop.domain.permissions import ROLES
from onetool_desktop.domain.translate import N_, _

SECTION = "settings"
ORGANISATION = "organizations"
LANGUAGES: Mapping[str, str] = MappingProxyType({"english": "en", "deutsch": "de"})
"""The program's languages as the setting says them, and their codes; any other word means the system's."""
TEXT_SIZES: Mapping[str, int] = MappingProxyType({"usual": 100, "large": 120, "very-large": 150})
"""Words of the setting and percents of the system's own text size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of settings: fields of the organisation, fields of this computer, or a page of its own (`page`)."""

    key: str
    title: str
    icon: str
    remark: str = ""
    synced: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    picture: str = ""  # the field of the organisation whose picture stands below the others
    words: str = ""  # further words that find it

    @property
    def found_by(self) -> str:
        """Every word that finds the group: those of its fields, and its own."""
        labels = [
            _(COLLECTIONS[ORGANISATION].by_name[name].label) for name in (*self.synced, self.picture) if name
        ]
        labels += [_(COMPUTER.by_name[name].label) for name in self.local]
        return " ".join((_("Settings"), _(self.words), *labels)).casefold()


def _choice(name: str, label: str, *words: str) -> Field:
    return Field(name=name, kind=Kind.CHOICE, label=label, choices=words, default=words[0])


COMPUTER = Collection(
    name="computer",
    label=N_("This computer"),
    permission="",
    fields=(
        _choice("scheme", N_("Colours"), "system", "light", "dark"),
        _choice("language", N_("Language"), "system", *LANGUAGES),
        _choice("text", N_("Text size"), *TEXT_SIZES),
    ),
)
ROLE = Field(name="role", kind=Kind.CHOICE, label=N_("Role"), choices=tuple(ROLES), needed=Needed.CREATE)
MEMBER = Collection(name="member", label=N_("Member"), permission="people", fields=(ROLE,))
"""The role of a person, which the cloud gives, as a fact that is changed in place."""

GROUPS: tuple[Group, ...] = (
    Group(
        key="organisation",
        title=N_("Organisation"),
        icon="building",
        remark=N_("Stands at the head of every quote and invoice."),
        synced=(
            *("name", "streetAddress", "zipCode", "city", "state", "country"),
            *("email", "phone", "website"),
        ),
        picture="logoSha256",
        words=N_("firm company address letterhead"),
    ),
    Group(
        key="region",
        title=N_("Money and region"),
        icon="cloud",
        synced=("currency", "timezone", "language", "paperSize"),
        words=N_("currency format country"),
    ),
    Group(
        key="numbers",
        title=N_("Numbers"),
        icon="tag",
        remark=N_("Where earlier papers were numbered elsewhere, say from which number yours count."),
        synced=("quotesFrom", "invoicesFrom", "offlineIssue"),
        words=N_("series prefix next number quote invoice offline"),
    ),
    Group(
        key="taxes",
        title=N_("Taxes"),
        icon="invoices",
        remark=N_("The usual rate is put into each new line; what is on paper stays as it is."),
        synced=("taxNumber", "taxLabel", "defaultTaxRate", "taxRounding"),
        words=N_("vat sales tax rate"),
    ),
    Group(
        key="payment",
        title=N_("Payment and terms"),
        icon="note",
        synced=("paymentDays", "iban", "bank", "quoteTerms", "invoiceTerms", "footer"),
        words=N_("bank account due conditions"),
    ),
    Group(
        key="look",
        title=N_("Look and language"),
        icon="look",
        remark=N_("Holds for this computer only. Language and text size change at the next start."),
        local=("scheme", "language", "text"),
        words=N_("theme dark light colours german english deutsch font"),
    ),
    Group(
        key="people",
        title=N_("People and devices"),
        icon="person",
        words=N_("team user role invite member computer laptop"),
    ),
    Group(
        key="backup",
        title=N_("Backups"),
        icon="archive",
        words=N_("back up now restore copy save check integrity export"),
    ),
    Group(
        key="computer",
        title=N_("This computer"),
        icon="computer",
        words=N_("folder data file sign out leave profile"),
    ),
)
BY_KEY: Mapping[str, Group] = MappingProxyType({group.key: group for group in GROUPS})
