"""Answers reach the right place at the right time."""

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.store.lanes import InlineLanes, Lane, ThreadLanes
from onetool_desktop.ui.runtime.delivery import Delivery, Generation
from onetool_desktop.ui.runtime.errors import ErrorPlaces
from onetool_desktop.ui.runtime.operations import Operations


def unheard(error: BaseException) -> None:
    raise AssertionError(f"no error was expected: {error!r}")


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
