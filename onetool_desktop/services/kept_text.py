"""What was typed, as a readable file beside the program: for whoever may do it, or before it is discarded.

Promises: the file is written whole or not at all, never over another one; what the disk refuses is a sentence. May not
know: what the text says, dialogs.
"""

from pathlib import Path

from onetool_desktop.platform.files import free_path, trouble, write_atomic

_EVERYBODY_READS = 0o644


def write_text(folder: Path, name: str, text: str) -> Path:
    """Writes a text into a folder under a name without an ending, with a count where that is taken; the file."""
    try:
        path = free_path(folder / f"{name}.txt")
        write_atomic(path, f"{text}\n".encode(), mode=_EVERYBODY_READS)
    except OSError as error:
        raise trouble(error, path=folder) from error
    return path
