"""What is being typed and not saved yet, kept for the start after a crash."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE half_typed ( place TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, opener
    TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (place, field) ) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=5")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
