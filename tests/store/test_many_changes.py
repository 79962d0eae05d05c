"""More changes by others than one checkpoint may hold are applied as they come, and take nothing away."""

from onetool_desktop.store import exchange
from tests.store.world import World


def clients(world: World) -> set[str]:
    return {row_id for (row_id,) in world.replica.reads().db.execute("SELECT id FROM clients")}


def test_a_large_stage_is_applied_with_its_first_pages_and_what_was_here_stays(world: World) -> None:
    old, first, second, third = (world.cloud_row(companyName=name) for name in ("Old", "One", "Two", "Three"))
    world.pull(("clients", old))

    exchange.stage(world.replica, world.page(("clients", first), more=True))
    exchange.apply_arrival(world.replica, world.page(("clients", second), more=True))
    exchange.apply_arrival(world.replica, world.page(("clients", third)))

    assert clients(world) == {row["id"] for row in (old, first, second, third)}
    assert not exchange.state(world.replica).arriving
    world.agree()


def test_a_large_stage_that_was_broken_off_goes_on_and_still_takes_nothing_away(world: World) -> None:
    old, first, second = (world.cloud_row(companyName=name) for name in ("Old", "One", "Two"))
    world.pull(("clients", old))

    exchange.apply_arrival(world.replica, world.page(("clients", first), more=True))
    world.reopen()
    exchange.apply_checkpoint(world.replica, world.page(("clients", second)))

    assert clients(world) == {row["id"] for row in (old, first, second)}
    world.agree()
