"""The actions that hold in the whole window."""

from onetool_desktop.ui.runtime.actions import WINDOW, ActionSpec, Context


def _spec(action_id: str, label: str, icon: str, shortcut: str = "", words: str = "") -> ActionSpec:
    return ActionSpec(id=action_id, label=label, icon=icon, scope=WINDOW, shortcut=shortcut, words=words)


def _has_cloud(context: Context) -> str:
    return "" if context.fields.get("syncs") else "This business is on this computer only."


WINDOW_ACTIONS: tuple[ActionSpec, ...] = (
    _spec("window.palette", "Search or do…", "search", "Ctrl+K", "find go to command"),
    _spec("window.find", "Find in this list", "search", "Ctrl+F", "filter"),
    _spec("window.back", "Go back", "back", "Alt+Left"),
    _spec("window.forward", "Go forward", "forward", "Alt+Right"),
    _spec("window.undo", "Undo", "undo", "Ctrl+Z", "take back revert"),
    _spec("window.redo", "Redo", "redo", "Ctrl+Y", "do again repeat"),
    ActionSpec(
        id="window.redo-also",
        label="Redo, the other key",
        icon="redo",
        scope=WINDOW,
        shortcut="Ctrl+Shift+Z",
        in_palette=False,
    ),
    ActionSpec(
        id="window.sync",
        label="Sync now",
        icon="syncing",
        scope=WINDOW,
        shortcut="F5",
        words="send cloud refresh",
        why_not=_has_cloud,
    ),
    ActionSpec(
        id="window.compare",
        label="Compare with the cloud",
        icon="cloud",
        scope=WINDOW,
        words="check verify repair sync",
        why_not=_has_cloud,
    ),
    _spec("window.waiting", "Show what waits to be synced", "cloud", "Ctrl+Shift+Y", "sync outbox"),
    _spec("window.light", "Light colours", "light", words="theme look bright"),
    _spec("window.dark", "Dark colours", "dark", words="theme look night"),
    _spec("window.system", "Colours as the system", "look", words="theme look"),
    _spec("window.sidebar", "Fold the side bar", "sidebar", "Ctrl+B"),
    _spec("window.pane", "Go to the other pane", "sidebar", "F6"),
    _spec("window.keys", "Keyboard shortcuts", "keyboard", "F1", "help keys"),
    _spec("window.quit", "Quit", "quit", "Ctrl+Q", "exit leave close"),
)


def begin_action(key: str, label: str) -> ActionSpec:
    """The action that goes to a section and begins a new record of it there."""
    return _spec(f"begin.{key}", label, "plus", words="add create")


def section_action(key: str, title: str, icon: str, place: int) -> ActionSpec:
    """The action that goes to a section; the first nine have a number."""
    shortcut = f"Ctrl+{place}" if place <= 9 else ""
    return _spec(f"go.{key}", f"Go to {title}", icon, shortcut, title)
