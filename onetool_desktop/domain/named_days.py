"""Days that people call by a name: `tomorrow`, `sat`, `last mon`, `next fri`.

Promises: the names are understood in the language of the program and in English, in any case, with a full stop or
without. The forms:

- `today`, `tomorrow`, `yesterday`, `day after tomorrow`, `day before yesterday`: whole, as two letters of `tomorrow`
  could mean more than one day (German: `heute`, `morgen`, `gestern`, `übermorgen`, `vorgestern`).
- a weekday, whole or by its first letters, two at least (`sa`, `sat`, `saturday`; `sa`, `samstag`): the next one to
  come, today among them; where the day has been, the last one that was, today among them.
- `last` and a weekday (`last mon`; `letzten mo`): the nearest before today, never today itself.
- `next` and a weekday (`next fri`; `nächsten fr`): the nearest after today, never today itself, be it in this week.

Anything else is no name: `last` alone, `next tomorrow`, one letter, letters that begin two weekdays. May not know: days
in figures, keys.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from onetool_desktop.domain.translate import N_, _

_NEAR = {
    N_("day before yesterday"): -2,
    N_("yesterday"): -1,
    N_("today"): 0,
    N_("tomorrow"): 1,
    N_("day after tomorrow"): 2,
}
# each name by itself: a translator may give more forms, of which the first is the one that is shortened
_WEEKDAYS = (
    N_("monday"),
    N_("tuesday"),
    N_("wednesday"),
    N_("thursday"),
    N_("friday"),
    N_("saturday"),
    N_("sunday"),
)
_BEFORE, _AFTER = N_("last previous"), N_("next coming")
_FEWEST = 2  # letters of a weekday
_WEEK = 7


def named_day(text: str, *, today: date, past: bool) -> date | None:
    """The day that a name means, None where it is none; `past` where the day has been."""
    name = _plain(text)
    near = next((away for words, away in _NEAR.items() if name in _both(words)), None)
    if near is not None:
        return today + timedelta(days=near)
    word, _gap, rest = name.partition(" ")
    if word in _each(_BEFORE):
        return _from(today, rest, back=True, at_least=1)
    if word in _each(_AFTER):
        return _from(today, rest, back=False, at_least=1)
    return _from(today, name, back=past, at_least=0)


def begins_a_name(letters: str) -> bool:
    """Whether the name of a day may begin with these letters."""
    typed = _plain(letters)
    names = [name for words in _NEAR for name in _both(words)]
    names += [name for words in (*_WEEKDAYS, _BEFORE, _AFTER) for name in _each(words)]
    return any(name.startswith(typed) for name in names)


def _from(today: date, letters: str, *, back: bool, at_least: int) -> date | None:
    """The nearest weekday of that name, `at_least` so many days away."""
    weekday = _weekday(letters)
    if weekday is None:
        return None
    away = (today.weekday() - weekday if back else weekday - today.weekday()) % _WEEK
    away += _WEEK if away < at_least else 0
    return today + timedelta(days=-away if back else away)


def _weekday(letters: str) -> int | None:
    """The one weekday that begins with these letters, Monday 0."""
    letters = letters.removesuffix(".")
    if len(letters) < _FEWEST:
        return None
    fits = [at for at, words in enumerate(_WEEKDAYS) if _is_short_for(letters, words)]
    return fits[0] if len(fits) == 1 else None


def _is_short_for(letters: str, words: str) -> bool:
    """*So* is short for Sonntag, not for Sonnabend, which is another word for Samstag."""
    return letters in _each(words) or any(both.startswith(letters) for both in _both(words))


def _both(words: str) -> tuple[str, str]:
    """A name in English and in the language of the program."""
    return words, _plain(_(words))


def _each(words: str) -> Iterable[str]:
    """Every form of a name, in English and in the language of the program."""
    return [form for both in _both(words) for form in both.split()]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
