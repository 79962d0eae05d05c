"""The business itself: one that begins on this computer, and its settings."""

from onetool_desktop.changes.values import Fields
from onetool_desktop.domain.ids import OrgId
from onetool_desktop.domain.ports import Ids
from onetool_desktop.services import records
from onetool_desktop.services.saving import Act, Created, Saved, new_row, save
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica

LOCAL_SERIES = "A1"  # of a business no cloud has met; its numbers are those of the main series


def new_identity(*, ids: Ids, name: str) -> Identity:
    """Whose a business is that begins on this computer: ids of its own, its person the owner, no cloud yet."""
    device = ids.new_id()
    return Identity(
        org=ids.new_id(),
        org_name=name,
        user_id=ids.new_id(),
        device=device,
        author=device.replace("-", "")[-8:],
        series=LOCAL_SERIES,
        connected=False,
    )


def open_business(
    replica: Replica, *, name: str, currency: str, timezone: str, owner: str, email: str = ""
) -> Created[OrgId]:
    """The first group of an empty replica of `new_identity`: the organisation and its owner."""
    org, user = OrgId(replica.identity.org), replica.identity.user_id
    rows = [
        new_row("organizations", org, {"name": name, "currency": currency, "timezone": timezone}),
        new_row("users", user, {"name": owner, "email": email, "active": True}),
    ]
    act = Act(action="organizations.create", label=f"Begin the business {name}")
    return Created(org, save(replica, act, lambda _: rows))


def edit_settings(replica: Replica, *, fields: Fields) -> Saved:
    """Change the organisation's settings."""
    return records.edit(
        replica, c="organizations", id=replica.identity.org, fields=fields, label="Change the settings"
    )
