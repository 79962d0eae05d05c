"""The logo in the settings: chosen, dropped, refused with a sentence, removed, undone."""

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.domain.collections.organisation import LARGEST_LOGO
from onetool_desktop.services.logo import give_logo, logo_of
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.settings.logo_field import LogoField
from onetool_desktop.ui.screens.settings.logo_picture import logo_from, logo_of_image
from onetool_desktop.ui.screens.settings.organisation_page import OrganisationPage
from tests.ui.support.office import Office
from tests.ui.test_settings import settings

IMAGE = b"/Subtype /Image"


def field_of(office: Office) -> LogoField:
    page = settings(office).page
    assert isinstance(page, OrganisationPage)
    assert page.logo is not None
    return page.logo


def kept(office: Office) -> bytes | None:
    return logo_of(office.replica.reads(), office.identity.org)


def drawn(folder: Path, name: str, width: int = 300, height: int = 100) -> Path:
    """A picture of a firm on the drive; noise, where it is large, so that it does not pack well."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    painter = QPainter(image)
    painter.fillRect(10, 10, width // 3, height // 3, QColor("orange"))
    painter.end()
    image.save(str(folder / name))
    return folder / name


def choose(office: Office, field: LogoField, path: Path) -> None:
    """Chooses a file in the system's dialog."""
    field.choose.click()
    (dialog,) = field.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    office.settle()


def test_a_logo_is_chosen_shown_removed_and_both_are_undone(office: Office, tmp_path: Path) -> None:
    field = field_of(office)
    assert (field.box.is_empty, field.remove.isHidden()) == (True, True)
    size = field.box.size()
    choose(office, field, drawn(tmp_path, "firm.png"))
    office.until(lambda: not field.box.is_empty)
    assert (field.box.size(), field.problem.isHidden()) == (size, True)
    field.remove.setFocus()
    office.bot.keyClick(field.remove, Qt.Key.Key_Space)
    office.until(lambda: field.box.is_empty and kept(office) is None)
    office.window.actions_here.trigger("window.undo")
    office.until(lambda: not field.box.is_empty)
    office.window.actions_here.trigger("window.undo")
    office.until(lambda: field.box.is_empty)


def test_a_picture_may_be_dropped_as_a_file_or_as_it_is(office: Office, tmp_path: Path) -> None:
    field, first = field_of(office), QMimeData()
    first.setUrls([QUrl.fromLocalFile(str(drawn(tmp_path, "firm.jpg")))])
    field.box.dropped.emit(first)
    office.until(lambda: kept(office) is not None)
    before, second = kept(office), QMimeData()
    second.setImageData(QImage(str(drawn(tmp_path, "other.png", 120, 120))))
    field.box.dropped.emit(second)
    office.until(lambda: kept(office) not in (None, before))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(folder: Path) -> Path:
    """A PNG that claims thirty thousand pixels a side, in a few bytes."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0))
    path = folder / "claims.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )
    return path


def not_a_picture(folder: Path) -> Path:
    path = folder / "letter.png"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return path


def cut_off(folder: Path) -> Path:
    path = drawn(folder, "whole.png")
    path.write_bytes(path.read_bytes()[:60])
    return path


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (claiming, "claims.png is too large for a logo."),
        (not_a_picture, "letter.png is no picture in PNG or JPEG."),
        (cut_off, "whole.png is damaged and cannot be read."),
        (lambda folder: folder / "gone.png", "gone.png is no picture in PNG or JPEG."),
    ],
    ids=["claims", "text", "cut off", "gone"],
)
def test_what_cannot_be_a_logo_is_said_beneath_and_the_logo_stays(
    office: Office,
    tmp_path: Path,
    made,  # noqa: ANN001 - a function of the folder
    words: str,
) -> None:
    field = field_of(office)
    choose(office, field, drawn(tmp_path, "firm.png"))
    office.until(lambda: kept(office) is not None)
    before = kept(office)
    field.take(made(tmp_path))
    office.until(lambda: field.problem.text().startswith(words))
    assert field.problem.isVisible()
    assert words in field.choose.accessibleDescription()
    assert kept(office) == before
    choose(office, field, drawn(tmp_path, "good.png", 40, 40))
    office.until(lambda: field.problem.isHidden() and kept(office) != before)


def test_the_live_page_shows_the_logo_as_soon_as_there_is_one(office: Office, tmp_path: Path) -> None:
    quote = office.quote(office.client("Birch"))
    office.go("quotes", quote)
    place = office.window.screen_here
    assert isinstance(place, DocumentWorkplace)
    page = place.page
    office.until(lambda: page.made is not None and page.settled)
    assert page.made is not None
    assert IMAGE not in page.made.pdf
    picture = logo_from(drawn(tmp_path, "firm.png"))
    office.window.work.operations.write(place, lambda: give_logo(office.replica, picture))
    office.until(lambda: page.made is not None and IMAGE in page.made.pdf)


def test_a_large_picture_is_made_small_enough_and_keeps_its_shape(tmp_path: Path) -> None:
    noise = QImage(bytes(range(251)) * (900 * 900 * 4 // 251 + 1), 900, 900, QImage.Format.Format_RGB32)
    noise.save(str(tmp_path / "noise.png"))
    for picture in (logo_from(tmp_path / "noise.png"), logo_of_image(clear(noise))):
        made = QImage.fromData(picture)
        assert len(picture) <= LARGEST_LOGO
        assert made.width() == made.height() <= 260
    wide = QImage.fromData(logo_from(drawn(tmp_path, "wide.png", 2_000, 500)))
    assert wide.size() == QSize(708, 177)


def clear(image: QImage) -> QImage:
    """The same, letting something through at a corner."""
    found = image.convertToFormat(QImage.Format.Format_ARGB32)
    found.setPixelColor(0, 0, QColor(0, 0, 0, 0))
    return found


def test_who_may_not_change_the_settings_sees_the_logo_alone(office: Office) -> None:
    from dataclasses import replace

    office.replica.write(lambda tx: office.replica.become(tx, replace(tx.identity, role="technician")))
    field = field_of(office)
    assert not field.choose.isEnabled()
    assert not field.box.acceptDrops()
    assert field.remove.isHidden()
