"""Files: their rows, the queue of their bytes, and the projects whose files stay on this computer."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE attachments ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "propertyId" TEXT, "projectId" TEXT,
    "taskId" TEXT, "quoteId" TEXT, "invoiceId" TEXT, name TEXT, caption TEXT, kind TEXT, mime TEXT,
    sha256 TEXT, "previewSha256" TEXT, state TEXT, size INTEGER, "previewSize" INTEGER, "takenAt"
    INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_attachments_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_attachments_clientId" ON attachments ("clientId")
    """,
    """
    CREATE INDEX "ix_attachments_invoiceId" ON attachments ("invoiceId")
    """,
    """
    CREATE INDEX "ix_attachments_projectId" ON attachments ("projectId")
    """,
    """
    CREATE INDEX "ix_attachments_propertyId" ON attachments ("propertyId")
    """,
    """
    CREATE INDEX "ix_attachments_quoteId" ON attachments ("quoteId")
    """,
    """
    CREATE INDEX "ix_attachments_taskId" ON attachments ("taskId")
    """,
    """
    CREATE TABLE kept_offline ( id TEXT NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID
    """,
    """
    CREATE TABLE transfers ( way TEXT NOT NULL, id TEXT NOT NULL, sha TEXT NOT NULL, size INTEGER
    NOT NULL, position INTEGER NOT NULL, asked INTEGER NOT NULL, tried INTEGER NOT NULL, next_at
    INTEGER NOT NULL, state TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (way, id, sha) ) WITHOUT
    ROWID
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=3")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
