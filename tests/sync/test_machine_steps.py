"""The machine, one story at a time: what it asks for next, and when."""

import pytest

from onetool_desktop.sync import events as e
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.outside import Mode
from onetool_desktop.sync.status import Kind
from onetool_desktop.sync.steps import parts
from tests.sync.talk import Talk, idle, pulling, pushed, pushing, started
from tests.sync.values import HEAD, batch, page, rows, state


def test_what_waits_is_sent_before_anything_is_fetched() -> None:
    talk = pushing(1, 2)
    assert isinstance(talk.asked(e.SendPush), e.SendPush)
    assert talk.machine.status.kind is Kind.SYNCING


def test_after_a_push_the_outcomes_are_stored_and_then_the_cloud_is_asked_for_news() -> None:
    talk = pushing(1)
    talk.hear(pushed(talk, acked=1))
    talk.hear(e.Stored(talk.attempt(e.StoreOutcomes), state()))
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))
    talk.asked(e.SendPull)


def test_all_agreed_shows_synced_since_the_clock_said_so() -> None:
    status = idle().machine.status
    assert (status.kind, status.since_ms) == (Kind.SYNCED, 77)


def test_an_own_edit_is_sent_at_once() -> None:
    talk = idle().hear(e.Edited())
    talk.hear(e.Loaded(talk.attempt(e.Load), state(waiting=1)))
    talk.asked(e.ReadBatch)


def test_an_edit_made_while_the_outbox_is_being_read_is_not_forgotten() -> None:
    talk = started()
    reading = talk.attempt(e.ReadBatch)
    talk.hear(e.Edited())
    talk.hear(e.BatchRead(reading, None))
    talk.hear(e.Loaded(talk.attempt(e.Load), state(waiting=1)))
    talk.asked(e.ReadBatch)


def test_news_told_while_a_page_is_on_its_way_are_fetched_after_it() -> None:
    talk = pulling()
    asked = talk.attempt(e.SendPull)
    talk.hear(e.Woken("000000000011"))
    talk.hear(e.PageCame(asked, page()))
    talk.hear(e.Applied(talk.attempt(e.ApplyCheckpoint), page(), state(), 0))
    talk.asked(e.SendPull)


def test_an_edit_during_a_pull_waits_for_the_page_and_no_second_call_is_made() -> None:
    talk = pulling()
    pull = talk.attempt(e.SendPull)
    talk.hear(e.Edited())
    assert not [effect for effect in talk.last if isinstance(effect, e.SendPush | e.SendPull)]
    talk.hear(e.PageCame(pull, page()))
    talk.asked(e.ApplyCheckpoint)


def test_without_network_the_queue_is_kept_and_a_timer_set() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.UNREACHABLE)
    talk.asked(e.Arm)
    assert (talk.machine.status.kind, talk.machine.status.waiting) == (Kind.OFFLINE, 1)


def test_edits_made_offline_are_counted_on_the_chip() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.BUSY, retry_after_ms=60_000)
    talk.hear(e.Edited())
    talk.hear(e.Loaded(talk.attempt(e.Load), state(waiting=2)))
    assert talk.machine.status.waiting == 2


def test_the_timer_alone_sends_again_with_no_further_edit() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.FAULT)
    talk.hear(e.HeadCame(talk.attempt(e.AskHead), HEAD, "00000001", "all", 0))
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    talk.hear(e.Rang(arm.token))
    talk.asked(e.ReadBatch)


@pytest.mark.parametrize("hope", [e.Edited(), e.SyncNow(), e.Network(up=True)])
def test_hope_cuts_the_wait_short(hope: e.Event) -> None:
    talk = pulling()
    talk.fail(e.SendPull, e.Trouble.UNREACHABLE)
    talk.hear(hope)
    if isinstance(hope, e.Edited):
        talk.hear(e.Loaded(talk.attempt(e.Load), state(waiting=1)))
    talk.asked(e.SendPull if isinstance(hope, e.Network) else e.ReadBatch)


def test_a_time_the_cloud_named_is_kept_against_edits_but_not_against_the_person() -> None:
    talk = pulling()
    talk.fail(e.SendPull, e.Trouble.BUSY, retry_after_ms=60_000)
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    assert arm.delay.least_ms == 60_000
    talk.hear(e.Network(up=True))
    assert not talk.last
    talk.hear(e.SyncNow())
    talk.asked(e.ReadBatch)


