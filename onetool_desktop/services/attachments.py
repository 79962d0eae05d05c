"""Files and photos: add, name, caption, take away, open, keep on this computer.

Promises: a file that was added is whole on this computer's drive before its record is saved, and its record and its
place in the queue are saved together; a file that is not here is queued to be fetched and told so; a copy for another
program to show lies in a folder of this user alone and is cleared away at the next start at the latest.
May not know: pictures (the screen scales them), how bytes travel.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.changes.values import Fields, Row
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.file_names import clean_name
from onetool_desktop.domain.ids import AttachmentId, ProjectId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform import files
from onetool_desktop.services import records
from onetool_desktop.services.saving import Act, Created, Saved, commit, new_row, not_there
from onetool_desktop.store import transfers
from onetool_desktop.store.blobs import DamagedBlobError
from onetool_desktop.store.errors import no_room
from onetool_desktop.store.replica import Replica, Transaction
from onetool_desktop.store.transfers import DOWN, UP, Transfer

ATTACHMENTS = "attachments"
LARGEST = 100 * 1024 * 1024
_LABELS = {"photo": N_("Add a photo"), "signature": N_("Add a signature"), "document": N_("Add a file")}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to be added: its bytes in parts, and a small picture of it where there is one."""

    name: str
    kind: str
    mime: str
    data: Iterable[bytes]
    preview: bytes = b""
    caption: str = ""
    taken_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file whose bytes are kept here already: what its record will say, and which bytes are to be sent."""

    kind: str
    fields: Fields
    sent: tuple[tuple[str, int], ...]


def store_file(replica: Replica, file: NewFile) -> StoredFile:
    """Keeps the bytes of a file that is about to be added. Takes as long as the file is large: in the read pool."""
    sha, size = _kept(replica, _bounded(file.data))
    fields = {
        "name": clean_name(file.name),
        "kind": file.kind,
        "caption": file.caption,
        "takenAt": file.taken_at,
    }
    fields |= {"mime": file.mime, "size": size, "sha256": sha}
    sent = [(sha, size)]
    if file.preview:
        preview, preview_size = _kept(replica, [file.preview])
        fields |= {"previewSha256": preview, "previewSize": preview_size}
        sent.append((preview, preview_size))
    return StoredFile(kind=file.kind, fields=fields, sent=tuple(sent))


def add_file(replica: Replica, *, home: str, home_id: str, file: StoredFile) -> Created[AttachmentId]:
    """Adds a file to a record; `home` is the reference that says of which kind, such as `taskId`."""
    row_id = AttachmentId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        act = Act(action="attachments.create", label=_(_LABELS[file.kind]))
        saved = commit(tx, act, [new_row(ATTACHMENTS, row_id, {home: home_id, **file.fields})])
        transfers.want(tx, [Transfer(UP, row_id, sha, size) for sha, size in file.sent])
        return saved

    return Created(row_id, replica.write(work))


def rename_file(replica: Replica, *, id: AttachmentId, name: str) -> Saved:
    """Gives a file another name."""
    return records.edit(
        replica, c=ATTACHMENTS, id=id, fields={"name": clean_name(name)}, label=_("Rename a file")
    )


def caption_file(replica: Replica, *, id: AttachmentId, caption: str) -> Saved:
    """Says what is on a photo; empty takes it away."""
    return records.edit(
        replica, c=ATTACHMENTS, id=id, fields={"caption": caption.strip()}, label=_("Caption a file")
    )


def remove_file(replica: Replica, *, id: AttachmentId) -> Saved:
    """Takes a file away; undo brings it back, and its bytes stay for thirty days."""
    return records.delete(replica, c=ATTACHMENTS, id=id, label=_("Remove a file"))


def fetch_files(replica: Replica, *, ids: Iterable[AttachmentId], previews: bool = False) -> None:
    """Asks for files that are not here, or for the small pictures of them."""
    names = ("previewSha256", "previewSize") if previews else ("sha256", "size")
    reads, wanted = replica.reads(), list[Transfer]()
    for row_id in ids:
        row = reads.row(ATTACHMENTS, row_id)
        sha, size = (row.f.get(names[0]), row.f.get(names[1])) if row else (None, None)
        if sha and size and not replica.blobs.has(sha):
            wanted.append(Transfer(DOWN, row_id, sha, size, asked=1))
    if wanted:
        replica.write(lambda tx: transfers.want(tx, wanted))


def try_again(replica: Replica, *, ids: Iterable[AttachmentId] | None = None) -> None:
    """Gives files that are stuck another chance."""
    replica.write(lambda tx: transfers.try_again(tx, ids))


def forget_transfer(replica: Replica, *, id: AttachmentId) -> None:
    """Stops moving the bytes of a file whose record was refused or is not wanted."""
    replica.write(lambda tx: transfers.drop(tx, id))


def keep_offline(replica: Replica, *, project: ProjectId, kept: bool) -> None:
    """Whether all files of a project are fetched to this computer; a setting of this computer alone."""
    replica.write(lambda tx: transfers.keep_offline(tx, project, kept=kept))


def copy_to_open(replica: Replica, *, id: AttachmentId) -> Path | None:
    """A copy of a file for another program to show, named as the file; None where it is not here. In the read pool."""
    row = _row(replica, id)
    if not replica.blobs.has(row.f["sha256"]):
        return None
    folder = replica.blobs.copies / replica.ids.token(9)
    folder.mkdir(mode=0o700, parents=True)
    path = folder / clean_name(row.f["name"])
    save_copy(replica, id=id, path=path)
    return path


def save_copy(replica: Replica, *, id: AttachmentId, path: Path) -> None:
    """Writes a file to a place of the person's choice; one that is damaged here is not written. In the read pool."""
    row = _row(replica, id)
    sha = row.f["sha256"]
    if not replica.blobs.holds(sha):
        raise _damaged(replica, sha)
    try:
        with open(path, "wb", opener=_private) as file:
            file.writelines(replica.blobs.read(sha))
    except DamagedBlobError as error:
        path.unlink(missing_ok=True)
        raise _damaged(replica, sha) from error
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise files.trouble(error, path=path.parent) from error


def _kept(replica: Replica, data: Iterable[bytes]) -> tuple[str, int]:
    try:
        sha, size = replica.blobs.add(data)
    except OSError as error:
        raise no_room() from error
    if not size:
        raise SentenceError(
            _("This file is empty."), safe=_("Nothing was added."), next_step=_("Choose another file.")
        )
    return sha, size


def _bounded(data: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for part in data:
        size += len(part)
        if size > LARGEST:
            raise SentenceError(
                _("This file is larger than {size} MB.").format(size=LARGEST // 1024**2),
                safe=_("Nothing was added."),
                next_step=_("Choose a smaller one."),
            )
        yield part


def _row(replica: Replica, id: AttachmentId) -> Row:
    row = replica.reads().row(ATTACHMENTS, id)
    if row is None:
        raise not_there(ATTACHMENTS)
    return row


def _damaged(replica: Replica, sha: str) -> SentenceError:
    replica.blobs.remove(sha)
    return SentenceError(
        _("This file was damaged on this computer."),
        safe=_("Its record is untouched."),
        next_step=_("Open it again to fetch it from the cloud."),
    )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
