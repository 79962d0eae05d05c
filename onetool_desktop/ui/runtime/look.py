"""The look of the running program: colours, measures, fonts and icons, and the moment they change.

Promises: `Look` is asked while painting and never copied, so that a changed palette needs one repaint and no
restart; `changed` tells those who keep something derived, `resized` those who keep room for it. System, light or dark
is the user's choice; system is the default. May not know: screens, settings files.

Why: Qt's Fusion style has no desktop to follow where no platform theme is present, and its default greys are harsh;
so there, and only there, the palette is ours, in the scheme the system asks for. Native styles keep their own. The
application's own signals tell of a change: a filter before the application would carry every event of the program
through Python, and doubled what it costs to make a screen.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from onetool_desktop.platform.resources import resource_path
from onetool_desktop.ui.runtime.colours import Colours, Tone, colours_of, fallback_palette
from onetool_desktop.ui.runtime.icons import Icons, icon_names
from onetool_desktop.ui.runtime.measures import fonts_of, measures_of, scaled

_OWN_FILES = (("noto", "NotoSans-Regular.ttf"), ("noto", "NotoSans-Bold.ttf"), ("symbola", "Symbola.ttf"))
_BARE_FAMILIES = frozenset({"", "Sans Serif", "DejaVu Sans", "Bitstream Vera Sans"})
_OWN_FAMILY, _OWN_POINTS = "Noto Sans", 10.0


class Scheme(StrEnum):
    """The user's choice of light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_QT_SCHEMES = {
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


class Look(QObject):
    """Colours, measures, fonts and icons of this moment."""

    changed = Signal()
    resized = Signal()  # before `changed`, where the text size is another; not for other colours alone

    def __init__(
        self, application: QApplication, scheme: Scheme = Scheme.SYSTEM, *, text_percent: int = 100
    ) -> None:
        """`text_percent` of the system's own text size, on which every measure stands."""
        super().__init__(application)
        self._application = application
        self._icons = Icons()
        self.scheme = scheme
        self._applying = False
        _use_own_font_where_none_is_set(application)
        if text_percent != 100:
            application.setFont(scaled(application.font(), text_percent / 100))
        self._apply_scheme()
        self._derive()
        application.paletteChanged.connect(self._derive_anew)
        application.fontChanged.connect(self._derive_anew)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    def choose(self, scheme: Scheme) -> None:
        """Takes system, light or dark from now on."""
        self.scheme = scheme
        self._apply_scheme()
        self._derive_anew()

    def pixmap(self, name: str, *, colour: QColor, on: QWidget, size: int = 0) -> QPixmap:
        """An icon in one colour, sharp on the screen of `on`."""
        return self._icons.pixmap(
            name, colour=colour, size=size or self.measures.icon, ratio=on.devicePixelRatioF()
        )

    def icon(self, name: str, *, colour: QColor | None = None) -> QIcon:
        """An icon for a menu or a native button."""
        ratio = self._application.devicePixelRatio()
        colour = colour or self.colours.secondary
        return self._icons.icon(
            name,
            colour=colour,
            faint=self.colours.faint,
            chosen=self._application.palette().color(QPalette.ColorRole.HighlightedText),
            size=self.measures.icon,
            ratio=ratio,
        )

    def shapes_ahead(self) -> Iterator[Callable[[], object]]:
        """Steps that render the shape of every icon, as it stands in a line and in a badge."""
        ratio = self._application.devicePixelRatio()
        for name in icon_names():
            for size in (self.measures.icon, self.measures.step(3)):
                yield partial(self._icons.shape, name, size=size, ratio=ratio)

    def tone(self, tone: Tone) -> QColor:
        """The colour of a state."""
        return self.colours.tone(tone)

    @property
    def moves(self) -> bool:
        """Whether the system allows small movements; false where it asks for reduced motion."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self._application.style().styleHint(hint) > 0

    def _follow_system(self) -> None:
        if self.scheme is Scheme.SYSTEM and not self._applying:
            self._apply_scheme()
            self._derive_anew()

    def _apply_scheme(self) -> None:
        """Sets scheme and palette; the signals of that come before both are set, and are left to the caller."""
        self._applying = True
        hints = self._application.styleHints()
        if self.scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(_QT_SCHEMES[self.scheme])
        if self._application.style().objectName() == "fusion":
            wanted = hints.colorScheme() if self.scheme is Scheme.SYSTEM else _QT_SCHEMES[self.scheme]
            self._application.setPalette(fallback_palette(dark=wanted is Qt.ColorScheme.Dark))
        self._applying = False

    def _derive_anew(self) -> None:
        """Tells, once, that colours or text size are others: by choice, or because the system changed its own."""
        if self._applying:
            return
        colours, fonts = self.colours, self.fonts
        self._derive()
        if fonts != self.fonts:
            self.resized.emit()
        if (colours, fonts) != (self.colours, self.fonts):
            self.changed.emit()

    def _derive(self) -> None:
        self._icons.forget_colours()
        self.colours: Colours = colours_of(self._application.palette())
        self.measures = measures_of(self._application.font())
        self.fonts = fonts_of(self._application.font())


def _use_own_font_where_none_is_set(application: QApplication) -> None:
    """Sets the bundled font on a machine that has none, or only what a bare fontconfig falls back to."""
    if QFontDatabase.families() and application.font().family() not in _BARE_FAMILIES:
        return
    for family, name in _OWN_FILES:
        QFontDatabase.addApplicationFont(str(resource_path("fonts", family, name)))
    font = QFont(_OWN_FAMILY)
    font.setPointSizeF(_OWN_POINTS)
    application.setFont(font)
