"""Sizes from the font: spacing, row heights, icon sizes.

Promises: every size is a multiple of the text's own size, so that 200 % and large text hold without another rule.
May not know: screens. At the usual size the steps are 4, 8, 12, 16, 24, 32 (a quarter of a line, and its multiples).
"""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

_TITLE, _SECTION, _CAPTION = 1.5, 1.1, 0.9


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in device-independent pixels for one base font."""

    unit: int  # a quarter of a line: 4 at the usual size
    line: int  # the height of a line of body text
    row: int  # a row of a list
    control: int  # a button or field
    icon: int  # 16 at the usual size
    big_icon: int  # 20 at the usual size
    char: int  # the width of an average character

    def step(self, quarters: float) -> int:
        """So many quarter lines."""
        return round(self.unit * quarters)


def measures_of(font: QFont) -> Measures:
    """The measures that fit a base font."""
    pixels = QFontInfo(font).pixelSize()
    metrics = QFontMetrics(font)
    unit = max(3, round(pixels * 0.31))
    return Measures(
        unit=unit,
        line=metrics.height(),
        row=round(metrics.height() * 1.9),
        control=round(metrics.height() * 1.75),
        icon=unit * 4,
        big_icon=unit * 5,
        char=metrics.averageCharWidth(),
    )


def scaled(font: QFont, factor: float, *, strong: bool = False) -> QFont:
    """The base font at `factor` of its size, in one of the two weights."""
    copy = QFont(font)
    if font.pointSizeF() > 0:
        copy.setPointSizeF(font.pointSizeF() * factor)
    else:
        copy.setPixelSize(round(font.pixelSize() * factor))
    if strong:
        copy.setWeight(QFont.Weight.DemiBold)
    return copy


@dataclass(frozen=True, slots=True)
class Fonts:
    """The five ways text is set; `figures` is body with digits of one width."""

    body: QFont
    strong: QFont
    title: QFont
    section: QFont
    caption: QFont
    figures: QFont


def fonts_of(font: QFont) -> Fonts:
    """The set for a base font."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag.fromString("tnum"), 1)
    return Fonts(
        body=font,
        strong=scaled(font, 1, strong=True),
        title=scaled(font, _TITLE, strong=True),
        section=scaled(font, _SECTION, strong=True),
        caption=scaled(font, _CAPTION),
        figures=figures,
    )
