"""Invoices in the order of what is owed on them: to be found by that amount, and sorted by it."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_invoices_balance ON invoices (balance)")
    op.execute("PRAGMA user_version=17")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
