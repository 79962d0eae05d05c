"""Push: exactly one outcome for each group, in order, against today's rows (WIRE section 3)."""

from typing import Any

import pytest

from onetool_desktop.changes import stamp
from tests.support.cloud import Device, Person, Refused, client, delete, new_id, put, restore


def results(answer: dict[str, Any]) -> list[str]:
    return [outcome["result"] for outcome in answer["outcomes"]]


def test_a_group_is_accepted_and_seen_by_another_device(office: Device, second: Device) -> None:
    client_id = new_id()
    outcome = office.do(client(client_id))
    row = second.view().live("clients")[client_id]
    assert row["seq"] == outcome["seq"]
    assert row["f"] == {"companyName": "Harbour Bakery", "status": "active"}


def test_a_push_whose_reply_was_lost_is_answered_from_the_record(office: Device) -> None:
    group = office.group(client())
    first = office.push(group)
    again = office.push(group, prevGid=None)
    assert again["outcomes"] == first["outcomes"]
    assert again["head"] == first["head"]
    assert len(office.view().live("clients")) == 1


def test_every_group_has_a_seq_of_its_own(office: Device) -> None:
    answer = office.push(*(office.group(client()) for _ in range(5)))
    seqs = [outcome["seq"] for outcome in answer["outcomes"]]
    assert seqs == sorted(set(seqs))
    assert answer["head"] == seqs[-1]
    assert answer["ackedN"] == 5


def test_a_missing_n_stops_the_push(office: Device) -> None:
    office.group(client())
    answer = office.push(office.group(client()))
    assert (answer["ackedN"], answer["outcomes"]) == (0, [])
    assert not office.view().live("clients")


def test_n_without_order_is_no_push(office: Device) -> None:
    first, second = office.group(client()), office.group(client())
    with pytest.raises(Refused) as refused:
        office.push(second, first)
    assert refused.value.code == "invalid"


def test_a_refused_group_is_recorded_and_the_next_one_still_runs(office: Device) -> None:
    answer = office.push(office.group(client()), office.group(client(companyName="")), office.group(client()))
    assert results(answer) == ["ok", "refused", "ok"]
    assert answer["outcomes"][1]["code"] == "validation"
    assert answer["outcomes"][1]["detail"]["message"].endswith(".")
    assert answer["ackedN"] == 3
    assert len(office.view().live("clients")) == 2


def test_a_group_is_never_half_applied(office: Device) -> None:
    kept = new_id()
    assert office.outcome(office.group(client(kept), client(status="nonsense")))["result"] == "refused"
    assert kept not in office.view().live("clients")


def test_a_group_that_waits_for_a_refused_one_is_held(office: Device) -> None:
    first = office.group(client(companyName=""))
    second = office.group(client(), after=[first["gid"]])
    third = office.group(client(), after=[second["gid"]])
    answer = office.push(first, second, third)
    assert results(answer) == ["refused", "held", "held"]
    assert answer["outcomes"][1]["detail"] == {"cause": first["gid"]}
    assert answer["outcomes"][2]["detail"] == {"cause": second["gid"]}


def test_a_refused_group_and_what_it_held_are_decided_anew_under_new_n(office: Device) -> None:
    client_id, contact = new_id(), new_id()
    first = office.group(put("clientContacts", contact, clientId=client_id, firstName="Ada"))
    held = office.group(
        put("tasks", new_id(), title="Call", date="2026-01-05", status="pending"), after=[first["gid"]]
    )
    assert results(office.push(first, held)) == ["refused", "held"]
    office.do(client(client_id))
    answer = office.push(office.again(first), office.again(held))
    assert results(answer) == ["refused", "held", "ok", "ok"], "what is not confirmed is told again"
    record = office.push({**first, "n": 1}, prevGid=None)
    assert record["outcomes"][0]["result"] == "refused", "the old n keeps its answer"


def test_an_accepted_gid_is_final_and_never_applied_again(office: Device, second: Device) -> None:
    client_id = new_id()
    group = office.group(client(client_id, notes="first"))
    first = office.outcome(group)
    later = second.view().live("clients")[client_id]
    second.do(put("clients", client_id, {"notes": later["clk"]["row"]}, notes="second"))
    again = office.outcome(office.again(group))
    assert again == {**first, "n": 2}
    assert second.view().live("clients")[client_id]["f"]["notes"] == "second"


