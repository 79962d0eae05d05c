"""The files of a record as a screen lists them: names, and whether their bytes are here, waiting, or elsewhere.

Promises: frozen cards, newest first, those of a project with the files of its tasks; one query and one look at the
folder for each card of the page.
May not know: pictures, words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.collections.files import HOMES
from onetool_desktop.store import transfers
from onetool_desktop.store.blobs import BlobStore
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import merged
from onetool_desktop.store.transfers import STUCK, UP, Transfer

_COLUMNS = """id, name, caption, kind, mime, size, sha256, "previewSha256", "takenAt", state"""
_ALSO: Mapping[str, str] = MappingProxyType(
    {"projectId": """ OR "taskId" IN (SELECT id FROM tasks WHERE "projectId"=:id)"""}
)


class Where(StrEnum):
    """Where the bytes of a file are."""

    LOCAL = "local"  # here, in a business no cloud has met
    WAITING = "waiting"  # here alone, to be sent
    SENT = "sent"  # here and in the cloud
    ELSEWHERE = "elsewhere"  # in the cloud
    COMING = "coming"  # being fetched
    MISSING = "missing"  # another device has yet to send it
    STUCK = "stuck"  # cannot be moved; `words` say why


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file of a list. `picture` is the hash of what shows it small, "" where nothing here does."""

    id: str
    name: str
    caption: str
    kind: str
    mime: str
    size: int
    sha: str
    picture: str
    taken_at: int | None
    where: Where
    words: str = ""


def files_of(
    db: Db, blobs: BlobStore, *, home: str, id: str, connected: bool, limit: int = 500
) -> list[FileCard]:
    """The files of a record and of what was merged into it; `home` is the reference that leads to it."""
    where = f"({merged.leads_to('attachments', home, ':id')}{_ALSO.get(home, '')})"
    sql = f"SELECT {_COLUMNS} FROM attachments WHERE {where} ORDER BY id DESC LIMIT :limit"
    rows = db.execute(sql, {"id": id, "limit": limit}).fetchall()
    moving = transfers.of_rows(db, [row[0] for row in rows]) if rows else {}
    return [_card(row, moving.get(row[0], []), blobs, connected=connected) for row in rows]


@dataclass(frozen=True, slots=True)
class StuckFile:
    """A file whose bytes cannot be moved: to the cloud or from it, and why. `name` is "" where no record names it."""

    id: str
    name: str
    sending: bool
    words: str


def stuck_files(db: Db) -> list[StuckFile]:
    """What waits for a person, a photo and its preview as one."""
    found: dict[str, StuckFile] = {}
    for one in transfers.stuck(db):
        row = db.execute("SELECT name FROM attachments WHERE id=?", (one.id,)).fetchone()
        found.setdefault(one.id, StuckFile(one.id, row[0] if row else "", one.way == UP, one.words))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file that the cloud has by its own account and cannot give: its name, the record it belongs to, and why."""

    id: str
    name: str
    c: str
    record: str
    words: str


def lost_files(db: Db) -> list[LostFile]:
    """What was to be fetched and was set aside, a photo and its preview as one."""
    homes = [field for field in COLLECTIONS["attachments"].fields if field.name in HOMES]
    found: dict[str, LostFile] = {}
    for one in transfers.stuck(db):
        names = ", ".join(f'"{home.name}"' for home in homes)
        row = db.execute(f"SELECT name, {names} FROM attachments WHERE id=?", (one.id,)).fetchone()
        if one.way == UP or row is None or one.id in found:
            continue
        of = [
            (home.ref.collection, record)
            for home, record in zip(homes, row[1:], strict=True)
            if home.ref and record
        ]
        c, record = of[0] if of else ("", "")
        found[one.id] = LostFile(one.id, row[0], c, record, one.words)
    return list(found.values())


def _card(
    row: "tuple[str, str, str | None, str, str | None, int, str, str | None, int | None, str | None]",
    moving: list[Transfer],
    blobs: BlobStore,
    *,
    connected: bool,
) -> FileCard:
    row_id, name, caption, kind, mime, size, sha, preview, taken_at, state = row
    here = blobs.has(sha)
    pictures = [one for one in (preview, sha if kind != "document" else None) if one]
    picture = next((one for one in pictures if blobs.has(one)), "")
    stuck = next((one for one in moving if one.state == STUCK), None)
    return FileCard(
        row_id,
        name,
        caption or "",
        kind,
        mime or "",
        size,
        sha,
        picture,
        taken_at,
        Where.STUCK if stuck else _where(moving, sha, here=here, ready=state == "ready", connected=connected),
        stuck.words if stuck else "",
    )


def _where(moving: list[Transfer], sha: str, *, here: bool, ready: bool, connected: bool) -> Where:
    if here:
        if not connected:
            return Where.LOCAL
        return Where.WAITING if any(one.way == UP for one in moving) else Where.SENT
    if any(one.way != UP and one.sha == sha for one in moving):
        return Where.COMING
    return Where.ELSEWHERE if ready else Where.MISSING
