"""The restore command: a backup in the place of the business of a profile, without a window.

Promises: without a file it lists the backups there are and changes nothing; with one it says what was done and where
the present lies now. It refuses while the program is open on the profile.
"""

import argparse
from pathlib import Path

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.platform.single_instance import hold_profile
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.ui.businesses import Businesses
from onetool_desktop.ui.runtime.window_memory import WindowMemory

_NEWEST = "newest"


def run(args: argparse.Namespace) -> int:
    """Restores `args.file`, the newest backup if it is *newest*; lists what there is without one."""
    profile = open_profile(args.profile)
    hold, lanes = hold_profile(profile), ThreadLanes()
    try:
        businesses = Businesses(
            profile, memory=WindowMemory(profile.settings), lanes=lanes, clock=SystemClock(), ids=SystemIds()
        )
        kept = businesses.backups()
        if args.file is None:
            for path in kept:
                print(path)
            return 0
        opened = businesses.restore(_chosen(args.file, kept))
        opened.close()
        print(opened.notice)
        return 0
    finally:
        lanes.close()
        hold.release()


def _chosen(file: Path, kept: list[Path]) -> Path:
    if str(file) != _NEWEST:
        return file.absolute()
    if not kept:
        raise SentenceError(
            _("There is no backup of this business on this computer."),
            safe=_("Nothing was changed."),
            next_step=_("Name the file of a backup you made by hand."),
        )
    return kept[0]
