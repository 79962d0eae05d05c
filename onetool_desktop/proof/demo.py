"""The command `demo`: two devices and a cloud at work on a sample business, told as a story or as one JSON object.

Promises: every part is real and a process of its own; every figure and claim is computed from what happened, and a
claim that does not hold makes the exit code 1. The out folder is tried before anything starts; everything else lies in
a temporary folder that goes when the demo ends.
May not know: how the parts work.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.money import to_major
from onetool_desktop.platform.clock import SystemClock
from onetool_desktop.proof import demo_rounds, demo_windows
from onetool_desktop.proof.demo_rounds import Order, Round
from onetool_desktop.proof.demo_world import FIELD, OFFICE, Held, World
from onetool_desktop.proof.sample.firm import NAME
from onetool_desktop.proof.sample.values import USUAL

_ORDERS: tuple[Order, ...] = ("office first", "field first")
_PATIENCE_S = 60.0


@dataclass(slots=True)
class Telling:
    """Tells the story as it happens, unless the one object is wanted, and keeps the time of each part."""

    quiet: bool
    clock: SystemClock = field(default_factory=SystemClock)
    timings: dict[str, float] = field(default_factory=dict[str, float])

    def say(self, sentence: str) -> None:
        """One line of the story."""
        if not self.quiet:
            print(sentence, flush=True)

    @contextmanager
    def part(self, name: str) -> Generator[None]:
        """Times a part, in seconds."""
        began = self.clock.monotonic()
        yield
        self.timings[name] = round(self.clock.monotonic() - began, 2)


def run(args: argparse.Namespace) -> int:
    """`demo [--out DIR] [--json]`; 0 if every claim holds, 1 if one does not, 2 with a sentence if it cannot run."""
    out = _out_folder(args.out)
    telling = Telling(args.json)
    with tempfile.TemporaryDirectory(prefix="onetool-demo-", ignore_cleanup_errors=True) as folder:
        with telling.part("total"):
            with telling.part("start"):
                world = World(Path(folder))
            try:
                report = _played(world, out, telling)
                window = world.hand_over(OFFICE)
                with telling.part("screenshots"):
                    report["screenshots"] = demo_windows.screenshots(window, out)
            except BaseException:
                world.close()
                raise
        report["timings"] = telling.timings
        try:
            _tell_result(report, telling)
            if args.json:
                print(json.dumps(report, ensure_ascii=False, indent=1), flush=True)
            if demo_windows.has_display(os.environ):
                telling.say("The window of the office is open. Close it to end the demo.")
                demo_windows.leave_open(window)
        finally:
            world.close()
    return 0 if report["converged"] and all(claim["holds"] for claim in report["claims"]) else 1


def _out_folder(wanted: Path | None) -> Path:
    """A folder that can be written, or a sentence."""
    try:
        if wanted is None:
            return Path(tempfile.mkdtemp(prefix="onetool-demo-paper-"))
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted.resolve()
    except OSError as error:
        raise SentenceError(
            f"Nothing can be written to the folder {wanted}: {error.strerror or 'it is not a folder'}.",
            safe="Nothing was started and nothing was changed.",
            next_step="Choose another folder with --out.",
        ) from error


def _played(world: World, out: Path, telling: Telling) -> dict[str, Any]:
    """The story from the first sign-up to the last check; the report of it."""
    _begin(world, telling)
    stage = demo_rounds.find_stage(world)
    rounds: list[Round] = []
    held: dict[str, Held] = {}
    claims: list[dict[str, Any]] = []
    for at, order in enumerate(_ORDERS):
        with telling.part(order):
            telling.say(f"\nRound {at + 1}: {order}.")
            one = demo_rounds.play(world, stage, order, at=at, out=out, say=telling.say)
            one.claims |= demo_rounds.put_right(world, one, last=order == _ORDERS[-1])
        with telling.part(f"check after {order}"):
            held = {name: world.held(name) for name in (OFFICE, FIELD)}
            one.claims |= {
                f"what the {name} holds is what the cloud holds": held[name].agrees for name in held
            }
        _tell_claims(one, telling)
        rounds.append(one)
        claims += [{"round": order, "claim": claim, "holds": holds} for claim, holds in one.claims.items()]
    same = rounds[0].paper == rounds[1].paper
    claims.append({"round": "both", "claim": "the documents are the same in both orders", "holds": same})
    return _report(world, rounds, held, claims)


def _begin(world: World, telling: Telling) -> None:
    """The business, its cloud and the technician's device."""
    today = datetime.now(tz=UTC).date()
    telling.say(f"A cloud runs as process {world.cloud.pid} at {world.cloud.url}.")
    telling.say(
        f"Office and technician are processes {world.office.pid} and {world.field.pid}, each with its own profile."
    )
    telling.say(world.office.keys)
    with telling.part("sample"):
        staff = world.begin_business(today=today, clients=USUAL.clients)
    telling.say(f"{NAME} has {USUAL.clients} clients, on the office's computer alone.")
    with telling.part("connect"):
        world.connect_office()
    telling.say("The office has signed up and brought its business to the cloud.")
    with telling.part("arrive"):
        world.connect_field(user=staff["technicians"][0])
        world.field.settle(_PATIENCE_S)
    telling.say("The technician was invited and has enrolled; the records he works with have arrived.")


