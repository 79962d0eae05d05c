"""The command `bench`: runs one benchmark beside its floor and prints its rows.

Promises: one table of names; each benchmark's module is imported only when it runs and has `run(size) -> dict` in the
shape `{"name", "size", "rows": [{"what", "value", "unit", "floor", "ratio"}]}`.
May not know: what is measured.
"""

import argparse
import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from onetool_desktop.domain.errors import SentenceError

BENCHES: Mapping[str, str] = {
    "first-sync": "bench_first_sync",
    "arrival": "bench_arrival",
    "save": "bench_save",
    "live": "bench_live",
    "offline": "bench_offline",
    "start": "bench_start",
    "loop": "bench_loop",
    "list": "bench_list",
    "search": "bench_search",
    "grid": "bench_grid",
    "pdf": "bench_pdf",
}


def run(args: argparse.Namespace) -> int:
    """`bench NAME [--size N] [--json]`; raises a sentence for a name that is none."""
    name: str = args.name
    if name not in BENCHES:
        raise SentenceError(
            f"There is no benchmark {name!r}.",
            safe="Nothing was changed.",
            next_step=f"Choose one of {', '.join(BENCHES)}.",
        )
    report: dict[str, Any] = import_module(f"onetool_desktop.proof.{BENCHES[name]}").run(args.size)
    print(json.dumps(report, ensure_ascii=False) if args.json else as_table(report))
    return 0


def as_table(report: Mapping[str, Any]) -> str:
    """The report for people: one line a row."""
    lines = [f"{report['name']} (size {report['size']})"]
    for row in report["rows"]:
        floor = "" if row.get("floor") is None else f"   floor {_number(row['floor'])} {row['unit']}"
        ratio = "" if row.get("ratio") is None else f"   {row['ratio']:.2f} × floor"
        where = f"   work {_number(row['work'])} ms   {row['where']}" if "work" in row else ""
        lines.append(f"  {row['what']:<32} {_number(row['value'])} {row['unit']}{floor}{ratio}{where}")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