def test_edits_in_a_row_do_not_push_a_named_time_further_away() -> None:
    talk = pulling()
    talk.fail(e.SendPull, e.Trouble.BUSY, retry_after_ms=60_000)
    talk.hear(e.Edited())
    talk.hear(e.Loaded(talk.attempt(e.Load), state(waiting=1)))
    assert not [effect for effect in talk.last if isinstance(effect, e.Arm)]


def test_a_sign_in_that_ran_out_is_renewed_without_asking() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.UNAUTHENTICATED)
    talk.hear(e.Renewed(talk.attempt(e.Renew)))
    talk.asked(e.ReadBatch)


def test_a_sign_in_that_cannot_be_renewed_pauses_and_keeps_the_queue() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.UNAUTHENTICATED)
    talk.fail(e.Renew, e.Trouble.UNAUTHENTICATED)
    assert talk.machine.mode is Mode.SIGNED_OUT
    assert (talk.machine.status.kind, talk.machine.status.waiting) == (Kind.SIGNIN, 1)
    talk.hear(e.SignedIn())
    talk.asked(e.ReadBatch)


def test_a_token_refused_right_after_renewal_asks_the_person() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.UNAUTHENTICATED)
    talk.hear(e.Renewed(talk.attempt(e.Renew)))
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), batch(1)))
    talk.fail(e.SendPush, e.Trouble.UNAUTHENTICATED)
    assert talk.machine.mode is Mode.SIGNED_OUT


def test_a_request_too_large_is_halved_at_once() -> None:
    talk = pushing(1, 2, 3, 4)
    talk.fail(e.SendPush, e.Trouble.TOO_LARGE)
    read = talk.asked(e.ReadBatch)
    assert isinstance(read, e.ReadBatch)
    assert read.limit == 2


def fail_alone(talk: Talk, *, head_answers: bool) -> Talk:
    """One more failure of the lone group, and the wait after it."""
    talk.fail(e.SendPush, e.Trouble.FAULT)
    if head_answers:
        talk.hear(e.HeadCame(talk.attempt(e.AskHead), HEAD, "00000001", "all", 0))
    else:
        talk.fail(e.AskHead, e.Trouble.FAULT)
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    talk.hear(e.Rang(arm.token))
    return talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), batch(1)))


def test_a_group_that_alone_fails_five_times_is_named_poison() -> None:
    talk = pushing(1)
    for _ in range(5):
        asked = talk.asked(e.SendPush)
        assert isinstance(asked, e.SendPush)
        assert asked.poison is None
        fail_alone(talk, head_answers=True)
    asked = talk.asked(e.SendPush)
    assert isinstance(asked, e.SendPush)
    assert asked.poison == "g1"


def test_a_cloud_that_is_down_makes_no_poison() -> None:
    talk = pushing(1)
    for _ in range(8):
        fail_alone(talk, head_answers=False)
        asked = talk.asked(e.SendPush)
        assert isinstance(asked, e.SendPush)
        assert asked.poison is None


def test_pressing_sync_again_and_again_makes_no_poison() -> None:
    talk = pushing(1)
    for _ in range(8):
        talk.fail(e.SendPush, e.Trouble.FAULT)
        talk.hear(e.HeadCame(talk.attempt(e.AskHead), HEAD, "00000001", "all", 0))
        talk.hear(e.SyncNow())
        talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), batch(1)))
        asked = talk.asked(e.SendPush)
        assert isinstance(asked, e.SendPush)
        assert asked.poison is None


def test_a_reply_of_an_older_attempt_changes_nothing() -> None:
    talk = pulling()
    old = talk.attempt(e.SendPull)
    talk.fail(e.SendPull, e.Trouble.UNREACHABLE)
    assert talk.hear(e.PageCame(old, page())).last == []


def test_pages_are_put_aside_until_the_checkpoint_is_whole() -> None:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(more=True, rows=rows(3))))
    talk.hear(e.Applied(talk.attempt(e.Stage), page(more=True), state(staged_cursor="c1"), 0))
    pull = talk.asked(e.SendPull)
    assert isinstance(pull, e.SendPull)
    assert pull.cursor == "c1"
    talk.hear(e.PageCame(pull.attempt, page(cursor="c2")))
    talk.asked(e.ApplyCheckpoint)


def test_a_stage_that_grows_too_large_is_applied_as_it_comes() -> None:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(more=True, rows=rows(1_001))))
    talk.asked(e.ApplyArrival)


