"""The actions that hold in the whole window."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import WINDOW, ActionSpec, Context
from onetool_desktop.ui.screens.section import Section

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.choice_list import Choice


def _spec(action_id: str, label: str, icon: str, shortcut: str = "", words: str = "") -> ActionSpec:
    return ActionSpec(id=action_id, label=label, icon=icon, scope=WINDOW, shortcut=shortcut, words=words)


def _has_cloud(context: Context) -> str:
    return "" if context.fields.get("syncs") else _("This business is on this computer only.")


def _can_bring(context: Context) -> str:
    return "" if context.fields.get("brings") else _("This business has a cloud already.")


def _can_change(context: Context) -> str:
    return "" if context.fields.get("others") else _("This window shows one business only.")


WINDOW_ACTIONS: tuple[ActionSpec, ...] = (
    _spec("window.palette", N_("Search or do…"), "search", "Ctrl+K", N_("find go to command")),
    _spec("window.find", N_("Find in this list"), "search", "Ctrl+F", "filter"),
    _spec("window.back", N_("Go back"), "back", "Alt+Left"),
    _spec("window.forward", N_("Go forward"), "forward", "Alt+Right"),
    _spec("window.undo", N_("Undo"), "undo", "Ctrl+Z", N_("take back revert")),
    ActionSpec(
        id="window.redo",
        label=N_("Redo"),
        icon="redo",
        scope=WINDOW,
        shortcut="Ctrl+Y",
        also="Ctrl+Shift+Z",
        words=N_("do again repeat"),
    ),
    ActionSpec(
        id="window.sync",
        label=N_("Sync now"),
        icon="syncing",
        scope=WINDOW,
        shortcut="F5",
        words=N_("send cloud refresh"),
        why_not=_has_cloud,
    ),
    ActionSpec(
        id="window.compare",
        label=N_("Compare with the cloud"),
        icon="cloud",
        scope=WINDOW,
        words=N_("check verify repair sync"),
        why_not=_has_cloud,
    ),
    _spec("window.waiting", N_("Show what waits to be synced"), "cloud", "Ctrl+Shift+Y", N_("sync outbox")),
    _spec("window.light", N_("Light colours"), "light", words=N_("theme look bright")),
    _spec("window.dark", N_("Dark colours"), "dark", words=N_("theme look night")),
    _spec("window.system", N_("Colours as the system"), "look", words=N_("theme look")),
    _spec("window.sidebar", N_("Fold the side bar"), "sidebar", "Ctrl+B"),
    _spec("window.pane", N_("Go to the other pane"), "sidebar", "F6"),
    _spec("window.keys", N_("Keyboard shortcuts"), "keyboard", "F1", N_("help keys")),
    ActionSpec(
        id="window.another",
        label=N_("Open another business…"),
        icon="building",
        scope=WINDOW,
        words=N_("switch change firm company new connect"),
        why_not=_can_change,
    ),
    ActionSpec(
        id="window.connect",
        label=N_("Connect this business to a cloud"),
        icon="cloud",
        scope=WINDOW,
        words=N_("share team sync sign in"),
        why_not=_can_bring,
    ),
    _spec("window.quit", N_("Quit"), "quit", "Ctrl+Q", N_("exit leave close")),
)


def section_actions(sections: Sequence[Section]) -> list[ActionSpec]:
    """The actions that begin a record of a section, and those that go to the sections; the first nine sections without
    a shortcut of their own have a number.
    """
    found = [_spec(f"begin.{s.key}", _(s.new), "plus", words=N_("add create")) for s in sections if s.new]
    for at, section in enumerate(sections, 1):
        title = _(section.title)
        keys = section.shortcut or (f"Ctrl+{at}" if at <= 9 else "")
        found.append(
            _spec(f"go.{section.key}", _("Go to {section}").format(section=title), section.icon, keys, title)
        )
        found += [
            _spec(f"go.{section.key}.{one.record}", f"{title}: {_(one.title)}", one.icon, words=one.words)
            for one in section.within
        ]
    return found


Possible = Iterable[tuple[ActionSpec, QAction]]


def keys_by_section(here: Possible, everywhere: Possible) -> "dict[str, list[Choice]]":
    """What has a shortcut and can be done now, by what it is for: the lines of a document, the page, the window."""
    from onetool_desktop.ui.widgets.choice_list import Choice

    page, lines, going, window = _("On this page"), _("Lines"), _("Go to"), _("Everywhere")
    found: dict[str, list[Choice]] = {page: [], lines: [], going: [], window: []}
    for pairs, of in ((here, {"": page, "line": lines}), (everywhere, {"": window, "go": going})):
        for spec, action in pairs:
            if spec.shortcut:
                scope, _dot, verb = spec.id.partition(".")
                title = of.get(scope) or of.get(verb.partition("-")[0]) or of[""]
                found[title].append(Choice(spec.label, spec.icon, action.trigger, keys=spec.every_key_text))
    return {title: choices for title, choices in found.items() if choices}
