"""Colours by role, derived from the palette, and the small table of state colours.

Promises: every role comes from the palette the system (or the fallback below) gives; each state colour has a light
and a dark value with a contrast of at least 4.5 on every row colour and on its own badge tint. Values are plain and
frozen. May not know: widgets, screens, what a state means to the business.

Why: a fixed theme fights the desktop it lives on and breaks with the user's own contrast and accent. Roles mixed
from the palette follow it; the few colours that carry meaning are a table that a test can check. A style sheet was
refused: it freezes colours at one moment and switches native drawing off.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette

READABLE = 4.5  # WCAG AA for text
SEEN = 3.0  # WCAG AA for what is no text: rings, icons, bars


class Tone(StrEnum):
    """What a colour says about a record's state; a word and an icon always say it too."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MUTED = "muted"


_TONES: dict[Tone, tuple[str, str]] = {
    Tone.NEUTRAL: ("#4b5563", "#c2c8d0"),
    Tone.INFO: ("#075f87", "#79c7ec"),
    Tone.GOOD: ("#146236", "#7ed29b"),
    Tone.WARN: ("#7a4a00", "#eebf5c"),
    Tone.BAD: ("#a3211b", "#ff9d94"),
    Tone.MUTED: ("#5c6067", "#a9aeb6"),
}
_TINT = 0.12


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one moment; `dark` follows the palette, not a setting."""

    dark: bool
    page: QColor
    side: QColor
    text: QColor
    secondary: QColor
    faint: QColor
    line: QColor
    field: QColor
    outline: QColor  # round a field to type into: as quiet as can be seen
    accent: QColor
    on_accent: QColor
    on_accent_quiet: QColor  # what stands beside the words of the thing to do: its keys
    bar: QColor  # a scroll bar at rest
    accent_tint: QColor
    row_hover: QColor
    row_selected: QColor

    def tone(self, tone: Tone) -> QColor:
        """The colour of a state's word and icon."""
        return QColor(_TONES[tone][1 if self.dark else 0])

    def tint(self, tone: Tone) -> QColor:
        """The ground of a state's badge: 12 % of its colour on the page."""
        return mix(self.tone(tone), self.page, share=_TINT)

    def rows(self) -> tuple[QColor, QColor, QColor]:
        """Every colour that a row can have."""
        return (self.page, self.row_hover, self.row_selected)


def colours_of(palette: QPalette) -> Colours:
    """The roles of a palette."""
    page = palette.color(QPalette.ColorRole.Base)
    side = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.Text)
    dark = luminance(page) < luminance(text)
    accent = readable(palette.color(QPalette.ColorRole.Accent), on=page)
    selected = mix(accent, page, share=0.13)
    field = mix(text, page, share=0.045)
    return Colours(
        dark=dark,
        page=page,
        side=side,
        text=text,
        secondary=readable(mix(text, page, share=0.66), on=selected),
        faint=mix(text, page, share=0.5),
        line=mix(text, page, share=0.13),
        field=field,
        outline=_seen(text, on=(page, side, field)),
        accent=accent,
        on_accent=_clearer(accent),
        on_accent_quiet=mix(_clearer(accent), accent, share=0.85),
        bar=mix(text, page, share=0.48),
        accent_tint=mix(accent, page, share=0.12),
        row_hover=mix(text, page, share=0.035),
        row_selected=selected,
    )


def mix(colour: QColor, ground: QColor, *, share: float) -> QColor:
    """`share` of `colour` over `ground`, opaque."""

    def channel(over: int, under: int) -> int:
        return round(over * share + under * (1 - share))

    return QColor(
        channel(colour.red(), ground.red()),
        channel(colour.green(), ground.green()),
        channel(colour.blue(), ground.blue()),
    )


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: QColor, *, on: QColor) -> QColor:
    """The colour itself, or moved towards black or white until text in it reads on `on`."""
    end = QColor("black") if luminance(on) > 0.18 else QColor("white")
    for step in range(21):
        moved = mix(end, colour, share=step / 20)
        if contrast(moved, on) >= READABLE + 0.4:
            return moved
    return end


def _seen(colour: QColor, *, on: tuple[QColor, ...]) -> QColor:
    """The least of a colour over the first of these grounds that is seen on all of them."""
    shares = (mix(colour, on[0], share=share / 50) for share in range(51))
    return next((one for one in shares if all(contrast(one, ground) >= SEEN for ground in on)), colour)


def _clearer(ground: QColor) -> QColor:
    white, black = QColor("white"), QColor("#111318")
    return white if contrast(white, ground) >= contrast(black, ground) else black


def fallback_palette(*, dark: bool) -> QPalette:
    """The palette where no desktop gives one (Qt's Fusion style): quiet greys and one accent."""
    page, side, text, accent = (
        ("#1b1d21", "#131518", "#eceef1", "#8fb1ff") if dark else ("#ffffff", "#f5f6f8", "#16181d", "#2b59d1")
    )
    ground, ink = QColor(page), QColor(text)
    role = QPalette.ColorRole
    palette = QPalette(ink, QColor(side), mix(ink, ground, share=0.2), QColor("#000000"), ink, ink, ground)
    palette.setColor(role.Window, QColor(side))
    palette.setColor(role.Button, mix(ink, QColor(side), share=0.04))
    palette.setColor(role.AlternateBase, mix(ink, ground, share=0.03))
    palette.setColor(role.Highlight, QColor(accent))
    palette.setColor(role.Accent, QColor(accent))
    palette.setColor(role.HighlightedText, _clearer(QColor(accent)))
    palette.setColor(role.ToolTipBase, mix(ink, ground, share=0.09))
    palette.setColor(role.ToolTipText, ink)
    palette.setColor(role.PlaceholderText, mix(ink, ground, share=0.66))
    palette.setColor(role.Link, QColor(accent))
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, mix(ink, ground, share=0.5))
    return palette
