"""The command line: one table, rooms loaded late, complaints as sentences."""

import argparse
import io
import sys
import types

import pytest

from onetool_desktop import cli
from onetool_desktop.domain.errors import SentenceError


def _with_command(monkeypatch: pytest.MonkeyPatch, run: object) -> None:
    room = types.ModuleType("onetool_desktop.room_of_a_test")
    setattr(room, "run", run)  # noqa: B010 - the type checker knows modules only as they are written
    monkeypatch.setitem(sys.modules, room.__name__, room)
    monkeypatch.setattr(cli, "COMMANDS", (cli.Command((), "room_of_a_test:run", "only this"),))


@pytest.mark.parametrize("row", cli.COMMANDS, ids=lambda row: " ".join(row.words) or "(none)")
def test_every_row_names_a_function_that_is_there(row: cli.Command) -> None:
    assert callable(cli.load(row))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([], ()),
        (["demo", "--out", "x", "--json"], ("demo",)),
        (["cloud", "serve", "--database", "sqlite:///x.db", "--port", "0"], ("cloud", "serve")),
        (["bench", "save", "--json"], ("bench",)),
        (["simulate", "--schedules", "5", "--seed", "7"], ("simulate",)),
        (["restore", "newest"], ("restore",)),
        (["self-test"], ("self-test",)),
    ],
)
def test_what_is_typed_finds_its_row(typed: list[str], words: tuple[str, ...]) -> None:
    assert cli.build_parser(cli.COMMANDS).parse_args(typed).command.words == words


@pytest.mark.parametrize(
    "typed",
    [
        ["deploy"],
        ["cloud"],
        ["cloud", "serve"],
        ["cloud", "restored"],
        ["cloud", "serve", "--database", "x", "--port", "70000"],
        ["simulate", "--schedules", "0"],
        ["simulate", "--schedules", "many"],
        ["demo", "--wrong"],
    ],
)
def test_what_is_not_understood_gets_a_sentence_and_exit_code_2(typed: list[str]) -> None:
    errors = io.StringIO()
    assert cli.main(typed, errors) == 2
    said = errors.getvalue()
    assert said.startswith("The command was not understood: ")
    assert "Nothing was changed." in said
    assert said.count("\n") == 1


def test_a_command_gives_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_args: argparse.Namespace) -> int:
        return 7

    _with_command(monkeypatch, run)
    assert cli.main([]) == 7


def test_what_a_person_can_mend_is_one_paragraph_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_args: argparse.Namespace) -> int:
        raise SentenceError(
            "The folder is full.", safe="Your data is unchanged.", next_step="Choose another."
        )

    _with_command(monkeypatch, run)
    errors = io.StringIO()
    assert cli.main([], errors) == 2
    assert errors.getvalue() == "The folder is full. Your data is unchanged. Choose another.\n"


def test_stopping_from_the_keyboard_is_no_error_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_args: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    _with_command(monkeypatch, run)
    errors = io.StringIO()
    assert cli.main([], errors) == 130
    assert errors.getvalue() == ""
