"""Days: which day it is for the organisation, and the day so many days later.

Promises: a day is text, `YYYY-MM-DD`; *today* is the organisation's, not the computer's.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onetool_desktop.store.replica import Replica


def later(day: str, days: int) -> str:
    """The day so many days after `day`."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def today(replica: Replica) -> str:
    """The organisation's day now."""
    settings = replica.reads().get("organizations", replica.identity.org)
    zone = settings.f.get("timezone") if settings is not None else None
    return day_at(replica.clock.now_ms(), zone or "UTC")


def day_at(ms: int, zone: str) -> str:
    """The day of an instant in a time zone; UTC where the zone is not known here."""
    return _moment(ms, zone).date().isoformat()


def time_at(ms: int, zone: str) -> str:
    """The time of day of an instant in a time zone, `HH:MM`; UTC where the zone is not known here."""
    return f"{_moment(ms, zone):%H:%M}"


def _moment(ms: int, zone: str) -> datetime:
    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        where = UTC
    return datetime.fromtimestamp(ms / 1000, where)
