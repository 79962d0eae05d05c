"""An assigned-only member sees his work, what it needs, and nothing else."""

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.scope import visible

ME = "me"


def row(row_id: str, **f: object) -> Row:
    return Row(row_id, f, {"row": "0" * 24})


CLUSTER = [
    ("clients", row("c")),
    ("clientContacts", row("contact", clientId="c")),
    ("clientProperties", row("house", clientId="c")),
    ("projects", row("mine", clientId="c", assignedUserIds=[ME])),
    ("projects", row("other", clientId="c", assignedUserIds=["x"])),
    ("tasks", row("visit", clientId="c", assigneeUserId=ME)),
    ("tasks", row("elsewhere", clientId="c", projectId="other", assigneeUserId="x")),
    ("quotes", row("q", clientId="c", projectId="mine")),
    ("quoteLineItems", row("l", quoteId="q")),
    ("quotes", row("q2", clientId="c", projectId="other")),
    ("invoices", row("i", clientId="c", projectId="mine", quoteId="q")),
    ("payments", row("p", invoiceId="i")),
    ("issued", row("paper", invoiceId="i")),
]


def seen(cluster: list[tuple[str, Row]], user: str = ME, creator: str | None = None) -> set[str]:
    return {row_id for _, row_id in visible(cluster, user, lambda _: creator)}


def test_assigned_work_brings_what_it_needs() -> None:
    assert seen(CLUSTER) == {"c", "contact", "house", "mine", "visit", "q", "l", "i", "p", "paper"}


def test_nothing_assigned_shows_nothing() -> None:
    assert seen(CLUSTER, user="nobody") == set()


def test_a_client_he_made_is_his() -> None:
    assert seen([("clients", row("c")), ("clientContacts", row("k", clientId="c"))], creator=ME) == {"c", "k"}


def test_losing_the_project_loses_its_documents() -> None:
    without = [(c, r) for c, r in CLUSTER if r.id not in ("mine", "visit")]
    assert seen([*without, ("projects", row("mine", clientId="c"))]) == set()
