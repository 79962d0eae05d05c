"""The words on screen in the person's language: gettext's own functions over one catalogue for the program.

Promises: `_` and `ngettext` answer the English text itself until `speak` was called and wherever the catalogue is
silent, so nothing is ever shown empty; `N_` marks a text in a table of data for the catalogue and leaves it as it is,
to be given to `_` where it is shown. May not know: where catalogues lie, Qt, which language the person chose.

Why here: sentences are made in every room, down to the rules, and gettext (the standard library's, and every
translator's tool) wants whole sentences with named gaps: `_("{count} files were saved.").format(count=3)`. Words on
paper are another matter: a document speaks its reader's language, and has words of its own in `documents`. The command
line, the cloud and what shows the product working (`cli`, `cloud`, `proof`) speak English: their words are read by
scripts and logs as well.
"""

from gettext import NullTranslations

_catalogue = NullTranslations()


def speak(catalogue: NullTranslations) -> None:
    """From now on the words come from this catalogue; called once, before the first window."""
    global _catalogue  # noqa: PLW0603 - a program speaks one language at a time, as gettext's own install has it
    _catalogue = catalogue


def _(text: str) -> str:
    """The text in the person's language; "" stays empty (gettext would answer with the catalogue's header)."""
    return _catalogue.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that goes with a count, by the rule of the language."""
    return _catalogue.ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, which the extractors look for
    """Marks a text in data for the catalogue."""
    return text
