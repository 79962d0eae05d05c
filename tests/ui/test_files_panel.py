"""Files and photos of a record: added by path, drop and paste, captioned, opened, taken away and brought back."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage

from onetool_desktop.domain.ids import AttachmentId
from onetool_desktop.services import clients, tasks
from onetool_desktop.services.attachments import NewFile, add_file, store_file
from onetool_desktop.store import transfers
from onetool_desktop.ui.screens.files import pictures
from onetool_desktop.ui.screens.files.overlay import FilesOverlay
from onetool_desktop.ui.screens.files.panel import FilesPanel
from onetool_desktop.ui.widgets.buttons import IconButton
from tests.ui.support.office import Office


@pytest.fixture
def task(office: Office) -> str:
    made = tasks.create_task(office.replica, fields={"title": "Look at the roof", "date": "2026-03-02"})
    office.go("tasks", made.id)
    return made.id


def panel_of(office: Office) -> FilesPanel:
    (found,) = [one for one in office.window.findChildren(FilesPanel) if one.isVisible()]
    return found


def photo_at(path: Path, width: int = 2_400, height: int = 1_200) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    assert image.save(str(path))
    return path


def names(panel: FilesPanel) -> list[str]:
    return [panel.grid.item(at).text() for at in range(panel.grid.count())]


def add(office: Office, *paths: Path) -> FilesPanel:
    panel, before = panel_of(office), panel_of(office).grid.count()
    panel.add_paths(list(paths))
    office.until(lambda: panel.grid.count() == before + len(paths))
    office.settle()
    return panel


def test_a_photo_is_scaled_and_shown_with_its_name(office: Office, task: str, tmp_path: Path) -> None:
    panel = add(office, photo_at(tmp_path / "Leak.png"))
    assert names(panel) == ["Leak.jpg"]
    (card,) = panel._cards.values()
    image = QImage.fromData(b"".join(office.replica.blobs.read(card.sha)))
    assert (image.width(), image.height()) == (1_600, 800)
    assert card.picture not in {"", card.sha}
    assert transfers.of_rows(office.replica.reads().db, [card.id])[card.id], "it waits for a cloud"


def test_without_files_nothing_is_offered_but_to_add_them(office: Office, task: str, tmp_path: Path) -> None:
    panel = panel_of(office)
    offered = (panel.caption, panel.open_button, panel.remove_button)
    before = [widget.isVisible() for widget in (panel.add_button, *offered)]
    add(office, photo_at(tmp_path / "a.png", 30, 30))
    assert before == [True, False, False, False]
    assert all(widget.isVisible() for widget in offered)


@pytest.mark.parametrize(
    ("field", "saved"), [("caption", ["a.jpg", "front door"]), ("name", ["front door.jpg", ""])]
)
def test_what_is_typed_of_a_file_is_saved_when_another_record_opens_under_the_hand(
    office: Office, task: str, tmp_path: Path, field: str, saved: list[str]
) -> None:
    other = tasks.create_task(office.replica, fields={"title": "Look at the door", "date": "2026-03-02"}).id
    office.go("tasks", other)
    add(office, photo_at(tmp_path / "b.png", 30, 30))
    office.go("tasks", task)
    panel = add(office, photo_at(tmp_path / "a.png", 30, 30))
    panel.grid.setCurrentRow(0)
    edit = panel.caption if field == "caption" else panel.name
    edit.setFocus()
    edit.selectAll()
    office.type("front door")
    office.go("tasks", other)
    office.go("tasks", task)

    def told() -> list[list[str]]:
        return [[card.name, card.caption] for card in panel._cards.values()]

    office.until(lambda: told() == [saved])


def test_a_photo_stands_upright(tmp_path: Path) -> None:
    """A camera held upright writes a picture on its side, and which way is up beside it."""
    path = photo_at(tmp_path / "side.jpg", 40, 20)
    data = path.read_bytes()
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    path.write_bytes(data[:2] + segment + data[2:])
    (whole,) = pictures.new_file(path).data
    image = QImage.fromData(whole)
    assert (image.width(), image.height()) == (20, 40)
    assert b"Exif" not in whole


def test_what_is_no_picture_is_added_as_it_is(office: Office, task: str, tmp_path: Path) -> None:
    (tmp_path / "Plan.pdf").write_bytes(b"%PDF-1.7 plan")
    panel = add(office, tmp_path / "Plan.pdf")
    (card,) = panel._cards.values()
    assert (card.name, card.kind, card.mime) == ("Plan.pdf", "document", "application/pdf")
    assert card.sha == hashlib.sha256(b"%PDF-1.7 plan").hexdigest()


def test_files_are_dropped_and_pictures_pasted(office: Office, task: str, tmp_path: Path) -> None:
    panel, dropped, pasted = panel_of(office), QMimeData(), QMimeData()
    dropped.setUrls(
        [QUrl.fromLocalFile(str(photo_at(tmp_path / "a.png", 30, 30))), QUrl("https://x.example/y")]
    )
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    pasted.setImageData(image)
    assert panel.add_from(dropped)
    assert panel.add_from(pasted)
    assert not panel.add_from(QMimeData())
    office.until(lambda: panel.grid.count() == 2)


def test_a_file_is_taken_away_by_key_and_brought_back_by_undo(
    office: Office, task: str, tmp_path: Path
) -> None:
    panel = add(office, photo_at(tmp_path / "a.png", 30, 30))
    panel.grid.setCurrentRow(0)
    panel.grid.setFocus()
    office.key(Qt.Key.Key_Delete)
    office.until(lambda: panel.grid.count() == 0)
    office.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    office.until(lambda: panel.grid.count() == 1)


def test_a_caption_is_saved_when_the_keyboard_leaves(office: Office, task: str, tmp_path: Path) -> None:
    panel = add(office, photo_at(tmp_path / "a.png", 30, 30))
    panel.grid.setCurrentRow(0)
    panel.caption.setFocus()
    office.type("North gutter")
    office.key(Qt.Key.Key_Return)
    office.until(lambda: next(iter(panel._cards.values())).caption == "North gutter")


def test_a_file_is_opened_as_a_copy_that_is_cleared_away(office: Office, task: str, tmp_path: Path) -> None:
    panel, shown = add(office, photo_at(tmp_path / "a.png", 30, 30)), list[Path]()
    panel.show_file = shown.append
    panel.grid.setCurrentRow(0)
    panel.open_button.click()
    office.until(lambda: bool(shown))
    assert shown[0].name == "a.jpg"
    assert shown[0].read_bytes().startswith(b"\xff\xd8")


def test_a_program_is_not_opened(office: Office, task: str, tmp_path: Path) -> None:
    (tmp_path / "bill.pdf.exe").write_bytes(b"MZ")
    panel, shown = add(office, tmp_path / "bill.pdf.exe"), list[Path]()
    panel.show_file = shown.append
    panel.grid.setCurrentRow(0)
    said: list[str] = []
    panel.said.connect(lambda text, _undo: said.append(text))
    panel.open_button.click()
    office.settle()
    assert shown == []
    assert "programs" in said[0]


def test_a_file_that_is_not_here_says_so_and_is_asked_for(
    make_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = make_office(connected=True)
    office.show()
    task = tasks.create_task(office.replica, fields={"title": "Roof", "date": "2026-03-02"}).id
    file = store_file(office.replica, NewFile(name="a.jpg", kind="photo", mime="image/jpeg", data=[b"x"]))
    row = add_file(office.replica, home="taskId", home_id=task, file=file)
    office.replica.blobs.remove(file.sent[0][0])
    office.go("tasks", task)
    panel = panel_of(office)
    assert "Not sent yet by the other device" in panel.grid.item(0).toolTip()
    panel.grid.setCurrentRow(0)
    panel.open_button.click()
    office.until(lambda: "Being fetched" in panel.grid.item(0).toolTip())
    found = transfers.of_rows(office.replica.reads().db, [AttachmentId(row.id)])[row.id]
    assert {one.way for one in found} == {"up", "down"}


def test_a_file_is_given_another_name_that_undo_takes_back(office: Office, task: str, tmp_path: Path) -> None:
    panel = add(office, photo_at(tmp_path / "IMG_2041.png", 30, 30))
    panel.grid.setCurrentRow(0)
    panel.name.setFocus()
    panel.name.selectAll()
    office.type("Leak under the sink.jpg")
    office.key(Qt.Key.Key_Return)
    office.until(lambda: names(panel) == ["Leak under the sink.jpg"])
    office.window.actions_here.trigger("window.undo")
    office.until(lambda: names(panel) == ["IMG_2041.jpg"])


def test_a_name_taken_out_leaves_the_one_it_has(office: Office, task: str, tmp_path: Path) -> None:
    panel = add(office, photo_at(tmp_path / "Leak.png", 30, 30))
    panel.grid.setCurrentRow(0)
    panel.name.setFocus()
    panel.name.clear()
    office.key(Qt.Key.Key_Return)
    assert panel.name.text() == "Leak.jpg"
    assert names(panel) == ["Leak.jpg"]


def test_the_job_card_shows_the_photos_of_its_visit(office: Office, task: str, tmp_path: Path) -> None:
    add(office, photo_at(tmp_path / "Leak.png", 30, 30))
    office.go("today", task)
    assert names(panel_of(office)) == ["Leak.jpg"]
    add(office, photo_at(tmp_path / "After.png", 30, 30))


def test_a_quote_and_a_property_have_files_of_their_own(office: Office, tmp_path: Path) -> None:
    client = clients.create_client(
        office.replica,
        fields={"companyName": "Harbour", "status": "active"},
        properties=[{"propertyName": "Boat house"}],
    ).id
    quote = office.quote(client)
    office.go("quotes", quote)
    screen = office.window.screen_here
    assert screen.actions_here is not None
    screen.actions_here.trigger("quote.files")
    add(office, photo_at(tmp_path / "Plan.png", 30, 30))
    office.key(Qt.Key.Key_Escape)
    office.go("clients", client)
    (button,) = [
        one
        for one in office.window.findChildren(IconButton)
        if one.isVisible() and one.accessibleName() == "Files and photos: Boat house"
    ]
    button.click()
    (overlay,) = [one for one in office.window.findChildren(FilesOverlay) if one.isVisible()]
    assert overlay.files.grid.count() == 0
    overlay.files.add_paths([photo_at(tmp_path / "Meter.png", 30, 30)])
    office.until(lambda: names(overlay.files) == ["Meter.jpg"])
    place = office.replica.reads().children("clientProperties", "clientId", client)[0].id
    found = office.replica.reads().children("attachments", "propertyId", place)
    assert [row.f["name"] for row in found] == ["Meter.jpg"]
