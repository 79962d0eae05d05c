"""A walk through every panel that an action opens, wherever the action is possible.

Promises: which actions there are comes from the screens; an action that is new is tried by itself. May not know: what
the gallery shows.
"""

from collections.abc import Iterator, Set as AbstractSet

from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.overlay import Overlay
from tests.ui.support.office import Office

ACTS = frozenset(
    [
        "next",
        "call",
        "directions",
        "paper",
        "photos",
        "print",
        "pdf",
        "pdf-together",
        "mail",
        "open",
        "delete",
        "delete-drafts",
        "copy",
        "remove-filter",
        "back",
        "on",
        "earlier",
        "later",
        "above",
        "below",
        "today",
        "active",
        "lead",
        "inactive",
        "archived",
        "in-progress",
        "completed",
        "planned",
        "cancelled",
        "cancel",
        "reopen",
        "finish",
        "client",
        "project",
        "new-quote",
        "new-invoice",
        "send",
        "approve",
        "decline",
        "revise",
        "invoice",
        "invoiced",
        "plan-project",
        "project",
        "duplicate",
        "void",
        "quote",
        "page",
        "larger",
        "smaller",
        "fitting",
        "line-up",
        "line-down",
        "line-double",
        "line-insert",
        "line-book",
        "line-heading",
        "line-remove",
        "light",
        "dark",
        "system",
        "sidebar",
        "pane",
        "another",
        "quit",
        "find",
        "forward",
        "undo",
        "redo",
        "sync",
        "compare",
        "away",
        "in-use",
        "invoice.issue",
        "quote.plan",
        "client.new",
        "project.new",
    ]
)
"""What acts at once, leads away or opens a menu or a window of the system: these open no panel of ours."""


def open_panels(office: Office) -> list[Overlay]:
    """The panels that can be seen."""
    return [panel for panel in office.window.findChildren(Overlay) if panel.isVisible()]


def panels_of(office: Office, place: Place, *, but: AbstractSet[str]) -> Iterator[tuple[str, Overlay]]:
    """Opens each panel of a place in turn, `but` those of some words; whoever walks leaves it open or closes it."""
    office.go(place.section, place.record)
    here = office.window.screen_here.actions_here
    specs = [spec for spec, _action in here.possible()] if here else []
    for spec in specs:
        if (ACTS | but) & {spec.id, spec.id.partition(".")[2]}:
            continue
        for panel in open_panels(office):
            panel.close_overlay()
        office.go(place.section, place.record)
        screen = office.window.screen_here
        assert screen.actions_here is not None
        if not screen.actions_here.actions[spec.id].isEnabled():
            continue
        with office.bot.handling():
            screen.actions_here.trigger(spec.id)
        office.settle()
        for panel in open_panels(office):
            yield spec.id, panel
