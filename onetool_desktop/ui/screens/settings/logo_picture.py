"""A picture made fit for the head of a page: read, scaled to its box in print and kept small.

Promises: PNG and JPEG alone are read, whatever a file is called; what is too large is refused by its size on the drive
or in its head, before it is unpacked; what cannot be read is said in a sentence; nothing the camera wrote comes along.
Takes as long as a picture takes and runs in the read pool. May not know: records, widgets.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from onetool_desktop.domain.collections.organisation import LARGEST_LOGO
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.screens.files.pictures import encoded, flattened

_BOX = QSize(708, 260)  # 60 × 22 mm at 300 dots an inch
_LARGEST_FILE = 20 * 1024 * 1024
_MOST_PIXELS = 50_000_000
_FORMATS = frozenset({b"png", b"jpeg"})
_QUALITIES = (92, 80, 65)
_KEEP, _SMOOTH = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation


def logo_from(path: Path) -> bytes:
    """The logo that a file holds. Raises a sentence for one that holds none."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _FORMATS:
        raise _refusal(_("{name} is no picture in PNG or JPEG.").format(name=path.name))
    size = reader.size()
    if path.stat().st_size > _LARGEST_FILE or size.width() * size.height() > _MOST_PIXELS:
        raise _refusal(_("{name} is too large for a logo.").format(name=path.name))
    image = reader.read()
    if image.isNull():
        raise _refusal(_("{name} is damaged and cannot be read.").format(name=path.name))
    return logo_of_image(image)


def logo_of_image(image: QImage) -> bytes:
    """The logo that a picture makes: clear where the picture is, as sharp as print needs."""
    box = _BOX
    while True:
        fits = image.width() <= box.width() and image.height() <= box.height()
        small = image if fits else image.scaled(box, _KEEP, _SMOOTH)
        tries = [encoded(small, "PNG")]
        if not image.hasAlphaChannel():
            tries += [encoded(flattened(small), "JPEG", quality) for quality in _QUALITIES]
        found = next((data for data in tries if len(data) <= LARGEST_LOGO), b"")
        if found:
            return found
        box = box * 0.8


def _refusal(happened: str) -> SentenceError:
    return SentenceError(
        happened,
        safe=_("The logo is as it was."),
        next_step=_("Choose a PNG or JPEG picture of at most 20 MB."),
    )
