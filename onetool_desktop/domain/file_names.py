"""Names of files that came from people: clean as a label, safe as the last part of a path, on every system.

Promises: what comes out is one line of at most 120 characters, no path, no character a reader cannot see, no name a
system keeps for itself; a plain name comes out as it went in. Which files may be opened by another program is decided
by the end of the name alone, since that is what the system goes by.
May not know: contents, folders.
"""

import re
import unicodedata

LONGEST = 120
# Kinds that the system opens without running anything they bring; not among them: scripts, programs, SVG, archives.
_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp", "tif", "tiff"})
_PAPERS = frozenset(
    {"pdf", "txt", "csv", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf"}
)
OPENED = _PICTURES | _PAPERS
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean_name(text: str, *, instead: str = "File") -> str:
    """The name of a file as it is shown and saved; `instead` where nothing is left of it."""
    last = unicodedata.normalize("NFC", text).replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(ch for ch in last if unicodedata.category(ch) not in _UNSEEN)
    plain = _FORBIDDEN.sub("_", seen).strip().rstrip(". ").lstrip()
    if _DEVICE.fullmatch(plain):
        plain = f"_{plain}"
    return _shortened(plain) or instead


def ending(name: str) -> str:
    """The end of a name that says its kind, in lower case, without the dot."""
    head, dot, end = name.rpartition(".")
    return end.casefold() if head and dot else ""


def may_be_opened(name: str) -> bool:
    """Whether a file of this name may be handed to the program that shows such files."""
    return ending(name) in OPENED


def with_end_of(before: str, name: str) -> str:
    """Another name for a file, which may still be opened where it might be before."""
    goes = may_be_opened(before) and not may_be_opened(name)
    return f"{name}.{ending(before)}" if goes else name


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    end = ending(name)
    if not end or len(end) > 10:
        return name[:LONGEST].rstrip(". ")
    return f"{name[: LONGEST - len(end) - 1].rstrip('. ')}.{end}"
