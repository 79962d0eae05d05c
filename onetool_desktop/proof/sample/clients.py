"""Clients of the sample business: households and firms with their contacts and the properties where work is done.

Promises: one client is one group with its contacts and properties; the first property and the first contact are the
main ones. May not know: what work is done there.
"""

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from onetool_desktop.changes.merge import element
from onetool_desktop.changes.values import Change
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.plan import ClientPlan
from onetool_desktop.proof.sample.values import people, put

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # letters that stand in the second half of a British postcode


@dataclass(frozen=True, slots=True)
class Client:
    """What work needs to know of a client."""

    id: str
    name: str
    properties: tuple[str, ...]
    contact: str


@dataclass(frozen=True, slots=True)
class _Person:
    given: str
    family: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def make_client(*, rng: Random, ids: Ids, plan: ClientPlan, status: str) -> tuple[Client, tuple[Change, ...]]:
    """One client with its contacts and properties."""
    names = people()
    person = _Person(rng.choice(names["given"]), rng.choice(names["family"]))
    place = _place(rng)
    title, about, kind = _firm(rng, person, place[0]) if plan.is_firm else _household(rng, person)
    client = ids.new_id()
    contacts = _contacts(rng, ids, client, person, title, is_firm=plan.is_firm)
    properties = [
        _property(rng, ids, client, kind, place if at == 0 else _place(rng), at)
        for at in range(plan.properties)
    ]
    fields: dict[str, Any] = {
        "companyName": title,
        "companyDescription": about,
        "status": status,
        "leadSource": _weighted(rng, names["sources"]),
        "communicationPreference": rng.choice(("email", "phone", "both")),
        "notes": rng.choice(names["client_notes"]) if rng.random() < 0.3 else None,
        "primaryContactId": contacts[0].id,
        "primaryPropertyId": properties[0].id,
        "paymentDays": 30 if plan.is_firm and rng.random() < 0.4 else None,
        **{
            element("tags", tag): True for tag, percent in names["tags"] if rng.random() * 100 < percent * 0.6
        },
    }
    made = Client(client, title, tuple(row.id for row in properties), contacts[0].id)
    return made, (put("clients", client, fields), *contacts, *properties)


def _household(rng: Random, person: _Person) -> tuple[str, str, str]:
    couple = rng.random() < 0.18
    other = rng.choice(people()["given"])
    name = f"{person.given} & {other} {person.family}" if couple and other != person.given else person.name
    return name, "", "residential"


def _firm(rng: Random, person: _Person, city: str) -> tuple[str, str, str]:
    names = people()
    pattern, about, kind, _ = rng.choices(names["firms"], [row[3] for row in names["firms"]])[0]
    title = pattern.format(
        family=person.family,
        family2=rng.choice(names["family"]),
        street=rng.choice(names["streets"]),
        place=city,
        noun=rng.choice(names["nouns"]),
        saint=rng.choice(names["saints"]),
    )
    return title, about, kind


def _contacts(
    rng: Random, ids: Ids, client: str, person: _Person, title: str, *, is_firm: bool
) -> list[Change]:
    """The main contact, and for firms often a second one."""
    names = people()
    people_there = [person]
    if is_firm and rng.random() < 0.55:
        people_there.append(_Person(rng.choice(names["given"]), rng.choice(names["family"])))
    domain = f"{_plain(title)[:40]}.example" if is_firm else "mail.example"
    return [_contact(rng, ids, client, one, domain, is_firm=is_firm) for one in people_there]


def _contact(rng: Random, ids: Ids, client: str, person: _Person, domain: str, *, is_firm: bool) -> Change:
    mobile = rng.random() < 0.7
    number = f"07700 900{rng.randrange(1000):03d}" if mobile else f"0117 496 0{rng.randrange(1000):03d}"
    fields = {
        "clientId": client,
        "firstName": person.given,
        "lastName": person.family,
        "email": f"{_plain(person.given)}.{_plain(person.family)}@{domain}",
        "phone": number,
        "jobTitle": rng.choice(people()["job_titles"]) if is_firm else None,
    }
    return put("clientContacts", ids.new_id(), fields)


def _property(rng: Random, ids: Ids, client: str, kind: str, place: tuple[str, str], at: int) -> Change:
    names = people()
    street = f"{rng.randrange(1, 180)} {rng.choice(names['streets'])}"
    named = rng.random()
    if named < 0.07:
        street = f"{rng.choice(names['house_names'])}, {rng.choice(names['streets'])}"
    elif named < 0.25:
        street = f"Flat {rng.randrange(1, 15)}, {street}"
    fields = {
        "clientId": client,
        "propertyName": street.split(",")[0] if at else None,
        "propertyType": kind,
        "streetAddress": street,
        "zipCode": place[1],
        "city": place[0],
        "country": "GB",
        "accessNotes": rng.choice(names["access_notes"]) if rng.random() < 0.35 else None,
    }
    return put("clientProperties", ids.new_id(), fields)


def _place(rng: Random) -> tuple[str, str]:
    """A town and a postcode in it."""
    places = people()["places"]
    city, outward, _ = rng.choices(places, [row[2] for row in places])[0]
    inward = f"{rng.randrange(1, 10)}{rng.choice(_INWARD)}{rng.choice(_INWARD)}"
    return city, f"{rng.choice(outward)} {inward}"


def _weighted(rng: Random, pairs: list[list[Any]]) -> str:
    return rng.choices([word for word, _ in pairs], [weight for _, weight in pairs])[0]


def _plain(text: str) -> str:
    """A name as it stands in an e-mail address."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("&", "and"))
    return "".join(ch for ch in letters if ch.isascii() and ch.isalnum())