def test_a_gid_of_another_member_is_not_answered_as_ones_own(office: Device, colleague: Device) -> None:
    group = office.group(client())
    office.push(group)
    mine = colleague.group(client())
    outcome = colleague.outcome({**mine, "gid": group["gid"]})
    assert (outcome["result"], outcome["code"]) == ("refused", "validation")


def test_another_gid_at_an_answered_n_is_a_fork(office: Device) -> None:
    office.do(client())
    clone = office.group(client())
    with pytest.raises(Refused) as refused:
        office.push({**clone, "n": 1}, prevGid=None)
    assert refused.value.code == "fork"
    assert len(office.view().live("clients")) == 1


@pytest.mark.parametrize("previous", [None, "11111111-1111-4111-8111-111111111111"])
def test_another_gid_before_the_first_group_is_a_fork(office: Device, previous: str | None) -> None:
    office.do(client())
    with pytest.raises(Refused) as refused:
        office.push(office.group(client()), prevGid=previous)
    assert refused.value.code == "fork"


def test_a_fork_accepts_nothing_of_the_push(office: Device) -> None:
    groups = [office.group(client()) for _ in range(3)]
    office.push(*groups[:2])
    with pytest.raises(Refused):
        office.push({**groups[1], "gid": new_id()}, groups[2], prevGid=groups[0]["gid"])
    assert len(office.view().live("clients")) == 2


def test_a_forked_replica_enrolled_anew_keeps_its_gids(owner: Person, office: Device) -> None:
    client_id = new_id()
    group = office.group(client(client_id))
    first = office.outcome(group)
    anew = owner.enrol(office.org)
    again = {**group, "h": group["h"][:16] + anew.id[-8:]}
    assert anew.outcome(again)["seq"] == first["seq"], (
        "what was accepted before the fork is not applied twice"
    )


def test_refusals_and_holds_above_confirmed_are_told_again(office: Device) -> None:
    office.push(office.group(client()), office.group(client(companyName="")), office.group(client()))
    answer = office.push()
    assert [(o["n"], o["result"]) for o in answer["outcomes"]] == [(2, "refused")]
    assert office.push(confirmed=2)["outcomes"] == []
    assert office.push(confirmed=3)["outcomes"] == []


def test_the_higher_stamp_wins_and_the_loser_gets_a_notice(office: Device, colleague: Device) -> None:
    client_id = new_id()
    office.do(client(client_id, notes="before"))
    base = {"notes": office.view().live("clients")[client_id]["clk"]["row"]}
    early = office.group(put("clients", client_id, base, notes="of the office"))
    colleague.now += 1_000
    colleague.do(put("clients", client_id, base, notes="of the colleague"))
    outcome = office.outcome(early)
    assert outcome["result"] == "superseded"
    (lost,) = outcome["detail"]["lost"]
    assert (lost["c"], lost["id"], lost["r"], lost["f"]) == (
        "clients",
        client_id,
        "notes",
        {"notes": "of the colleague"},
    )
    (notice,) = office.view().live("notices").values()
    assert notice["f"]["userId"] == office.user
    assert notice["f"]["lost"] == {"notes": "of the office"}
    assert notice["f"]["won"] == {"notes": "of the colleague"}
    assert not colleague.view().live("notices"), "a notice is seen by him alone"


def test_a_winner_who_had_not_seen_the_other_makes_a_notice_too(office: Device, colleague: Device) -> None:
    client_id = new_id()
    office.do(client(client_id, notes="before"))
    base = {"notes": office.view().live("clients")[client_id]["clk"]["row"]}
    office.do(put("clients", client_id, base, notes="of the office"))
    colleague.now += 1_000
    assert colleague.do(put("clients", client_id, base, notes="of the colleague"))["result"] == "ok"
    (notice,) = office.view().live("notices").values()
    assert notice["f"]["lost"] == {"notes": "of the office"}


