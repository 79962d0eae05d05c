"""What the simulation holds the cloud to once values were redacted, or a computer has lost its access."""

import pytest

from onetool_desktop.proof.simulator.access import Access
from onetool_desktop.proof.simulator.confided import PLACES, Confided, forbidden, texts_in
from onetool_desktop.sync.calls import Call

EARLIER, LATER = "019b76da0000", "019b76db0000"


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
