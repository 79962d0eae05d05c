"""The logo of the organisation, and the pictures of all it has had.

The columns of a table stand in the order of their kinds, which a new text after a number would break: the one row of
the organisation is written anew.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEPT = (
    'rid, id, seq, clk, extra, sort_key, name, email, phone, website, "streetAddress", "zipCode", city, state, country,'
    ' currency, timezone, language, "paperSize", "taxNumber", "taxLabel", "defaultTaxRate", "taxRounding", iban, bank,'
    ' "offlineIssue", "quoteTerms", "invoiceTerms", footer, "paymentDays"'
)
STATEMENTS = (
    f"CREATE TEMP TABLE kept_organizations AS SELECT {_KEPT} FROM organizations",
    "DROP TABLE organizations",
    """
    CREATE TABLE organizations ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, name TEXT, email TEXT, phone TEXT, website TEXT,
    "streetAddress" TEXT, "zipCode" TEXT, city TEXT, state TEXT, country TEXT, currency TEXT, timezone
    TEXT, language TEXT, "paperSize" TEXT, "taxNumber" TEXT, "taxLabel" TEXT, "defaultTaxRate" TEXT,
    "taxRounding" TEXT, iban TEXT, bank TEXT, "offlineIssue" TEXT, "quoteTerms" TEXT, "invoiceTerms"
    TEXT, footer TEXT, "logoSha256" TEXT, "paymentDays" INTEGER, PRIMARY KEY (rid), CONSTRAINT
    uq_organizations_id UNIQUE (id) )
    """,
    f"INSERT INTO organizations ({_KEPT}) SELECT {_KEPT} FROM kept_organizations",
    "DROP TABLE temp.kept_organizations",
    "CREATE INDEX ix_organizations_sort ON organizations (sort_key)",
    """
    CREATE TABLE logos ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, sha256 TEXT, picture TEXT, PRIMARY KEY (rid),
    CONSTRAINT uq_logos_id UNIQUE (id) )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=11")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
