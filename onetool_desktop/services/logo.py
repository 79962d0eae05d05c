"""The logo of the organisation: a picture at the head of its paper.

Promises: each picture is kept under the SHA-256 of its bytes in a row that is never taken away and that everybody sees,
so that what was issued under an earlier logo reads the same on every device; giving and taking away are actions with
names, which undo takes back. What came and is no small picture counts as none, and paper is laid out without it.
May not know: how a picture is scaled, screens.

Why: as a row of the organisation it is there without a network wherever its settings are, which a file that is fetched
when somebody asks for it, by those who see its record, would not be.
"""

import hashlib
from base64 import b64decode, b64encode

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.domain.collections.organisation import LARGEST_LOGO
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Act, Saved, commit, edited, new_row
from onetool_desktop.store.replica import Reads, Replica, Transaction

LOGOS, ORGANIZATIONS, LOGO = "logos", "organizations", "logoSha256"


def give_logo(replica: Replica, picture: bytes) -> Saved:
    """Puts a PNG or JPEG of at most `LARGEST_LOGO` bytes at the head of all paper from now on."""
    if not 0 < len(picture) <= LARGEST_LOGO:
        raise SentenceError(
            _("This picture is too large for a logo."),
            safe=_("Nothing was changed."),
            next_step=_("Choose a smaller one."),
        )
    sha = hashlib.sha256(picture).hexdigest()
    act = Act(action="organizations.logo", label=_("Change the logo"))

    def work(tx: Transaction) -> Saved:
        org = tx.identity.org
        kept = _row_id(org, sha)
        if (
            tx.get(LOGOS, kept) is None
        ):  # apart from the edit, so that undo leaves it to paper issued meanwhile
            commit(tx, act, [new_row(LOGOS, kept, {"sha256": sha, "picture": b64encode(picture).decode()})])
        return commit(tx, act, [edited(tx, ORGANIZATIONS, org, {LOGO: sha})])

    return replica.write(work)


def remove_logo(replica: Replica) -> Saved:
    """Takes the logo off the paper that is made from now on."""
    act = Act(action="organizations.logo", label=_("Remove the logo"))
    org = replica.identity.org
    return replica.write(lambda tx: commit(tx, act, [edited(tx, ORGANIZATIONS, org, {LOGO: None})]))


def logo_of(reads: Reads, org: str) -> bytes | None:
    """The picture at the head of new paper; None where there is none, or it has not come."""
    row = reads.row(ORGANIZATIONS, org)
    return picture_of(reads, org, str(row.f.get(LOGO) or "")) if row is not None else None


def picture_of(reads: Reads, org: str, sha: str) -> bytes | None:
    """The picture of a hash; None where it has not come, or what came is another one."""
    row = reads.row(LOGOS, _row_id(org, sha)) if sha else None
    if row is None:
        return None
    try:
        picture = b64decode(str(row.f.get("picture") or ""), validate=True)
    except ValueError:
        return None
    return picture if hashlib.sha256(picture).hexdigest() == sha else None


def _row_id(org: str, sha: str) -> str:
    return computed_id(org, LOGOS, sha)
