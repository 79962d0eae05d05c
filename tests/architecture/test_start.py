"""What a start keeps away until the first list is on screen, and the way in which the rest is found then."""

import ast
import re
import sys
from pathlib import Path

import pytest

from onetool_desktop import services
from onetool_desktop.proof.bench_start import first_list
from tests.support.tree import PACKAGE

ROOMS = ("domain", "changes", "store", "services", "ui")
NOT_AT_START = re.compile(
    r"""onetool_desktop\.(
        services\.\w+ | documents\.\w+ | cloud(\.\w+)* | proof\.sample(\.\w+)*
        | changes\.(decide | rules | paperwork | references | validate | fold | merge | redact)
        | sync\.(?!causes$ | status$)\w+
        | ui\.screens\.(today | projects | schedule | tasks | documents | price_book | deleted)\..*
        | ui\.screens\.(first_start | paper)\..*
        | ui\.screens\.\w+\.record
        | ui\.widgets\.(form_panel | facts | fact_editors | line_grid\..* | palette | timeline | week_grid)
    )""",
    re.VERBOSE,
)
"""Rules and verbs wait for the first save, the other screens for the first visit, a form for the first who opens it."""
HEAVY = {
    "sqlalchemy",
    "alembic",
    "reportlab",
    "pypdfium2",
    "httpx",
    "starlette",
    "cryptography",
    "argon2",
    "jwt",
    "PIL",
}


def _named_through(room: str) -> list[str]:
    """The modules that a room lists as loaded when they are first named."""
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    listed = next(node for node in tree.body if isinstance(node, ast.If)).body
    return [
        f"{one.module}.{alias.name}"
        for one in listed
        if isinstance(one, ast.ImportFrom)
        for alias in one.names
    ]


def test_the_first_list_is_shown_without_what_only_an_action_needs(tmp_path: Path) -> None:
    told = first_list(tmp_path, 5)
    own = set(told["own"])
    assert "onetool_desktop.ui.screens.clients.list" in own
    listed = {name for room in ROOMS for name in _named_through(room)}
    early = sorted(own & listed | {name for name in own if NOT_AT_START.fullmatch(name)})
    assert early == [], "Name it through its room where it is used: `services.clients.create_client(...)`"
    heavy = sorted(HEAVY & {name.partition(".")[0] for name in told["modules"]})
    assert heavy == [], "Import it in the module that needs it, and name that through its room"


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_lists_is_named_through_it_somewhere(room: str) -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    for full in _named_through(room):
        name = full.removeprefix("onetool_desktop.")
        used = re.compile(rf"(?<![\w.]){re.escape(name)}\.\w")
        assert any(used.search(source) for source in sources), f"{full} is listed and never named so"


def test_a_room_has_no_other_names_than_its_modules() -> None:
    assert services.clients is sys.modules["onetool_desktop.services.clients"]
    assert not hasattr(services, "nonsense")
    assert not hasattr(services, "__wrapped__")
