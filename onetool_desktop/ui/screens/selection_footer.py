"""What is selected in a list and what it comes to: asked in the read pool, said in the footer.

Promises: the count stands at once, its amounts follow when they are known, and never those of an earlier selection;
rows that do not count, such as void invoices, are in no amount and said to be left out. May not know: any noun; the
words of each amount are handed in.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.ui.models.listing import Amount
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.selection_bar import SelectionBar
from onetool_desktop.ui.widgets.table import RowTable


class SelectionFooter(QObject):
    """Keeps a bar in step with the selection of a table."""

    def __init__(
        self,
        work: Workplace,
        *,
        table: RowTable,
        bar: SelectionBar,
        words: Mapping[str, str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._table = table
        self._bar = bar
        self._words = words
        self._generation = Generation()

    def follow(self) -> None:
        """The selection changed, or the rows beneath it did."""
        count, current = self._table.selected_count(), self._generation.next()
        if count < 2:
            self._bar.show_words("")
            return
        selected = ngettext("{count} selected", "{count} selected", count)
        said = selected.format(count=self._work.formats.count(count))
        self._bar.show_words(said)
        if not self._words:
            return
        rids, source = self._table.selected_rids(), self._table.source
        self._work.operations.read(
            self,
            lambda: source.amounts(rids),
            then=lambda amounts: self._bar.show_words(" · ".join([said, *self._said(amounts)])),
            current=current,
        )

    def _said(self, amounts: Sequence[Amount]) -> list[str]:
        found: list[str] = []
        for what, words in self._words.items():
            mine = [amount for amount in amounts if amount.what == what]
            money = [
                self._work.formats.money(a.minor, a.currency)
                for a in mine
                if a.minor or (what == "total" and a.minor is not None)
            ]
            found += [_(words).format(amount=one) for one in money]
        unknown = sum(amount.unknown for amount in amounts if amount.what == "total")
        if unknown:
            found.append(
                ngettext("{count} without a total", "{count} without a total", unknown).format(count=unknown)
            )
        void = sum(amount.void for amount in amounts if amount.what == "total")
        if void:
            found.append(ngettext("without {count} void", "without {count} void", void).format(count=void))
        return found
