"""Rows, words and days drawn for an act from the generator of its step."""

import random

from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.services.days import day_at
from onetool_desktop.store.engine import Db

WORDS = (
    "north",
    "steel",
    "birch",
    "lake",
    "stone",
    "amber",
    "pine",
    "quartz",
    "maple",
    "harbour",
    "Straße",
    "日本",
)
NOTES = ("gate code 17", "dog bites", "call first", "two floors", "cellar is wet", "ask for Ms Lind")


def pick(device: Device, draw: random.Random, table: str, where: str = "1") -> str | None:
    """Some live row's id; the older ones come up more often, so that people meet on the same rows."""
    db: Db = device.replica.writer
    ids = [row_id for (row_id,) in db.execute(f'SELECT id FROM "{table}" WHERE {where} ORDER BY id')]
    return min(draw.choice(ids), draw.choice(ids)) if ids else None


def words(device: Device, draw: random.Random, count: int = 2) -> str:
    """Some words, and the mark of the organisation they are written in."""
    return " ".join([*(draw.choice(WORDS) for _ in range(count)), device.enrolled.mark])


def note(device: Device, draw: random.Random) -> str:
    """Something worth noting, with the mark as well."""
    return f"{draw.choice(NOTES)} {device.enrolled.mark}"


def day(device: Device) -> str:
    """Today on the device."""
    return day_at(device.clock.now_ms(), "Europe/Berlin")