def test_a_notice_is_settled_by_its_owner_alone(office: Device, colleague: Device) -> None:
    client_id = new_id()
    office.do(client(client_id, notes="before"))
    base = {"notes": office.view().live("clients")[client_id]["clk"]["row"]}
    office.do(put("clients", client_id, base, notes="of the office"))
    colleague.now += 1_000
    colleague.do(put("clients", client_id, base, notes="of the colleague"))
    ((notice_id, notice),) = office.view().live("notices").items()
    settle = put("notices", notice_id, {"settled": notice["clk"]["row"]}, settled=True)
    assert colleague.outcome(colleague.group(settle))["code"] == "not_found"
    office.now += 2_000
    office.do(settle)
    assert office.view().live("notices")[notice_id]["f"]["settled"] is True


def test_a_delete_takes_along_what_falls_with_it_and_a_restore_brings_it_back(office: Device) -> None:
    client_id, contact = new_id(), new_id()
    made = office.do(client(client_id), put("clientContacts", contact, clientId=client_id, firstName="Ada"))
    group = office.group(delete("clients", client_id, made["seq"]))
    seq = office.outcome(group)["seq"]
    rows = office.view(made_cursor(office, made)).rows
    assert rows["clients", client_id]["del"] == group["gid"] == rows["clientContacts", contact]["del"]
    assert rows["clients", client_id]["f"] == {}
    assert rows["clients", client_id]["seq"] == seq
    office.do(restore("clients", client_id, group["gid"]))
    assert office.view().live("clientContacts")[contact]["f"]["firstName"] == "Ada"


def made_cursor(device: Device, made: dict[str, Any]) -> str:
    """A cursor that stands at this outcome."""
    return f"s.{device.epoch}.{made['seq']}"


def test_a_delete_group_cannot_be_undone_by_an_id_made_up(office: Device) -> None:
    client_id = new_id()
    made = office.do(client(client_id))
    office.do(delete("clients", client_id, made["seq"]))
    assert office.outcome(office.group(restore("clients", client_id, new_id())))["code"] == "not_found"


def test_a_stamp_far_ahead_is_set_to_the_clouds_time_and_told(office: Device) -> None:
    office.now += 10 * 365 * 24 * 3_600_000
    client_id = new_id()
    groups = [office.group(client(client_id)), office.group(put("clients", client_id, {}, notes="later"))]
    groups[1]["changes"][0]["b"] = {"notes": groups[0]["h"]}
    answer = office.push(*groups)
    assert results(answer) == ["ok", "ok"]
    first, second = (outcome["h"] for outcome in answer["outcomes"])
    assert first < second < groups[0]["h"]
    assert stamp.author(first) == stamp.author(second) == office.id[-8:]
    assert abs(stamp.millis(first) - answer["serverNow"]) < 60_000
    row = office.view().live("clients")[client_id]
    assert row["clk"] == {"row": first, "notes": second}
    assert not office.view().live("notices")


@pytest.mark.parametrize("ms", [0, 1, 59_000])
def test_a_stamp_of_the_past_or_a_minute_ahead_stands_as_it_is(office: Device, ms: int) -> None:
    h = stamp.make(ms if ms < 2 else office.now + ms, 0, office.id[-8:])
    outcome = office.do(client(), h=h)
    assert "h" not in outcome


def test_a_stamp_of_another_author_is_refused(office: Device, second: Device) -> None:
    group = office.group(client(), h=stamp.make(office.now, 0, second.id[-8:]))
    assert office.outcome(group)["code"] == "validation"


def test_poison_is_recorded_undecided(office: Device) -> None:
    group = office.group(client())
    outcome = office.outcome(group, poison=group["gid"])
    assert (outcome["result"], outcome["code"]) == ("refused", "internal")
    assert not office.view().live("clients")
    assert office.outcome(office.again(group))["result"] == "ok"


def test_another_epoch_accepts_nothing_and_says_where_the_cloud_stands(office: Device) -> None:
    office.do(client())
    with pytest.raises(Refused) as refused:
        office.push(office.group(client()), epoch="00000000")
    assert refused.value.code == "epoch"
    assert refused.value.data["epoch"] == office.epoch
    assert refused.value.data["lastN"] == 1
    assert refused.value.data["head"] == office.pull()["head"]


def test_a_device_is_its_accounts_alone(office: Device, colleague: Device) -> None:
    theirs = office.group(client())
    with pytest.raises(Refused) as refused:
        colleague.push(theirs, device=office.id, prevGid=None)
    assert refused.value.code == "forbidden"


def test_a_device_that_was_never_enrolled_is_told_so(office: Device) -> None:
    with pytest.raises(Refused) as refused:
        office.push(office.group(client()), device=new_id())
    assert refused.value.code == "not_found"


