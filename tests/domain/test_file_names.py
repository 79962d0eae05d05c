"""Names of files that came from people."""

import pytest

from onetool_desktop.domain.file_names import LONGEST, clean_name, may_be_opened

PLAIN = ["Leak.jpg", "Größe – Küche (2).png", "report 2026.10.pdf", "写真.heic", ".gitignore", "a"]
TRICKS = {
    "../../etc/passwd": "passwd",
    "..\\..\\autorun.inf": "autorun.inf",
    "C:\\Users\\x\\photo.jpg": "photo.jpg",
    "\\\\server\\share\\x.pdf": "x.pdf",
    "a/b/": "b",
    "CON": "_CON",
    "aux.txt": "_aux.txt",
    "lpt1": "_lpt1",
    "dot.": "dot",
    "space.txt ": "space.txt",
    "stream.txt:hidden": "stream.txt_hidden",
    "nul\x00.pdf": "_nul.pdf",
    "photo\u202egpj.exe": "photogpj.exe",
    "line\nbreak.txt": "linebreak.txt",
    'q<>:"|?*.txt': "q_______.txt",
    "": "File",
    "...": "File",
    "/": "File",
    "\u200b": "File",
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("name", sorted(TRICKS))
def test_no_trick_leaves_the_folder_or_hides_anything(name: str) -> None:
    assert clean_name(name) == TRICKS[name]
    assert clean_name(clean_name(name)) == clean_name(name)


def test_a_long_name_is_cut_before_its_end() -> None:
    name = clean_name("x" * 300 + ".jpeg")
    assert len(name) == LONGEST
    assert name.endswith("x.jpeg")
    assert len(clean_name("x" * 300)) == LONGEST


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("a.jpg", True),
        ("A.PDF", True),
        ("bill.pdf.exe", False),
        ("x.svg", False),
        ("x.lnk", False),
        ("jpg", False),
    ],
)
def test_only_what_runs_nothing_is_opened(name: str, opened: bool) -> None:
    assert may_be_opened(name) is opened
