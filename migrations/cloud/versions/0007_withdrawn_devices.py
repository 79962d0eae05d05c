"""Under which sign-in a device last came, and when its access was withdrawn."""

from alembic import op
from sqlalchemy import BigInteger, Column, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the columns."""
    op.add_column("devices", Column("session", Text()))
    op.add_column("devices", Column("withdrawn", BigInteger()))
