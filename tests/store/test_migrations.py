"""The schema: migrations lead to what the declarations say, and one that fails leaves the old file."""

import re
from pathlib import Path

import pytest

from onetool_desktop.domain.collections import ALL, falls_with
from onetool_desktop.platform.resources import migrations_path
from onetool_desktop.store import columns, engine, migrate
from onetool_desktop.store.engine import Db
from onetool_desktop.store.replica import Replica
from tests.store.world import KEY, World

FAILING = '''"""A step that fails half way."""
from alembic import op
revision = "9999"
down_revision = "HEAD"
def upgrade():
    op.execute("ALTER TABLE clients ADD COLUMN mood TEXT")
    op.execute("DELETE FROM clients")
    raise RuntimeError("half way")
'''


def schema(db: Db) -> set[tuple[str, str]]:
    """Every table and index with its text, spaces apart."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    )
    found = {(name, re.sub(r"\s+", "", sql)) for name, sql in rows}
    return found | {("search_config", str(row)) for row in db.execute("SELECT k, v FROM search_config")}


def scripts_with(tmp_path: Path, more: str) -> Path:
    folder = tmp_path / "scripts"
    (folder / "versions").mkdir(parents=True)
    for path in migrations_path("replica").rglob("*.py"):
        (folder / path.relative_to(migrations_path("replica"))).write_bytes(path.read_bytes())
    (folder / "versions" / "9999_more.py").write_text(more.replace("HEAD", migrate.HEAD), encoding="utf-8")
    return folder


def test_the_migrations_lead_to_what_the_declarations_say(world: World, tmp_path: Path) -> None:
    path = tmp_path / "migrated.db"
    engine.connect(path, key=KEY).close()

    migrate.upgrade(path, key=KEY)

    db = engine.connect(path, key=KEY)
    assert schema(db) == schema(world.replica.writer)
    assert db.execute("PRAGMA user_version").fetchone()[0] == migrate.VERSION
    assert db.execute("PRAGMA application_id").fetchone()[0] == engine.APPLICATION
    assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrate.HEAD,)]
    db.close()


def test_a_file_that_lacks_the_last_migration_alone_is_not_current(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    engine.connect(path, key=KEY).close()
    migrate.upgrade(path, key=KEY, target=f"{int(migrate.HEAD) - 1:04}")
    db = engine.connect(path, key=KEY)
    assert not migrate.is_current(db)
    db.close()


def test_a_migration_that_fails_half_way_rolls_back_whole(world: World, tmp_path: Path) -> None:
    client = world.client("Still here")
    before = schema(world.replica.writer)
    world.replica.close()

    with pytest.raises(RuntimeError, match="half way"):
        migrate.upgrade(world.path, key=KEY, scripts=scripts_with(tmp_path, FAILING))

    world.replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)
    assert schema(world.replica.writer) == before
    assert world.live("clients", client).f["companyName"] == "Still here"
    assert world.replica.writer.execute("SELECT version_num FROM alembic_version").fetchall() == [
        (migrate.HEAD,)
    ]


def test_the_same_migration_without_the_fault_goes_through(world: World, tmp_path: Path) -> None:
    world.replica.close()

    migrate.upgrade(
        world.path,
        key=KEY,
        scripts=scripts_with(tmp_path, FAILING.replace('    raise RuntimeError("half way")\n', "")),
    )

    db = engine.connect(world.path, key=KEY)
    assert "mood" in {row[1] for row in db.execute("PRAGMA table_info(clients)")}
    db.execute("ALTER TABLE clients DROP COLUMN mood")
    db.close()
    world.replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)


def test_an_older_file_is_backed_up_before_it_is_migrated(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.client("Before the step")
    world.replica.close()
    steps: list[int] = []
    monkeypatch.setattr(migrate, "VERSION", migrate.VERSION + 1)
    monkeypatch.setattr(migrate, "upgrade", lambda path, *, key: steps.append(len(list(backups(path)))))

    world.replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)

    (backup,) = backups(world.path)
    db = engine.connect(backup, key=KEY)
    assert steps == [1]
    assert db.execute('SELECT "companyName" FROM clients').fetchall() == [("Before the step",)]
    db.close()


def test_the_price_book_keeps_its_items_and_their_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    engine.connect(path, key=KEY).close()
    migrate.upgrade(path, key=KEY, target="0006")
    db = engine.connect(path, key=KEY)
    db.execute(
        "INSERT INTO skus (rid, id, clk, sort_key, name, \"isActive\") VALUES (7, 'x', '{}', 'tap', 'Tap', 0)"
    )
    db.close()

    migrate.upgrade(path, key=KEY)

    db = engine.connect(path, key=KEY)
    assert db.execute('SELECT rid, id, name, code, "isActive" FROM skus').fetchall() == [
        (7, "x", "Tap", None, 0)
    ]
    db.close()


def backups(path: Path) -> list[Path]:
    return sorted(path.with_name(path.stem + " backups").glob("*.db"))


def test_cascades_lead_from_earlier_collections_to_later_ones() -> None:
    wrong = [
        (holder.name, child.name)
        for holder in ALL
        for child, _ in falls_with(holder.name)
        if columns.CODES[child.name] <= columns.CODES[holder.name]
    ]
    assert wrong == [], "what is visible is computed parents first, in the order of the collections"


def test_the_search_index_has_room_for_every_collection() -> None:
    assert len(ALL) < 64
