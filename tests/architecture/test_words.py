"""What may not stand in a file of this project: loose ends without a name, and things that are not the product."""

import re

from tests.support.tree import named, text_files

# Written in halves, so that this file does not find itself.
FORBIDDEN = {
    "the path of one particular machine": ("/wo" + "rk/", "/ro" + "ot/", "/fa" + "rm/", "/tmp/sp" + "ec"),
    "a package registry's host": (
        "pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian\.org",
    ),
    "how the work is made": ("coding " + "agent", "language " + "model", "before" + "-stop", r"/\.lib" + "rary"),
}  # fmt: skip

LOOSE_END = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!\(\w+\))")


def _hits(pattern: re.Pattern[str]) -> list[str]:
    return [
        named(path, number)
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_every_loose_end_names_who_ties_it() -> None:
    hits = _hits(LOOSE_END)
    assert not hits, "Do it now, or write who will, as in TO" + "DO(name): " + ", ".join(hits)


def test_the_project_speaks_of_the_product_alone() -> None:
    everything = {
        reason: _hits(re.compile("|".join(words), re.IGNORECASE)) for reason, words in FORBIDDEN.items()
    }
    found = [f"{reason} stands in {', '.join(hits)}" for reason, hits in everything.items() if hits]
    assert not found, "Take out what is not the product: " + "; ".join(found)
