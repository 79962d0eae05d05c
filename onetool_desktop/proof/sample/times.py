"""When the office wrote things down: moments in the firm's hours, what follows from something after it.

Promises: a moment is in the firm's time zone, on a working day or today, and never after the hour that the sample's
today has come to; a moment `after` another is later, save at that hour, where what follows keeps its place in order.
May not know: what is written down.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from onetool_desktop.proof.sample.diary import NOON
from onetool_desktop.proof.sample.firm import TIMEZONE

ZONE = ZoneInfo(TIMEZONE)
_OPENS, _CLOSES, _EVENING = "08:00", "16:30", "17:15"


def at_time(day: date, text: str) -> datetime:
    """The moment of a day at `HH:MM`."""
    return datetime.combine(day, time.fromisoformat(text), ZONE)


def morning(day: date) -> datetime:
    """When the work of a day begins."""
    return at_time(day, _OPENS)


def evening(day: date) -> datetime:
    """When the visits of a day are entered."""
    return at_time(day, _EVENING)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


@dataclass(frozen=True, slots=True)
class Times:
    """Draws moments, from a source of its own: what a business is made of does not depend on when it was written."""

    rng: Random
    today: date

    def on(self, day: date, *, after: datetime | None = None) -> datetime:
        """Some moment of the day, of the Friday before at a weekend, of today instead of a later one."""
        is_today = day >= self.today
        day = self.today if is_today else day - timedelta(days=max(0, day.weekday() - 4))
        opens, closes = at_time(day, _OPENS), at_time(day, NOON if is_today else _CLOSES)
        moment = opens + timedelta(seconds=self.rng.randrange(int((closes - opens).total_seconds())))
        if after is not None and moment <= after:
            moment = after + timedelta(seconds=self.rng.randint(180, 900))
        return min(moment, at_time(self.today, NOON))

    def days(self, least: int, most: int, *, since: date) -> int:
        """Some number of days from `least` to `most`, of those that have passed since a day if there are enough."""
        return self.rng.randint(least, max(least, min(most, (self.today - since).days)))
