"""The screen of any record: its head, what was lost, its facts edited in place, and beside them what belongs to it.

Promises: a record is a `RecordPlan` and a function that reads a `Sheet`; nothing here knows a noun. A change that
arrives never takes the cursor or half-typed text. A record that is gone says so and where to go.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Saved
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.actions import ActionSet, ActionSpec, Context
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.files.panel import FilesPanel
from onetool_desktop.ui.screens.history_action import history_action
from onetool_desktop.ui.screens.history_panel import HistoryPanel
from onetool_desktop.ui.screens.record_head import RecordHead
from onetool_desktop.ui.screens.record_parts import Group, Part, Parts
from onetool_desktop.ui.screens.related import Related, RelatedPlan
from onetool_desktop.ui.screens.screen import Screen, Workplace
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.hints import Hint, Hints
from onetool_desktop.ui.widgets.lost_edit import LostEdit, LostEdits
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.steps import Step, Steps
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.timeline import TimelineSource
from onetool_desktop.ui.widgets.value_words import Words

Save = Callable[[str, str, Mapping[str, Any]], Saved]  # collection, id, fields; runs in the write lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A record as it is shown now."""

    title: str
    badge: Badge | None
    line: str
    parts: tuple[Part, ...]
    lost: tuple[LostEdit, ...] = ()
    steps: tuple[Step, ...] = ()  # how far it is, where that is a way
    hints: tuple[Hint, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict[str, Any])  # what actions ask beside the fields


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """One kind of record in words: its section, which facts in which order, what stands beside them."""

    section: str
    scope: str  # of its actions
    back_to: str
    facts: Mapping[str, tuple[str, ...]]  # collection → fields shown
    groups: Mapping[str, Group] = field(default_factory=dict[str, Group])  # those of the rows under it
    words: Words | None = None
    timeline: Callable[[Callable[[], str]], TimelineSource] | None = None
    related: tuple[RelatedPlan, ...] = ()
    files: str = ""  # the reference by which files belong to such a record, where it shows them
    watches: frozenset[str]
    actions: tuple[ActionSpec, ...] = ()
    buttons: tuple[str, ...] = ()  # actions shown as buttons; the others are under ⋯
    onward: tuple[str, ...] = ()  # steps, shown as buttons only while they are possible
    primary: str = ""  # the one of these that is the thing to do now
    new: tuple[str, ...] = ()  # actions that make something of it, in the menu of `new_action`
    new_action: str = ""
    gone: str


