"""Tasks, which are the visits that get work done: planned, assigned, moved, taken step by step, finished.

Promises: each verb is one action with one undo; a step that is done already is not done twice, so a button pressed
again by a cold finger changes nothing; a visit that moves to another day, or begins anew, has no steps behind it.
May not know: screens, what a day is called.
"""

from collections.abc import Iterator, Sequence

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import Change, Fields, Invalid, Row
from onetool_desktop.domain.ids import TaskId, UserId
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.domain.visits import (
    TIMES,
    Stage,
    Step,
    begun_anew,
    next_step,
    stage_of,
    written_by,
)
from onetool_desktop.services import records
from onetool_desktop.services.clients import only_place
from onetool_desktop.services.days import later
from onetool_desktop.services.many import Many, change_many
from onetool_desktop.services.saving import Act, Created, Saved, commit, edited, live_fields, new_row, save
from onetool_desktop.store.replica import Replica, Transaction

TASKS, PROJECTS = "tasks", "projects"
MOST_WEEKS = 52
_PLACE = ("clientId", "projectId", "propertyId")
_DONE = {
    Step.TRAVEL: N_("Start travel"),
    Step.ARRIVE: N_("Arrive"),
    Step.START: N_("Start work"),
    Step.FINISH: N_("Finish work"),
}


def create_task(replica: Replica, *, fields: Fields, weeks: int = 1) -> Created[TaskId]:
    """A new task, each week anew for so many weeks. One of a project takes over the project's client and property where
    none is given, one of a client with just one property is there unless `fields` speak of it; the tasks of the
    weeks after the first have ids computed from the first's, and stand and go as one action.

    Raises Invalid where it would end before it begins, or where the weeks are not 1 to 52.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid("weeks", _("Between 1 and {most} weeks.").format(most=MOST_WEEKS))
    task = TaskId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        _check_times(fields)
        taken = live_fields(tx, PROJECTS, fields.get("projectId"))
        place = {name: taken.get(name) for name in ("clientId", "propertyId")}
        given = {name: value for name, value in fields.items() if value not in (None, "")}
        row = {"status": "pending", **place, **given}
        if not row.get("propertyId") and "propertyId" not in fields:
            row["propertyId"] = only_place(tx, row.get("clientId"))
        label = ngettext("Add a task", "Add {count} weekly tasks", weeks).format(count=weeks)
        return commit(tx, Act(action="tasks.create", label=label), [*_weekly(tx, task, row, weeks)])

    return Created(task, replica.write(work))


def edit_task(replica: Replica, *, id: TaskId, fields: Fields) -> Saved:
    """Change a task's fields; another project or client brings its own place along. Raises as `create_task` does."""

    def draft(tx: Transaction) -> list[Change]:
        before = live_fields(tx, TASKS, id)
        if fields.keys() & {"startTime", "endTime"}:
            _check_times({**before, **fields})
        return [edited(tx, TASKS, id, _moved(before, _placed(tx, before, fields)))]

    return save(replica, Act(action="tasks.edit", label=_("Edit a task")), draft)


def place_task(replica: Replica, *, id: TaskId, day: str, user_id: UserId | None) -> Saved:
    """Give a visit its day and its person; None for nobody yet."""

    def work(tx: Transaction) -> Saved:
        before = live_fields(tx, TASKS, id)
        fields = _moved(before, {"date": day, "assigneeUserId": user_id})
        moves = before.get("date") != day
        act = Act(action="tasks.move", label=_("Move a task") if moves else _("Assign a task"))
        return commit(tx, act, [edited(tx, TASKS, id, fields)])

    return replica.write(work)


def place_tasks(replica: Replica, *, ids: Sequence[str], fields: Fields) -> Many:
    """Give visits a `date`, an `assigneeUserId` (None for nobody yet), or both; those that have ended are left."""

    def change(row: Row) -> Change | None:
        ended = stage_of(row.f) in (Stage.DONE, Stage.CALLED_OFF)
        new = {name: value for name, value in _moved(row.f, fields).items() if row.f.get(name) != value}
        return Change(TASKS, row.id, f=new) if new and not ended else None

    label = _("Move tasks") if "date" in fields else _("Assign tasks")
    return change_many(replica, Act(action="tasks.move", label=label), TASKS, ids, change)


