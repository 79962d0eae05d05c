"""The day of the work that an invoice is for.

The columns of a table stand in the order of their kinds, which a new day before a number would break: the invoices are
written anew, under the row numbers that the search index knows.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KEPT = (
    'rid, id, seq, clk, extra, sort_key, "clientId", "projectId", "propertyId", "contactId", title, status, currency,'
    ' "discountKind", "discountValue", "dueDate", message, terms, number, "issuedDay", "issuedId", "quoteId",'
    ' revision, "pricesIncludeTax", subtotal, discount, tax, total, paid, balance'
)
STATEMENTS = (
    "ALTER TABLE invoices RENAME TO invoices_before",
    """
    CREATE TABLE invoices ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "projectId" TEXT, "propertyId" TEXT, "contactId"
    TEXT, title TEXT, status TEXT, currency TEXT, "discountKind" TEXT, "discountValue" TEXT, "dueDate"
    TEXT, message TEXT, terms TEXT, number TEXT, "issuedDay" TEXT, "issuedId" TEXT, "quoteId" TEXT,
    "serviceDay" TEXT, revision INTEGER, "pricesIncludeTax" INTEGER, subtotal INTEGER, discount INTEGER,
    tax INTEGER, total INTEGER, paid INTEGER, balance INTEGER, PRIMARY KEY (rid), CONSTRAINT
    uq_invoices_id UNIQUE (id) )
    """,
    f"INSERT INTO invoices ({_KEPT}) SELECT {_KEPT} FROM invoices_before",
    "DROP TABLE invoices_before",
    'CREATE INDEX "ix_invoices_clientId" ON invoices ("clientId")',
    'CREATE INDEX "ix_invoices_projectId" ON invoices ("projectId")',
    'CREATE INDEX "ix_invoices_quoteId" ON invoices ("quoteId")',
    "CREATE INDEX ix_invoices_sort ON invoices (sort_key, status)",
    "CREATE INDEX ix_invoices_total ON invoices (total)",
    "CREATE INDEX ix_invoices_newest ON invoices (coalesce(\"issuedDay\",'9999'), coalesce(number,''))",
    """
    CREATE INDEX ix_invoices_status ON invoices (status, coalesce("issuedDay",'9999'), coalesce(number,''))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=14")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
