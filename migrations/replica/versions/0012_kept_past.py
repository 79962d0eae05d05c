"""What every row was before, as a cloud told it that the business left."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE kept_past (
        c TEXT NOT NULL,
        id TEXT NOT NULL,
        gid TEXT NOT NULL,
        h TEXT NOT NULL,
        op TEXT NOT NULL,
        f TEXT NOT NULL,
        PRIMARY KEY (c, id, gid)
    ) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=12")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
