"""Documents from the newest, and tasks of one status by their day: the first rows of each tab are read off an index."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    DROP INDEX IF EXISTS ix_invoices_status
    """,
    """
    DROP INDEX IF EXISTS ix_quotes_status
    """,
    """
    DROP INDEX IF EXISTS ix_tasks_status
    """,
    """
    DROP INDEX IF EXISTS ix_tasks_person
    """,
    """
    CREATE INDEX ix_invoices_newest ON invoices (coalesce("issuedDay",'9999'), coalesce(number,''))
    """,
    """
    CREATE INDEX ix_invoices_status ON invoices (status, coalesce("issuedDay",'9999'), coalesce(number,''))
    """,
    """
    CREATE INDEX ix_quotes_newest ON quotes (coalesce("issuedDay",'9999'), coalesce(number,''))
    """,
    """
    CREATE INDEX ix_quotes_status ON quotes (status, coalesce("issuedDay",'9999'), coalesce(number,''))
    """,
    """
    CREATE INDEX ix_tasks_status ON tasks (status, date, "startTime")
    """,
    """
    CREATE INDEX ix_tasks_person ON tasks ("assigneeUserId", status, date, "startTime")
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=6")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
