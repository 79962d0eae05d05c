"""The ways out of one refused change as buttons: their words, and what each does.

Promises: which ways there are is the services' table's; each is one action, named, and comes back by undo where it can.
May not know: how cards look.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services import attention
from onetool_desktop.services.attention import Remedy as Way
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store.attention import Item
from onetool_desktop.ui.screens.attention.cards import Remedy
from onetool_desktop.ui.screens.attention.keeping import keep_as_file
from onetool_desktop.ui.screens.attention.words import as_text, everything_in, place_of
from onetool_desktop.ui.screens.numbers_wait import PAGE, way_words
from onetool_desktop.ui.screens.screen import Place, Screen
from onetool_desktop.ui.widgets.fact_values import typed
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_UNDO, _NO_UNDO = True, False
_WORDS: Mapping[Way, tuple[str, str]] = {
    Way.MEND: (N_("Put it right…"), "edit"),
    Way.REVISE: (N_("Revise the quote with it"), "edit"),
    Way.DRAFT: (N_("New draft with it"), "plus"),
    Way.RESTORE: (N_("Bring back with mine"), "undo"),
    Way.ISSUE: (N_("Issue it again"), "sent"),
    Way.CAUSE: (N_("Try both again"), "retry"),
    Way.RELEASE: (N_("Release numbers…"), "tag"),
    Way.RETRY: (N_("Try again"), "retry"),
    Way.OPEN: (N_("Open"), "open"),
    Way.COPY: (N_("Copy what was typed"), "copy"),
    Way.HAND_OVER: (N_("Save for a colleague…"), "archive"),
    Way.DISCARD: (N_("Discard"), "discard"),
}


class Ways:
    """Makes the buttons for the items of one screen."""

    def __init__(self, screen: Screen) -> None:
        self._screen, self._work = screen, screen.work
        self.form: FormPanel | None = None

    def of(self, item: Item, ways: tuple[Way, ...]) -> tuple[Remedy, ...]:
        """The buttons, the first one the thing to do."""
        made: list[Remedy] = []
        for way in ways:
            do = self._doing(item, way)
            if do is not None:
                words, icon = _WORDS[way]
                label = way_words(self._work.replica.principal) if way is Way.RELEASE else _(words)
                made.append(Remedy(label, icon, do, primary=not made and way not in (Way.OPEN, Way.DISCARD)))
        return tuple(made)

    def text_of(self, item: Item) -> str:
        """The item as a readable text."""
        why = item.reason or _(attention.said_of(item).sentence)
        return as_text(self._work, what=item.label, made_at=item.made_at, why=why, group=item.group)

    def discard(self, items: Sequence[Item]) -> None:
        """Takes items out of the list; undo brings them back."""
        gids = [item.gid for item in items]
        self.do(lambda: attention.discard(self._work.replica, gids=gids), _("Discarded."))

    def do(self, call: Callable[[], Saved], words: str = "") -> None:
        """Does it in the write lane, remembers how to undo it, and says so in a line if there are words."""

        def done(saved: Saved) -> None:
            self._work.undo.remember(saved.undo)
            if words:
                self._screen.said.emit(words, saved.undo is not None and not saved.undo.never)

        self._work.operations.write(self._screen, call, then=done)

    def _doing(self, item: Item, way: Way) -> Callable[[], None] | None:
        replica, gid = self._work.replica, item.gid
        calls: dict[Way, Callable[[], Saved]] = {
            Way.REVISE: partial(attention.revise_and_retry, replica, gid=gid),
            Way.RESTORE: partial(attention.restore_and_retry, replica, gid=gid),
            Way.ISSUE: lambda: attention.issue_again(replica, gid=gid, online=self._work.online()),
            Way.CAUSE: partial(attention.retry, replica, gid=gid),
            Way.RETRY: partial(attention.retry, replica, gid=gid),
        }
        if way in calls:
            return partial(self.do, calls[way])
        others: dict[Way, Callable[[], None] | None] = {
            Way.MEND: partial(self._mend, item),
            Way.RELEASE: partial(self._screen.go.emit, PAGE),
            Way.DRAFT: partial(self._draft, item),
            Way.OPEN: self._opening(item),
            Way.COPY: partial(self._copy, item),
            Way.HAND_OVER: partial(self._hand_over, item),
            Way.DISCARD: partial(self.discard, [item]),
        }
        return others[way]

    def _opening(self, item: Item) -> Callable[[], None] | None:
        reads = self._work.replica.reads()
        keys = [change.key for change in item.group.changes] + [(i.c, i.id) for i in item.group.commands]
        for c, row_id in keys:
            place = place_of(reads, c, row_id)
            row = reads.row(place.section, place.record) if place is not None else None
            if row is not None:
                return partial(self._screen.go.emit, place)
        return None

    def _copy(self, item: Item) -> None:
        QGuiApplication.clipboard().setText(everything_in(item.group))
        self._screen.said.emit(_("Copied. Paste it where you want to keep it."), _NO_UNDO)

    def _hand_over(self, item: Item) -> None:
        def saved(path: Path) -> None:
            words = _("Saved {name}. Give it to somebody who may do it.").format(name=path.name)
            self._screen.said.emit(words, _NO_UNDO)

        keep_as_file(self._screen, self._work, partial(self.text_of, item), saved)

    def _draft(self, item: Item) -> None:
        document = attention.document_of(self._work.replica.reads(), item)

        def made(created: Created[str]) -> None:
            self._work.undo.remember(created.saved.undo)
            if document is not None:
                self._screen.go.emit(Place(document[0], created.id))

        call = partial(attention.draft_with_mine, self._work.replica, gid=item.gid)
        self._work.operations.write(self._screen, call, then=made)

    def _mend(self, item: Item) -> None:
        """Asks for the values that were not accepted, with what was typed in them."""
        if self.form is not None:
            self.form.deleteLater()
        keys = {f"{at}": one for at, one in enumerate(attention.mendable(item))}
        asks = [Ask(key, COLLECTIONS[change.c].by_name[name]) for key, (change, name) in keys.items()]
        self.form = form = FormPanel(
            _("Put it right"),
            asks=asks,
            button=_("Send it"),
            look=self._work.look,
            window=self._screen,
            formats=self._work.formats,
        )
        form.fill({key: typed(COLLECTIONS[ch.c].by_name[n], ch.f[n]) for key, (ch, n) in keys.items()})

        def given(values: dict[str, Any]) -> None:
            right = {(*keys[key][0].key, keys[key][1]): value for key, value in values.items()}
            self._work.operations.write(
                form,
                lambda: attention.mend(self._work.replica, gid=item.gid, values=right),
                then=lambda saved: self._work.undo.remember(saved.undo),
                failed=lambda error: self._work.errors.tell(error, beside=form),
            )

        form.given.connect(given)
        form.open()
        if item.reason:
            form.refuse(item.reason, item.field)
