"""Accounts, organisations, devices (WIRE section 1)."""

import pytest

from onetool_desktop.changes import stamp
from tests.conformance.backends import Backend
from tests.support.cloud import PASSWORD, Device, Person, Refused, client, new_id


def test_a_sign_up_whose_reply_was_lost_is_answered_again_with_fresh_tokens(backend: Backend) -> None:
    args = {"rid": new_id(), "email": f"{new_id()}@example.org", "password": PASSWORD}
    first = backend.call("mutation", "auth:signUp", args)
    second = backend.call("mutation", "auth:signUp", args)
    assert second["user"] == first["user"]
    assert second["refreshToken"] != first["refreshToken"]


def test_an_address_signs_up_once(owner: Person) -> None:
    with pytest.raises(Refused) as refused:
        Person(owner.call, owner.email).sign_up()
    assert refused.value.code == "invalid"


def test_the_case_of_an_address_makes_no_second_account(owner: Person) -> None:
    with pytest.raises(Refused):
        Person(owner.call, owner.email.upper()).sign_up()


@pytest.mark.parametrize("password", ["", "short", "x" * 300])
def test_a_password_has_eight_to_256_characters(backend: Backend, password: str) -> None:
    args = {"rid": new_id(), "email": f"{new_id()}@example.org", "password": password}
    with pytest.raises(Refused) as refused:
        backend.call("mutation", "auth:signUp", args)
    assert refused.value.code == "invalid"


def test_a_wrong_password_and_an_unknown_address_get_one_answer(owner: Person) -> None:
    answers = []
    for email in (owner.email, f"{new_id()}@example.org"):
        args = {"rid": new_id(), "email": email, "password": "not the password"}
        with pytest.raises(Refused) as refused:
            owner.call("mutation", "auth:signIn", args)
        answers.append((refused.value.status, refused.value.data))
    assert answers[0] == answers[1]
    assert answers[0][1]["code"] == "unauthenticated"


def test_who_signs_in_again_sees_his_organisations(owner: Person, office: Device) -> None:
    args = {"rid": new_id(), "email": owner.email.upper(), "password": PASSWORD, "deviceName": "other"}
    token = owner.call("mutation", "auth:signIn", args)["accessToken"]
    found = owner.call("query", "orgs:list", {}, token)["orgs"]
    assert [o["org"] for o in found] == [office.org]
    assert found[0]["role"] == "owner"
    assert found[0]["user"] == office.user


def test_a_refresh_whose_reply_was_lost_may_be_tried_again(owner: Person) -> None:
    args = {"refreshToken": owner.refresh}
    first = owner.call("mutation", "auth:refresh", {"rid": new_id(), **args})
    second = owner.call("mutation", "auth:refresh", {"rid": new_id(), **args})
    for answer in (first, second):
        again = {"rid": new_id(), "refreshToken": answer["refreshToken"]}
        assert owner.call("mutation", "auth:refresh", again)["user"] == first["user"]


def test_a_session_signed_out_cannot_be_refreshed(owner: Person) -> None:
    args = {"refreshToken": owner.refresh}
    owner.call("mutation", "auth:signOut", {"rid": new_id(), **args})
    with pytest.raises(Refused) as refused:
        owner.call("mutation", "auth:refresh", {"rid": new_id(), **args})
    assert (refused.value.code, refused.value.status) == ("unauthenticated", 401)


def test_an_organisation_begins_with_its_settings_its_founder_and_his_membership(office: Device) -> None:
    view = office.view()
    assert view.live("organizations")[office.org]["f"]["currency"] == "EUR"
    assert view.live("users")[office.user]["f"]["email"] == office.person.email
    (membership,) = view.live("memberships").values()
    assert membership["f"] == {"userId": office.user, "role": "owner", "permissions": {}}
    assert view.live("devices")[office.id]["f"]["series"] == office.series


def test_an_organisation_id_is_given_once(owner: Person, office: Device) -> None:
    stranger = Person(owner.call).sign_up()
    for person in (owner, stranger):
        with pytest.raises(Refused) as refused:
            person.mutate("orgs:create", id=office.org, name="B", currency="EUR", timezone="UTC")
        assert refused.value.code == "invalid"


def test_each_enrolment_is_a_new_device_with_its_own_author_and_series(owner: Person, office: Device) -> None:
    devices = [office] + [owner.enrol(office.org) for _ in range(6)]
    assert len({d.id for d in devices}) == 7
    assert len({d.id[-8:] for d in devices}) == 7
    assert len({d.series for d in devices}) == 7
    assert not {d.id[-8:] for d in devices} & stamp.RESERVED


def test_an_enrolment_repeated_is_the_same_device(owner: Person, office: Device) -> None:
    args = {"rid": new_id(), "org": office.org, "name": "pc"}
    first, second = (owner.call("mutation", "devices:enrol", args, owner.token) for _ in range(2))
    assert (first["device"], first["series"]) == (second["device"], second["series"])


def test_nobody_brings_a_device_of_his_own_into_a_running_organisation(owner: Person, office: Device) -> None:
    brought = new_id()
    assert owner.enrol(office.org, device=brought, series="Z9").id != brought


