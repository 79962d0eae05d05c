"""`sync:surrender`: the work of who lost access, sealed for an administrator."""

from typing import Any

import pytest

from tests.support.cloud import Device, client, new_id, refusal


def surrender(member: Device, *groups: dict[str, Any], **more: Any) -> Any:
    args = {"org": member.org, "device": member.id, "groups": list(groups)} | more
    return member.person.mutate("sync:surrender", **args)


def sealed(device: Device) -> list[dict[str, Any]]:
    return device.person.query("orgs:surrendered", org=device.org)["groups"]


def test_unsent_work_of_a_removed_member_waits_for_an_administrator(
    office: Device, colleague: Device
) -> None:
    office.person.mutate("orgs:remove", org=office.org, user=colleague.user)
    row_id = new_id()
    group = colleague.group(client(row_id))
    head = office.person.query("sync:head", org=office.org)["head"]
    assert surrender(colleague, group) == {"taken": [group["gid"]]}
    (item,) = sealed(office)
    assert (item["gid"], item["user"], item["group"]) == (group["gid"], colleague.user, group)
    assert row_id not in office.view().live("clients"), "nothing of it is applied"
    assert office.person.query("sync:head", org=office.org)["head"] == head


def test_surrendered_again_it_stands_once(office: Device, colleague: Device) -> None:
    office.person.mutate("orgs:remove", org=office.org, user=colleague.user)
    group = colleague.group(client())
    for _ in range(2):
        assert surrender(colleague, group)["taken"] == [group["gid"]]
    assert len(sealed(office)) == 1


def test_a_member_has_nothing_to_surrender(office: Device, colleague: Device) -> None:
    refused = refusal(lambda: surrender(colleague, colleague.group(client())))
    assert refused is not None
    assert refused.code == "forbidden"
    assert sealed(office) == []


def test_nobody_surrenders_from_anothers_device(
    office: Device, colleague: Device, technician: Device
) -> None:
    for member in (colleague, technician):
        office.person.mutate("orgs:remove", org=office.org, user=member.user)
    refused = refusal(lambda: surrender(colleague, colleague.group(client()), device=technician.id))
    assert refused is not None
    assert refused.code == "forbidden"


def test_sealed_work_is_read_by_administrators_alone(
    office: Device, colleague: Device, technician: Device
) -> None:
    office.person.mutate("orgs:remove", org=office.org, user=technician.user)
    surrender(technician, technician.group(client()))
    for reader in (colleague, technician):
        refused = refusal(lambda reader=reader: sealed(reader))
        assert refused is not None
        assert refused.code == "forbidden"


@pytest.mark.parametrize("groups", [[{}], [7], ["x"], [{"gid": "x"}], {"gid": 1}, None])
def test_what_is_no_group_is_invalid(office: Device, colleague: Device, groups: object) -> None:
    office.person.mutate("orgs:remove", org=office.org, user=colleague.user)
    refused = refusal(lambda: surrender(colleague, groups=groups))
    assert refused is not None
    assert refused.code == "invalid"
