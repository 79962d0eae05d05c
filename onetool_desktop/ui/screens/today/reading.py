"""What Today shows: late visits, today's, tomorrow's, made into cards; one reading is bounded.

May not know: widgets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.domain.visits import Stage, next_step, stage_of
from onetool_desktop.store.queries import lists, visits
from onetool_desktop.store.queries.visits import Visit
from onetool_desktop.ui.models.visit_cards import Card, CardButton
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.states import badge_of, task_state
from onetool_desktop.ui.screens.tasks.words import STEP_ICONS, STEP_WORDS

_LATE, _TODAY, _TOMORROW, _MORE = -1, -2, -3, -4
_FEW, _MANY = 30, 200


@dataclass(frozen=True, slots=True)
class Day:
    """Visits by when they are due, as read for a day and a person (empty: everybody)."""

    day: str
    person: str
    late: tuple[Visit, ...]
    today: tuple[Visit, ...]
    tomorrow: tuple[Visit, ...]
    waiting: frozenset[str] = frozenset()

    @property
    def visits(self) -> dict[str, Visit]:
        """All of them by id."""
        return {one.id: one for one in (*self.late, *self.today, *self.tomorrow)}

    @property
    def done(self) -> int:
        """How many of today's are done."""
        return sum(stage_of(one.fields) is Stage.DONE for one in self.today)


def read_day(work: Workplace, person: str) -> Day:
    """The day now; runs in the read pool."""
    db, today = work.replica.reads().db, work.formats.today()
    day, after = today.isoformat(), (today + timedelta(days=1)).isoformat()
    late = visits.late(db, day, person=person, limit=_FEW)
    here = visits.of_day(db, day, person=person, limit=_MANY + 1)
    then = visits.of_day(db, after, person=person, limit=_FEW)
    ids = [one.id for one in (*late, *here, *then)]
    waiting = lists.waiting(db, "tasks", ids) if ids and work.replica.identity.connected else set[str]()
    return Day(day, person, tuple(late), tuple(here), tuple(then), frozenset(waiting))


def cards_of(work: Workplace, day: Day) -> list[Card]:
    """The cards in their order, under their headings."""
    return [
        *_part(work, day, _LATE, _("Late"), day.late),
        *_part(work, day, _TODAY, _today_words(work, day), day.today[:_MANY]),
        *_rest(day),
        *_part(work, day, _TOMORROW, _("Tomorrow"), day.tomorrow),
    ]


def _today_words(work: Workplace, day: Day) -> str:
    return f"{_('Today')} · {work.formats.full_day(day.day)}"


def _rest(day: Day) -> Iterator[Card]:
    if len(day.today) > _MANY:
        yield Card(rid=_MORE, title=_("There is more today; the schedule shows all of it."))


def _part(work: Workplace, day: Day, rid: int, title: str, found: Sequence[Visit]) -> list[Card]:
    if not found:
        return []
    late = rid == _LATE
    cards = [_card(work, day, visit, late=late, coming=rid == _TOMORROW) for visit in found]
    return [Card(rid=rid, title=title, late=late), *cards]


def _card(work: Workplace, day: Day, visit: Visit, *, late: bool, coming: bool) -> Card:
    formats = work.formats
    time = formats.span(visit.start, visit.end)
    if late:
        time = f"{formats.day(visit.day)} {visit.start}".strip()
    place = ", ".join(" ".join(part.split()) for part in (visit.street, visit.city) if part)
    who = "" if day.person else visit.person or _("Nobody yet")
    what = visit.title if visit.client else ""
    return Card(
        rid=visit.rid,
        id=visit.id,
        time=time,
        title=visit.client or visit.title,
        place=" · ".join(part for part in (place, who) if part),
        what=" – ".join(part for part in (what, visit.what) if part),
        badge=badge_of("tasks", task_state(visit.fields)),
        buttons=tuple(_buttons(visit, coming=coming)),
        late=late,
        waiting=visit.id in day.waiting,
    )


def _buttons(visit: Visit, *, coming: bool) -> Iterator[CardButton]:
    step = next_step(stage_of(visit.fields))
    if step is None:
        return
    if not coming:
        yield CardButton("next", _(STEP_WORDS[step]), STEP_ICONS[step], primary=True)
    if visit.phone:
        yield CardButton("call", _("Call"), "phone")
    if visit.street:
        yield CardButton("directions", _("Directions"), "directions")
    yield CardButton("notes", _("Notes"), "note")
    yield CardButton("photos", _("Photos"), "camera")
    yield CardButton("paper", _("Paper"), "print")


NOTHING = (
    N_("Nothing planned today"),
    N_("The visits of today stand here, in the order of the day. {keys} plans one."),
)


def head_words(day: Day) -> str:
    """How much of today is done."""
    count = len(day.today)
    return ngettext("{done} of {count} done", "{done} of {count} done", count).format(
        done=day.done, count=count
    )
