"""When each device last fetched.

Frozen: this is the table as it was at this revision, whatever the declarations have become since.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, MetaData, PrimaryKeyConstraint, Table, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the table."""
    metadata = MetaData()
    Table(
        "sightings",
        metadata,
        Column("org_id", Text(), nullable=False),
        Column("device", Text(), nullable=False),
        Column("at", BigInteger(), nullable=False),
        PrimaryKeyConstraint("org_id", "device"),
        sqlite_with_rowid=False,
    )
    metadata.create_all(op.get_bind())
