"""The screens: widgets, models and actions over frozen values.

Promises: no frame waits for disk, network or a lock; every action is data; text being typed survives any change
that arrives. It knows Qt and the services; it does not know SQL, the wire, the cloud or how anything is stored.

What the start does without is named through the room, as in `ui.business_clouds`, and loaded at its first use.
"""

from typing import TYPE_CHECKING

from onetool_desktop.domain.later import modules_of

if TYPE_CHECKING:
    from onetool_desktop.ui import (
        business_clouds as business_clouds,
        business_restoring as business_restoring,
        entering as entering,
        finder as finder,
    )
else:
    __getattr__ = modules_of(__name__)
