"""A cloud in this process over a database in memory, with a clock that moves when told."""

from typing import Any

import pytest

from onetool_desktop.cloud import tables
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from tests.support.cloud import Device, Person, Refused


class Local:
    """A cloud in this process, called as over HTTP."""

    def __init__(self, url: str = "sqlite://", *, fresh: bool = True) -> None:
        self.clock = ManualClock()
        self.database = Database(url)
        if fresh:
            tables.metadata.create_all(self.database.engine)
        ids = SeededIds(7, self.clock)
        self.service = CloudService(
            self.database, clock=self.clock, ids=ids, passwords=Passwords(memory_kib=8, passes=1)
        )

    def call(self, kind: str, path: str, args: dict[str, Any], bearer: str | None = None) -> Any:
        try:
            return self.service.call(kind, path, args, bearer, "203.0.113.7")
        except CallError as error:
            raise Refused(error.data(), error.status or 200) from error


@pytest.fixture
def local() -> Any:
    made = Local()
    yield made
    made.database.close()


@pytest.fixture
def owner(local: Local) -> Person:
    return Person(local.call).sign_up()


@pytest.fixture
def office(owner: Person) -> Device:
    return owner.enrol(owner.found())


@pytest.fixture
def colleague(local: Local, owner: Person, office: Device) -> Device:
    return Person(local.call).invited(owner, office.org, "office").enrol(office.org)


@pytest.fixture
def technician(local: Local, owner: Person, office: Device) -> Device:
    return Person(local.call).invited(owner, office.org, "technician").enrol(office.org)
