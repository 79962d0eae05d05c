"""The pictures of the logos that an organisation has had.

Frozen: this is the table as it was at this revision, whatever the declarations have become since.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "c_logos",
        Column("org_id", Text(), nullable=False),
        Column("id", Text(), nullable=False),
        Column("seq", BigInteger(), nullable=False),
        Column("root", Text(), nullable=False),
        Column("del", Text()),
        Column("body", Text(), nullable=False),
        Column("was", Text()),
        PrimaryKeyConstraint("org_id", "id"),
    )
