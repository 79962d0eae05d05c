"""The logo of the organisation: on every paper from then on, kept for what was issued under it, never a danger."""

from base64 import b64encode
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.domain.collections.organisation import LARGEST_LOGO
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, job_sheet, paper, tasks, undo
from onetool_desktop.services.logo import give_logo, logo_of, remove_logo
from onetool_desktop.services.saving import Act, Saved, commit, edited, new_row
from onetool_desktop.store.replica import Transaction
from tests.services.conftest import TODAY, Desk
from tests.services.paper_work import a_quote, an_issued_invoice

IMAGE = b"/Subtype /Image"


def picture(colour: str, size: tuple[int, int] = (90, 30), form: str = "PNG", mode: str = "RGB") -> bytes:
    target = BytesIO()
    Image.new(mode, size, colour).save(target, form)
    return target.getvalue()


def drawn(desk: Desk, c: str, id: str) -> bytes:
    return paper.pdf_of(paper.paper_of(desk.replica.reads(), desk.replica.identity, c=c, id=id, today=TODAY))


def current(desk: Desk) -> bytes | None:
    return logo_of(desk.replica.reads(), desk.replica.identity.org)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_stands_on_quote_invoice_and_job_sheet(desk: Desk, form: str) -> None:
    quote, invoice = a_quote(desk), an_issued_invoice(desk)
    before = drawn(desk, "quotes", quote)
    give_logo(desk.replica, picture("navy", form=form))
    assert IMAGE not in before
    assert IMAGE in drawn(desk, "quotes", quote)
    assert IMAGE not in drawn(desk, "invoices", invoice), "it was issued before there was a logo"
    assert IMAGE in drawn(desk, "invoices", an_issued_invoice(desk))
    client = ClientId(clients.create_client(desk.replica, fields={"companyName": "Birch"}).id)
    visit = tasks.create_task(desk.replica, fields={"title": "Boiler", "date": TODAY, "clientId": client}).id
    assert IMAGE in job_sheet.job_sheet_file(desk.replica, id=visit).pdf


def test_what_was_issued_keeps_the_logo_it_was_issued_under(desk: Desk) -> None:
    give_logo(desk.replica, picture("navy"))
    invoice = an_issued_invoice(desk)
    before = drawn(desk, "invoices", invoice)
    give_logo(desk.replica, picture("darkred"))
    assert drawn(desk, "invoices", invoice) == before
    remove_logo(desk.replica)
    assert drawn(desk, "invoices", invoice) == before
    assert IMAGE not in drawn(desk, "quotes", a_quote(desk))


def test_giving_and_removing_are_undone_by_their_names(desk: Desk) -> None:
    first, second = picture("navy"), picture("darkred")
    assert named(give_logo(desk.replica, first)) == "Change the logo"
    given = give_logo(desk.replica, second)
    assert current(desk) == second
    undo.take_back(desk.replica, undo_of(given))
    assert current(desk) == first
    removed = remove_logo(desk.replica)
    assert (current(desk), named(removed)) == (None, "Remove the logo")
    undo.take_back(desk.replica, undo_of(removed))
    assert current(desk) == first
    assert not give_logo(desk.replica, first).gids, "it is the one that is there"


def undo_of(saved: Saved) -> undo.Undo:
    assert saved.undo is not None
    return saved.undo


def named(saved: Saved) -> str:
    return undo_of(saved).label


def put_there(desk: Desk, data: bytes, text: str | None = None) -> None:
    """A logo that another program has sent, whatever it is."""
    sha = sha256(data).hexdigest()

    def work(tx: Transaction) -> None:
        org, act = tx.identity.org, Act(action="organizations.logo", label="Change the logo")
        fields = {"sha256": sha, "picture": text or b64encode(data).decode()}
        commit(tx, act, [new_row("logos", computed_id(org, "logos", sha), fields)])
        commit(tx, act, [edited(tx, "organizations", org, {"logoSha256": sha})])

    desk.replica.write(work)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"GIF89a and no more", None),
        (picture("navy")[:60], None),
        (picture("white", (10_000, 10_000), mode="1"), None),  # small in bytes, a gigabyte once unpacked
        (picture("navy", (1_200, 1_200)), None),
        (picture("navy"), "not base64 at all"),
        (picture("navy"), b64encode(picture("darkred")).decode()),
    ],
    ids=["no picture", "cut off", "bomb", "too large", "no text of bytes", "another one"],
)
def test_what_came_and_is_no_small_picture_leaves_paper_as_without(
    desk: Desk, data: bytes, text: str | None
) -> None:
    quote = a_quote(desk)
    before = drawn(desk, "quotes", quote)
    put_there(desk, data, text)
    assert drawn(desk, "quotes", quote) == before


def test_a_logo_that_has_not_come_leaves_paper_as_without(desk: Desk) -> None:
    quote = a_quote(desk)
    before = drawn(desk, "quotes", quote)
    act = Act(action="organizations.logo", label="Change the logo")
    desk.replica.write(
        lambda tx: commit(tx, act, [edited(tx, "organizations", tx.identity.org, {"logoSha256": "a" * 64})])
    )
    assert drawn(desk, "quotes", quote) == before


@pytest.mark.parametrize("size", [0, LARGEST_LOGO + 1])
def test_a_picture_beyond_the_bounds_changes_nothing(desk: Desk, size: int) -> None:
    with pytest.raises(SentenceError, match="too large for a logo"):
        give_logo(desk.replica, b"x" * size)
    assert current(desk) is None
