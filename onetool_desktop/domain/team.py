"""Who may change whose role, take whom out, take a computer's access away, or release numbers that wait: decided once,
for the cloud that does it and the screen.

Promises: there is always an owner, and only an owner is above an owner. May not know: accounts, invitations.
"""

from dataclasses import dataclass

from onetool_desktop.domain.permissions import Principal
from onetool_desktop.domain.translate import N_

OWNER = "owner"
_LAST = N_("An organisation has an owner. Make another person its owner first.")


@dataclass(frozen=True, slots=True)
class Barred:
    """Why something is not done: the contract's code, and the sentence, not yet translated."""

    code: str
    sentence: str


def role_barred(principal: Principal, *, has: str, gets: str, owners: int) -> Barred | None:
    """Why this person does not give a member who `has` one role another; `owners` is how many there are."""
    if not principal.may("people", "modify"):
        return Barred("forbidden", N_("Only an owner or administrator changes people."))
    if OWNER in {has, gets} and principal.role != OWNER:
        return Barred("forbidden", N_("Only an owner makes another one, or changes one."))
    if has == OWNER and gets != OWNER and owners == 1:
        return Barred("invalid", _LAST)
    return None


def removal_barred(principal: Principal, *, user: str, has: str, owners: int) -> Barred | None:
    """Why this person does not take the member `user` out; everyone may leave by himself."""
    if user != principal.user_id and not principal.may("people", "delete"):
        return Barred("forbidden", N_("Only an owner or administrator removes people."))
    if has == OWNER and principal.role != OWNER:
        return Barred("forbidden", N_("Only an owner removes another one."))
    if has == OWNER and owners == 1:
        return Barred("invalid", _LAST)
    return None


def withdrawal_barred(principal: Principal, *, user: str, has: str) -> Barred | None:
    """Why this person does not take away the access of a computer of `user`, who `has` this role, or none any more."""
    if user == principal.user_id:
        return None
    if not principal.may("people", "delete"):
        return Barred("forbidden", N_("Only an owner or administrator takes away the access of a computer."))
    if has == OWNER and principal.role != OWNER:
        return Barred("forbidden", N_("Only an owner takes away the access of another one's computer."))
    return None


def release_barred(principal: Principal) -> Barred | None:
    """Why this person does not say above which number the main series go on after the cloud was restored."""
    if principal.may("settings", "modify") and principal.all_records:
        return None
    return Barred("forbidden", N_("Only an owner or administrator releases numbers."))
