"""Which registers of which rows were redacted, when and why.

Frozen: this is the table as it was at this revision, whatever the declarations have become since.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, MetaData, PrimaryKeyConstraint, Table, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the table."""
    metadata = MetaData()
    names = ("org_id", "c", "id", "register", "h")
    Table(
        "redactions",
        metadata,
        *(Column(name, Text(), nullable=False) for name in names),
        Column("at", BigInteger(), nullable=False),
        Column("reason", Text(), nullable=False),
        PrimaryKeyConstraint("org_id", "c", "id", "register"),
        sqlite_with_rowid=False,
    )
    metadata.create_all(op.get_bind())