def take_step(replica: Replica, *, id: TaskId, step: Step) -> Saved:
    """Do a step of a visit now; nothing where it was done already. Steps before it may be left out."""

    def work(tx: Transaction) -> Saved:
        if _is_behind(step, stage_of(live_fields(tx, TASKS, id))):
            return Saved()
        fields = written_by(step, now_ms=replica.clock.now_ms())
        act = Act(action=f"tasks.{step}", label=_(_DONE[step]))
        return commit(tx, act, [edited(tx, TASKS, id, fields)])

    return replica.write(work)


def start_task(replica: Replica, *, id: TaskId) -> Saved:
    """Begin a visit, or go on with one that was finished too soon."""
    fields = {**written_by(Step.START, now_ms=replica.clock.now_ms()), TIMES[Step.FINISH]: None}
    act = Act(action="tasks.in-progress", label=_(_DONE[Step.START]))
    return save(replica, act, lambda tx: [edited(tx, TASKS, id, fields)])


def complete_task(replica: Replica, *, id: TaskId, report: str = "") -> Saved:
    """Finish a visit, with a report if there is one."""
    fields = written_by(Step.FINISH, now_ms=replica.clock.now_ms()) | ({"report": report} if report else {})
    act = Act(action="tasks.completed", label=_(_DONE[Step.FINISH]))
    return save(replica, act, lambda tx: [edited(tx, TASKS, id, fields)])


def cancel_task(replica: Replica, *, id: TaskId) -> Saved:
    """Call a visit off."""
    return records.set_status(replica, c=TASKS, id=id, status="cancelled", label=_("Call a task off"))


def reopen_task(replica: Replica, *, id: TaskId) -> Saved:
    """Take a completed or cancelled visit back to the beginning."""
    fields = {"status": "pending", **begun_anew()}
    act = Act(action="tasks.pending", label=_("Reopen a task"))
    return save(replica, act, lambda tx: [edited(tx, TASKS, id, fields)])


def delete_task(replica: Replica, *, id: TaskId) -> Saved:
    """Delete a task."""
    return records.delete(replica, c=TASKS, id=id, label=_("Delete a task"))


def _weekly(tx: Transaction, first: TaskId, fields: Fields, weeks: int) -> Iterator[Change]:
    """The rows of a task and of its repetitions, a week apart."""
    for week in range(weeks):
        task = computed_id(tx.identity.org, TASKS, f"{first}:{week}") if week else first
        yield new_row(TASKS, task, {**fields, "date": later(fields["date"], 7 * week)} if week else fields)


def _is_behind(step: Step, stage: Stage) -> bool:
    """Whether a visit at this stage has this step behind it."""
    coming = next_step(stage)
    if coming is None:
        return stage is Stage.DONE
    return list(Step).index(step) < list(Step).index(coming)


def _moved(before: Fields, fields: Fields) -> Fields:
    """The fields of a visit's new day; whoever had set out for the old one had not set out for this."""
    moves = "date" in fields and fields["date"] != before.get("date")
    on_the_way = stage_of(before) in (Stage.TRAVELLING, Stage.ARRIVED)
    return {**fields, **begun_anew()} if moves and on_the_way else fields


def _placed(tx: Transaction, before: Fields, fields: Fields) -> Fields:
    """The fields with the whole place they mean: of the project, or without one of another client."""
    if not fields.keys() & set(_PLACE):
        return fields
    project = fields.get("projectId")
    if project and project != before.get("projectId"):
        taken = live_fields(tx, PROJECTS, project)
        return {name: taken.get(name) for name in ("clientId", "propertyId")} | dict(fields)
    changed = "clientId" in fields and fields["clientId"] != before.get("clientId")
    return {"projectId": None, "propertyId": None, **fields} if changed else fields


def _check_times(fields: Fields) -> None:
    start, end = fields.get("startTime"), fields.get("endTime")
    if end and not start:
        raise Invalid("startTime", _("Say when it begins as well, such as 08:00."))
    if (
        start and end and end <= start
    ):  # here as well: the rules ask it of nobody before a business meets a cloud
        raise Invalid("endTime", _("This is not after {time}, when it begins.").format(time=start))
