"""People and rights: who belongs to an organisation, another role, and leaving."""

import pytest

from tests.conformance.backends import Backend
from tests.support.cloud import PASSWORD, Device, Person, client, new_id, put, refusal


def in_role(device: Device) -> str:
    listed = device.person.query("orgs:members", org=device.org)["members"]
    return next(m["role"] for m in listed if m["user"] == device.user)


def test_members_and_open_invitations_are_listed(office: Device, colleague: Device) -> None:
    email = f"{new_id()[:8]}@example.org"
    invited = office.person.mutate("orgs:invite", org=office.org, email=email, role="technician")
    listed = colleague.person.query("orgs:members", org=office.org)
    assert {(m["user"], m["role"]) for m in listed["members"]} == {
        (office.user, "owner"),
        (colleague.user, "office"),
    }
    assert [(i["user"], i["email"], i["role"]) for i in listed["invited"]] == [
        (invited["user"], email, "technician")
    ]


def test_an_invitation_taken_back_lets_nobody_in(backend: Backend, office: Device) -> None:
    person = Person(backend.call, email=f"{new_id()[:8]}@example.org")
    made = office.person.mutate("orgs:invite", org=office.org, email=person.email, role="office")
    office.person.mutate("orgs:remove", org=office.org, user=made["user"])
    refused = refusal(lambda: person.sign_up(invite=made["code"]))
    assert refused is not None
    assert refused.code == "invalid"


def test_another_role_changes_what_is_seen_and_the_scopes(office: Device, colleague: Device) -> None:
    row_id = new_id()
    office.do(client(row_id))
    before = colleague.pull()
    assert row_id in colleague.view().live("clients")
    office.person.mutate("orgs:setRole", org=office.org, user=colleague.user, role="technician")
    after = colleague.pull()
    assert after["scopes"] != before["scopes"]
    assert row_id not in colleague.view().live("clients")
    assert colleague.view().sums() == colleague.digest()
    office.person.mutate("orgs:setRole", org=office.org, user=colleague.user, role="admin")
    assert row_id in colleague.view().live("clients")
    assert colleague.view().sums() == colleague.digest()


def test_sums_agree_after_going_to_and_fro_between_roles(office: Device, technician: Device) -> None:
    mine, theirs = new_id(), new_id()
    technician.do(client(mine))
    office.do(client(theirs))
    for role in ("office", "technician", "admin", "technician"):
        office.person.mutate("orgs:setRole", org=office.org, user=technician.user, role=role)
        assert technician.view().sums() == technician.digest()
    assert set(technician.view().live("clients")) == {mine}


def test_levels_named_replace_those_of_the_role(office: Device, colleague: Device) -> None:
    rights = {"clients": "view"}
    office.person.mutate(
        "orgs:setRole", org=office.org, user=colleague.user, role="office", permissions=rights
    )
    outcome = colleague.outcome(colleague.group(client()))
    assert (outcome["result"], outcome["code"]) == ("refused", "forbidden")
    (row,) = [r for r in office.view().live("memberships").values() if r["f"]["userId"] == colleague.user]
    assert row["f"]["permissions"] == rights


@pytest.mark.parametrize(
    "permissions", [{"clients": "everything"}, {"everything": "view"}, ["clients"], "clients"]
)
def test_rights_that_are_none_are_invalid(office: Device, colleague: Device, permissions: object) -> None:
    refused = refusal(
        lambda: office.person.mutate(
            "orgs:setRole", org=office.org, user=colleague.user, role="office", permissions=permissions
        )
    )
    assert refused is not None
    assert refused.code == "invalid"


@pytest.mark.parametrize("path", ["orgs:setRole", "orgs:remove"])
def test_who_may_not_change_people_changes_nobody(office: Device, colleague: Device, path: str) -> None:
    refused = refusal(
        lambda: colleague.person.mutate(path, org=office.org, user=office.user, role="technician")
    )
    assert refused is not None
    assert refused.code == "forbidden"
    assert in_role(office) == "owner"


