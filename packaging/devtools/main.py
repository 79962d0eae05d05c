"""The three words of `packaging/dev.py`: demo, test, run."""

from __future__ import annotations

from pathlib import Path

from devtools.checks import run_checks
from devtools.environment import Environment
from devtools.speech import SetupError, say
from devtools.system import System, this_system

ROOT = Path(__file__).resolve().parent.parent.parent

USAGE = """\
python3 packaging/dev.py demo [--out DIR] [--json]   set up, then show the product at work (about a minute)
python3 packaging/dev.py run [ARGUMENTS]             set up, then onetool-desktop ARGUMENTS
python3 packaging/dev.py test [--long]               set up, then the whole check (up to 25 minutes)
python3 packaging/dev.py test PATHS | -k WORDS ...   set up, then pytest with these arguments only"""


def main(arguments: list[str], root: Path = ROOT, system: System | None = None) -> int:
    """Sets up what the word needs and does it; 2 if a sentence was all that could be given."""
    system = system or this_system()
    word = arguments[0] if arguments else ""
    if word in ("-h", "--help"):
        print(USAGE)
        return 0
    if word not in ("demo", "test", "run"):
        say(f"`{word}` is not one of demo, test, run. Nothing was changed.\n{USAGE}" if word else USAGE)
        return 2
    environment = Environment(root, system)
    try:
        environment.ensure("checks" if word == "test" else "program")
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("Stopped. Nothing half done is left.")
        return 130
    if word == "test":
        return run_checks(root, environment.python, system, arguments[1:])
    program = [str(environment.python), "-m", "onetool_desktop"]
    return system.become(program + (["demo"] if word == "demo" else []) + arguments[1:])
