"""Answers reach the right place at the right time, changes are merged, errors are told as sentences."""

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from onetool_desktop.changes.values import Code, Op, Refusal
from onetool_desktop.changes.wire import Invalid
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.services.undo import Step, Undo
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.lanes import InlineLanes, Lane, ThreadLanes
from onetool_desktop.ui.runtime.bus import MERGE_MS, ChangeBus
from onetool_desktop.ui.runtime.delivery import Delivery, Generation
from onetool_desktop.ui.runtime.errors import ErrorPlaces, Kind, told
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.undo_history import DEPTH, UndoHistory


def unheard(error: BaseException) -> None:
    raise AssertionError(f"no error was expected: {error!r}")


def changed(*ids: str, label: str = "") -> Changes:
    return Changes.of({"clients": ids}, label=label)


# --- delivery -----------------------------------------------------------------------------------------


def test_an_answer_arrives_on_the_gui_thread(qtbot: QtBot, qapp: QObject) -> None:
    lanes, delivery, receiver, heard = ThreadLanes(), Delivery(), QObject(), list[object]()

    def then(worker: int) -> None:
        heard.append((worker, QThread.currentThread() is qapp.thread()))

    delivery.deliver(lanes.submit(Lane.READ, threading.get_ident), to=receiver, then=then, failed=unheard)
    qtbot.waitUntil(lambda: bool(heard))
    lanes.close()
    assert heard[0] != (threading.get_ident(), True)
    assert heard == [(heard[0][0], True)]  # pyright: ignore[reportIndexIssue]


def test_even_a_finished_answer_comes_after_the_call_that_asked(qtbot: QtBot) -> None:
    delivery, receiver, heard = Delivery(), QObject(), list[int]()
    delivery.deliver(
        InlineLanes().submit(Lane.READ, lambda: 1), to=receiver, then=heard.append, failed=unheard
    )
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1])


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    delivery, receiver, heard, future = Delivery(), QObject(), list[int](), Future[int]()
    delivery.deliver(future, to=receiver, then=heard.append, failed=unheard)
    delete(receiver)
    future.set_result(1)
    qtbot.waitUntil(lambda: delivery.idle)
    assert heard == []


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot) -> None:
    delivery, receiver, heard, generation = Delivery(), QObject(), list[str](), Generation()
    first, second = Future[str](), Future[str]()
    delivery.deliver(first, to=receiver, then=heard.append, failed=unheard, current=generation.next())
    delivery.deliver(second, to=receiver, then=heard.append, failed=unheard, current=generation.next())
    second.set_result("new")
    first.set_result("old")
    qtbot.waitUntil(lambda: delivery.idle)
    assert heard == ["new"]


@pytest.mark.expects_log("an answer nobody waits for was an error")
def test_an_error_nobody_waits_for_is_in_the_log(qtbot: QtBot) -> None:
    delivery, receiver, future = Delivery(), QObject(), Future[int]()
    delivery.deliver(future, to=receiver, then=lambda _: None, failed=unheard)
    delete(receiver)
    future.set_exception(ValueError("x"))
    qtbot.waitUntil(lambda: delivery.idle)


def test_after_the_end_nothing_is_delivered(qtbot: QtBot) -> None:
    delivery, receiver, heard, future = Delivery(), QObject(), list[int](), Future[int]()
    delivery.deliver(future, to=receiver, then=heard.append, failed=unheard)
    delivery.forget_all()
    future.set_result(1)
    other = Future[int]()
    delivery.deliver(other, to=receiver, then=heard.append, failed=unheard)
    other.set_result(2)
    qtbot.waitUntil(lambda: heard == [2])


def test_a_failed_operation_without_a_place_of_its_own_is_told_in_the_window(qtbot: QtBot) -> None:
    errors, heard = ErrorPlaces(), list[object]()
    errors.told.connect(heard.append)
    operations = Operations(lanes=InlineLanes(), delivery=Delivery(errors), errors=errors)

    def fail() -> None:
        raise SentenceError("The drive is full.", safe="All is safe.", next_step="Make room.")

    operations.write(errors, fail)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].text == "The drive is full. All is safe. Make room."  # pyright: ignore[reportAttributeAccessIssue]


# --- the bus ------------------------------------------------------------------------------------------


def test_the_first_change_is_told_at_once_and_a_burst_is_merged(qtbot: QtBot) -> None:
    bus, heard = ChangeBus(), list[Changes]()
    bus.changed.connect(heard.append)
    for row_id in ("a", "b", "c"):
        bus.announce(changed(row_id, label=row_id))
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=MERGE_MS * 20)
    assert heard[0].rows["clients"] == {"a"}
    assert heard[1].rows["clients"] == {"b", "c"}


def test_changes_may_be_announced_from_any_thread(qtbot: QtBot, qapp: QObject) -> None:
    lanes, bus, heard = ThreadLanes(), ChangeBus(), list[bool]()
    bus.changed.connect(lambda _: heard.append(QThread.currentThread() is qapp.thread()))
    lanes.submit(Lane.WRITE, lambda: bus.announce(changed("a"))).result()
    qtbot.waitUntil(lambda: heard == [True])
    lanes.close()


# --- errors -------------------------------------------------------------------------------------------


def test_a_refused_value_is_told_beside_its_field() -> None:
    words = told(Refused(Refusal(Code.VALIDATION, "A client needs a name.", "clients", "x", "companyName")))
    assert (words.kind, words.text, words.field) == (Kind.USER, "A client needs a name.", "companyName")


def test_a_value_that_cannot_be_read_is_told_beside_its_field() -> None:
    words = told(Invalid("paymentDays", "Days to pay is a whole number."))
    assert (words.kind, words.field) == (Kind.USER, "paymentDays")


def test_what_a_person_can_mend_is_expected() -> None:
    assert told(SentenceError("A.", safe="B.", next_step="C.")).kind is Kind.EXPECTED


def test_a_bug_is_told_without_its_class_and_its_details_hold_no_values() -> None:
    try:
        raise KeyError("Harbour Street Café")
    except KeyError as error:
        words = told(error)
    assert words.kind is Kind.BUG
    assert "KeyError" not in words.text
    assert "Harbour" not in words.details
    assert "KeyError" in words.details


# --- undo ---------------------------------------------------------------------------------------------


def test_only_the_last_twenty_actions_are_remembered_newest_first() -> None:
    history = UndoHistory()
    for number in range(DEPTH + 5):
        history.remember(Undo(str(number), (Step("clients", "x", Op.PUT, "h", created=False),), ("g",)))
    history.remember(None)
    labels = [undo.label for undo in iter(history.take, None)]
    assert labels == [str(number) for number in range(DEPTH + 4, 4, -1)]
