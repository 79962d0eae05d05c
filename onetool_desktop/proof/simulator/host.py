"""Whoever runs the cloud of a schedule: starts it, starts it again after a crash, backs it up, brings a backup back.

Promises: a backup is the whole file at rest; one that is brought back opens a new epoch for every organisation, and is
redacted again, as the contract asks of whoever does it (WIRE section 6). A cloud that is started again remembers
nothing but its file, which SQLite recovers from its log.
"""

from pathlib import Path

from onetool_desktop.cloud import ledger, redaction, restored, rights
from onetool_desktop.cloud.burying import AT_ONCE
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.redaction import Redaction
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.proof.simulator import beneath
from onetool_desktop.proof.simulator.beginning import CLOUD_FILE, cloud_over


class Host:
    """The cloud's file in `folder` and the database over it; `at_once` rows fall in a delete's own group."""

    def __init__(
        self, folder: Path, database: Database, clock: Clock, ids: Ids, *, at_once: int = AT_ONCE
    ) -> None:
        self._file = folder / CLOUD_FILE
        self._database = database
        self._clock = clock
        self._ids = ids
        self._at_once = at_once
        self._backup = folder / f"backup-{CLOUD_FILE}"
        self.service = self._started()

    def start_again(self) -> CloudService:
        """As after a crash."""
        beneath.forget_index(self._file)
        self.service = self._started()
        return self.service

    def back_up(self) -> CloudService:
        """Copies the file of a cloud that is stopped meanwhile."""
        beneath.copy_whole(self._file, self._backup)
        return self.start_again()

    def restore(self, first: Path, *, hasty: bool) -> CloudService:
        """Brings the last backup back, or `first` where there is none.

        `hasty` releases the main series at once, whatever is on paper: the hardest case for numbers.
        """
        beneath.put(self._file, self._backup if self._backup.exists() else first)
        self.service = self._started()
        restored.open_epoch(self.service.database, clock=self._clock, ids=self._ids)
        redaction.redact_again(self.service.database, ids=self._ids)
        if hasty:
            self._release_all()
        return self.service

    def redact(self, asked: Redaction) -> bool:
        """Redacts; False where the organisation has no such row."""
        return redaction.redact_row(self.service.database, asked, clock=self._clock, ids=self._ids)

    def _started(self) -> CloudService:
        return cloud_over(self._database, self._clock, self._ids, at_once=self._at_once)

    def _release_all(self) -> None:
        with self.service.database.write() as connection:
            for (org,) in connection.all("SELECT org_id FROM orgs ORDER BY org_id"):
                held, operator = ledger.lock(connection, org), rights.made(org, "", "", "owner", "{}", 0)
                if held is not None:
                    now_ms, gid = self._clock.now_ms(), self._ids.new_id()
                    restored.reopen(connection, held, operator, now_ms=now_ms, gid=gid)
