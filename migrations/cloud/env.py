"""The alembic environment of the cloud's database: runs on the connection it is handed, never on one of its own."""

from alembic import context

from onetool_desktop.cloud.tables import metadata


def run() -> None:
    """Runs the migrations in one transaction."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()


run()
