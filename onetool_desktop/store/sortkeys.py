"""What orders text in lists: folded case, no accents, letters of Latin alphabets beside their base letter.

Promises: the same text gives the same key on every computer, whatever its language; plain comparison of keys is the
order of the list. Not the exact order of any one language.
"""

import unicodedata

LONGEST = 120
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)


def sort_key(text: str) -> str:
    """The key of a text, at most 120 characters; empty text sorts last."""
    if text.isascii():
        return text[:LONGEST].strip().lower() or "\U0010ffff"
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold().translate(_LETTERS))
    kept = "".join([ch for ch in plain if not unicodedata.combining(ch)])
    return kept[:LONGEST].strip() or "\U0010ffff"
