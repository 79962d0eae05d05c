"""From which numbers quotes and invoices count, for a firm whose earlier ones were given elsewhere.

The columns of a table stand in the order of their kinds, which new numbers before a flag would break: the settings are
written anew.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEPT = (
    'rid, id, seq, clk, extra, sort_key, name, email, phone, website, "streetAddress", "zipCode", city, state, country,'
    ' currency, timezone, language, "paperSize", "taxNumber", "taxLabel", "defaultTaxRate", "taxRounding", iban, bank,'
    ' "offlineIssue", "quoteTerms", "invoiceTerms", footer, "logoSha256", "paymentDays", "numbersWait"'
)
STATEMENTS = (
    "ALTER TABLE organizations RENAME TO organizations_before",
    """
    CREATE TABLE organizations ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, name TEXT, email TEXT, phone TEXT, website TEXT,
    "streetAddress" TEXT, "zipCode" TEXT, city TEXT, state TEXT, country TEXT, currency TEXT, timezone
    TEXT, language TEXT, "paperSize" TEXT, "taxNumber" TEXT, "taxLabel" TEXT, "defaultTaxRate" TEXT,
    "taxRounding" TEXT, iban TEXT, bank TEXT, "offlineIssue" TEXT, "quoteTerms" TEXT, "invoiceTerms"
    TEXT, footer TEXT, "logoSha256" TEXT, "paymentDays" INTEGER, "quotesFrom" INTEGER, "invoicesFrom"
    INTEGER, "numbersWait" INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_organizations_id UNIQUE (id) )
    """,
    f"INSERT INTO organizations ({_KEPT}) SELECT {_KEPT} FROM organizations_before",
    "DROP TABLE organizations_before",
    "CREATE INDEX ix_organizations_sort ON organizations (sort_key)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=16")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
