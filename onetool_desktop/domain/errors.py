"""Errors that can be told to a person as they are.

Promises: the text of a `SentenceError` is one paragraph in the user's words: what happened, what is safe, what to do
next. On the command line it goes to standard error with exit code 2, in a window to the error bar.
"""


class SentenceError(Exception):
    """Something a person can act on; each part is one or more whole sentences."""

    def __init__(self, happened: str, *, safe: str, next_step: str) -> None:
        super().__init__(happened, safe, next_step)
        self.happened = happened
        self.safe = safe
        self.next_step = next_step

    def __str__(self) -> str:
        return " ".join(part for part in (self.happened, self.safe, self.next_step) if part)


class FieldError(SentenceError):
    """Something that was typed cannot stand; `field` names where it was typed."""

    def __init__(self, field: str, happened: str, *, safe: str, next_step: str) -> None:
        super().__init__(happened, safe=safe, next_step=next_step)
        self.field = field
