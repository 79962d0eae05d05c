"""What a paste did, in words: lines, cells that could not be read, titles passed over, columns that had no place."""

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.ui.models.line_steps import Pasted


def paste_words(pasted: Pasted) -> str:
    """The sentences for a paste."""
    said = [
        ngettext("Pasted {count} line.", "Pasted {count} lines.", pasted.lines).format(count=pasted.lines)
    ]
    unread, out = len(pasted.refused), pasted.left_out
    if unread:
        words = ngettext(
            "{count} cell could not be read and is marked.",
            "{count} cells could not be read and are marked.",
            unread,
        )
        said.append(words.format(count=unread))
    if pasted.titles:
        said.append(_("The titles above them were passed over."))
    if out:
        words = ngettext(
            "{count} column had no place here and was left out.",
            "{count} columns had no place here and were left out.",
            out,
        )
        said.append(words.format(count=out))
    return " ".join(said)
