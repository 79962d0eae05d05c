"""Numbers that wait since the cloud was restored: what is known of them, and their release by whoever may.

Promises: shown only while they wait. The highest number known, at the cloud and here, stands beside each kind of
paper; a higher one that is found on paper can be typed, and what is none, or below what is known, is said beside its
field with everything typed still there. Nothing is released before the number that comes next was typed as well, for
no number is ever taken back. Anyone else reads who can. May not know: how the cloud is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.numbering import MAIN, format_number, main_count
from onetool_desktop.domain.team import release_barred
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.attention import waiting
from onetool_desktop.store.numbers_wait import numbers_wait, waits_for_number
from onetool_desktop.store.queries.numbers import highest_of_main
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync.numbers import KINDS, MainSeries
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.numbers_wait import who_can
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.release_form import ReleaseForm
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.typed_confirm import TypedConfirm

_HIGHEST = {"quote": N_("Highest quote"), "invoice": N_("Highest invoice")}
_NEXT = {
    "quote": N_("The next quote will be {number}."),
    "invoice": N_("The next invoice will be {number}."),
}


@dataclass(frozen=True, slots=True)
class _Here:
    """What this computer knows: whether numbers wait, how many papers wait for theirs, the highest of each kind."""

    wait: bool = False
    papers: int = 0
    highest: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))


class Releasing(QWidget):
    """The part of the page Numbers; `form` asks for the numbers, `sure` for the word that releases them."""

    def __init__(self, work: Workplace, *, page: QWidget) -> None:
        super().__init__()
        self._work, self._page = work, page
        self._cloud: MainSeries | None = None
        self._here = _Here()
        self._asked = Generation()
        self._above: dict[str, int] = {}
        self._may = release_barred(work.replica.principal) is None and work.computer.numbers is not None
        look = work.look
        self.papers = Paragraph("", look=look)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.release = Button(_("Release numbers…"), look=look, icon="tag", primary=True)
        self.release.clicked.connect(self._open)
        self.release.setVisible(self._may)
        self.who = Paragraph("", look=look)
        self.who.setVisible(not self._may)
        self.away = Paragraph("", look=look, voice=Voice.CAPTION)
        self.away.hide()
        self.said = Paragraph("", look=look)
        self.said.hide()
        self._body = QWidget()
        self._lay_out()

    @cached_property
    def form(self) -> ReleaseForm:
        """Asks for the highest number on paper of each kind."""
        form = ReleaseForm(look=self._work.look, window=self._page)
        form.given.connect(self._judge)
        return form

    @cached_property
    def sure(self) -> TypedConfirm:
        """Asks for the number that comes next."""
        sure = TypedConfirm(_("Release numbers"), look=self._work.look, window=self._page)
        sure.confirmed.connect(self._release)
        return sure

    @property
    def waits(self) -> bool:
        """Whether numbers wait, as far as this computer and the cloud have told."""
        return self._here.wait or (self._cloud is not None and self._cloud.closed)

    @property
    def highest(self) -> dict[str, int]:
        """The highest number known, at the cloud and here, by kind of paper; 0 where none is."""
        there = self._cloud.last if self._cloud is not None else dict[str, int]()
        return {kind: max(self._here.highest[kind], there.get(kind, 0)) for kind in KINDS}

    def show_now(self) -> None:
        """Shows what is known now, and asks the cloud what it knows."""
        read, replica = self._work.operations.read, self._work.replica
        read(self, partial(_known_here, replica), then=self._known_now, current=self._asked.next())

    def _known_now(self, here: _Here) -> None:
        self._here = here
        self._show()
        numbers = self._work.computer.numbers
        if self._may and numbers is not None and (self._cloud is None or self.waits):
            self._work.operations.ask(self, numbers.numbers, then=self._heard, failed=self._not_heard)

    def _lay_out(self) -> None:
        look, step = self._work.look, self._work.look.measures.step
        button = QHBoxLayout()
        button.addWidget(self.release)
        button.addStretch(1)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(1.5))
        layout.addWidget(Text(_("Numbers wait to be released"), look=look, voice=Voice.STRONG))
        layout.addWidget(Paragraph(_why(may=self._may), look=look))
        layout.addWidget(self.papers)
        layout.addLayout(self._rows)
        layout.addWidget(self.who)
        layout.addLayout(button)
        layout.addWidget(self.away)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, step(4))
        both.addWidget(self._body)
        both.addWidget(self.said)

    def _show(self) -> None:
        self._body.setVisible(self.waits)
        self.setVisible(self.waits or not self.said.isHidden())
        self.who.setText(who_can(self._work))
        self.release.setEnabled(self._cloud is not None)
        count = self._here.papers
        words = ngettext(
            "{count} paper of this computer waits for its number and gets it then by itself.",
            "{count} papers of this computer wait for their numbers and get them then by themselves.",
            count,
        )
        self.papers.setText(words.format(count=count))
        self.papers.setVisible(bool(count))
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._may:
            for kind in KINDS:
                self._rows.addWidget(Row(_(_HIGHEST[kind]), self._known(kind), look=self._work.look))

    def _known(self, kind: str) -> str:
        there = "…" if self._cloud is None else _number(kind, self._cloud.last[kind])
        highest = _number(kind, self.highest[kind])
        return _("{highest} (the cloud {there}, this computer {here})").format(
            highest=highest, there=there, here=_number(kind, self._here.highest[kind])
        )

    def _heard(self, cloud: MainSeries) -> None:
        self._cloud = cloud
        self.away.hide()
        self._show()

    def _not_heard(self, error: BaseException) -> None:
        self._cloud = None
        self.away.setText(told(error).text)
        self.away.show()
        self._show()

    def _open(self) -> None:
        self.form.open_with({kind: _number(kind, no) if no else "" for kind, no in self.highest.items()})

    def _judge(self, given: Mapping[str, str | None]) -> None:
        """Takes what was typed, or says beside its field why it cannot be."""
        above = self.highest
        for kind in KINDS:
            text = given[kind]
            try:
                typed = main_count(kind, text) if text else above[kind]
            except ValueError as error:
                self.form.refuse(str(error), kind)
                return
            if typed < above[kind]:
                words = _(
                    "{number} is known already. Leave it, or type a higher one that you found on paper."
                )
                self.form.refuse(words.format(number=_number(kind, above[kind])), kind)
                return
            above[kind] = typed
        self._above = above
        coming = {kind: format_number(kind, MAIN, no + 1) for kind, no in above.items()}
        said = [_(_NEXT[kind]).format(number=number) for kind, number in coming.items()]
        said.append(
            _(
                "Numbers that are left out stay so; this cannot be undone. Type {word} to release them."
            ).format(word=coming["invoice"])
        )
        self.sure.open_for(coming["invoice"], " ".join(said))

    def _release(self) -> None:
        numbers, cloud = self._work.computer.numbers, self._cloud
        if numbers is None or cloud is None:
            self._say(_("The cloud cannot be reached. Nothing was released; try again once it can."))
            return
        self.release.setEnabled(False)
        self._say(_("Releasing…"))
        self._work.operations.ask(
            self,
            partial(numbers.release_numbers, cloud.epoch, self._above),
            then=self._released,
            failed=self._failed,
        )

    def _released(self, last: Mapping[str, int]) -> None:
        if self._cloud is not None:
            self._cloud = replace(self._cloud, closed=False, last=last)
        self.form.clear()
        coming = " ".join(
            _(_NEXT[kind]).format(number=format_number(kind, MAIN, last[kind] + 1)) for kind in KINDS
        )
        self._say(_("Released. {coming} Papers that waited get theirs now.").format(coming=coming))

    def _failed(self, error: BaseException) -> None:
        """Says why, keeps what was typed, and looks again: the cloud may have been restored once more."""
        words = told(error).text
        self.show_now()
        self._say(words)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.show()


def _known_here(replica: Replica) -> _Here:
    """Goes through every paper that was ever issued, so it is asked beside the window."""
    db = replica.reads().db
    return _Here(
        wait=numbers_wait(db, replica.identity),
        papers=sum(map(waits_for_number, waiting(replica))),
        highest=dict.fromkeys(KINDS, 0) | highest_of_main(db),
    )


def _number(kind: str, no: int) -> str:
    return format_number(kind, MAIN, no) if no else "–"


def _why(*, may: bool) -> str:
    why = _(
        "The cloud was restored from a backup. Papers printed since that backup bear numbers it does not know, so it "
        "gives none until it is told above which they go on. Each computer's own series goes on as always."
    )
    if not may:
        return why
    return f"{why} " + _(
        "Let every computer sync first: each brings the numbers it knows. Then look for the highest number among the "
        "papers that were printed or sent in the last days."
    )
