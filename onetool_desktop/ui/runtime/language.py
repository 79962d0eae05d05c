"""The program's language: chosen in the settings of this computer, else the system's; taken up before the first window.

Promises: numbers and dates follow a language that was chosen, Qt's own words (OK, Cancel, Print) follow with it; where
there is no catalogue for a language the program speaks English, and nothing is ever shown empty. May not know: who
wrote the catalogues; they lie in `resources/locale`, Qt's own beside Qt.
"""

import gettext

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from onetool_desktop.domain.translate import speak
from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.runtime.formats import system_locale

_DOMAIN = "onetool"


def speak_language(code: str, application: QCoreApplication) -> None:
    """Speaks a language by its code (`de`); "" is the system's."""
    locale = system_locale()
    if code and QLocale(code).language() is not locale.language():
        locale = QLocale(code)  # the system's own otherwise: it knows the country too
    QLocale.setDefault(locale)
    folder = resource_path("locale")
    speak(gettext.translation(_DOMAIN, localedir=str(folder), languages=[locale.name()], fallback=True))
    words = QTranslator(application)
    if words.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)
