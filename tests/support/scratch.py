"""Keeps the folders of the fast lane's tests in memory where the system offers room for it.

A replica makes each save durable, so half of a run was waiting for a disk that no test looks at: what kills a process
finds its files in the system's hands either way. The other lanes measure and prove on the disk people have. What a
test that passed has written is let go at once (`pyproject.toml` says so), so that memory holds little. A root that
somebody named (`--basetemp`, PYTEST_DEBUG_TEMPROOT) holds as it was named.
"""

import os
import shutil
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes; a container is often given 64 MB, which would be full in the middle of a run
_ROOT = "PYTEST_DEBUG_TEMPROOT"


def pytest_configure(config: pytest.Config) -> None:
    fast = "not proof" in config.option.markexpr
    if fast and config.option.basetemp is None and _has_room(MEMORY):
        os.environ.setdefault(_ROOT, str(MEMORY))


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM
