"""How the set-up speaks: its own words to standard error, its failures as sentences."""

from __future__ import annotations

import sys


class SetupError(Exception):
    """Set-up can't go on; the text says what happened, what is safe and what to do next."""


def say(text: str) -> None:
    """One line to the person at the terminal, out of the way of what the program prints."""
    print(text, file=sys.stderr, flush=True)