def _report(
    world: World, rounds: Sequence[Round], held: dict[str, Held], claims: list[dict[str, Any]]
) -> dict[str, Any]:
    """The one object, without timings and pictures."""
    counts = [device.do("facts")["calls"] for device in world.devices.values()]
    pending = sum(device.do("status")["waiting"] for device in world.devices.values())
    return {
        "cloud": {"pid": world.cloud.pid, "url": world.cloud.url},
        "network": {"pid": world.network.pid, "urls": world.network.urls},
        "keys": world.office.keys,
        "devices": [
            {
                "name": name,
                "pid": world.devices[name].pid,
                "collections": {
                    c: {"count": one["count"], "digest": one["hash"]}
                    for c, one in held[name].collections.items()
                },
                "values": held[name].values,
                "cloudValues": held[name].cloud_values,
                "agrees": held[name].agrees,
            }
            for name in held
        ],
        "converged": all(one.agrees for one in held.values()),
        "groups": {
            **{
                name: sum(c[name] for c in counts)
                for name in ("pushed", "ok", "superseded", "held", "refused")
            },
            "pending": pending,
        },
        "conflicts": [{"round": one.order, **item} for one in rounds for item in one.conflicts],
        "attention": [{"round": one.order, **item} for one in rounds for item in one.attention],
        "documents": [{"round": one.order, **item} for one in rounds for item in one.documents],
        "rounds": [{"order": one.order, "paper": one.paper} for one in rounds],
        "claims": claims,
    }


def _tell_claims(one: Round, telling: Telling) -> None:
    for claim, holds in one.claims.items():
        telling.say(f"  {'yes' if holds else 'NO '}  {claim}")


def _tell_result(report: dict[str, Any], telling: Telling) -> None:
    """The end of the story."""
    groups = report["groups"]
    telling.say(
        f"\n{groups['pushed']} changes were sent: {groups['ok']} accepted, {groups['superseded']} superseded, "
        f"{groups['refused']} refused, {groups['pending']} still waiting."
    )
    telling.say(
        "  {}  {claim}".format("yes" if report["claims"][-1]["holds"] else "NO ", **report["claims"][-1])
    )
    telling.say("Paper and pictures:")
    for document in report["documents"]:
        total = to_major(document["total"], document["currency"])
        telling.say(f"  {document['path']}  ({document['currency']} {total:,}, pages: {document['pages']})")
    for path in report["screenshots"]:
        telling.say(f"  {path}")
    telling.say(f"It took {report['timings']['total']:.0f} seconds.")
