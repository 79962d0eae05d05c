"""The source tree as the architecture tests read it."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "onetool_desktop"


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of the project, also those not yet committed."""
    folders = ("onetool_desktop", "migrations", "packaging", "tests")
    return tuple(
        sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if _is_ours(path))
    )


@cache
def product_files(*places: str) -> tuple[Path, ...]:
    """The modules of the package under the given places, relative to it; a place is a folder or a glob."""
    patterns = [
        place if "*" in place or place.endswith(".py") else f"{place}/**/*.py"
        for place in places or ("**/*.py",)
    ]
    return tuple(sorted({path for pattern in patterns for path in PACKAGE.glob(pattern)}))


@cache
def text_files() -> tuple[Path, ...]:
    """Every file git knows or would take, that reads as text."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]))


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def named(path: Path, line: int | None = None) -> str:
    """A place as a person would look it up."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or an attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _is_ours(path: Path) -> bool:
    return not {"__pycache__", "node_modules"} & set(path.parts)