def test_a_group_that_needs_a_newer_cloud_waits(office: Device) -> None:
    with pytest.raises(Refused) as refused:
        office.push(office.group(client(), schema=99))
    assert refused.value.code == "schema"


@pytest.mark.parametrize(
    "broken",
    [
        {"changes": []},
        {"changes": [7]},
        {
            "changes": [
                {"c": "nothing", "id": "11111111-1111-4111-8111-111111111111", "op": "put", "f": {}, "b": {}}
            ]
        },
        {"changes": [{"c": "clients", "id": "../../x", "op": "put", "f": {"companyName": "A"}, "b": {}}]},
        {
            "changes": [
                {"c": "clients", "id": "11111111-1111-4111-8111-111111111111", "op": "drop", "f": {}, "b": {}}
            ]
        },
        {"h": "ffffffffffffffffffffffff0"},
        {"h": 7},
        {"action": ""},
        {"after": "x"},
        {"commands": [{"do": "redact"}]},
        {"surprise": True},
    ],
)
def test_an_unreadable_group_is_its_own_refusal(office: Device, broken: dict[str, Any]) -> None:
    answer = office.push(office.group(client(), **broken), office.group(client()))
    assert results(answer) == ["refused", "ok"]
    assert answer["outcomes"][0]["code"] == "validation"


@pytest.mark.parametrize("broken", [7, None, {}, {"n": 1}, {"n": 0}, {"n": -1}, {"n": 1.5}, {"n": 1 << 53}])
def test_a_group_without_n_and_gid_is_no_push(office: Device, broken: Any) -> None:
    whole = isinstance(broken, dict) and broken and broken != {"n": 1}
    group = {**office.group(client()), **broken} if whole else broken
    with pytest.raises(Refused) as refused:
        office.push(group, prevGid=None)
    assert refused.value.code == "invalid"


def test_too_many_changes_in_several_groups_are_to_be_sent_in_parts(office: Device) -> None:
    groups = [office.group(*(client() for _ in range(126))) for _ in range(2)]
    with pytest.raises(Refused) as refused:
        office.push(*groups)
    assert refused.value.status == 413


def test_one_group_of_250_changes_passes_and_one_of_251_is_refused(office: Device) -> None:
    assert office.outcome(office.group(*(client() for _ in range(250))))["result"] == "ok"
    outcome = office.outcome(office.group(*(client() for _ in range(251))))
    assert (outcome["result"], outcome["code"]) == ("refused", "validation")


def test_a_group_too_large_alone_is_refused(office: Device) -> None:
    group = office.group(*(client(notes="x" * 60_000) for _ in range(5)))
    assert office.outcome(group)["code"] == "validation"


@pytest.mark.parametrize(
    ("c", "f"),
    [
        ("quotes", {"number": "Q-000001"}),
        ("quotes", {"status": "sent"}),
        ("memberships", {"role": "owner"}),
        ("devices", {"series": "A2"}),
        ("issued", {"number": "Q-000001"}),
        ("clients", {"orgId": "x"}),
        ("clients", {"seq": "1"}),
    ],
)
def test_what_the_cloud_gives_is_never_taken_from_a_client(office: Device, c: str, f: dict[str, Any]) -> None:
    client_id = new_id()
    office.do(client(client_id))
    whole: dict[str, dict[str, Any]] = {
        "quotes": {"clientId": client_id, "currency": "EUR", "status": "draft"},
        "clients": {"companyName": "A"},
    }
    outcome = office.outcome(office.group(put(c, new_id(), **(whole.get(c, {}) | f))))
    assert outcome["result"] == "refused"


def test_rights_are_asked_at_the_time_of_the_push(technician: Device) -> None:
    outcome = technician.outcome(technician.group(put("skus", new_id(), name="Window")))
    assert (outcome["result"], outcome["code"]) == ("refused", "forbidden")


def test_text_of_any_script_is_kept_as_it_is(office: Device) -> None:
    client_id = new_id()
    text = "<b>&amp;</b> \u202eright to left\u202c مرحبا 👩‍🔧 \t\n\x01 Ω" + "long " * 3_000
    office.do(client(client_id, notes=text))
    assert office.view().live("clients")[client_id]["f"]["notes"] == text
