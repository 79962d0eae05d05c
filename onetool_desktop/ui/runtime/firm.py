"""The organisation's time zone and currency as they are now, for whatever shows days, times and amounts.

Promises: who holds a `Firm` or its zone reads what holds now, before and after `learn`. May not know: rows, screens.

Why: a computer that has just connected learns both with its first answer, while its window is open already; a person
may change the zone. A window that kept what it began with showed the days of another zone until the next start.
"""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_UNKNOWN = "UTC"


class _Zone(tzinfo):
    """Whatever zone is learnt last."""

    def __init__(self) -> None:
        self.now: tzinfo = ZoneInfo(_UNKNOWN)

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        """Overrides tzinfo."""
        return self.now.utcoffset(dt)

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        """Overrides tzinfo."""
        return self.now.dst(dt)

    def tzname(self, dt: datetime | None, /) -> str | None:
        """Overrides tzinfo."""
        return self.now.tzname(dt)

    def fromutc(self, dt: datetime, /) -> datetime:
        """Overrides tzinfo."""
        return self.now.fromutc(dt.replace(tzinfo=self.now)).replace(tzinfo=self)


class Firm:
    """The organisation of one window; "" is the currency of one that is not known yet."""

    def __init__(self) -> None:
        self._zone = _Zone()
        self.zone: tzinfo = self._zone
        self.currency = ""

    def learn(self, *, zone: str | None, currency: str | None) -> None:
        """Takes over what the settings say."""
        self._zone.now = ZoneInfo(zone or _UNKNOWN)
        self.currency = currency or ""
