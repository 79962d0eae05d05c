"""Whether a text is written as its field declares it: an e-mail address, a phone number.

Promises: what people are reached by is never refused, a slip of the hand is, in a sentence with an example. May not
know: screens, what is stored.

Why only where it is typed: an older version stored what it was given, and a rule that refused it on its way between
computers would stop the work of whoever did not write it.
"""

import re
from collections.abc import Callable, Mapping

from onetool_desktop.domain.declare import Field, Written
from onetool_desktop.domain.translate import N_, _

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_FEWEST_DIGITS = 3  # the shortest numbers that anybody is called at


def written_problem(field: Field, text: str) -> str | None:
    """What is wrong with how `text` is written for its field, or None."""
    rule = _RULES.get(field.written)
    if rule is None or not text or rule[0](text):
        return None
    return _(rule[1])


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text.strip()) is not None


def _is_phone(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= _FEWEST_DIGITS


_RULES: Mapping[Written, tuple[Callable[[str], bool], str]] = {
    Written.EMAIL: (_is_email, N_("An e-mail address has an @, such as office@example.com.")),
    Written.PHONE: (_is_phone, N_("A phone number has at least three digits, such as 030 123456.")),
}
