"""The screen of any record: its head, what was lost, its facts edited in place, and beside them what belongs to it.

Promises: a record is a `RecordPlan` and a function that reads a `Sheet`; nothing here knows a noun. A change that
arrives never takes the cursor or half-typed text. A record that is gone says so and where to go.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.services.saving import Saved
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.related import Related, RelatedPlan
from onetool_desktop.ui.screens.screen import Screen, Workplace
from onetool_desktop.ui.widgets.badge import BadgeLabel
from onetool_desktop.ui.widgets.buttons import Button, IconButton, action_button
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.lost_edit import LostEdit, LostEditLine
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

Save = Callable[[str, str, Mapping[str, Any]], Saved]  # collection, id, fields; runs in the write lane


@dataclass(frozen=True, slots=True)
class Part:
    """Facts of one row: the record's own, or of a row under it (a contact, a property)."""

    collection: str
    id: str
    heading: str
    fields: Mapping[str, Any]
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A record as it is shown now."""

    title: str
    badge: Badge | None
    line: str
    parts: tuple[Part, ...]
    lost: tuple[LostEdit, ...] = ()
    more: str = ""  # what is not shown here, in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """One kind of record in words: its section, which facts in which order, what stands beside them."""

    section: str
    back_to: str
    facts: Mapping[str, tuple[str, ...]]  # collection → fields shown
    related: tuple[RelatedPlan, ...] = ()
    watches: frozenset[str]
    actions: tuple[ActionSpec, ...] = ()
    buttons: tuple[str, ...] = ()  # actions shown as buttons; the others are under ⋯
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
        self._read, self._save, self._put_back, self._keep = read, save, put_back, keep
        self._parts: dict[tuple[str, str], Facts] = {}
        self._lost_shown: tuple[LostEdit, ...] = ()
        self.bind(plan.actions, dict(handlers))
        self._title = Text("", look=work.look, voice=Voice.TITLE)
        self._badge = BadgeLabel(look=work.look)
        self._line = Text("", look=work.look, voice=Voice.QUIET)
        self._gone = Paragraph(plan.gone, look=work.look, voice=Voice.QUIET)
        self._lost = QVBoxLayout()
        self._body = QWidget()
        self._facts = QVBoxLayout()
        self.related = Related(work, plans=plan.related) if plan.related else None
        self._lay_out()
        if self.related is not None:
            self.related.go.connect(self.go)
        work.bus.changed.connect(self._changed)

    # --- for the window -----------------------------------------------------------------------------

    def show_record(self, record_id: str) -> None:
        """Overrides Screen."""
        if record_id != self.record_id:
            self._drop_parts()
            self.record_id = record_id
            if self.related is not None:
                self.related.show_of(record_id)
        self._show()

    def focus_start(self) -> None:
        """Overrides Screen: the first fact has the keyboard."""
        for facts in self._parts.values():
            first = next(iter(facts.facts.values()))
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back.emit()
        else:
            super().keyPressEvent(event)

    def context(self) -> Context:
        """Overrides Screen."""
        return Context((self.record_id,), self.sheet.parts[0].fields) if self.sheet else Context()

    def edit(self, field: str) -> None:
        """Opens the editor of one of the record's own facts."""
        self._parts[self.plan.section, self.record_id].facts[field].edit()

    def part(self, collection: str, row_id: str) -> Facts:
        """The facts of one row shown here."""
        return self._parts[collection, row_id]

    # --- making -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        back = Button(self.plan.back_to, look=look, icon="back", flush=True)
        back.setToolTip(f"Back to {self.plan.back_to}  (Esc)")
        back.clicked.connect(self.step_back)
        head = QHBoxLayout()
        head.setSpacing(step(2.5))
        head.addWidget(self._title)
        head.addWidget(self._badge)
        head.addStretch(1)
        self._add_buttons(head)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(3), step(6), step(2))
        page.setSpacing(step(1))
        page.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        page.addLayout(head)
        page.addWidget(self._line)
        page.addSpacing(step(2))
        self._lost.setSpacing(step(1))
        page.addLayout(self._lost)
        page.addWidget(self._gone)
        page.addWidget(self._body, 1)
        self._gone.hide()
        self._lay_out_body()

    def _lay_out_body(self) -> None:
        step = self.work.look.measures.step
        inner = QWidget()
        self._facts.setContentsMargins(0, 0, step(3), step(4))
        self._facts.setSpacing(step(1))
        self._facts.addStretch(1)
        inner.setLayout(self._facts)
        scroll = scrolling(inner, look=self.work.look)
        side_by_side = QHBoxLayout(self._body)
        side_by_side.setContentsMargins(0, step(1), 0, 0)
        side_by_side.setSpacing(step(6))
        side_by_side.addWidget(scroll, 6)
        if self.related is not None:
            side_by_side.addWidget(self.related, 7)

    def _add_buttons(self, head: QHBoxLayout) -> None:
        if self.actions_here is None or not self.plan.actions:
            return
        icons = {spec.id: spec.icon for spec in self.plan.actions}
        for action_id in self.plan.buttons:
            action = self.actions_here.actions[action_id]
            head.addWidget(action_button(action, look=self.work.look, icon=icons[action_id]))
        more = IconButton("More actions", icon="more", look=self.work.look)
        rest = [spec.id for spec in self.plan.actions if spec.id not in self.plan.buttons]
        actions = self.actions_here

        def open_menu() -> None:
            actions.menu(self, rest).popup(more.mapToGlobal(more.rect().bottomLeft()))

        more.clicked.connect(open_menu)
        head.addWidget(more)

    # --- showing ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if self.record_id and changes.collections & self.plan.watches:
            self._show()
        if self.related is not None:
            self.related.apply(changes)

    def _show(self) -> None:
        self.sheet = self._read(self.record_id)
        self._body.setVisible(self.sheet is not None)
        self._gone.setVisible(self.sheet is None)
        if self.sheet is not None:
            self._show_sheet(self.sheet)
        self.refresh_actions()

    def _show_sheet(self, sheet: Sheet) -> None:
        self.title = sheet.title
        self._title.setText(sheet.title)
        self._badge.show_badge(sheet.badge)
        self._line.setText(sheet.line)
        self._show_lost(sheet.lost)
        wanted = [(part.collection, part.id) for part in sheet.parts]
        if wanted != list(self._parts):
            self._make_parts(sheet.parts)
        for part in sheet.parts:
            self._parts[part.collection, part.id].show_fields(part.fields, waiting=part.waiting)

    def _make_parts(self, parts: tuple[Part, ...]) -> None:
        """Lays the parts out anew; those that are there already keep their widgets and what is typed in them."""
        kept = self._parts
        self._parts = {}
        self._clear_headings()
        for part in parts:
            key = (part.collection, part.id)
            facts = kept.pop(key, None) or self._new_part(part)
            self._parts[key] = facts
            heading = Text(part.heading, look=self.work.look, voice=Voice.SECTION)
            heading.setContentsMargins(
                0, self.work.look.measures.step(4 if self._parts.keys() - {key} else 0), 0, 0
            )
            self._facts.insertWidget(self._facts.count() - 1, heading)
            self._facts.insertWidget(self._facts.count() - 1, facts)
        for facts in kept.values():
            facts.deleteLater()

    def _clear_headings(self) -> None:
        for at in reversed(range(self._facts.count())):
            item = self._facts.itemAt(at)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Text):
                self._facts.takeAt(at)
                widget.deleteLater()
            elif widget is not None:
                self._facts.takeAt(at)

    def _new_part(self, part: Part) -> Facts:
        facts = Facts(COLLECTIONS[part.collection], self.plan.facts[part.collection], look=self.work.look)
        facts.edited.connect(partial(self._edited, part.collection, part.id))
        return facts

    def _drop_parts(self) -> None:
        self._clear_headings()
        for facts in self._parts.values():
            facts.hide()
            facts.deleteLater()
        self._parts = {}

    def _show_lost(self, lost: tuple[LostEdit, ...]) -> None:
        if lost == self._lost_shown:
            return
        self._lost_shown = lost
        while (item := self._lost.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in lost:
            line = LostEditLine(one, look=self.work.look)
            line.put_back.connect(partial(self._answer, self._put_back))
            line.keep.connect(partial(self._answer, self._keep))
            self._lost.addWidget(line)

    # --- saving -------------------------------------------------------------------------------------

    def _edited(self, collection: str, row_id: str, field: str, value: Any) -> None:
        fact = self._parts[collection, row_id].facts[field]
        save_fact(self.work, fact, lambda: self._save(collection, row_id, {field: value}))

    def _answer(self, answer: Callable[[str], Saved], notice: str) -> None:
        self.work.operations.write(
            self, lambda: answer(notice), then=lambda saved: self.work.undo.remember(saved.undo)
        )
