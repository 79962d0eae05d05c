"""A firm at a real cloud process."""

from tests.conformance.backends import Backend
from tests.support.cloud import Device, Person, client, new_id


class Firm:
    """An organisation with an owner, who has entered a client at another device."""

    def __init__(self, cloud: Backend) -> None:
        self.cloud = cloud
        self.owner = Person(cloud.call).sign_up(name="Olga")
        self.org = self.owner.found()
        self.device: Device = self.owner.enrol(self.org)
        self.add_client("Harbour Bakery")

    def add_client(self, name: str) -> str:
        """A client whom nobody is assigned to."""
        row = new_id()
        self.device.do(client(row, companyName=name))
        return row

    def hire(self, role: str) -> Person:
        """A member with an account."""
        return Person(self.cloud.call).invited(self.owner, self.org, role)
