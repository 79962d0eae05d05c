"""A question nobody wants the answer of is ended where it is, and nothing else is."""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from onetool_desktop.store import engine
from onetool_desktop.store.giving_up import Asked

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT begun() UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_a_query_that_runs_is_ended_and_the_connection_serves_the_next(tmp_path: Path) -> None:
    begun, asked = Event(), Asked()

    def read() -> object:
        db = engine.connect(tmp_path / "a.db", key=None)
        db.create_function("begun", 0, lambda: begun.set() or 1)  # pyright: ignore[reportAttributeAccessIssue] # the driver's own
        with pytest.raises(CancelledError), asked.over(db):
            db.execute(ENDLESS).fetchone()
        with Asked().over(db):
            found = db.execute("SELECT 7").fetchone()
        db.close()
        return found

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert begun.wait(20)
        asked.give_up()
        assert reading.result(20) == (7,)


def test_a_question_given_up_does_not_begin(tmp_path: Path) -> None:
    db, asked = engine.connect(tmp_path / "a.db", key=None), Asked()
    asked.give_up()
    with pytest.raises(CancelledError), asked.over(db):
        raise AssertionError("it began")
    db.close()


def test_giving_up_later_ends_nobody_elses_query(tmp_path: Path) -> None:
    db, asked = engine.connect(tmp_path / "a.db", key=None), Asked()
    with asked.over(db):
        pass
    rows = db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT i FROM n"
    )
    assert rows.fetchone() == (1,)
    asked.give_up()
    assert len(rows.fetchall()) == 4
    db.close()


def test_what_went_wrong_by_itself_is_told_as_it_is(tmp_path: Path) -> None:
    db, asked = engine.connect(tmp_path / "a.db", key=None), Asked()
    with pytest.raises(Exception, match="no such table"), asked.over(db):
        db.execute("SELECT * FROM nowhere")
    db.close()
