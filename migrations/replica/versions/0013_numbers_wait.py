"""Whether the numbers of the main series wait, since the cloud came from a backup."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE organizations ADD COLUMN "numbersWait" INTEGER')
    op.execute("PRAGMA user_version=13")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
