"""The model of the line grid: the lines of one draft, with an empty one waiting at the end.

Promises: a value typed shows at once, is handed over to be saved, and counts in the totals with every key; rows that
come from elsewhere patch the cells around the one in edit, never that one; lines keep their place unless they moved;
the model never resets while its document stays. What makes no sense keeps what was typed, with a sentence. May not
know: widgets, the store, how a save is run: `made` carries the steps, `finished` and `fail` bring the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from onetool_desktop.domain.document_totals import document_totals, is_counted, is_open_option, section_sums
from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.totals import TaxRounding, Totals
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.services.line_work import AddLine, Line, LineStep, PutLine, RemoveLine
from onetool_desktop.ui.models.grid_cells import (
    EDITABLE,
    NUMBERS,
    TITLES,
    Cell,
    CellWords,
    Fields,
    has_discount,
    is_blank,
    is_heading,
)
from onetool_desktop.ui.models.line_rows import LineRows
from onetool_desktop.ui.models.line_steps import Pasted, Problem, doubled, id_before, moved, pasted
from onetool_desktop.ui.models.line_work import Doing, LineWork
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.widgets.text import plain_tip

_Role = Qt.ItemDataRole
_DISPLAY, _EDIT, _TIP = int(_Role.DisplayRole), int(_Role.EditRole), int(_Role.ToolTipRole)
_SPOKEN, _SIDE = int(_Role.AccessibleTextRole), int(_Role.TextAlignmentRole)
_EXPLAINED = int(_Role.AccessibleDescriptionRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_FLAG = Qt.ItemFlag
_Index = QModelIndex | QPersistentModelIndex
_NOTHING: Fields = {}


@dataclass(frozen=True, slots=True)
class Typing:
    """The cell in edit and what stands in it now."""

    id: str
    cell: Cell
    text: str


class LineGridModel(LineRows):
    """Lines of one document."""

    made = Signal(object)  # a Doing, to be saved
    totals_changed = Signal()
    glowing = Signal(object)  # (id, cell) pairs that changed elsewhere

    def __init__(self, *, formats: Formats, ids: Ids, currency: str, parent: QObject | None = None) -> None:
        super().__init__(ids=ids, parent=parent)
        self._formats, self._usual_currency = formats, currency
        self.words = CellWords(formats.locale, currency)
        self.work = LineWork()
        self.head: Fields = _NOTHING
        self.usual_tax = ""
        self.problems: dict[tuple[str, Cell], Problem] = {}
        self.typing: Typing | None = None
        self._rounding: TaxRounding = "group"
        self._totals: Totals | None = None
        self._sections: dict[int, int] = {}  # what the lines under a heading come to, by its row
        self._counted: int = -1  # the version the totals are of
        self._discounts_wanted = False
        self._gone: set[str] = set()  # lines taken out elsewhere while they were typed into

    # --- what it shows ------------------------------------------------------------------------------

    def start(self, head: Fields, lines: Sequence[Line], *, rounding: TaxRounding, usual_tax: str) -> None:
        """Shows another document."""
        self.beginResetModel()
        self.work.start(lines)
        self.problems.clear()
        self.typing = None
        self._discounts_wanted = False
        self._take_head(head, rounding, usual_tax)
        self.begin_with(self.work.shown())
        self.endResetModel()
        self.totals_changed.emit()

    def take(
        self,
        head: Fields,
        lines: Sequence[Line],
        finished: frozenset[int],
        *,
        rounding: TaxRounding,
        usual_tax: str,
    ) -> None:
        """Takes the same document as it was read after `finished` had been saved."""
        before = dict(self.lines)
        self._take_head(head, rounding, usual_tax)
        self.work.take(lines, finished)
        self._keep_the_line_in_edit(before)
        self._show()
        now = dict(self.lines)
        changed = {
            (row_id, cell)
            for row_id, fields in now.items()
            for cell in EDITABLE
            if row_id in before and self._differs(cell, before[row_id], fields)
        }
        self.glowing.emit(changed | {(row_id, Cell.ITEM) for row_id in now.keys() - before.keys()})

    @property
    def totals(self) -> Totals:
        """The totals with what is being typed; ValueError if the document's currency is none."""
        if self._totals is None or self._counted != self.version:
            lines = [self.fields(row) for row in range(len(self.lines) + 1)]
            self._totals = document_totals(
                self.head, lines, tax_rounding=self._rounding, currency=self._usual_currency
            )
            counted = zip(lines, self._totals.lines, strict=True)
            self._sections = section_sums(
                ("text" if is_blank(line) else line.get("kind"), 0 if is_open_option(line) else amount)
                for line, amount in counted
            )
            self._counted = self.version
        return self._totals

    def fields(self, row: int) -> Fields:
        """The fields of a line as they stand, with what is being typed into it as far as it makes sense."""
        row_id, fields = self.line(row)
        typing = self.typing
        if typing is None or typing.id != row_id:
            return fields
        try:
            return {**self._fresh(row, fields), **self.words.read(typing.cell, typing.text)}
        except ValueError:
            return fields

    def lines_shown(self) -> list[Line]:
        """Every line that is more than empty, with what is being typed: what the page shows."""
        found = [(self.line(row)[0], self.fields(row)) for row in range(len(self.lines) + 1)]
        return [(row_id, fields) for row_id, fields in found if not is_blank(fields)]

    def problem_at(self, row: int, cell: Cell) -> Problem | None:
        """Why what was typed into a cell cannot stand."""
        return self.problems.get((self.line(row)[0], cell))

    # --- what is done -------------------------------------------------------------------------------

    def type_into(self, row: int, cell: Cell, text: str) -> None:
        """What stands in the editor of a cell now; the totals follow."""
        self.typing = Typing(self.line(row)[0], cell, text)
        self._count_again(row)

    def stop_typing(self) -> None:
        """The editor is closed."""
        typing, self.typing = self.typing, None
        if typing is not None and typing.id in self._gone:
            self._gone.discard(typing.id)
            self.work.drop_here(typing.id)
            self._show()
        row = self.row_of(typing.id) if typing else -1
        if row >= 0:
            self._count_again(row)

    def why_not(self, cell: Cell, text: str) -> str:
        """Why a text cannot stand in a cell; nothing if it can."""
        try:
            self.words.read(cell, text)
        except ValueError as error:
            return str(error)
        return ""

    def put(self, row: int, fields: Mapping[str, Any], label: str = "") -> None:
        """Gives a line values; the waiting row becomes a line with its first ones."""
        row_id, before = self.line(row)
        changed = {k: v for k, v in fields.items() if (v or None) != (before.get(k) or None)}
        if changed and row_id in self._gone:
            row_id = self._bring_back(row)
        if self.is_waiting(row):
            if is_blank(changed):
                return
            after = self.lines[-1][0] if self.lines else None
            self.do([AddLine(row_id, after, {**self._fresh(row, before), **changed})], _("Add a line"))
        elif changed or (self.work.is_only_here(row_id) and not is_blank(before)):
            given = {**self._fresh(row, before), **changed} if is_blank(before) else changed
            self.do([PutLine(row_id, given)], label or _("Edit a line"))

    def do(self, steps: Sequence[LineStep], label: str) -> None:
        """Takes steps on the lines: shown at once, handed over to be saved."""
        doing = self.work.begin(steps, label)
        self._show()
        if doing is not None:
            self.made.emit(doing)

    def insert_blank(self, row: int) -> None:
        """Puts an empty line in before a row; it is saved with its first value."""
        self.work.keep_here(AddLine(self.ids.new_id(), id_before(self.lines, row), {}))
        self._show()

    def duplicate(self, first: int, last: int) -> None:
        """Doubles rows `first` to `last`, the copies below them."""
        steps = doubled(self.lines, first, last, self.ids.new_id)
        count = len(steps)
        self.do(steps, ngettext("Double a line", "Double {count} lines", count).format(count=count))

    def move(self, first: int, last: int, by: int) -> bool:
        """Moves rows `first` to `last` one up (−1) or down (1); whether there was room."""
        step = moved(self.lines, first, last, by)
        if step is not None:
            count = last - first + 1
            self.do([step], ngettext("Move a line", "Move {count} lines", count).format(count=count))
        return step is not None

    def remove(self, rows: Sequence[int]) -> int:
        """Takes rows out; how many lines that were."""
        steps = [RemoveLine(self.lines[row][0]) for row in rows if row < len(self.lines)]
        if steps:
            count = len(steps)
            self.do(steps, ngettext("Remove a line", "Remove {count} lines", count).format(count=count))
        return len(steps)

    def paste(self, row: int, cell: Cell, block: Sequence[Sequence[str]]) -> Pasted:
        """Fills cells from a place on, making rows at the end; answers what came of it."""
        found = pasted(
            self.lines,
            row,
            cell,
            block,
            words=self.words,
            fresh=self._fresh(len(self.lines), _NOTHING),
            cells=[one for one in EDITABLE if one is not Cell.DISCOUNT or self.shows_discounts],
            new_id=self.ids.new_id,
        )
        for line in found.unread:
            self.work.keep_here(line)
        self.problems.update(found.refused)
        count = len(found.steps)
        self.do(found.steps, ngettext("Paste a line", "Paste {count} lines", count).format(count=count))
        return found

    def set_kind(self, row: int, kind: str) -> None:
        """Makes a line the heading of a section or a text between lines, or a line again."""
        labels = {"heading": _("Make a heading"), "text": _("Make a text")}
        if not self.is_waiting(row):
            self.put(row, {"kind": kind}, labels.get(kind, ""))

    def set_optional(self, rows: Sequence[int], *, optional: bool) -> None:
        """Offers lines without counting them, or counts them again."""
        ids = [row_id for row_id, f in map(self.line, rows) if row_id != self.waiting and is_counted(f)]
        steps = [PutLine(row_id, {"optional": optional or None}) for row_id in ids]
        words = (
            ngettext("Make a line optional", "Make {count} lines optional", len(steps))
            if optional
            else ngettext("Count a line again", "Count {count} lines again", len(steps))
        )
        self.do(steps, words.format(count=len(steps)))

    def show_discounts(self) -> None:
        """Shows the column of discounts for this document, whether there are any or not."""
        self._discounts_wanted = True
        self.totals_changed.emit()

    @property
    def shows_discounts(self) -> bool:
        """Whether the column of discounts is shown: it is wanted, or there are some."""
        return self._discounts_wanted or any(has_discount(f) for _, f in self.lines)

    def fail(self, doing: Doing, sentence: str) -> None:
        """Steps could not be saved: what was typed stays in its cell, with the reason."""
        for refused in self.work.fail(doing):
            for cell in EDITABLE:
                text = self.words.typed(cell, refused.fields)
                if text and (cell is not Cell.ITEM or "description" in refused.fields):
                    self.problems[refused.id, cell] = Problem(text, sentence)
        self._show()

    # --- what Qt asks -------------------------------------------------------------------------------

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Overrides QAbstractItemModel."""
        if not index.isValid():
            return _FLAG.NoItemFlags
        usual = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable | _FLAG.ItemNeverHasChildren
        return usual | _FLAG.ItemIsEditable if self.is_editable(index.row(), Cell(index.column())) else usual

    def is_editable(self, row: int, cell: Cell) -> bool:
        """Whether a cell can be typed into."""
        return cell is Cell.ITEM or (cell in EDITABLE and is_counted(self.line(row)[1]))

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel."""
        if not index.isValid():
            return None
        row, cell = index.row(), Cell(index.column())
        if role == _DISPLAY:
            return self.shown(row, cell)
        if role == _EDIT:
            problem = self.problem_at(row, cell)
            return problem.text if problem else self.words.typed(cell, self.line(row)[1])
        if role == _SIDE:
            return _RIGHT if cell in NUMBERS else _LEFT
        if role == _SPOKEN:
            optional = cell is Cell.ITEM and self.line(row)[1].get("optional")
            more = f", {_('optional')}" if optional else ""
            return f"{_(TITLES[cell])} {self.shown(row, cell)}{more}".strip()
        if role in (_TIP, _EXPLAINED):
            problem = self.problem_at(row, cell)
            whole = self.words.typed(cell, self.line(row)[1]) if role == _TIP and cell is Cell.ITEM else ""
            return problem.sentence if problem else plain_tip(whole) or None
        return None

    def shown(self, row: int, cell: Cell) -> str:
        """A cell's text."""
        _, fields = self.line(row)
        problem = self.problem_at(row, cell)
        if problem is not None:
            return problem.text.partition("\n")[0]
        if cell is Cell.COUNT:
            return self.counts.get(self.line(row)[0], "")
        if cell is not Cell.TOTAL:
            return self.words.shown(cell, fields)
        totals = self.totals
        if row in self._sections:
            return self._formats.amount(self._sections[row], totals.currency)
        if not is_counted(fields) or is_blank(self.fields(row)):
            return ""
        return self._formats.amount(totals.lines[row], totals.currency)

    def setData(self, index: _Index, value: Any, role: int = _EDIT) -> bool:
        """Overrides QAbstractItemModel: what was typed into a cell; what makes no sense stays with its sentence."""
        if not index.isValid() or role != _EDIT:
            return False
        row, cell, text = index.row(), Cell(index.column()), str(value)
        key = (self.line(row)[0], cell)
        try:
            fields = self.words.read(cell, text)
        except ValueError as error:
            self.problems[key] = Problem(text, str(error))
            self.row_changed(row)
            return True
        self.problems.pop(key, None)
        self.put(row, fields)
        self.row_changed(row)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TITLES):
            return None
        if role == _DISPLAY:
            return _(TITLES[section])
        return (_RIGHT if Cell(section) in NUMBERS else _LEFT) if role == _SIDE else None

    # --- own steps ----------------------------------------------------------------------------------

    def _take_head(self, head: Fields, rounding: TaxRounding, usual_tax: str) -> None:
        self.head, self._rounding, self.usual_tax = head, rounding, usual_tax
        self.words = CellWords(self._formats.locale, head.get("currency") or self._usual_currency)

    def _fresh(self, row: int, fields: Fields) -> Fields:
        """What a line begins with: the tax of the line above, or the usual one."""
        if not is_blank(fields):
            return fields
        above = (f.get("taxRate") for _, f in reversed(self.lines[:row]) if is_counted(f))
        tax = next(above, None) or self.usual_tax
        return {**fields, "kind": "line", **({"taxRate": tax} if tax else {})}

    def _differs(self, cell: Cell, before: Fields, now: Fields) -> bool:
        return before is not now and self.words.typed(cell, before) != self.words.typed(cell, now)

    def _keep_the_line_in_edit(self, before: Mapping[str, Fields]) -> None:
        """A line taken out elsewhere while it is typed into stays here until the typing is over."""
        typing = self.typing
        if typing is None or typing.id not in before:
            return
        if all(row_id != typing.id for row_id, _ in self.work.shown()):
            after = id_before(self.lines, self.row_of(typing.id))
            self.work.keep_here(AddLine(typing.id, after, before[typing.id]))
            self._gone.add(typing.id)

    def _bring_back(self, row: int) -> str:
        """A line that was taken out elsewhere and typed into here becomes a new one; answers its id."""
        row_id, fields = self.lines[row]
        line = self.work.drop_here(row_id)
        self._gone.discard(row_id)
        if line is None:
            return row_id
        new = AddLine(
            self.ids.new_id(), line.after, {k: v for k, v in line.fields.items() if k != "position"}
        )
        self.work.keep_here(new)
        self.lines[row] = (new.id, fields)
        return new.id

    def _show(self) -> None:
        """Brings the rows to what is saved and what is on its way."""
        self.bring_to(self.work.shown())
        self.totals_changed.emit()

    def _count_again(self, row: int) -> None:
        self.version += 1
        in_sections = any(is_heading(fields) for _id, fields in self.lines)  # whose sums change with it
        first, last = (0, len(self.lines) - 1) if in_sections else (row, row)
        self.dataChanged.emit(self.index(first, Cell.TOTAL), self.index(max(last, row), Cell.TOTAL))
        self.totals_changed.emit()
