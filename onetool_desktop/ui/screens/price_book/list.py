"""The list of the price book: what is sold again and again, for how much."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import SkuId
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services import price_book as verbs
from onetool_desktop.services.many import Many
from onetool_desktop.services.saving import Created
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import price_book as items
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.models.listing import Cells, Column, ColumnKind, Tab
from onetool_desktop.ui.screens.bulk import Bulk, Said, bulk_spec, verb
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.price_book.actions import LIST_ACTIONS
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of, widest
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

SECTION = "skus"
_ASKED = ("name", "code", "unit", "unitPrice", "taxRate", "cost")


def items_list(work: Workplace) -> "ItemList":
    """The screen."""
    return ItemList(work)


class ItemList(ListScreen):
    """The list with its way to make an item."""

    def __init__(self, work: Workplace) -> None:
        source = ReplicaSource(work, shape=items.SHAPE, page=self._page)
        handlers: dict[str, Callable[[], None]] = {
            "skus.new": self.new_item,
        }
        self._form: FormPanel | None = None
        super().__init__(work, plan=_plan(work.currency), source=source, handlers=handlers)

    def new_item(self) -> None:
        """Opens the form for a new item."""
        if self._form is None:
            asks = [Ask(name, COLLECTIONS[SECTION].by_name[name], needed=name == "name") for name in _ASKED]
            self._form = FormPanel(
                _("New item"),
                asks=asks,
                button=_("Add item"),
                look=self.work.look,
                window=self,
                formats=self.work.formats,
            )
            self._form.given.connect(self._create)
        if not self._form.edits["taxRate"].text():
            self._form.fill({"taxRate": self.work.formats.decimal(self._usual_rate())})
        self._form.open()

    def _usual_rate(self) -> str:
        replica = self.work.replica
        settings = replica.reads().row("organizations", replica.identity.org)
        return str(settings.f.get("defaultTaxRate") or "") if settings is not None else ""

    def _page(self, db: Db, rids: Sequence[int]) -> list[Cells]:
        return [_cells(self.work, line) for line in items.page(db, rids)]

    def _create(self, values: dict[str, Any]) -> None:
        replica = self.work.replica
        self.work.operations.write(
            self,
            lambda: verbs.create_item(replica, fields=values),
            then=self._created,
            failed=lambda error: self.work.errors.tell(error, beside=self._form),
        )

    def _created(self, made: Created[SkuId]) -> None:
        if self._form is not None:
            self._form.clear()
        self.work.undo.remember(made.saved.undo)
        self.go.emit(Place(SECTION, made.id))


def _cells(work: Workplace, line: items.ItemLine) -> Cells:
    item, formats = line.item, work.formats
    badge = badge_of(SECTION, "in-use" if line.in_use else "away")
    texts = (
        item.name,
        item.code,
        item.unit,
        formats.price(item.price, work.currency),
        formats.decimal(item.tax),
        formats.price(item.cost, work.currency),
        item.detail.partition("\n")[0],
        badge.word if badge else "",
    )
    return Cells(line.rid, item.id, texts, badge)


def _bulk() -> tuple[Bulk, ...]:
    def in_use(name: str, label: str, icon: str, said: Said, *, to: bool) -> Bulk:
        def call(replica: Replica, ids: Sequence[str]) -> Many:
            return verbs.set_in_use(replica, ids=ids, in_use=to)

        return verb(bulk_spec(SECTION, name, label, icon), call, said)

    def away(count: int) -> str:
        return ngettext("{count} item put away.", "{count} items put away.", count).format(count=count)

    def back(count: int) -> str:
        words = ngettext("{count} item is in use again.", "{count} items are in use again.", count)
        return words.format(count=count)

    return (
        in_use("away", N_("Put items away"), "archive", away, to=False),
        in_use("in-use", N_("Take items back in use"), "check-circle", back, to=True),
    )


def _columns(currency: str) -> tuple[Column, ...]:
    def number(key: str, title: str, *, sort: str = "", extra: bool = False) -> Column:
        return Column(key=key, title=title, width=16, sort=sort, kind=ColumnKind.NUMBER, extra=extra)

    quiet = partial(Column, kind=ColumnKind.QUIET)
    return (
        Column(key="name", title=N_("Item"), width=34, sort="name", kind=ColumnKind.NAME),
        quiet(key="code", title=N_("Code"), width=16, sort="code"),
        quiet(key="unit", title=N_("Unit"), width=12),
        number("price", _("Price {currency}").format(currency=currency).strip(), sort="price"),
        number("tax", N_("Tax %")),
        number("cost", _("Cost {currency}").format(currency=currency).strip(), sort="cost", extra=True),
        quiet(key="detail", title=N_("Detail"), width=30, extra=True),
        Column(
            key="state",
            title=N_("Status"),
            width=14,
            kind=ColumnKind.BADGE,
            widest=widest(SECTION),
            extra=True,
        ),
    )


def _plan(currency: str) -> ListPlan:
    bulk = _bulk()
    return ListPlan(
        section=SECTION,
        title=_("Price book"),
        icon="tag",
        columns=_columns(currency),
        tabs=(Tab("in-use", _("In use")), Tab("away", _("Put away"))),
        sort="name",
        find=_("Find an item"),
        none_title=_("Nothing in the price book yet"),
        none_sentence=_(
            "An item is what you sell again and again. As you type its first letters into a quote or an invoice, "
            "it brings its unit, price and tax along."
        ),
        actions=LIST_ACTIONS,
        first_action="skus.new",
        bulk=bulk,
    )
