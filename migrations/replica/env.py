"""Runs the migrations of a replica file, all of one start in one transaction.

The store hands the connection over in `config.attributes`. Foreign keys are off while tables are rebuilt,
since a rebuilt parent would take its children along, and are checked before the commit.
"""

from alembic import context
from sqlalchemy.engine import Connection


def run(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.rollback()
    context.configure(
        connection=connection, transactional_ddl=True, transaction_per_migration=False, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} rows would lose what they refer to")


run(context.config.attributes["connection"])
