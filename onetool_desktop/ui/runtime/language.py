"""The program's language: chosen in the settings of this computer, else the system's; taken up before the first window.

Promises: where there is no catalogue for a language the program speaks English, and nothing is ever shown empty. May
not know: who wrote the catalogues; they lie in `resources/locale`.
"""

import gettext

from onetool_desktop.domain.translate import speak
from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.runtime.formats import system_locale

_DOMAIN = "onetool"


def speak_language(code: str) -> None:
    """Speaks a language by its code (`de`); "" is the system's."""
    wanted = code or system_locale().name()
    folder = resource_path("locale")
    speak(gettext.translation(_DOMAIN, localedir=str(folder), languages=[wanted], fallback=True))
