"""One cloud for each backend and session; every story founds an organisation of its own."""

from collections.abc import Iterator

import pytest

from tests.conformance.backends import BACKENDS, Backend
from tests.support.cloud import Device, Person


@pytest.fixture(scope="session", params=BACKENDS, ids=lambda backend: backend.name)
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    found: Backend = request.param()
    found.start(tmp_path_factory.mktemp(found.name))
    yield found
    found.close()
    found.stop()


@pytest.fixture
def owner(backend: Backend) -> Person:
    """A person with an account."""
    return Person(backend.call).sign_up()


@pytest.fixture
def office(owner: Person) -> Device:
    """The first device of a new organisation."""
    return owner.enrol(owner.found())


@pytest.fixture
def second(owner: Person, office: Device) -> Device:
    """Another device of the same person."""
    return owner.enrol(office.org)


@pytest.fixture
def colleague(backend: Backend, owner: Person, office: Device) -> Device:
    """A device of another member who sees everything."""
    return Person(backend.call).invited(owner, office.org, "office").enrol(office.org)


@pytest.fixture
def technician(backend: Backend, owner: Person, office: Device) -> Device:
    """A device of a member who sees what is assigned to him."""
    return Person(backend.call).invited(owner, office.org, "technician").enrol(office.org)
