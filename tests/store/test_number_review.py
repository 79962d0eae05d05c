"""Number review: what is to be seen to, once for each document, with the other one that has its number."""

from onetool_desktop.changes.values import Row
from onetool_desktop.store.queries.number_review import in_review
from tests.store.world import World


def put_on_paper(world: World, quote: str, no: int, *, rev: int | None = None, review: str = "") -> str:
    number = f"Q-{no:06d}" + (f" r{rev}" if rev else "")
    told = {"rev": rev, "review": review or None}
    fields = {"kind": "quote", "quoteId": quote, "series": "main", "no": no, "number": number, **told}
    paper = Row(world.ids.new_id(), {k: v for k, v in fields.items() if v is not None}, {"row": ""})
    world.replica.write(lambda tx: tx.rows.write("issued", paper.id, paper))
    return paper.id


def test_a_quote_that_was_revised_stands_once_by_its_last_paper_beside_its_twin(world: World) -> None:
    first, second = world.ids.new_id(), world.ids.new_id()
    put_on_paper(world, first, 2)
    put_on_paper(world, first, 2, rev=2)
    for rev in (None, 3, 2):  # as they may come from two computers
        put_on_paper(world, second, 2, rev=rev, review="number")
    put_on_paper(world, second, 3)
    found = in_review(world.replica.reads().db)
    assert [(one.document, one.number, one.twin) for one in found] == [(second, "Q-000002 r3", first)]


def test_a_quote_put_on_paper_twice_has_no_other_beside_it(world: World) -> None:
    quote, other = world.ids.new_id(), world.ids.new_id()
    put_on_paper(world, quote, 2)
    put_on_paper(world, other, 3)
    paper = put_on_paper(world, quote, 4, review="document")
    assert [(one.id, one.twin) for one in in_review(world.replica.reads().db)] == [(paper, None)]
