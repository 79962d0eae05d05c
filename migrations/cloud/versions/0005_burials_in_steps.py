"""Which rows that fell with a large delete still wait for their tombstones.

Frozen: this is the change as it was at this revision, whatever the declarations have become since.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the mark, and the index by which the job finds what is marked."""
    op.add_column("burials", Column("due", BigInteger()))
    there = text("due IS NOT NULL")
    op.create_index(
        "ix_burials_due", "burials", ["org_id", "due"], sqlite_where=there, postgresql_where=there
    )
