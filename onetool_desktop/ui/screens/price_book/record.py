"""An item of the price book: its facts edited in place, whether it is in use, and what it may be confused with."""

from collections.abc import Callable, Mapping
from typing import Any

from onetool_desktop.domain.ids import NoticeId, SkuId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import notices, price_book as verbs
from onetool_desktop.services.many import Many
from onetool_desktop.store.queries import price_book
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.actions import UNDO, keys_text
from onetool_desktop.ui.screens.lost_edits import lost_edits_of
from onetool_desktop.ui.screens.price_book.actions import RECORD_ACTIONS
from onetool_desktop.ui.screens.record_parts import Part
from onetool_desktop.ui.screens.record_screen import RecordPlan, RecordScreen, Sheet
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of, item_state
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.hints import Hint
from onetool_desktop.ui.widgets.value_words import Words

SKUS = "skus"
_UNDOABLE = True
_FACTS = ("name", "code", "unit", "unitPrice", "taxRate", "cost", "detail")


def item_record(work: Workplace) -> "ItemRecord":
    """The screen."""
    return ItemRecord(work)


class ItemRecord(RecordScreen):
    """One item."""

    def __init__(self, work: Workplace) -> None:
        replica = work.replica
        super().__init__(
            work,
            plan=_plan(work),
            read=self._sheet,
            save=lambda _c, row_id, fields: verbs.edit_item(replica, id=SkuId(row_id), fields=fields),
            handlers=self._handlers(),
            put_back=lambda notice: notices.put_mine_back(replica, id=NoticeId(notice)),
            keep=lambda notice: notices.keep_theirs(replica, id=NoticeId(notice)),
        )

    def _sheet(self, item: str) -> Sheet | None:
        reads = self.work.replica.reads()
        row = reads.row(SKUS, item)
        if row is None:
            return None
        return Sheet(
            title=str(row.f.get("name") or _("Item without a name")),
            badge=badge_of(SKUS, item_state(row.f)),
            line=self._line_of(row.f),
            parts=(Part(SKUS, row.id, _("Facts"), row.f, unsettled_fields(self.work, SKUS, row.id)),),
            lost=lost_edits_of(self.work, reads, SKUS, row.id),
            hints=self._hints_of(reads, row.id, row.f),
        )

    def _line_of(self, fields: Mapping[str, Any]) -> str:
        """Its code, and what it costs for how much of it."""
        price = self.work.formats.price(str(fields.get("unitPrice") or ""), self.work.currency)
        words = (price and f"{price} {self.work.currency}", str(fields.get("unit") or ""))
        parts = (str(fields.get("code") or ""), " / ".join(word for word in words if word))
        return " · ".join(part for part in parts if part)

    def _hints_of(self, reads: Reads, item: str, fields: Mapping[str, Any]) -> tuple[Hint, ...]:
        name, code = str(fields.get("name") or ""), str(fields.get("code") or "")
        found = price_book.alike(reads.db, item=item, name=name, code=code)
        return tuple(_hint(one) for one in found)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        away = _("The item is put away. It is not offered any more; what was sold of it stays as it is.")
        back = _("The item is in use again.")
        return {
            "item.away": lambda: self._set_in_use(away, in_use=False),
            "item.in-use": lambda: self._set_in_use(back, in_use=True),
        }

    def _set_in_use(self, said: str, *, in_use: bool) -> None:
        replica, ids = self.work.replica, (self.record_id,)

        def done(many: Many) -> None:
            self.work.undo.remember(many.saved.undo)
            self.said.emit(said, _UNDOABLE)

        self.work.operations.write(self, lambda: verbs.set_in_use(replica, ids=ids, in_use=in_use), then=done)


def _hint(one: price_book.Alike) -> Hint:
    sentence = (
        _("The code {code} is also that of {name}.").format(code=one.code, name=one.name)
        if one.code
        else _("There is another item of this name: {name}.").format(name=one.name)
    )
    return Hint(sentence, _("Open it"), Place(SKUS, one.id))


def _plan(work: Workplace) -> RecordPlan:
    return RecordPlan(
        section=SKUS,
        scope="item",
        back_to=_("Price book"),
        facts={SKUS: _FACTS},
        words=Words(formats=work.formats, currency=work.currency, priced=frozenset({"unitPrice", "cost"})),
        watches=frozenset({SKUS, "notices"}),
        actions=RECORD_ACTIONS,
        onward=("item.away", "item.in-use"),
        gone=_(
            "This item is not available here any more. It may have been deleted on another device; "
            "{keys} brings back what was deleted here."
        ).format(keys=keys_text(UNDO)),
    )