class RecordScreen(Screen):
    """One record of any noun."""

    def __init__(
        self,
        work: Workplace,
        *,
        plan: RecordPlan,
        read: Callable[[str], Sheet | None],
        save: Save,
        handlers: dict[str, Callable[[], None]],
        put_back: Callable[[str], Saved],
        keep: Callable[[str], Saved],
    ) -> None:
        super().__init__(work, title="")
        self.plan = plan
        self.record_id = ""
        self.sheet: Sheet | None = None
        self._read, self._save = read, save
        self._history: HistoryPanel | None = None
        own = {plan.new_action: self._open_new, f"{plan.scope}.history": self._open_history}
        actions = self.bind((*plan.actions, history_action(plan.scope)), {**handlers, **own})
        self.head = self._make_head(actions)
        self._line = Text("", look=work.look, voice=Voice.QUIET)
        self._gone = Paragraph(plan.gone, look=work.look, voice=Voice.QUIET)
        self._lost = LostEdits(look=work.look)
        self._lost.put_back.connect(partial(self._answer, put_back))
        self._lost.keep.connect(partial(self._answer, keep))
        self._body = QWidget()
        self._steps = Steps(look=work.look)
        self._hints = Hints(look=work.look)
        self._hints.taken.connect(self.go)
        self._parts = Parts(
            look=work.look, words=plan.words, facts=plan.facts, groups=plan.groups, actions=actions.actions
        )
        self._parts.follow(self.head.more)
        self._parts.edited.connect(self._edited)
        self.related = Related(self, plans=plan.related, timeline=plan.timeline) if plan.related else None
        self.files = FilesPanel(work, home=plan.files) if plan.files else None
        self._lay_out()
        if self.files is not None:
            self.files.said.connect(self.said)
        if self.related is not None:
            self.related.go.connect(self.go)
        work.bus.changed.connect(self._changed)

    # --- for the window -----------------------------------------------------------------------------

    def show_record(self, record_id: str) -> None:
        """Overrides Screen."""
        if record_id != self.record_id:
            for panel in self.findChildren(Overlay):
                panel.close_overlay()  # what is typed in it was meant for the other record
            self._parts.clear()
            self._scroll.verticalScrollBar().setValue(0)
            self.record_id = record_id
            if self.related is not None:
                self.related.show_of(record_id)
            if self.files is not None:
                self.files.show_of(record_id)
        self._show()

    def ahead(self) -> Iterator[Callable[[], object]]:
        """Overrides Screen."""
        return self._parts.ahead()

    def focus_start(self) -> None:
        """Overrides Screen: the first fact has the keyboard."""
        if not self._parts.focus_first():
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back.emit()
        else:
            super().keyPressEvent(event)

    def context(self) -> Context:
        """Overrides Screen."""
        if self.sheet is None:
            return Context()
        return Context((self.record_id,), {**self.sheet.parts[0].fields, **self.sheet.known})

    def rows_of(self, action: str) -> Sequence[int]:
        """Overrides Screen."""
        return () if self.related is None else self.related.rows_of(action)

    def actions_for(self, action: str, rows: Sequence[int]) -> ActionSet | None:
        """Overrides Screen."""
        if self.related is not None and self.related.has(action):
            return self.related.actions_for(action, rows)
        return self.actions_here

    def possible(self) -> list[tuple[ActionSpec, QAction]]:
        """Overrides Screen: with the keys of the rows beside it, as far as they have their own."""
        beside = self.related.doings_here if self.related is not None else None
        rows = beside.possible() if beside is not None else []
        return [*super().possible(), *((spec, action) for spec, action in rows if spec.shortcut)]

    def edit(self, field: str) -> None:
        """Opens the editor of one of the record's own facts."""
        self.part(self.plan.section, self.record_id).facts[field].edit()

    def part(self, collection: str, row_id: str) -> Facts:
        """The facts of one row shown here."""
        return self._parts.facts(collection, row_id)

    # --- making -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        back = Button(self.plan.back_to, look=look, icon="back", flush=True)
        back.setToolTip(_("Back to {place}  (Esc)").format(place=self.plan.back_to))
        back.clicked.connect(self.step_back)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(3), step(6), step(2))
        page.setSpacing(step(1))
        page.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        page.addWidget(self.head)
        page.addWidget(self._line)
        page.addWidget(self._steps)
        page.addWidget(self._hints)
        page.addSpacing(step(2))
        page.addWidget(self._lost)
        page.addWidget(self._gone)
        page.addWidget(self._body, 1)
        self._gone.hide()
        self._lay_out_body()

    def _lay_out_body(self) -> None:
        step = self.work.look.measures.step
        self._scroll = scrolling(self._parts, look=self.work.look)
        side_by_side = QHBoxLayout(self._body)
        side_by_side.setContentsMargins(0, step(1), 0, 0)
        side_by_side.setSpacing(step(6))
        left = QVBoxLayout()
        left.addWidget(self._scroll, 5)
        side_by_side.addLayout(left, 6 if self.related is None else 5)
        if self.files is not None:
            column = left
            if self.related is None:
                column = QVBoxLayout()
                side_by_side.addLayout(column, 5)
            column.addWidget(self.files, 4)
            column.addStretch(0)
        if self.related is not None:
            side_by_side.addWidget(self.related, 7)

    def _make_head(self, actions: ActionSet) -> RecordHead:
        plan = self.plan
        return RecordHead(
            look=self.work.look,
            actions=actions,
            new=plan.new_action,
            onward=plan.onward,
            primary=plan.primary,
            buttons=plan.buttons,
            elsewhere=frozenset({*plan.new, plan.new_action, *(group.add for group in plan.groups.values())}),
        )

    def _open_history(self) -> None:
        if self._history is None:
            self._history = HistoryPanel(self.work, window=self)
        self._history.open_for(self.plan.section, self.record_id)

    def _open_new(self) -> None:
        if self.actions_here is not None and self.head.new is not None:
            menu = self.actions_here.menu(self, self.plan.new)
            menu.popup(self.head.new.mapToGlobal(self.head.new.rect().bottomLeft()))

    # --- showing ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if self.record_id and changes.collections & self.plan.watches:
            self._show()
        if self.related is not None:
            self.related.apply(changes)
        if self.files is not None:
            self.files.apply(changes)

    def _show(self) -> None:
        self.sheet = self._read(self.record_id)
        self._body.setVisible(self.sheet is not None)
        self._gone.setVisible(self.sheet is None)
        if self.sheet is not None:
            self._show_sheet(self.sheet)
        self.refresh_actions()

    def _show_sheet(self, sheet: Sheet) -> None:
        self.title = sheet.title
        self.titled.emit()
        self.head.show_record(sheet.title, sheet.badge)
        self._line.setText(sheet.line)
        self._steps.setVisible(bool(sheet.steps))
        self._steps.show_steps(sheet.steps)
        self._hints.show_hints(sheet.hints)
        self._lost.show_lost(sheet.lost)
        self._parts.show_parts(sheet.parts)
        needed = self._parts.minimumSizeHint().width() + self.work.look.measures.step(
            3
        )  # and the bar beside it
        self._scroll.setMinimumWidth(needed if self.related is not None else 0)

    # --- saving -------------------------------------------------------------------------------------

    def _edited(self, collection: str, row_id: str, field: str, value: Any) -> None:
        def save() -> Saved:
            return self._save(collection, row_id, {field: value})

        if self._parts.shows(collection, row_id):
            save_fact(self.work, self.part(collection, row_id).facts[field], save)
        else:  # its part went while the keyboard left it: what was typed is saved all the same
            self._answer(lambda _notice: save(), "")

    def _answer(self, answer: Callable[[str], Saved], notice: str) -> None:
        self.work.operations.write(
            self, lambda: answer(notice), then=lambda saved: self.work.undo.remember(saved.undo)
        )
