"""What the simulation holds the cloud to once values were redacted, or a computer has lost its access."""

import pytest

from onetool_desktop.changes import redact
from onetool_desktop.changes.values import Row
from onetool_desktop.proof.simulator.access import Access
from onetool_desktop.proof.simulator.at_rest_cloud import nothing_accepted_is_lost
from onetool_desktop.proof.simulator.confided import PLACES, Confided, forbidden, texts_in
from onetool_desktop.proof.simulator.record import Logged, Record
from onetool_desktop.sync.calls import Call

MADE, EARLIER, LATER, LAST = (f"019b76d{at}0000" for at in "9abc")


@pytest.mark.parametrize(
    ("heard", "redacted", "gone"),
    [("", {"notes": EARLIER}, True), (EARLIER, {"notes": EARLIER}, False), (EARLIER, {"notes": LATER}, True)],
)
def test_a_redaction_takes_what_was_written_in_ignorance_of_it(
    heard: str, redacted: dict[str, str], *, gone: bool
) -> None:
    told = Confided("confided0x1e", PLACES[0], "one", heard)
    assert bool(forbidden([told], {("clients", "one"): redacted})) is gone
    assert forbidden([told], {("clients", "other"): redacted, ("clients", "one"): {"address": LATER}}) == ()


def test_a_text_is_known_wherever_it_lies_and_is_no_part_of_another() -> None:
    assert texts_in(b"\x00confided1x1e\xffconfided1x11e") == {"confided1x1e", "confided1x11e"}
    assert texts_in(("tags:confided1x2e", None, 7)) == {"confided1x2e"}


def a_put(h: str, seq: int, b: dict[str, str], **elements: bool) -> Logged:
    """A group that puts elements of a client's tags, as the log has it."""
    change = {"c": "clients", "id": "one", "op": "put", "b": b}
    change |= {"f": {f"tags:{name}": there for name, there in elements.items()}}
    return Logged(seq, h, "user", 0, {"gid": h, "h": h, "changes": [change]})


def a_record(log: list[Logged], *rows: Row) -> Record:
    """What the cloud has of clients, of the first of whom tags and name were redacted."""
    return Record(
        rows={("clients", row.id): row for row in rows},
        answers=[],
        log=log,
        users={},
        restored=False,
        skips=False,
        redactions={("clients", "one"): {"tags": EARLIER, "companyName": EARLIER}},
        forbidden=(),
        kept={},
        forgotten=set(),
        withdrawn={},
    )


@pytest.mark.parametrize("there", [True, False])
def test_whoever_has_heard_of_it_says_something_of_each_element_of_a_set(*, there: bool) -> None:
    heard = {"~tags": EARLIER}
    clk = {"row": MADE, "~tags": EARLIER, "tags:vip": LAST}
    redacted = Logged(2, "r", "", 0, {"gid": "r", "h": EARLIER, "redacted": "asked for"})
    log = [a_put(MADE, 1, {}), redacted, a_put(LATER, 3, heard, vip=True), a_put(LAST, 4, heard, vip=False)]
    row = Row("one", {"tags": ["vip"]} if there else {}, clk, "4")
    assert (nothing_accepted_is_lost(a_record(log, row)) == "") is not there


@pytest.mark.parametrize("heard", [True, False])
def test_who_merges_a_client_in_ignorance_of_it_takes_nothing_over(*, heard: bool) -> None:
    def put(row_id: str, b: dict[str, str], **f: str) -> dict[str, object]:
        return {"c": "clients", "id": row_id, "op": "put", "f": f, "b": b}

    made = [put(row_id, {}, companyName=row_id) for row_id in ("one", "two")]
    merges = [
        put("one", {"~companyName": EARLIER} if heard else {}, mergedInto="two"),
        put("two", {"companyName": MADE}, companyName=redact.BLANK),
    ]
    log = [
        Logged(1, "m", "user", 0, {"gid": "m", "h": MADE, "changes": made}),
        Logged(2, "r", "", 0, {"gid": "r", "h": EARLIER, "redacted": "asked for"}),
        Logged(3, "g", "user", 0, {"gid": "g", "h": LATER, "changes": merges}),
    ]
    clk = {"row": MADE, "companyName": EARLIER, "~companyName": EARLIER, "mergedInto": LATER}
    gone = Row("one", {"companyName": redact.BLANK, "mergedInto": "two"}, clk, "3")
    stays = Row("two", {"companyName": "two"}, {"row": MADE, "companyName": LATER}, "3")
    assert (nothing_accepted_is_lost(a_record(log, gone, stays)) == "") is not heard


def pulled(device: str) -> Call:
    return Call("query", "sync:pull", {"device": device})


def test_a_computer_that_lost_its_access_is_answered_nothing_under_the_sign_in_it_came_with() -> None:
    access = Access()
    access.answered(pulled("lost"), "its own")
    access.withdrawn("lost", by="owner", own=False)
    access.answered(pulled("another"), "the new one")
    assert access.wrong == ""
    access.answered(Call("query", "orgs:list", {}), "its own")
    assert access.wrong == "orgs:list was answered under the sign-in of a lost computer"


def test_it_is_answered_nothing_under_a_new_sign_in_before_it_is_another_device() -> None:
    access = Access()
    access.answered(pulled("lost"), "its own")
    access.withdrawn("lost", by="owner", own=True)
    access.answered(Call("query", "orgs:list", {}), "its own")  # where the owner sits himself
    assert access.wrong == ""
    access.answered(pulled("lost"), "a new one")
    assert access.wrong == "sync:pull was answered to lost, which is none any more"


def test_a_cloud_that_came_from_its_backup_may_know_nothing_of_it() -> None:
    access = Access()
    access.answered(pulled("lost"), "its own")
    access.withdrawn("lost", by="owner", own=False)
    access.start_over()
    access.answered(pulled("lost"), "its own")
    assert (access.wrong, access.by) == ("", {})
