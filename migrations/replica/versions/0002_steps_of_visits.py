"""When the steps of a visit were done, and the index by which a person's open visits are found."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    'ALTER TABLE tasks ADD COLUMN "travelStartedAt" INTEGER',
    'ALTER TABLE tasks ADD COLUMN "arrivedAt" INTEGER',
    'ALTER TABLE tasks ADD COLUMN "startedAt" INTEGER',
    'ALTER TABLE tasks ADD COLUMN "finishedAt" INTEGER',
    'CREATE INDEX ix_tasks_person ON tasks ("assigneeUserId", status, date)',
    "PRAGMA user_version=2",
)


def upgrade() -> None:
    """From the first schema."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Never: see the first."""
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
