"""The lease of who was removed: thirty days by the cloud's clock."""

from onetool_desktop.cloud.surrender import LEASE_MS
from tests.cloud.conftest import Local
from tests.support.cloud import Device, client, refusal


def test_work_is_taken_for_thirty_days_after_the_removal(
    local: Local, office: Device, colleague: Device
) -> None:
    office.person.mutate("orgs:remove", org=office.org, user=colleague.user)
    args = {"org": office.org, "device": colleague.id, "groups": [colleague.group(client())]}
    local.clock.advance(LEASE_MS)
    token = colleague.person.mutate("auth:refresh", refreshToken=colleague.person.refresh)
    colleague.person.token = token["accessToken"]
    assert colleague.person.mutate("sync:surrender", **args)["taken"]
    local.clock.advance(1)
    refused = refusal(lambda: colleague.person.mutate("sync:surrender", **args))
    assert refused is not None
    assert refused.code == "forbidden"
