"""Quotes and invoices in the order of their totals: to be found by an amount, and sorted by it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE INDEX ix_invoices_total ON invoices (total)
    """,
    """
    CREATE INDEX ix_quotes_total ON quotes (total)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=4")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
