"""The lines that are shown: those that are saved, with what was done here and is still on its way laid over them.

Promises: what a person did shows at once and never flickers back; steps are forgotten only when rows were read after
they had been saved; what could not be saved stays as a line of its own, with what was typed. Pure: no Qt, no store.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onetool_desktop.services.line_work import (
    AddLine,
    Line,
    LineStep,
    MoveLine,
    PutLine,
    after_steps,
)


@dataclass(eq=False, slots=True)
class Doing:
    """Steps under way as one save, in a person's words; `done` once they are saved."""

    steps: tuple[LineStep, ...]
    label: str
    done: bool = False


class LineWork:
    """Saved lines and the steps laid over them."""

    def __init__(self) -> None:
        self._saved: list[Line] = []
        self._under_way: list[Doing] = []
        self._only_here: dict[str, AddLine] = {}  # lines that are not saved, and are not being saved

    def start(self, lines: Sequence[Line]) -> None:
        """Begins with another document."""
        self._saved = list(lines)
        self._under_way = []
        self._only_here = {}

    def shown(self) -> list[Line]:
        """The lines in order, as a person sees them."""
        steps = [step for doing in self._under_way for step in doing.steps]
        return after_steps(self._saved, [*steps, *self._only_here.values()])

    # --- what is read -------------------------------------------------------------------------------

    def finished(self) -> frozenset[int]:
        """What is saved by now; ask before reading, and hand it over with what was read."""
        return frozenset(id(doing) for doing in self._under_way if doing.done)

    def take(self, lines: Sequence[Line], finished: frozenset[int]) -> None:
        """Takes lines that were read after the steps in `finished` had been saved."""
        self._saved = list(lines)
        self._under_way = [doing for doing in self._under_way if id(doing) not in finished]

    # --- what is done -------------------------------------------------------------------------------

    def begin(self, steps: Sequence[LineStep], label: str) -> Doing | None:
        """Lays steps over the lines; a line that was only here comes into being with its first value.

        None when nothing is left that has to be saved.
        """
        wanted = [step for step in map(self._as_saved, steps) if step is not None]
        if not wanted:
            return None
        doing = Doing(tuple(wanted), label)
        self._under_way.append(doing)
        return doing

    def keep_here(self, line: AddLine) -> None:
        """Shows a line that is not saved: one put in and still empty, or one that could not be saved."""
        self._only_here[line.id] = line

    def drop_here(self, row_id: str) -> AddLine | None:
        """Forgets a line that is not saved."""
        return self._only_here.pop(row_id, None)

    def is_only_here(self, row_id: str) -> bool:
        """Whether a line is not saved."""
        return row_id in self._only_here

    def fail(self, doing: Doing) -> list[PutLine]:
        """Takes back steps that could not be saved; answers the values that were refused, by line."""
        self._under_way = [other for other in self._under_way if other is not doing]
        refused: list[PutLine] = []
        for step in doing.steps:
            if isinstance(step, AddLine):
                self._only_here[step.id] = step
                refused.append(PutLine(step.id, step.fields))
            elif isinstance(step, PutLine):
                self._put_here(step)
                refused.append(step)
        return refused

    def _as_saved(self, step: LineStep) -> LineStep | None:
        """The step as it has to be saved; a step on a line that is only here changes it here."""
        if isinstance(step, AddLine) or step.id not in self._only_here:
            return step
        line = self._only_here.pop(step.id)
        if isinstance(step, PutLine):
            fields = {k: v for k, v in {**line.fields, **step.fields}.items() if v is not None}
            return replace(line, fields=fields)
        if isinstance(step, MoveLine):
            self._only_here[step.id] = replace(line, after=step.after)
        return None

    def _put_here(self, step: PutLine) -> None:
        line = self._only_here.get(step.id)
        if line is not None:
            self._only_here[step.id] = replace(line, fields={**line.fields, **step.fields})
