"""When a group of the local log was settled, by the cloud's time: what it is thinned by."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE settled ADD COLUMN settled_at INTEGER DEFAULT '0' NOT NULL",
    "UPDATE settled SET settled_at=made_at",  # the nearest to it that was written down until now
    "CREATE INDEX ix_settled_at ON settled (settled_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=8")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
