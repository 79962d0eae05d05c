"""The office moves and assigns a visit in its schedule; the technician's Today shows it, through a real cloud."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop import app
from onetool_desktop.domain.visits import Stage, stage_of
from onetool_desktop.platform.clock import SystemClock
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.device import Device
from onetool_desktop.services import tasks
from onetool_desktop.services.days import day_at
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.schedule.screen import ScheduleScreen
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.today.screen import TodayScreen

PASSWORD = "correct horse battery"
PATIENCE_MS = 30_000
CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """One person at one device with its window."""

    def __init__(self, bot: QtBot, name: str, folder: Path) -> None:
        self.bot = bot
        self.device = Device(name=name, profile=folder / name)
        self.window: OfficeWindow | None = None

    def open(self) -> None:
        self.window = app.open_office(replica=self.device.replica, driver=None, lanes=self.device.lanes)
        self.window.show()

    def sit_at(self, widget: QWidget) -> None:
        """The keyboard is here: the keys of actions hold in the window that is active alone."""
        window = widget.window()
        with self.bot.waitActive(window, timeout=PATIENCE_MS):
            window.activateWindow()
        widget.setFocus()

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=PATIENCE_MS)

    def close(self) -> None:
        window = self.window
        if window is not None:
            self.until(lambda: window.work.operations.idle)
            window.close()
        self.device.close()
        if window is not None:
            window.deleteLater()


@pytest.fixture
def desks(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """The office and a technician, both in step with one cloud."""
    (tmp_path / "cloud").mkdir()
    cloud = CloudProcess(tmp_path / "cloud")
    office, technician = Desk(qtbot, "office", tmp_path), Desk(qtbot, "technician", tmp_path)
    today = day_at(SystemClock().now_ms(), "Europe/London")
    staff = office.device.begin_business(seed=1, today=today, clients=5)
    office.device.sign_up(base=cloud.url, email="o@example.org", password=PASSWORD, name="Joanna")
    office.device.bring_business()
    invited = office.device.invite(
        email="t@example.org", role="technician", user=staff["technicians"][0], name="Rhys"
    )
    technician.device.sign_up(
        base=cloud.url, email="t@example.org", password=PASSWORD, name="Rhys", invite=invited["code"]
    )
    technician.device.enrol()
    assert technician.device.wait_settled(seconds=30)
    yield office, technician
    for desk in (office, technician):
        desk.close()
    cloud.terminate()


def test_a_visit_moved_and_assigned_by_the_office_is_the_next_thing_the_technician_does(
    desks: tuple[Desk, Desk],
) -> None:
    office, technician = desks
    today = date.fromisoformat(day_at(SystemClock().now_ms(), "Europe/London"))
    beside = today - timedelta(days=1) if today.weekday() else today + timedelta(days=1)  # of the same week
    fields = {"title": "Leaking valve", "date": beside.isoformat(), "startTime": "00:01"}
    visit = tasks.create_task(office.device.replica, fields=fields).id
    office.open()
    technician.open()
    assert office.window is not None
    assert technician.window is not None
    field = technician.window.screen_here
    assert isinstance(field, TodayScreen), "a technician begins with his day"

    office.window.go(Place("schedule"))
    week = cast("ScheduleScreen", office.window.screen_here)
    office.until(lambda: week.model.find(visit) is not None)
    office.sit_at(week.grid)
    week.grid.choose(visit)
    row = next(
        row
        for row, lane in enumerate(week.model.lanes)
        if lane.person == technician.device.replica.identity.user_id
    )
    for _ in range(row):
        office.bot.keyClick(week.grid, Qt.Key.Key_Down, CTRL)
    office.bot.keyClick(week.grid, Qt.Key.Key_Right if beside < today else Qt.Key.Key_Left, CTRL)

    def arrived() -> bool:
        office.device.press_sync()
        return field.model.place_of(visit) >= 0

    technician.until(arrived)
    technician.sit_at(field.list)
    field.list.choose(visit)
    technician.bot.keyClick(field.list, Qt.Key.Key_Return)
    replica = office.device.replica

    def seen() -> bool:
        technician.device.press_sync()
        row = replica.reads().row("tasks", visit)
        return row is not None and stage_of(row.f) is Stage.TRAVELLING

    office.until(seen)
