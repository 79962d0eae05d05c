"""The commands: one table, and the way from what was typed to the function that does it.

Promises: a command's room is imported only when that command runs, so that help is instant and Qt is loaded only
by a command that shows a window. What a person can mend is one paragraph on standard error and exit code 2, and
nothing was changed. A new command is one row in `COMMANDS`; its function is `run(args: argparse.Namespace) -> int`
and returns the exit code.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

from onetool_desktop import __version__
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.collector import calm

PROGRAM = "onetool-desktop"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, as `argparse.ArgumentParser.add_argument` takes it."""

    flags: tuple[str, ...]
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One row: the words that call it, `module:function` under `onetool_desktop`, its help, its arguments."""

    words: tuple[str, ...]
    target: str
    summary: str
    arguments: tuple[Argument, ...] = ()


def _argument(*flags: str, **options: Any) -> Argument:
    return Argument(flags, options)


def _whole_number(text: str) -> int:
    """A count, 1 or more."""
    return _number_between(text, 1, 1_000_000_000)


def _port(text: str) -> int:
    """A TCP port; 0 takes a free one."""
    return _number_between(text, 0, 65_535)


def _number_between(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return int(text)


_JSON = _argument("--json", action="store_true", help="print what happened as one JSON object")

COMMANDS: tuple[Command, ...] = (
    Command(
        (),
        "proof.window:run",
        "open the application",
        (
            _argument(
                "--profile", type=Path, metavar="DIR", help="folder of the profile, another than the usual"
            ),
        ),
    ),
    Command(
        ("restore",),
        "ui.restore_command:run",
        "put a backup in the place of the business; without a file, list the backups there are",
        (
            _argument("file", nargs="?", type=Path, metavar="FILE", help="the backup, or the word newest"),
            _argument(
                "--profile", type=Path, metavar="DIR", help="folder of the profile, another than the usual"
            ),
        ),
    ),
    Command(
        ("demo",),
        "proof.demo:run",
        "show two devices and a cloud working together on a sample business",
        (
            _argument("--out", type=Path, metavar="DIR", help="folder for screenshots and PDFs"),
            _JSON,
        ),
    ),
    Command(
        ("gallery",),
        "proof.gallery:run",
        "take pictures of every screen: light and dark, at two scales, full, empty, long names, errors",
        (_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the pictures"),),
    ),
    Command(
        ("cloud", "serve"),
        "cloud.command:run",
        "run the cloud",
        (
            _argument("--database", required=True, metavar="URL", help="for example sqlite:///onetool.db"),
            _argument("--host", default="127.0.0.1", metavar="H", help="address to listen on"),
            _argument("--port", type=_port, default=0, metavar="P", help="port, 0 takes a free one"),
        ),
    ),
    Command(
        ("cloud", "restored"),
        "cloud.administering:run_restored",
        "after the cloud's database was brought back from a backup: let every device offer again what it kept",
        (_argument("--database", required=True, metavar="URL", help="for example sqlite:///onetool.db"),),
    ),
    Command(
        ("cloud", "redact"),
        "cloud.administering:run_redact",
        "take personal text of one record out of everything the cloud and its devices keep, for good",
        (
            _argument("--database", required=True, metavar="URL", help="for example sqlite:///onetool.db"),
            _argument("--org", required=True, metavar="ID", help="the organisation"),
            _argument("--record", required=True, metavar="COLLECTION/ID", help="for example clients/0199…"),
            _argument("--reason", required=True, metavar="WHY", help="kept with the redaction"),
            _argument(
                "fields", nargs="*", metavar="FIELD", help="text fields; all personal ones if none is named"
            ),
        ),
    ),
    Command(
        ("bench",),
        "proof.bench:run",
        "run a benchmark beside its floor",
        (
            _argument(
                "name", metavar="NAME", help="which one, such as first-sync; any other word lists them"
            ),
            _argument(
                "--size", type=_whole_number, metavar="N", help="how much of it; each has its usual size"
            ),
            _JSON,
        ),
    ),
    Command(
        ("simulate",),
        "proof.simulate:run",
        "run the deterministic simulation",
        (
            _argument("--schedules", type=_whole_number, default=1_000, metavar="N", help="how many (1000)"),
            _argument(
                "--seed", type=_whole_number, default=1, metavar="S", help="the same seed, the same trace"
            ),
            _argument("--bugs", action="store_true", help="show that each seeded bug is caught"),
            _argument("--bug", metavar="NAME", help="catch one seeded bug and tell how"),
            _argument("--exhaustive", action="store_true", help="try every order of a small world, bounded"),
            _argument("--whole", action="store_true", help="try every order of a small world, all of them"),
            _JSON,
        ),
    ),
    Command(("self-test",), "proof.self_test:run", "check this installation, one line for each claim"),
)


class _SentenceParser(argparse.ArgumentParser):
    """An argument parser whose complaint is a sentence like every other."""

    def error(self, message: str) -> NoReturn:
        """Overrides argparse's: usage text and exit are left to `main`."""
        raise SentenceError(
            f"The command was not understood: {message}.",
            safe="Nothing was changed.",
            next_step=f"See `{self.prog} --help`.",
        )


def build_parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    """The parser of all commands; the namespace's `command` is the chosen row."""
    root = _SentenceParser(prog=PROGRAM, description="Runs the business of a field-service firm.")
    root.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    groups: dict[tuple[str, ...], Any] = {}
    for command in commands:
        parser = root if not command.words else _subparser(root, groups, command)
        for argument in command.arguments:
            parser.add_argument(*argument.flags, **argument.options)
        parser.set_defaults(command=command)
    return root


def _subparser(root: argparse.ArgumentParser, groups: dict[tuple[str, ...], Any], row: Command) -> Any:
    """The parser of one row, made under a group for each of its leading words."""
    parent = root
    for depth in range(len(row.words)):
        path = row.words[:depth]
        if path not in groups:
            groups[path] = parent.add_subparsers(metavar="COMMAND", required=bool(path), title="commands")
        last = depth == len(row.words) - 1
        known = groups[path].choices
        word = row.words[depth]
        summary = row.summary if last else f"commands of the {word}"
        parent = known.get(word) or groups[path].add_parser(word, help=summary, description=summary)
    return parent


def load(command: Command) -> Callable[[argparse.Namespace], int]:
    """The function of a row, importing its room now."""
    module, function = command.target.split(":")
    return cast(
        "Callable[[argparse.Namespace], int]", getattr(import_module(f"onetool_desktop.{module}"), function)
    )


def main(arguments: Sequence[str] | None = None, errors: TextIO | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 2 told in a sentence, 130 stopped from the keyboard."""
    try:
        args = build_parser(COMMANDS).parse_args(arguments)
        calm()
        return load(args.command)(args)
    except SentenceError as error:
        print(error, file=errors or sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
