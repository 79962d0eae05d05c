"""Whoever runs the cloud of a schedule: opens it, opens it again after a crash, backs it up, brings a backup back.

Promises: a backup is the whole file at rest; one that is brought back opens a new epoch for every organisation, and is
redacted again, as the contract asks of whoever does it (WIRE section 6).
"""

import shutil
from pathlib import Path

from onetool_desktop.cloud import ledger, redaction, restored, rights
from onetool_desktop.cloud.burying import AT_ONCE
from onetool_desktop.cloud.redaction import Redaction
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.proof.simulator.beginning import CLOUD_FILE, open_cloud


class Host:
    """The cloud's file in `folder` and what is open over it; `at_once` rows fall in a delete's own group."""

    def __init__(self, folder: Path, clock: Clock, ids: Ids, *, at_once: int = AT_ONCE) -> None:
        self._folder = folder
        self._clock = clock
        self._ids = ids
        self._at_once = at_once
        self._backup = folder / f"backup-{CLOUD_FILE}"
        self.service = self._opened()

    def reopen(self) -> CloudService:
        """As after a crash: what is open is given up, the file opened again."""
        self.close()
        self.service = self._opened()
        return self.service

    def back_up(self) -> CloudService:
        """Copies the file."""
        self.close()
        shutil.copyfile(self._folder / CLOUD_FILE, self._backup)
        self.service = self._opened()
        return self.service

    def restore(self, first: Path, *, hasty: bool) -> CloudService:
        """Brings the last backup back, or `first` where there is none.

        `hasty` releases the main series at once, whatever is on paper: the hardest case for numbers.
        """
        self.close()
        for end in ("-wal", "-shm"):
            (self._folder / f"{CLOUD_FILE}{end}").unlink(missing_ok=True)
        shutil.copyfile(self._backup if self._backup.exists() else first, self._folder / CLOUD_FILE)
        self.service = self._opened()
        restored.open_epoch(self.service.database, clock=self._clock, ids=self._ids)
        redaction.redact_again(self.service.database, ids=self._ids)
        if hasty:
            self._release_all()
        return self.service

    def redact(self, asked: Redaction) -> bool:
        """Redacts; False where the organisation has no such row."""
        return redaction.redact_row(self.service.database, asked, clock=self._clock, ids=self._ids)

    def close(self) -> None:
        """Gives the file back."""
        self.service.database.close()

    def _opened(self) -> CloudService:
        return open_cloud(self._folder, self._clock, self._ids, at_once=self._at_once)

    def _release_all(self) -> None:
        with self.service.database.write() as connection:
            for (org,) in connection.all("SELECT org_id FROM orgs ORDER BY org_id"):
                held, operator = ledger.lock(connection, org), rights.made(org, "", "", "owner", "{}", 0)
                if held is not None:
                    now_ms, gid = self._clock.now_ms(), self._ids.new_id()
                    restored.reopen(connection, held, operator, now_ms=now_ms, gid=gid)
