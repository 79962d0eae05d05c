"""When the access of a device was withdrawn, and by whom."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATEMENTS = (
    'ALTER TABLE devices ADD COLUMN "withdrawnBy" TEXT',
    'ALTER TABLE devices ADD COLUMN "withdrawnAt" INTEGER',
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=10")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
