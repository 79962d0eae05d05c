"""New work from its list: for whom, chosen by a few letters or named right there, then straight to where it is written.

Promises: the client and the work are one action; what cannot be made is said with what was typed still there. May not
know: which kind of work; a `Kind` says how it is called and made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from onetool_desktop import services
from onetool_desktop.domain.declare import Field
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.domain.translate import _
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.runtime.actions import ActionSpec
from onetool_desktop.ui.screens.screen import Place, Screen

if TYPE_CHECKING:
    from onetool_desktop.services.saving import Created
    from onetool_desktop.ui.widgets.choose_panel import ChoosePanel
    from onetool_desktop.ui.widgets.form_panel import FormPanel

Make = Callable[[Replica, ClientId, str], "Created[Any]"]  # for a client, under a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of work: its section, what making one is called, how it is made; `asked` is the field of its title if it
    needs one before it exists.
    """

    section: str
    title: str
    words: str = ""
    make: Make
    asked: Field | None = None

    @property
    def spec(self) -> ActionSpec:
        """The action that begins it."""
        return ActionSpec(
            id=f"{self.section}.new",
            label=self.title,
            icon="plus",
            scope=self.section,
            shortcut="Ctrl+N",
            words=self.words,
        )


class NewWork(QObject):
    """Makes work of one kind, for the screen it stands in."""

    def __init__(self, screen: Screen, kind: Kind) -> None:
        super().__init__(screen)
        self._screen = screen
        self._kind = kind
        self._for: Callable[[str], Created[Any]] | None = None  # given the title

    @cached_property
    def choosing(self) -> "ChoosePanel":
        """Where the client is chosen."""
        from onetool_desktop.ui.screens.tasks.places import client_finder
        from onetool_desktop.ui.widgets.choose_panel import ChoosePanel

        panel = ChoosePanel(
            _(self._kind.title),
            look=self._screen.work.look,
            window=self._screen,
            icon="clients",
            hint=_("For which client?"),
            find=client_finder(self._screen.work, self._screen),
            new_words=lambda name: _("New client “{name}”").format(name=name),
            none_words=_("No clients yet. Type a name, and the first is made with it."),
        )
        panel.chosen.connect(self._chosen)
        panel.named.connect(self._named)
        return panel

    @cached_property
    def naming(self) -> "FormPanel":
        """Where the work is given its title."""
        from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

        asks = [Ask("title", self._kind.asked, needed=True)] if self._kind.asked is not None else []
        panel = FormPanel(
            _(self._kind.title),
            asks=asks,
            button=_(self._kind.title),
            look=self._screen.work.look,
            window=self._screen,
        )
        panel.given.connect(self._titled)
        return panel

    def start(self, name: str = "") -> None:
        """Asks for whom; `name` is typed already."""
        self.choosing.open(name)

    def _chosen(self, client: str) -> None:
        replica, make = self._screen.work.replica, self._kind.make
        self._for = lambda title: make(replica, ClientId(client), title)
        self._go_on()

    def _named(self, name: str) -> None:
        replica, make = self._screen.work.replica, self._kind.make
        self._for = lambda title: services.new_work.for_new_client(
            replica, name=name, make=lambda client: make(replica, client, title)
        )
        self._go_on()

    def _go_on(self) -> None:
        if self._kind.asked is None:
            self._make("")
        else:
            self.naming.open()

    def _titled(self, values: dict[str, str]) -> None:
        self._make(values["title"])

    def _make(self, title: str) -> None:
        if self._for is not None:
            self._screen.work.operations.write(self._screen, partial(self._for, title), then=self._made)

    def _made(self, made: "Created[Any]") -> None:
        self.choosing.clear()
        if self._kind.asked is not None:
            self.naming.clear()
        self._screen.work.undo.remember(made.saved.undo)
        self._screen.go.emit(Place(self._kind.section, made.id))