@pytest.mark.parametrize(
    ("path", "role"), [("orgs:setRole", "technician"), ("orgs:setRole", "owner"), ("orgs:remove", "owner")]
)
def test_an_administrator_is_not_above_the_owner(
    office: Device, colleague: Device, technician: Device, path: str, role: str
) -> None:
    office.person.mutate("orgs:setRole", org=office.org, user=colleague.user, role="admin")
    whom = technician.user if role == "owner" and path == "orgs:setRole" else office.user
    refused = refusal(lambda: colleague.person.mutate(path, org=office.org, user=whom, role=role))
    assert refused is not None
    assert refused.code == "forbidden"
    assert (in_role(office), in_role(technician)) == ("owner", "technician")


def test_there_is_always_an_owner(office: Device, colleague: Device) -> None:
    for path in ("orgs:setRole", "orgs:remove"):
        refused = refusal(
            lambda path=path: office.person.mutate(path, org=office.org, user=office.user, role="office")
        )
        assert refused is not None
        assert refused.code == "invalid"
    office.person.mutate("orgs:setRole", org=office.org, user=colleague.user, role="owner")
    office.person.mutate("orgs:remove", org=office.org, user=office.user)
    assert in_role(colleague) == "owner"


def test_who_is_removed_loses_every_call_and_his_work_stays(office: Device, colleague: Device) -> None:
    row_id = new_id()
    colleague.do(client(row_id))
    office.person.mutate("orgs:remove", org=office.org, user=colleague.user)
    for call in (
        colleague.pull,
        lambda: colleague.push(colleague.group(client())),
        colleague.digest,
        lambda: colleague.person.query("orgs:members", org=office.org),
    ):
        refused = refusal(call)
        assert refused is not None
        assert refused.code == "forbidden"
    view = office.view()
    assert row_id in view.live("clients")
    assert view.live("users")[colleague.user]["f"]["active"] is False
    assert colleague.user not in {r["f"]["userId"] for r in view.live("memberships").values()}
    assert view.sums() == office.digest()


def test_everyone_may_leave_by_himself(office: Device, technician: Device) -> None:
    technician.person.mutate("orgs:remove", org=office.org, user=technician.user)
    assert technician.person.query("orgs:list")["orgs"] == []


def test_who_was_removed_may_be_invited_again(office: Device, technician: Device) -> None:
    mine = new_id()
    technician.do(client(mine))
    office.person.mutate("orgs:remove", org=office.org, user=technician.user)
    made = office.person.mutate(
        "orgs:invite",
        org=office.org,
        email=technician.person.email,
        role="technician",
        user=technician.user,
    )
    again = technician.person.mutate(
        "auth:signIn", email=technician.person.email, password=PASSWORD, invite=made["code"]
    )
    technician.person.token = again["accessToken"]
    device = technician.person.enrol(office.org)
    assert set(device.view().live("clients")) == {mine}
    assert device.view().sums() == device.digest()
    assert device.view().live("users")[technician.user]["f"]["active"] is True


def test_a_removal_repeated_is_answered_and_not_done_again(office: Device, colleague: Device) -> None:
    args = {"rid": new_id(), "org": office.org, "user": colleague.user}
    first = office.person.mutate("orgs:remove", **args)
    assert office.person.mutate("orgs:remove", **args) == first


def test_a_device_that_fetched_was_seen_and_its_name_is_for_who_changes_people(
    office: Device, technician: Device
) -> None:
    def seen() -> dict[str, int]:
        listed = office.person.query("orgs:members", org=office.org)["devices"]
        return {one["device"]: one["seen"] for one in listed}

    assert technician.id not in seen()
    technician.pull()
    at = seen()[technician.id]
    assert abs(at - technician.now) < 60_000
    technician.pull()
    assert seen()[technician.id] == at
    row = office.view().live("devices")[technician.id]
    named = put("devices", technician.id, {"name": row["clk"]["row"]}, name="The van")
    assert technician.outcome(technician.group(named))["code"] == "forbidden"
    office.now = at + 1_000  # a device that fetched is above every stamp it saw
    office.do(named)
    assert technician.view().live("devices")[technician.id]["f"]["name"] == "The van"
