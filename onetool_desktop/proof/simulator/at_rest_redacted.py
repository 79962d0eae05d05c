"""What must hold of redacted values at rest: nobody holds one, in the cloud or on any computer that may see the record.

Promises: of paper that was issued nothing is asked, which is kept as the law wants it. Whoever may no longer see a
record is told of its redaction unless another role has made the cloud forget that he once saw it: of what he wrote into
it nothing is asked.
"""

from pathlib import Path

from onetool_desktop.proof.simulator.confided import texts_in
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.record import Record, without_paper
from onetool_desktop.store.engine import Db

_TABLES = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'search%' AND name<>'issued'"


def no_redaction_is_forgotten(record: Record) -> str:
    """What was redacted stays so, also in a cloud that was brought back from before it."""
    return f"{sorted(record.forgotten)}" if record.forgotten else ""


def the_cloud_keeps_nothing_redacted(record: Record) -> str:
    """No table of the cloud holds a value that was redacted, nor one that was written in ignorance of it."""
    return f"{record.kept}" if record.kept else ""


def a_computer_keeps_nothing_redacted(device: Device, record: Record) -> str:
    """No table, no index and no journal of the computer holds such a value."""
    db, path = device.replica.writer, device.path
    texts = {one.text for one in record.forbidden if device.is_all_seeing or _is_here(db, *one.key)}
    if not texts:
        return ""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    journal = Path(f"{path}.groups")
    parts = {path.name: path.read_bytes(), journal.name: journal.read_bytes() if journal.exists() else b""}
    found = {name: held for name, part in parts.items() if (held := texts_in(part) & texts)}
    if found:
        found = _standing(db, texts)
    for text in sorted(texts):
        if db.execute("SELECT 1 FROM search WHERE search MATCH ?", (f'"{text}"',)).fetchone():
            found.setdefault("search", set()).add(text)
    return f"{found}" if found else ""


def _is_here(db: Db, c: str, row_id: str) -> bool:
    sql = f'SELECT 1 FROM "{c}" WHERE id=?1 AND seq IS NOT NULL UNION SELECT 1 FROM tombstones WHERE c=?2 AND id=?1'
    return db.execute(sql, (row_id, c)).fetchone() is not None


def _standing(db: Db, texts: set[str]) -> dict[str, set[str]]:
    """Which of the texts stand in which table, paper left aside."""
    found: dict[str, set[str]] = {}
    for (name,) in db.execute(_TABLES).fetchall():
        for row in db.execute(f'SELECT * FROM "{name}"'):
            held = set[str]().union(*(texts_in(without_paper(part)) for part in row)) & texts
            if held:
                found.setdefault(name, set()).update(held)
    return found