def test_while_a_page_of_the_first_arrival_is_applied_the_next_is_fetched() -> None:
    talk = started(arriving=True, cursor=None)
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(more=True, cursor="a")))
    applying = talk.attempt(e.ApplyArrival)
    pull = talk.asked(e.SendPull)
    assert isinstance(pull, e.SendPull)
    assert pull.cursor == "a"
    talk.hear(e.PageCame(pull.attempt, page(more=True, cursor="b")))
    assert talk.last == []
    talk.hear(e.Applied(applying, page(more=True, cursor="a"), state(arriving=True, cursor="a"), 0))
    arrival = talk.asked(e.ApplyArrival)
    assert isinstance(arrival, e.ApplyArrival)
    assert arrival.page.cursor == "b"


@pytest.mark.parametrize(
    ("bulk", "phase", "in_parts"),
    [(True, {"name": "rest"}, 2), (False, {"name": "rest"}, 8), (True, None, 8)],
)
def test_only_what_comes_in_bulk_is_applied_in_large_parts(
    bulk: bool, phase: dict[str, str] | None, in_parts: int
) -> None:
    talk = started(arriving=True, cursor=None, bulk=bulk)
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))
    talk.hear(
        e.PageCame(talk.attempt(e.SendPull), page(more=True, cursor="a", rows=rows(2_000), phase=phase))
    )
    arrival = talk.asked(e.ApplyArrival)
    assert isinstance(arrival, e.ApplyArrival)
    assert len(parts(arrival)) == in_parts


def test_an_arrival_ends_only_when_the_replica_says_so() -> None:
    talk = started(arriving=True, cursor=None)
    talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), None))
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(phase={"name": "rest", "done": 1, "of": 1})))
    talk.hear(e.Applied(talk.attempt(e.ApplyArrival), page(), state(arriving=True, cursor="c1"), 0))
    pull = talk.asked(e.SendPull)
    assert isinstance(pull, e.SendPull)
    talk.hear(e.PageCame(pull.attempt, page(cursor="c2")))
    talk.hear(e.Applied(talk.attempt(e.ApplyArrival), page(), state(cursor="c2"), 0))
    assert talk.machine.status.kind is Kind.SYNCED


def test_other_rights_void_the_stage_and_start_over() -> None:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(scopes="few")))
    talk.hear(e.Loaded(talk.attempt(e.StartOver), state(scopes="few", cursor=None)))
    pull = talk.asked(e.SendPull)
    assert isinstance(pull, e.SendPull)
    assert pull.cursor is None


def test_a_copy_of_a_replica_enrols_as_a_device_of_its_own() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.REFUSED, code="fork")
    talk.hear(e.Enrolled(talk.attempt(e.Enrol), "new", "C7"))
    talk.hear(e.Loaded(talk.attempt(e.Adopt), state(device="new", waiting=1)))
    talk.asked(e.ReadBatch)


def test_a_device_whose_series_is_closed_enrols_anew_before_it_says_anything() -> None:
    talk = started(closed=True, waiting=1)
    assert not [effect for effect in talk.last if isinstance(effect, e.ReadBatch | e.SendPull)]
    arm = talk.fail(e.Enrol, e.Trouble.UNREACHABLE).asked(e.Arm)
    assert isinstance(arm, e.Arm)
    talk.hear(e.Rang(arm.token))
    talk.hear(e.Enrolled(talk.attempt(e.Enrol), "new", "C7"))
    talk.hear(e.Loaded(talk.attempt(e.Adopt), state(device="new", waiting=1)))
    talk.asked(e.ReadBatch)
    assert Cause.RESTORED in talk.machine.status.hints


def test_lost_access_stops_and_keeps_and_sync_tries_again() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.REFUSED, code="forbidden")
    assert (talk.machine.status.kind, talk.machine.status.waiting) == (Kind.STOPPED, 1)
    talk.fail(e.Surrender, e.Trouble.REFUSED, code="forbidden")
    talk.hear(e.SyncNow())
    talk.asked(e.ReadBatch)


def test_a_code_nobody_knows_is_a_reason_to_try_again() -> None:
    talk = pushing(1)
    talk.fail(e.SendPush, e.Trouble.REFUSED, code="what-is-this")
    assert talk.machine.status.kind is Kind.OFFLINE
    talk.asked(e.Arm)


def test_an_answer_without_progress_does_not_become_a_loop() -> None:
    talk = pushing(5)
    talk.hear(pushed(talk, acked=4))
    assert not [effect for effect in talk.last if isinstance(effect, e.StoreOutcomes)]
    talk.asked(e.Arm)


