"""The discount of a line, optional lines of a quote, and the code of an item of the price book.

The columns of a table stand in the order of their kinds, which a new text before a flag would break: the price book
is small and is written anew, under the row numbers that the search index knows.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEPT = 'rid, id, seq, clk, extra, sort_key, name, detail, unit, "unitPrice", "taxRate", cost, "isActive"'
STATEMENTS = (
    'ALTER TABLE "quoteLineItems" ADD COLUMN "discountKind" TEXT',
    'ALTER TABLE "quoteLineItems" ADD COLUMN "discountValue" TEXT',
    'ALTER TABLE "quoteLineItems" ADD COLUMN optional INTEGER',
    'ALTER TABLE "quoteLineItems" ADD COLUMN chosen INTEGER',
    'ALTER TABLE "invoiceLineItems" ADD COLUMN "discountKind" TEXT',
    'ALTER TABLE "invoiceLineItems" ADD COLUMN "discountValue" TEXT',
    f"CREATE TEMP TABLE kept_skus AS SELECT {_KEPT} FROM skus",
    "DROP TABLE skus",
    """
    CREATE TABLE skus ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, name TEXT, detail TEXT, unit TEXT, "unitPrice" TEXT, "taxRate" TEXT,
    cost TEXT, code TEXT, "isActive" INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_skus_id UNIQUE (id) )
    """,
    f"INSERT INTO skus ({_KEPT}) SELECT {_KEPT} FROM kept_skus",
    "DROP TABLE temp.kept_skus",
    "CREATE INDEX ix_skus_sort ON skus (sort_key)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=7")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
