"""A backup put in the place of the present file, which is kept aside whole.

Promises: nothing is deleted: the present file, its log and its journal lie in `quarantine` and can be restored in
turn. What was not sent to a cloud yet is in the restored replica again, under its gids. The restored replica counts on
above every number the present one has given, or is another device with a series of its own, so that no number on paper
is given twice. A kill at any moment leaves the present replica, or the restored one, or what `finish` completes.
May not know: the cloud; whoever restores a business that has one brings the identity of a device enrolled anew.

Why: everything slow is done on a copy beside the present file, and the swap is renames alone. A business without a
cloud is taken back as it was on that day: all it holds is unsent, and bringing that along would undo the restoring.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.changes.draft_paper import PAPER_KIND
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.translate import _
from onetool_desktop.platform import files
from onetool_desktop.store import engine, errors, meta, migrate, outbox, series
from onetool_desktop.store.enrolment import enrol_anew, renumbered
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.recovery import bring_in, unsettled
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.series import Counts
from onetool_desktop.store.swapping import beside_of, finish, put_aside
from onetool_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the file that was there lies now, and how many unsent changes were carried over."""

    quarantine: Path | None
    carried: int


def restore(
    path: Path,
    source: Path,
    *,
    org: str,
    key: str | None,
    clock: Clock,
    ids: Ids,
    device: Identity | None = None,
    source_key: str | None = None,
) -> Restored:
    """Puts the backup `source` of the business `org` in the place of `path`, whose replica must be closed.

    `device` is the identity of a device enrolled anew, for a business that has a cloud. `key` opens both files, unless
    `source_key` is the one of the backup. Raises WrongKeyError, DamagedError, NewerFileError or StoreError; the present
    file and the backup are untouched then.
    """
    beside = beside_of(path)
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    copy = beside / path.name
    try:
        _copied(source, copy)
        if source_key is not None and source_key != key:
            _sealed_anew(copy, source.name, source_key, key)
        _judge(copy, source.name, org=org, key=key)
        entries = unsettled(path, key)
        counts = _counts(path, entries, key)
        carried = _make_ready(copy, entries, counts, key=key, clock=clock, ids=ids, device=device)
        _sync(beside)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    quarantine = put_aside(path, clock.now_ms()) if path.exists() else None
    finish(path, clock.now_ms())
    return Restored(quarantine, carried)


def opens(path: Path, key: str | None) -> bool:
    """Whether a key opens a closed replica or a backup."""
    try:
        engine.open_checked(path, key=key, known_version=migrate.VERSION).close()
    except errors.WrongKeyError:
        return False
    return True


def whose(source: Path, key: str | None) -> Identity:
    """Whose a closed replica or a backup is.

    Raises WrongKeyError, DamagedError or NewerFileError; StoreError where there is no such file.
    """
    db = engine.open_checked(source, key=key, known_version=migrate.VERSION)
    try:
        return meta.identity(db)
    except engine.driver().DatabaseError as error:
        raise _not_whole(source.name) from error
    finally:
        db.close()


def whole(path: Path, *, key: str | None) -> bool:
    """Whether a closed replica can be read in full."""
    module = engine.driver()
    try:
        db = engine.open_checked(path, key=key, known_version=migrate.VERSION)
    except errors.StoreError:
        return False
    try:
        return engine.check(db)
    except module.DatabaseError:
        return False
    finally:
        db.close()


def _make_ready(
    copy: Path,
    entries: Iterable[Entry],
    counts: Counts,
    *,
    key: str | None,
    clock: Clock,
    ids: Ids,
    device: Identity | None,
) -> int:
    """Makes the copy what the restored replica shall be; the number of groups carried over."""
    replica = Replica.open(copy, key=key, clock=clock, ids=ids)
    try:
        known = {entry.group.gid for entry in outbox.entries(replica.writer)}
        lacking = [entry for entry in entries if entry.group.gid not in known] if device else []
        if device is not None:
            enrol_anew(replica, device)

        def work(tx: Transaction) -> None:
            for entry in renumbered(lacking, author=tx.identity.author, after=tx.hand.last_n):
                bring_in(tx, entry)
            series.count_on(tx.db, counts)

        replica.write(work)
        replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return len(lacking)
    finally:
        replica.close()


def _copied(source: Path, copy: Path) -> None:
    if not source.is_file():
        raise errors.StoreError(
            _("There is no file {name} in {parent}.").format(name=source.name, parent=source.parent),
            safe=_("Nothing was changed."),
            next_step=_("Choose the file of a backup; if it is on another drive, connect that first."),
        )
    log = source.with_name(f"{source.name}-wal")  # of a file that was not closed in order
    try:
        shutil.copyfile(source, copy)
        if log.exists():
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    except OSError as error:
        raise files.trouble(error, path=copy.parent) from error


def _sealed_anew(copy: Path, name: str, old: str, key: str | None) -> None:
    """Seals a copy with the key of this computer; what its log holds is in it then.

    A business that lies open has open backups alone: what is sealed is of another one.
    """
    if key is None:
        raise _of_another(name)
    try:
        engine.seal_anew(copy, old, key)
    except errors.WrongKeyError:
        raise errors.wrong_key(name) from None


def _judge(copy: Path, name: str, *, org: str, key: str | None) -> None:
    """Raises unless the copy is a whole backup of this very business."""
    module = engine.driver()
    try:
        db = engine.open_checked(copy, key=key, known_version=migrate.VERSION)
    except errors.WrongKeyError:
        raise errors.wrong_key(name) from None
    try:
        if not engine.check(db):
            raise _not_whole(name)
        found = meta.identity(db).org
    except module.DatabaseError as error:
        raise _not_whole(name) from error
    finally:
        db.close()
    if found != org:
        raise _of_another(name)


def _of_another(name: str) -> errors.StoreError:
    return errors.StoreError(
        _("{name} is a backup of another business.").format(name=name),
        safe=_("Nothing was changed."),
        next_step=_("Choose a backup of this business, or open the other business first."),
    )


def _not_whole(name: str) -> errors.DamagedError:
    return errors.DamagedError(
        _("The backup {name} is damaged and cannot be read in full.").format(name=name),
        safe=_("Nothing was changed."),
        next_step=_("Choose another backup."),
    )


def _counts(path: Path, entries: Iterable[Entry], key: str | None) -> Counts:
    """The last number of each series that the present file, or its journal, tells."""
    found: dict[tuple[str, str], int] = {}
    for entry in entries:
        for issue in entry.group.commands:
            of = (PAPER_KIND[issue.c], issue.series)
            found[of] = max(found.get(of, 0), issue.no or 0)
    module = engine.driver()
    try:
        db = engine.connect(path, key=key, readonly=True)
    except module.DatabaseError:
        return found
    try:
        for of, last in series.counts(db).items():
            found[of] = max(found.get(of, 0), last)
    except module.DatabaseError:
        return found
    finally:
        db.close()
    return found


def _sync(beside: Path) -> None:
    for made in beside.iterdir():
        with made.open("rb+") as file:
            files.sync_to_disk(file.fileno())
    files.sync_folder(beside)
