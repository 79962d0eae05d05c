"""Who may do what: levels, roles as presets, and the principal a change is decided for.

A level includes those below it. `all_records` off means *assigned only*: the cloud keeps grants and the device holds
nothing else. `prices` and `costs` are objects of their own, so that a field can name what its reader needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

LEVELS: Mapping[str, int] = MappingProxyType({"none": 0, "view": 1, "modify": 2, "delete": 3})
OBJECTS = (
    "settings",
    "people",
    "clients",
    "projects",
    "tasks",
    "quotes",
    "invoices",
    "skus",
    "files",
    "prices",
    "costs",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A preset of rights: level by object, and whether all records of the organisation are seen."""

    name: str
    all_records: bool
    levels: Mapping[str, str]


def _role(name: str, *, all_records: bool, levels: str) -> Role:
    pairs = (pair.partition(":") for pair in levels.split())
    return Role(name, all_records, MappingProxyType({name: level for name, _, level in pairs}))


_EVERYTHING = " ".join(f"{o}:delete" for o in OBJECTS)
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "owner": _role("owner", all_records=True, levels=_EVERYTHING),
        "admin": _role("admin", all_records=True, levels=_EVERYTHING),
        "office": _role(
            "office",
            all_records=True,
            levels="settings:view people:view clients:delete projects:delete tasks:delete quotes:delete "
            "invoices:delete skus:delete files:delete prices:delete costs:view",
        ),
        "technician": _role(
            "technician",
            all_records=False,
            levels="settings:view people:view clients:modify projects:modify tasks:delete quotes:delete "
            "invoices:delete skus:view files:delete prices:delete",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Principal:
    """The person a change is decided for: a user of one organisation, on one device.

    `author` is the 8 hex digits that end this device's stamps; `permissions` replaces the role's level by object;
    `importing` while his business is being brought to the cloud; `restored` since the cloud itself was brought back
    from a backup, so that counts of the main series may be on paper it does not know; `closed` while it gives none.
    """

    org: str
    user_id: str
    author: str
    role: str = "owner"
    permissions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(dict[str, str]()))
    importing: bool = False
    restored: bool = False
    closed: bool = False

    @property
    def all_records(self) -> bool:
        """Whether every record of the organisation is visible."""
        return _role_of(self).all_records

    def may(self, permission: str, level: str) -> bool:
        """Whether this person holds `level` on the permission object."""
        held = self.permissions.get(permission) or _role_of(self).levels.get(permission, "none")
        return LEVELS.get(held, 0) >= LEVELS[level]


def _role_of(principal: Principal) -> Role:
    """A role that is not known here, from a newer cloud, allows nothing."""
    return ROLES.get(principal.role) or Role(principal.role, all_records=False, levels=MappingProxyType({}))
