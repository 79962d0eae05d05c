"""New work from its list: for whom, chosen by a few letters or named right there, then straight to where it is written.

Promises: the client and the work are one action; what cannot be made is said with what was typed still there. May not
know: which kind of work; a `Kind` says how it is called and made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
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
    from onetool_desktop.ui.screens.naming_panel import NamingPanel
    from onetool_desktop.ui.widgets.choose_panel import ChoosePanel
    from onetool_desktop.ui.widgets.pick_field import Picked

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
    def naming(self) -> "NamingPanel | None":
        """Where the work is given its title, if it needs one."""
        from onetool_desktop.ui.screens.naming_panel import NamingPanel

        if self._kind.asked is None:
            return None
        panel = NamingPanel(
            _(self._kind.title), asked=self._kind.asked, look=self._screen.work.look, window=self._screen
        )
        panel.given.connect(self._titled)
        panel.brought.connect(self.choosing.close_overlay)
        return panel

    def start(self, name: str = "") -> None:
        """Asks for whom; `name` is typed already."""
        self.choosing.open(name)
        _there = self.naming  # for what was being typed into it when the program ended

    def _chosen(self, client: str) -> None:
        from onetool_desktop.ui.screens.tasks.places import picked_of
        from onetool_desktop.ui.widgets.pick_field import Picked

        whom = picked_of(self._screen.work.replica.reads(), "clients", client)
        self._go_on(whom or Picked(client, ""))

    def _named(self, name: str) -> None:
        from onetool_desktop.ui.widgets.pick_field import Picked

        self._go_on(Picked("", name))

    def _go_on(self, whom: "Picked") -> None:
        if self.naming is None:
            self._make(whom, "")
        else:
            self.naming.open_for(whom)

    def _titled(self, values: dict[str, str]) -> None:
        if self.naming is not None:
            self._make(self.naming.whom, values["title"])

    def _make(self, whom: "Picked", title: str) -> None:
        replica, make = self._screen.work.replica, self._kind.make

        def call() -> "Created[Any]":
            if whom.id:
                return make(replica, ClientId(whom.id), title)
            return services.new_work.for_new_client(
                replica, name=whom.words, make=lambda client: make(replica, client, title)
            )

        self._screen.work.operations.write(self._screen, call, then=self._made)

    def _made(self, made: "Created[Any]") -> None:
        self.choosing.clear()
        if self.naming is not None:
            self.naming.clear()
        self._screen.work.undo.remember(made.saved.undo)
        self._screen.go.emit(Place(self._kind.section, made.id))
