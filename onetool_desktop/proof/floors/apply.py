"""The floor of applying pulled changes: raw `executemany` into the same table, with its indexes and its search.

Promises: the file is a copy of the very replica, encrypted by the same key and under the same pragmas; statements with
their values and searched words are made before the clock starts; one transaction, durable at its end, as the product's
checkpoint is.
"""

import time
from pathlib import Path

from onetool_desktop.store import engine, many, search
from onetool_desktop.store.codec import codec
from onetool_desktop.store.pages import Page


def written(path: Path, key: str, page: Page) -> float:
    """Seconds to write the rows of a page into a copy of the replica; each row stands there already."""
    db = engine.connect(path, key=key)
    statements = {c: list(many.statements(c, rows)) for c, rows in page.rows.items()}
    words = {
        c: [(_rid(db, c, row["id"]), codec(c).search_text(row["f"])) for row in rows]
        for c, rows in page.rows.items()
    }
    started = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    for c, prepared in statements.items():
        for text, values in prepared:
            db.executemany(text, values)
        search.enter(db, c, words[c])
    db.execute("COMMIT")
    seconds = time.perf_counter() - started
    db.close()
    return seconds


def _rid(db: engine.Db, c: str, row_id: str) -> int:
    return db.execute(f'SELECT rid FROM "{c}" WHERE id=?', (row_id,)).fetchone()[0]
