"""A week as the schedule shows it; one reading is bounded by the week. May not know: widgets."""

from dataclasses import dataclass
from datetime import date, timedelta

from onetool_desktop.domain.translate import _
from onetool_desktop.domain.visits import Stage, stage_of
from onetool_desktop.store.queries import people, visits
from onetool_desktop.store.queries.visits import Visit
from onetool_desktop.ui.models.week import Block, DayColumn, Lane
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.states import badge_of, task_state

MOST = 5_000  # visits of a week; a firm of 40 with 25 visits a day


@dataclass(frozen=True, slots=True)
class Week:
    """The lanes, days and visits of a week; `whole` unless it holds more than are shown."""

    start: date
    lanes: tuple[Lane, ...]
    days: tuple[DayColumn, ...]
    blocks: tuple[Block, ...]
    whole: bool = True


def monday_of(day: date) -> date:
    """The first day of a week."""
    return day - timedelta(days=day.weekday())


def read_week(work: Workplace, start: date) -> Week:
    """The week that begins on a Monday; runs in the read pool."""
    db, formats = work.replica.reads().db, work.formats
    days = [start + timedelta(days=at) for at in range(7)]
    found = visits.between(db, days[0].isoformat(), days[-1].isoformat(), limit=MOST + 1)
    here = {one.id: one.name for one in people.people(db)}
    gone = {one.person_id: one.person for one in found if one.person_id and one.person_id not in here}
    lanes = [Lane("", _("Nobody yet")), *(Lane(*one) for one in (here | gone).items())]
    columns = [DayColumn(d.isoformat(), formats.column_day(d), d == formats.today()) for d in days]
    blocks = [_block(one) for one in found[:MOST]]
    return Week(start, tuple(lanes), tuple(columns), tuple(blocks), len(found) <= MOST)


def _block(visit: Visit) -> Block:
    return Block(
        id=visit.id,
        person=visit.person_id,
        day=visit.day,
        start=visit.start,
        end=visit.end,
        client=visit.client,
        title=visit.title,
        badge=badge_of("tasks", task_state(visit.fields)),
        open=stage_of(visit.fields) not in (Stage.DONE, Stage.CALLED_OFF),
    )
