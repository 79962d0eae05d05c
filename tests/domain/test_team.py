"""Who may give roles and take people out: every role against every role."""

import pytest

from onetool_desktop.domain.permissions import ROLES, Principal
from onetool_desktop.domain.team import removal_barred, role_barred

ME = "me"


def of(role: str) -> Principal:
    return Principal(org="org", user_id=ME, author="00000001", role=role)


@pytest.mark.parametrize("has", ROLES)
@pytest.mark.parametrize("gets", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_only_an_owner_touches_owners_and_only_who_changes_people_touches_anybody(
    role: str, has: str, gets: str
) -> None:
    barred = role_barred(of(role), has=has, gets=gets, owners=2)
    allowed = role == "owner" or (role == "admin" and "owner" not in {has, gets})
    assert (barred is None) == allowed


def test_the_last_owner_stays_one_and_stays() -> None:
    barred = role_barred(of("owner"), has="owner", gets="admin", owners=1)
    assert barred is not None
    assert barred.code == "invalid"
    assert removal_barred(of("owner"), user=ME, has="owner", owners=1) is not None
    assert removal_barred(of("owner"), user=ME, has="owner", owners=2) is None


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"owner"}))
def test_everyone_leaves_by_himself(role: str) -> None:
    assert removal_barred(of(role), user=ME, has=role, owners=1) is None
    someone = removal_barred(of(role), user="another", has="office", owners=1)
    assert (someone is None) == (role == "admin")
