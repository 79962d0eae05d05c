"""What can be done in the schedule."""

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context, MenuPart

SCOPE = "schedule"


def _chosen(context: Context) -> str:
    return "" if context.ids else _("Choose a visit first.")


SCHEDULE_ACTIONS = (
    ActionSpec(
        id="schedule.new",
        label=N_("New task"),
        icon="plus",
        scope=SCOPE,
        shortcut="Ctrl+N",
        words=N_("add visit appointment"),
    ),
    ActionSpec(
        id="schedule.plan",
        label=N_("Move or assign…"),
        icon="schedule",
        scope=SCOPE,
        shortcut="Ctrl+M",
        why_not=_chosen,
    ),
    ActionSpec(id="schedule.open", label=N_("Open task"), icon="open", scope=SCOPE, why_not=_chosen),
    ActionSpec(
        id="schedule.delete",
        label=N_("Delete task"),
        icon="discard",
        scope=SCOPE,
        shortcut="Del",
        why_not=_chosen,
    ),
    *(
        ActionSpec(
            id=f"schedule.{name}", label=label, icon="schedule", scope=SCOPE, shortcut=keys, why_not=_chosen
        )
        for name, label, keys in (
            ("earlier", N_("Move a day earlier"), "Ctrl+Left"),
            ("later", N_("Move a day later"), "Ctrl+Right"),
            ("above", N_("Give to the person above"), "Ctrl+Up"),
            ("below", N_("Give to the person below"), "Ctrl+Down"),
        )
    ),
    ActionSpec(id="schedule.back", label=N_("Week before"), icon="back", scope=SCOPE, shortcut="Ctrl+PgUp"),
    ActionSpec(id="schedule.on", label=N_("Week after"), icon="forward", scope=SCOPE, shortcut="Ctrl+PgDown"),
    ActionSpec(id="schedule.today", label=N_("This week"), icon="today", scope=SCOPE, shortcut="Ctrl+Home"),
)
VISIT_MENU = (
    MenuPart(("schedule.open", "schedule.plan")),
    MenuPart(("schedule.new",)),
    MenuPart(("schedule.delete",)),
)
CELL_MENU = (MenuPart(("schedule.new",)), MenuPart(("schedule.back", "schedule.today", "schedule.on")))