def test_an_organisation_that_is_not_there_and_one_that_is_not_his_look_the_same(
    backend: Backend, office: Device
) -> None:
    stranger = Person(backend.call).sign_up()
    push = {"device": office.id, "epoch": office.epoch, "clientNow": 0, "confirmed": 0, "groups": []}
    calls = [
        ("query", "sync:head", {}),
        ("query", "sync:digest", {}),
        ("query", "sync:pull", {"device": office.id, "cursor": None, "limit": 10}),
        ("mutation", "sync:push", {**push, "prevGid": None}),
        ("mutation", "devices:enrol", {"name": "pc"}),
        ("mutation", "orgs:invite", {"email": "a@example.org", "role": "office"}),
        ("mutation", "orgs:opened", {"sums": {}}),
    ]
    for kind, path, args in calls:
        answers = []
        for org in (office.org, new_id()):
            with pytest.raises(Refused) as refused:
                backend.call(kind, path, {"rid": new_id(), "org": org, **args}, stranger.token)
            answers.append((refused.value.status, refused.value.data))
        assert answers[0] == answers[1], path
        assert answers[0][1]["code"] == "forbidden", path


def test_an_invited_colleague_is_a_member_with_his_role(office: Device, colleague: Device) -> None:
    assert colleague.user != office.user
    roles = {m["f"]["userId"]: m["f"]["role"] for m in office.view().live("memberships").values()}
    assert roles == {office.user: "owner", colleague.user: "office"}


def test_an_invited_person_can_be_assigned_before_he_comes(owner: Person, office: Device) -> None:
    made = owner.mutate(
        "orgs:invite", org=office.org, email="later@example.org", role="technician", name="Lee"
    )
    assert office.view().live("users")[made["user"]]["f"]["name"] == "Lee"


def test_an_invitation_is_for_one_address_and_one_use(owner: Person, office: Device) -> None:
    email = f"{new_id()}@example.org"
    code = owner.mutate("orgs:invite", org=office.org, email=email, role="office")["code"]
    with pytest.raises(Refused):
        Person(owner.call).sign_up(invite=code)
    Person(owner.call, email).sign_up(invite=code)
    with pytest.raises(Refused):
        Person(owner.call).sign_up(invite=code)


def test_an_invitation_repeated_invites_the_same_person_and_its_last_code_counts(
    owner: Person, office: Device
) -> None:
    email = f"{new_id()}@example.org"
    args = {"rid": new_id(), "org": office.org, "email": email, "role": "office"}
    first, second = (owner.call("mutation", "orgs:invite", args, owner.token) for _ in range(2))
    assert first["user"] == second["user"]
    with pytest.raises(Refused):
        Person(owner.call, email).sign_up(invite=first["code"])
    Person(owner.call, email).sign_up(invite=second["code"])


@pytest.mark.parametrize("role", ["owner", "king", ""])
def test_nobody_is_invited_as_owner_or_as_nothing_known(owner: Person, office: Device, role: str) -> None:
    with pytest.raises(Refused) as refused:
        owner.mutate("orgs:invite", org=office.org, email="a@example.org", role=role)
    assert refused.value.code == "invalid"


def test_who_may_not_manage_people_invites_nobody(colleague: Device) -> None:
    with pytest.raises(Refused) as refused:
        colleague.person.mutate("orgs:invite", org=colleague.org, email="a@example.org", role="office")
    assert refused.value.code == "forbidden"


def test_a_business_that_began_on_one_computer_keeps_its_ids_and_opens_when_both_agree(owner: Person) -> None:
    user, brought = new_id(), new_id()
    org = owner.found(importing=True, user=user)
    device = owner.enrol(org, device=brought, series="B7")
    assert (device.id, device.series, device.user) == (brought, "B7", user)
    device.do(
        {"c": "users", "id": user, "op": "put", "f": {"name": "Ada Brook", "active": True}, "b": {}},
        client(),
    )
    view = device.view()
    assert view.live("users")[user]["f"]["name"] == "Ada Brook", "what the business brings stands"
    with pytest.raises(Refused) as refused:
        owner.mutate("orgs:opened", org=org, sums={})
    assert refused.value.code == "invalid"
    owner.mutate("orgs:opened", org=org, sums=view.sums())
    assert owner.query("orgs:list")["orgs"][0]["importing"] is False


def test_a_move_that_was_cut_off_goes_on_under_the_same_ids(owner: Person) -> None:
    user, brought = new_id(), new_id()
    org = owner.found(importing=True, user=user)
    device = owner.enrol(org, device=brought, series="B7")
    device.do(client())
    again = owner.mutate(
        "orgs:create", id=org, name="A", currency="EUR", timezone="UTC", importing=True, user=user
    )
    assert again == {"org": org, "user": user}
    assert owner.enrol(org, device=brought, series="B7").id == brought
    assert len(device.view().live("clients")) == 1
    stranger = Person(owner.call).sign_up()
    with pytest.raises(Refused):
        stranger.mutate("orgs:create", id=org, name="A", currency="EUR", timezone="UTC", importing=True)


def test_nobody_is_invited_before_the_business_has_arrived(owner: Person) -> None:
    org = owner.found(importing=True)
    with pytest.raises(Refused):
        owner.mutate("orgs:invite", org=org, email="a@example.org", role="office")
