"""What a member who leaves surrenders, the history of rows, and main series that are closed after a restore.

Rows that changed before this revision have the history that follows from here on: the log of earlier groups is kept,
but what became of each row was not written down then.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "closed_series",
        _text("org_id"),
        _whole("since"),
        PrimaryKeyConstraint("org_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "history",
        _text("org_id"),
        _text("c"),
        _text("id"),
        _whole("seq"),
        _text("op"),
        _text("f"),
        PrimaryKeyConstraint("org_id", "c", "id", "seq"),
    )
    op.create_table(
        "former_members",
        _text("org_id"),
        _text("account"),
        _text("user_id"),
        _whole("removed"),
        PrimaryKeyConstraint("org_id", "account"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "surrendered",
        _text("org_id"),
        _text("gid"),
        _text("device"),
        _text("user_id"),
        _whole("at"),
        _text("body"),
        PrimaryKeyConstraint("org_id", "gid"),
    )


def _text(name: str) -> Column[str]:
    return Column(name, Text(), nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger(), nullable=False)
