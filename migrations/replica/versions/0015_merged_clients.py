"""Clients that were merged into another: found from it, and left out of lists that are read off an index."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX IF EXISTS ix_clients_sort",
    "DROP INDEX IF EXISTS ix_clients_status",
    'CREATE INDEX ix_clients_sort ON clients (sort_key, status, "mergedInto")',
    'CREATE INDEX ix_clients_status ON clients (status, sort_key, "mergedInto")',
    'CREATE INDEX "ix_clients_mergedInto" ON clients ("mergedInto")',
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=15")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
