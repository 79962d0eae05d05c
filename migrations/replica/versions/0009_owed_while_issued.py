"""What is still owed on an invoice: nothing on a draft and nothing on one that was voided."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = ("UPDATE invoices SET balance=0 WHERE status<>'sent' AND balance IS NOT NULL",)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=9")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
