"""The business itself: one that begins on this computer, and its settings."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onetool_desktop.changes.values import NOTHING, Fields, Invalid
from onetool_desktop.domain.ids import OrgId, QuoteId
from onetool_desktop.domain.numbering import COUNTS_FROM, MOST
from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.regions import Region
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services import records
from onetool_desktop.services.clients import create_client
from onetool_desktop.services.days import today
from onetool_desktop.services.quotes import create_quote
from onetool_desktop.services.saving import Act, Created, Saved, new_row, save
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.queries.numbers import highest_of_main
from onetool_desktop.store.replica import Replica

LOCAL_SERIES = "A1"  # of a business no cloud has met; its numbers are those of the main series


def new_identity(*, ids: Ids, name: str) -> Identity:
    """Whose a business is that begins on this computer: ids of its own, its person the owner, no cloud yet."""
    device = ids.new_id()
    return Identity(
        org=ids.new_id(),
        org_name=name,
        user_id=ids.new_id(),
        device=device,
        author=device.replace("-", "")[-8:],
        series=LOCAL_SERIES,
        connected=False,
    )


def open_business(
    replica: Replica,
    *,
    name: str,
    currency: str,
    timezone: str,
    owner: str,
    email: str = "",
    settings: Fields = NOTHING,
) -> Created[OrgId]:
    """The first group of an empty replica of `new_identity`: the organisation with its settings, and its owner."""
    org, user = OrgId(replica.identity.org), replica.identity.user_id
    rows = [
        new_row("organizations", org, {**settings, "name": name, "currency": currency, "timezone": timezone}),
        new_row("users", user, {"name": owner, "email": email, "active": True}),
    ]
    act = Act(action="organizations.create", label=_("Begin the business {name}").format(name=name))
    return Created(org, save(replica, act, lambda _: rows))


def settings_of(region: Region) -> Fields:
    """What a country settles beside currency and time zone."""
    return {
        "country": region.code,
        "taxLabel": region.tax,
        "defaultTaxRate": region.rate,
        "paperSize": region.paper,
        "language": region.language,
    }


def first_quote(replica: Replica, *, client: str) -> QuoteId:
    """The first client and a draft for him, empty, ready to be typed into."""
    made = create_client(replica, fields={"companyName": client})
    return create_quote(replica, client_id=made.id, today=today(replica)).id


def edit_settings(replica: Replica, *, fields: Fields) -> Saved:
    """Change the organisation's settings. Raises `Invalid` for a value that the rest of the program could not use."""
    for name, check in _CHECKS.items():
        if fields.get(name) and not check(str(fields[name])):
            raise Invalid(name, _(_SENTENCES[name]))
    _check_counts(replica, fields)
    return records.edit(
        replica, c="organizations", id=replica.identity.org, fields=fields, label=_("Change the settings")
    )


def _check_counts(replica: Replica, fields: Fields) -> None:
    """A series goes on above what it has given, as far as is known here; the cloud lets none go back in any case."""
    last = highest_of_main(replica.reads().db)
    for kind, name in COUNTS_FROM.items():
        least = last.get(kind, 0) + 1
        if fields.get(name) is not None and not least <= fields[name] <= MOST:
            words = _("Type a number from {least} on: lower ones were given already, or are none.")
            raise Invalid(name, words.format(least=least))


def _is_zone(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_language(text: str) -> bool:
    from babel import Locale, UnknownLocaleError  # here: nothing else of a start needs it

    try:
        Locale.parse(text, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


def _is_iban(text: str) -> bool:
    """Whether the two check digits fit (ISO 13616: the number, turned and read as digits, leaves 1 by 97)."""
    plain = text.replace(" ", "").upper()
    if not (15 <= len(plain) <= 34 and plain.isascii() and plain.isalnum() and plain[2:4].isdigit()):
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "timezone": _is_zone,
    "country": _is_country,
    "language": _is_language,
    "iban": _is_iban,
}
_SENTENCES: Mapping[str, str] = {
    "timezone": N_("This is not the name of a time zone. Type one such as Europe/Berlin or America/Chicago."),
    "country": N_("The country is its code of two letters, such as DE, GB or US."),
    "language": N_("This is not the code of a language. Type one such as en-GB, en-US, de or de-AT."),
    "iban": N_("This IBAN has a wrong digit or is not complete. Compare it with your bank's."),
}
