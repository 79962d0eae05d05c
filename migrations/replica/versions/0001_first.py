"""The first schema of a replica file."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE arrived ( c TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (c, id) ) WITHOUT ROWID
    """,
    """
    CREATE TABLE "clientContacts" ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT
    NULL, extra TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "firstName" TEXT, "lastName" TEXT, email
    TEXT, phone TEXT, "jobTitle" TEXT, notes TEXT, PRIMARY KEY (rid), CONSTRAINT "uq_clientContacts_id"
    UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_clientContacts_clientId" ON "clientContacts" ("clientId")
    """,
    """
    CREATE TABLE "clientProperties" ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT
    NULL, extra TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "propertyName" TEXT, "propertyType"
    TEXT, "streetAddress" TEXT, "zipCode" TEXT, city TEXT, state TEXT, country TEXT, "accessNotes"
    TEXT, timezone TEXT, PRIMARY KEY (rid), CONSTRAINT "uq_clientProperties_id" UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_clientProperties_clientId" ON "clientProperties" ("clientId")
    """,
    """
    CREATE TABLE clients ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "companyName" TEXT, "companyDescription" TEXT, status TEXT,
    "leadSource" TEXT, "communicationPreference" TEXT, notes TEXT, "taxNumber" TEXT, language TEXT,
    "primaryContactId" TEXT, "primaryPropertyId" TEXT, "mergedInto" TEXT, "paymentDays" INTEGER, tags
    TEXT, open_balance INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_clients_id UNIQUE (id) )
    """,
    """
    CREATE INDEX ix_clients_balance ON clients (open_balance, sort_key)
    """,
    """
    CREATE INDEX ix_clients_sort ON clients (sort_key, status)
    """,
    """
    CREATE INDEX ix_clients_status ON clients (status, sort_key)
    """,
    """
    CREATE TABLE counters ( kind TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY
    KEY (kind, series) ) WITHOUT ROWID
    """,
    """
    CREATE TABLE devices ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "userId" TEXT, name TEXT, series TEXT, author TEXT, PRIMARY KEY
    (rid), CONSTRAINT uq_devices_id UNIQUE (id) )
    """,
    """
    CREATE INDEX ix_devices_sort ON devices (sort_key)
    """,
    """
    CREATE TABLE installments ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, "invoiceId" TEXT, position TEXT, description TEXT, "dueDate"
    TEXT, amount INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_installments_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_installments_invoiceId" ON installments ("invoiceId")
    """,
    """
    CREATE TABLE "invoiceLineItems" ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT
    NULL, extra TEXT, sort_key TEXT NOT NULL, "invoiceId" TEXT, position TEXT, kind TEXT, description
    TEXT, detail TEXT, quantity TEXT, unit TEXT, "unitPrice" TEXT, "taxRate" TEXT, cost TEXT, "skuId"
    TEXT, PRIMARY KEY (rid), CONSTRAINT "uq_invoiceLineItems_id" UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_invoiceLineItems_invoiceId" ON "invoiceLineItems" ("invoiceId")
    """,
    """
    CREATE TABLE invoices ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "projectId" TEXT, "propertyId" TEXT, "contactId"
    TEXT, title TEXT, status TEXT, currency TEXT, "discountKind" TEXT, "discountValue" TEXT, "dueDate"
    TEXT, message TEXT, terms TEXT, number TEXT, "issuedDay" TEXT, "issuedId" TEXT, "quoteId" TEXT,
    revision INTEGER, "pricesIncludeTax" INTEGER, subtotal INTEGER, discount INTEGER, tax INTEGER,
    total INTEGER, paid INTEGER, balance INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_invoices_id UNIQUE
    (id) )
    """,
    """
    CREATE INDEX "ix_invoices_clientId" ON invoices ("clientId")
    """,
    """
    CREATE INDEX "ix_invoices_projectId" ON invoices ("projectId")
    """,
    """
    CREATE INDEX "ix_invoices_quoteId" ON invoices ("quoteId")
    """,
    """
    CREATE INDEX ix_invoices_sort ON invoices (sort_key, status)
    """,
    """
    CREATE INDEX ix_invoices_status ON invoices (status, sort_key)
    """,
    """
    CREATE TABLE issued ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, kind TEXT, "quoteId" TEXT, "invoiceId" TEXT, series TEXT, number
    TEXT, day TEXT, sha TEXT, snap TEXT, review TEXT, no INTEGER, rev INTEGER, PRIMARY KEY (rid),
    CONSTRAINT uq_issued_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_issued_invoiceId" ON issued ("invoiceId")
    """,
    """
    CREATE INDEX ix_issued_number ON issued (kind, series, no)
    """,
    """
    CREATE INDEX "ix_issued_quoteId" ON issued ("quoteId")
    """,
    """
    CREATE INDEX ix_issued_sort ON issued (sort_key)
    """,
    """
    CREATE TABLE memberships ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, "userId" TEXT, role TEXT, permissions TEXT, PRIMARY KEY (rid),
    CONSTRAINT uq_memberships_id UNIQUE (id) )
    """,
    """
    CREATE TABLE meta ( "key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key") ) WITHOUT ROWID
    """,
    """
    CREATE TABLE notices ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "userId" TEXT, c TEXT, "rowId" TEXT, r TEXT, "lostH" TEXT, "wonH"
    TEXT, gid TEXT, settled INTEGER, lost TEXT, won TEXT, PRIMARY KEY (rid), CONSTRAINT uq_notices_id
    UNIQUE (id) )
    """,
    """
    CREATE INDEX ix_notices_open ON notices ("userId", settled)
    """,
    """
    CREATE TABLE organizations ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL,
    extra TEXT, sort_key TEXT NOT NULL, name TEXT, email TEXT, phone TEXT, website TEXT,
    "streetAddress" TEXT, "zipCode" TEXT, city TEXT, state TEXT, country TEXT, currency TEXT, timezone
    TEXT, language TEXT, "paperSize" TEXT, "taxNumber" TEXT, "taxLabel" TEXT, "defaultTaxRate" TEXT,
    "taxRounding" TEXT, iban TEXT, bank TEXT, "offlineIssue" TEXT, "quoteTerms" TEXT, "invoiceTerms"
    TEXT, footer TEXT, "paymentDays" INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_organizations_id UNIQUE
    (id) )
    """,
    """
    CREATE INDEX ix_organizations_sort ON organizations (sort_key)
    """,
    """
    CREATE TABLE outbox ( n INTEGER NOT NULL, gid TEXT NOT NULL, action TEXT NOT NULL, action_id TEXT
    NOT NULL, label TEXT NOT NULL, made_at INTEGER NOT NULL, h TEXT NOT NULL, body TEXT NOT NULL, state
    TEXT NOT NULL, seq TEXT, code TEXT, detail TEXT, restamped INTEGER DEFAULT '0' NOT NULL, size
    INTEGER NOT NULL, PRIMARY KEY (n), UNIQUE (gid) )
    """,
    """
    CREATE INDEX ix_outbox_answered ON outbox (state, n) WHERE state<>'waiting'
    """,
    """
    CREATE TABLE outbox_rows ( c TEXT NOT NULL, id TEXT NOT NULL, gid TEXT NOT NULL, PRIMARY KEY (c,
    id, gid) ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_outbox_rows_gid ON outbox_rows (gid)
    """,
    """
    CREATE TABLE payments ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "invoiceId" TEXT, day TEXT, method TEXT, note TEXT, reverses TEXT,
    amount INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_payments_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_payments_invoiceId" ON payments ("invoiceId")
    """,
    """
    CREATE INDEX ix_payments_reverses ON payments (reverses)
    """,
    """
    CREATE TABLE projects ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "propertyId" TEXT, title TEXT, description TEXT,
    "projectNumber" TEXT, status TEXT, "projectType" TEXT, "startDate" TEXT, "endDate" TEXT, notes
    TEXT, "assignedUserIds" TEXT, PRIMARY KEY (rid), CONSTRAINT uq_projects_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_projects_clientId" ON projects ("clientId")
    """,
    """
    CREATE INDEX ix_projects_sort ON projects (sort_key, status)
    """,
    """
    CREATE INDEX ix_projects_status ON projects (status, sort_key)
    """,
    """
    CREATE TABLE "quoteLineItems" ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT
    NULL, extra TEXT, sort_key TEXT NOT NULL, "quoteId" TEXT, position TEXT, kind TEXT, description
    TEXT, detail TEXT, quantity TEXT, unit TEXT, "unitPrice" TEXT, "taxRate" TEXT, cost TEXT, "skuId"
    TEXT, PRIMARY KEY (rid), CONSTRAINT "uq_quoteLineItems_id" UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_quoteLineItems_quoteId" ON "quoteLineItems" ("quoteId")
    """,
    """
    CREATE TABLE quotes ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, "clientId" TEXT, "projectId" TEXT, "propertyId" TEXT, "contactId"
    TEXT, title TEXT, status TEXT, currency TEXT, "discountKind" TEXT, "discountValue" TEXT,
    "validUntil" TEXT, message TEXT, terms TEXT, number TEXT, "issuedDay" TEXT, "issuedId" TEXT,
    revision INTEGER, "pricesIncludeTax" INTEGER, subtotal INTEGER, discount INTEGER, tax INTEGER,
    total INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_quotes_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_quotes_clientId" ON quotes ("clientId")
    """,
    """
    CREATE INDEX "ix_quotes_projectId" ON quotes ("projectId")
    """,
    """
    CREATE INDEX ix_quotes_sort ON quotes (sort_key, status)
    """,
    """
    CREATE INDEX ix_quotes_status ON quotes (status, sort_key)
    """,
    """
    CREATE TABLE settled ( gid TEXT NOT NULL, n INTEGER NOT NULL, seq TEXT NOT NULL, action TEXT NOT
    NULL, action_id TEXT NOT NULL, label TEXT NOT NULL, made_at INTEGER NOT NULL, h TEXT NOT NULL, body
    TEXT NOT NULL, PRIMARY KEY (gid) )
    """,
    """
    CREATE INDEX ix_settled_seq ON settled (seq)
    """,
    """
    CREATE TABLE shadow ( c TEXT NOT NULL, id TEXT NOT NULL, "row" TEXT, PRIMARY KEY (c, id) ) WITHOUT
    ROWID
    """,
    """
    CREATE TABLE skus ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, name TEXT, detail TEXT, unit TEXT, "unitPrice" TEXT, "taxRate" TEXT,
    cost TEXT, "isActive" INTEGER, PRIMARY KEY (rid), CONSTRAINT uq_skus_id UNIQUE (id) )
    """,
    """
    CREATE INDEX ix_skus_sort ON skus (sort_key)
    """,
    """
    CREATE TABLE stage ( n INTEGER NOT NULL, page TEXT NOT NULL, PRIMARY KEY (n) )
    """,
    """
    CREATE TABLE tasks ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, title TEXT, description TEXT, "clientId" TEXT, "projectId" TEXT,
    "propertyId" TEXT, date TEXT, "startTime" TEXT, "endTime" TEXT, "assigneeUserId" TEXT, status TEXT,
    report TEXT, PRIMARY KEY (rid), CONSTRAINT uq_tasks_id UNIQUE (id) )
    """,
    """
    CREATE INDEX "ix_tasks_clientId" ON tasks ("clientId")
    """,
    """
    CREATE INDEX ix_tasks_day ON tasks (date, "startTime")
    """,
    """
    CREATE INDEX "ix_tasks_projectId" ON tasks ("projectId")
    """,
    """
    CREATE INDEX ix_tasks_sort ON tasks (sort_key, status)
    """,
    """
    CREATE INDEX ix_tasks_status ON tasks (status, sort_key)
    """,
    """
    CREATE TABLE tombstones ( c TEXT NOT NULL, id TEXT NOT NULL, gid TEXT NOT NULL, clk TEXT NOT NULL,
    seq TEXT, was TEXT, PRIMARY KEY (c, id) ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_tombstones_gid ON tombstones (gid)
    """,
    """
    CREATE TABLE unknown ( c TEXT NOT NULL, id TEXT NOT NULL, "row" TEXT NOT NULL, PRIMARY KEY (c, id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE users ( rid INTEGER NOT NULL, id TEXT NOT NULL, seq TEXT, clk TEXT NOT NULL, extra
    TEXT, sort_key TEXT NOT NULL, name TEXT, email TEXT, phone TEXT, active INTEGER, PRIMARY KEY (rid),
    CONSTRAINT uq_users_id UNIQUE (id) )
    """,
    """
    CREATE INDEX ix_users_sort ON users (sort_key)
    """,
    """
    CREATE VIRTUAL TABLE search USING fts5(high, middle, low, content='', contentless_delete=1,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3')
    """,
    """
    INSERT INTO search(search, rank) VALUES ('automerge', 0)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version=1")
    op.execute("PRAGMA application_id=1332634964")


def downgrade() -> None:
    raise NotImplementedError(
        "a replica file is never taken back; restore the backup made before the migration"
    )
