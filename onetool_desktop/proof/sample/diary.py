"""The diary of the sample business: who is where at what time, so that nobody is at two places at once.

Promises: a person has four to seven visits on a full day, one after another with time to drive; a visit that finds its
day full goes to the nearest day that is not, forth or back as it is asked; today one person is booked twice, as it
happens. Booking costs at most nine weeks' search, however large the business.
May not know: what is done on a visit.

Why there is an end to the search: a business of 100,000 clients with four people has no free day left. Its visits
overlap then, which a benchmark does not mind.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeAlias

Slot: TypeAlias = tuple[str, str]
Way: TypeAlias = Literal[1, -1]

_DAYS: tuple[tuple[Slot, ...], ...] = (
    (("08:00", "10:00"), ("10:30", "12:15"), ("13:00", "15:00"), ("15:30", "17:00")),
    (("08:00", "09:30"), ("10:00", "11:30"), ("12:15", "13:15"), ("13:45", "15:00"), ("15:30", "16:45")),
    (
        ("07:30", "08:30"),
        ("09:00", "10:15"),
        ("10:45", "12:00"),
        ("12:45", "13:45"),
        ("14:15", "15:15"),
        ("15:45", "17:00"),
    ),
    (
        ("07:30", "08:15"),
        ("08:45", "09:30"),
        ("10:00", "11:15"),
        ("11:45", "12:30"),
        ("13:15", "14:00"),
        ("14:30", "15:15"),
        ("15:45", "16:30"),
    ),
)
_NOBODYS = (("09:00", "10:30"), ("14:00", "15:30"))
_TWICE: Slot = ("09:30", "11:00")
_SEARCHED = 45
NOBODY = ""
NOON = "11:00"  # how far the sample's today has come


@dataclass(frozen=True, slots=True)
class Booking:
    """When a visit is."""

    day: date
    begins: str
    ends: str


@dataclass(slots=True)
class Diary:
    """Takes bookings for the technicians; the first of them is booked twice today."""

    today: date
    technicians: tuple[str, ...]
    _taken: dict[tuple[str, int], set[Slot]] = field(default_factory=dict[tuple[str, int], set[Slot]])
    _been_twice: bool = False

    def book(self, rng: Random, person: str, wanted: date, *, way: Way) -> Booking:
        """The free time nearest to the day that is wanted, on it or from it on (1) or before it (-1)."""
        day = wanted
        for _at in range(_SEARCHED):
            free = self._free(person, day)
            if free:
                slot = rng.choice(free)
                self._taken.setdefault((person, day.toordinal()), set()).add(slot)
                return Booking(day, *slot)
            if day == self.today and person == self.technicians[0] and not self._been_twice:
                self._been_twice = True
                return Booking(day, *_TWICE)
            day = _next(day, way)
        return Booking(wanted, *rng.choice(self._day_of(person, wanted)))

    def _free(self, person: str, day: date) -> list[Slot]:
        taken = self._taken.get((person, day.toordinal()), set())
        return [slot for slot in self._day_of(person, day) if slot not in taken]

    def _day_of(self, person: str, day: date) -> tuple[Slot, ...]:
        """How a person's day is cut into visits; each day of each person another way, whatever ids they were given."""
        if person == NOBODY:
            return _NOBODYS
        place = self.technicians.index(person)
        return _DAYS[Random(f"{place}/{day.toordinal()}").randrange(len(_DAYS))]


def _next(day: date, way: Way) -> date:
    """The working day after or before."""
    day += timedelta(days=way)
    while day.weekday() >= 5:
        day += timedelta(days=way)
    return day