def test_a_page_that_leads_nowhere_does_not_become_a_loop() -> None:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(more=True, cursor="c0")))
    talk.asked(e.Arm)


def test_a_disk_that_failed_is_asked_again_where_it_stands() -> None:
    talk = pulling()
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page()))
    talk.fail(e.ApplyCheckpoint, e.Trouble.LOCAL)
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    talk.hear(e.Rang(arm.token))
    talk.asked(e.Load)


def test_news_at_the_head_are_fetched_and_an_unmoved_head_is_not() -> None:
    talk = idle()
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    talk.hear(e.Rang(arm.token))
    talk.hear(e.HeadCame(talk.attempt(e.AskHead), HEAD, "00000001", "all", 99))
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    assert talk.machine.status.since_ms == 99
    talk.hear(e.Rang(arm.token))
    talk.hear(e.HeadCame(talk.attempt(e.AskHead), "000000000011", "00000001", "all", 100))
    talk.asked(e.SendPull)


def test_a_wake_up_fetches_at_once() -> None:
    idle().hear(e.Woken("000000000011")).asked(e.SendPull)


def test_many_pushes_in_a_row_let_others_changes_in_between() -> None:
    talk = started(waiting=99)
    for n in range(1, 40):
        if any(isinstance(effect, e.SendPull) for effect in talk.last):
            return
        talk.hear(e.BatchRead(talk.attempt(e.ReadBatch), batch(n)))
        talk.hear(pushed(talk, acked=n))
        talk.hear(e.Stored(talk.attempt(e.StoreOutcomes), state(waiting=99 - n)))
    pytest.fail("nothing was fetched in forty pushes")


def test_stopped_means_no_effect_but_the_chip() -> None:
    talk = pulling()
    talk.hear(e.Stopped())
    assert [type(effect) for effect in talk.last] == [e.Tell]
    assert talk.hear(e.SyncNow()).last == []


def test_a_cloud_that_lacks_what_went_before_is_met_by_a_device_enrolled_anew() -> None:
    talk = pushing(4, 5, waiting=2)
    talk.hear(pushed(talk, acked=2))
    talk.asked(e.Enrol)


def test_a_device_the_cloud_does_not_know_any_more_is_enrolled_anew() -> None:
    pushing(1).fail(e.SendPush, e.Trouble.REFUSED, code="not_found").asked(e.Enrol)


@pytest.mark.parametrize(
    ("trouble", "again"),
    [(e.Trouble.UNREACHABLE, True), (e.Trouble.FAULT, True), (e.Trouble.REFUSED, False)],
)
def test_a_call_for_another_device_was_in_vain_only_where_it_was_answered(
    trouble: e.Trouble, *, again: bool
) -> None:
    talk = pushing(1).fail(e.SendPush, e.Trouble.REFUSED, code="not_found")
    for _ in range(2):
        talk.fail(e.Enrol, trouble, code="quota" if trouble is e.Trouble.REFUSED else "")
        arm = talk.asked(e.Arm)
        assert isinstance(arm, e.Arm)
        talk.hear(e.Rang(arm.token)).hear(e.BatchRead(talk.attempt(e.ReadBatch), batch(1)))
        talk.fail(e.SendPush, e.Trouble.REFUSED, code="not_found")
        assert any(isinstance(one, e.Enrol) for one in talk.last) == again
        if not again:
            return


def test_a_clock_that_was_wrong_is_no_longer_told_once_it_is_right() -> None:
    talk = pulling()
    late = page(server_now=10 * 60_000)
    talk.hear(e.PageCame(talk.attempt(e.SendPull), late))
    talk.hear(e.Applied(talk.attempt(e.ApplyCheckpoint), late, state(cursor="c1", head=HEAD), 0))
    assert talk.machine.status.hints == (Cause.CLOCK,)
    arm = talk.asked(e.Arm)
    assert isinstance(arm, e.Arm)
    talk.hear(e.Rang(arm.token))
    talk.hear(e.HeadCame(talk.attempt(e.AskHead), HEAD, "00000001", "all", 10 * 60_000))
    right = page(server_now=11 * 60_000, cursor="c2")
    talk.hear(e.PageCame(talk.attempt(e.SendPull), right))
    talk.hear(e.Applied(talk.attempt(e.ApplyCheckpoint), right, state(cursor="c2", head=HEAD), 11 * 60_000))
    assert talk.machine.status.hints == ()
    talk.asked(e.Arm)
