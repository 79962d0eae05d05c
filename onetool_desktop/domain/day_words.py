"""Days as people type them: T, + and − a day, W K the week, M H the month, `15`, `15/3`, whole dates, `+14`, and the
names of `named_days`: `tomorrow`, `sat`, `last mon`, `next fri`.

Promises: what is read is a day; anything else is a ValueError with a sentence that lists what works. A day without a
month or a year is the next one to come, where something is still due, or the last one that was, where something has
been. W and M go to the first day of the week or month, K and H to the last; pressed again they go on by one. Weeks
begin on Monday. May not know: screens, locales beyond the order of day and month.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from onetool_desktop.domain.named_days import named_day
from onetool_desktop.domain.translate import N_, _

_UNREADABLE = N_(
    "This is not a day. Type one such as 15, 15/3 or 15/3/2027, T for today, tomorrow, sat, last mon or next fri."
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_PARTS = re.compile(r"(\d{1,2})(?:[./\-\s]+(\d{1,2})(?:[./\-\s]+(\d{4}|\d{2}))?)?[./]?", re.ASCII)
_STEP = re.compile(r"([+-])\s*(\d{1,4})", re.ASCII)


def _week_start(day: date) -> date:
    start = day - timedelta(days=day.weekday())
    return start if start != day else day - timedelta(days=7)


def _week_end(day: date) -> date:
    end = day + timedelta(days=6 - day.weekday())
    return end if end != day else day + timedelta(days=7)


def _month_start(day: date) -> date:
    start = day.replace(day=1)
    return start if start != day else (day - timedelta(days=1)).replace(day=1)


def _month_end(day: date) -> date:
    end = _last_of_month(day)
    return end if end != day else _last_of_month(day + timedelta(days=1))


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


_KEYS: dict[str, Callable[[date], date]] = {
    "+": lambda day: day + timedelta(days=1),
    "=": lambda day: day + timedelta(days=1),  # the same key without Shift
    "-": lambda day: day - timedelta(days=1),
    "w": _week_start,
    "k": _week_end,
    "m": _month_start,
    "h": _month_end,
}


def day_of_key(key: str, *, current: date | None, today: date) -> date | None:
    """The day that one of the shorthand keys goes to from `current`; None for any other key."""
    key = key.lower()
    if key == "t":
        return today
    move = _KEYS.get(key)
    if move is None:
        return None
    try:
        return move(current or today)
    except OverflowError:
        return current


def read_day(text: str, *, today: date, month_first: bool = False, past: bool = False) -> date:
    """The day that was typed; `+14` is a fortnight from today; `past` where the day has been."""
    text = text.strip().replace("−", "-")
    if text.lower() == "t":
        return today
    try:
        named = named_day(text, today=today, past=past)
        if named is not None:
            return named
        step = _STEP.fullmatch(text)
        if step:
            return today + timedelta(days=int(step[1] + step[2]))
        iso = _ISO.fullmatch(text)
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return _in_parts(text, today=today, month_first=month_first, past=past)
    except (ValueError, OverflowError):
        raise ValueError(_(_UNREADABLE)) from None


def _in_parts(text: str, *, today: date, month_first: bool, past: bool) -> date:
    found = _PARTS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first, second, year = found.groups()
    if second is None:
        return _last_such_day(int(first), today) if past else _next_such_day(int(first), today)
    day, month = (int(second), int(first)) if month_first else (int(first), int(second))
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for ahead in range(9):  # 29 February may be eight years away
        try:
            typed = date(today.year + (-ahead if past else ahead), month, day)
        except ValueError:
            continue
        if (typed <= today) if past else (typed >= today):
            return typed
    raise ValueError(text)


def _next_such_day(number: int, today: date) -> date:
    first = today.replace(day=1)
    for _month in range(3):
        try:
            typed = first.replace(day=number)
        except ValueError:
            typed = None
        if typed is not None and typed >= today:
            return typed
        first = _last_of_month(first) + timedelta(days=1)
    raise ValueError(number)


def _last_such_day(number: int, today: date) -> date:
    first = today.replace(day=1)
    for _month in range(3):
        try:
            typed = first.replace(day=number)
        except ValueError:
            typed = None
        if typed is not None and typed <= today:
            return typed
        first = (first - timedelta(days=1)).replace(day=1)
    raise ValueError(number)
