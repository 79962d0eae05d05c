"""Pictures people add: turned upright, scaled for the record, with a small one for lists; anything else as it is.

Promises: a photo becomes a JPEG of at most 1,600 pixels a side, upright, without what the camera wrote beside it (the
place among it); what is no picture Qt can read is added untouched; memory is bounded by Qt's limit for one picture.
Takes as long as a picture takes and runs in the read pool. May not know: records, widgets.
"""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.services.attachments import NewFile

LONGEST, QUALITY = 1_600, 80
PREVIEW, PREVIEW_QUALITY = 320, 70
_BLOCK = 256 * 1024
SUFFIXES = "*.jpg *.jpeg *.png *.webp *.heic *.heif *.bmp *.tif *.tiff"  # as a file dialog asks for them
_STILL = frozenset({b"jpeg", b"png", b"webp", b"bmp", b"tiff", b"heic", b"heif"})


def new_file(path: Path) -> NewFile:
    """What is added for a file on the drive. Raises a sentence where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) in _STILL:
        if max(reader.size().width(), reader.size().height()) > LONGEST:
            reader.setScaledSize(reader.size().scaled(QSize(LONGEST, LONGEST), _KEEP))
        image = reader.read()
        if not image.isNull():
            return photo(image, name=f"{path.stem}.jpg", taken_at=_written(path))
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return NewFile(name=path.name, kind="document", mime=mime, data=_blocks(path), taken_at=_written(path))


def photo(image: QImage, *, name: str, taken_at: int | None = None) -> NewFile:
    """What is added for a picture that is there already, such as one pasted."""
    whole, small = _jpeg(image, LONGEST, QUALITY), _jpeg(image, PREVIEW, PREVIEW_QUALITY)
    return NewFile(name=name, kind="photo", mime="image/jpeg", data=[whole], preview=small, taken_at=taken_at)


def _jpeg(image: QImage, longest: int, quality: int) -> bytes:
    if max(image.width(), image.height()) > longest:
        image = image.scaled(QSize(longest, longest), _KEEP, Qt.TransformationMode.SmoothTransformation)
    return encoded(flattened(image), "JPEG", quality)


def flattened(image: QImage) -> QImage:
    """The picture on white, where it lets something through."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    _draw_over(flat, image)
    return flat


def encoded(image: QImage, form: str, quality: int = -1) -> bytes:
    """The bytes of a picture as a PNG or a JPEG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, quality)  # pyright: ignore[reportArgumentType, reportCallIssue] # the stubs want bytes
    buffer.close()
    return bytes(data.data())


def _draw_over(ground: QImage, image: QImage) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise SentenceError(
            _("{name} cannot be read.").format(name=path.name),
            safe=_("Nothing was added."),
            next_step=_("Check that the file is still there and may be read, then add it again."),
        ) from error


def _written(path: Path) -> int | None:
    try:
        return int(path.stat().st_mtime * 1_000)
    except OSError:
        return None


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
