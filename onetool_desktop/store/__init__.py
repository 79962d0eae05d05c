"""The replica: engine and pragmas, tables, queries, group writer, outbox, shadow, search, migrations, backup.

Promises: saved means saved; nothing writes a synced row outside a group; visible = fold(shadow, outbox in order).
Reads return frozen rows. It knows SQL and the declarations; it knows no network, no screen and no user.
"""
