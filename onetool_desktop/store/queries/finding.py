"""What the one search box finds: records of every kind for what was typed, the likeliest first, bounded.

Promises: every question reads an index and stops after a fixed number of rows, so that it costs the same with ten
thousand records and with a million; what was typed is bound or quoted, never an operator. The order: a document of that
number, an amount, a client and where few are meant the newest of what is his, a name that begins with it, a name with
such words in it, any text. May not know: how a row is shown.

Why no ranking by the index's own weight: it looks at every row that fits before it can give one, and `ha` fits tens of
thousands. The newest of those that fit are taken instead, a few of each kind.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import product

from onetool_desktop.domain.typed_search import Meaning, splits
from onetool_desktop.store import columns, search
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import lists, merged
from onetool_desktop.store.sortkeys import sort_key

Hit = tuple[str, int]  # collection, rid

_OF_A_KIND = 6
_LOOKED_AT = 1_500  # rows of the index, newest first, of which the first few of each kind are taken
_NAMED = ("clients", "projects", "tasks", "skus")
_PAID = ("invoices", "quotes")
_OF_A_CLIENT = ("invoices", "quotes", "projects")
_FEW = 3  # clients, and of each kind of what is theirs; of each kind what comes to some pence more
_ORDER = (
    "clients", "invoices", "quotes", "projects", "clientContacts", "clientProperties", "tasks", "skus",
    "invoiceLineItems", "quoteLineItems",
)  # fmt: skip


def hits(db: Db, meant: Sequence[Meaning]) -> Iterator[Hit]:
    """The records for each meaning in turn, likeliest first; a record may come twice."""
    for one in meant:
        yield from _meant(db, one)


def _meant(db: Db, meant: Meaning) -> Iterator[Hit]:
    kinds = (meant.kind,) if meant.kind else _ORDER
    yield from _numbered(db, meant, kinds)
    yield from _amounting(db, meant, kinds)
    # A single letter begins half of all words: it narrows nothing and costs a walk through them.
    words = search.expression(meant.words, least=2)
    clients, titled = list(_named(db, meant.words, ("clients",))), list[Hit]()
    if words is not None and not clients:
        titled = list(_matching(db, f"{{high}} : ({words})", dict.fromkeys((*kinds, "clients"))))
        clients = [hit for hit in titled if hit[0] == "clients"]
    yield from (hit for hit in clients if hit[0] in kinds)
    if len(clients) <= _FEW:
        yield from _newest_of(db, clients, [kind for kind in _OF_A_CLIENT if kind in kinds])
    yield from _named(db, meant.words, kinds)
    if words is not None:
        titled = titled or list(_matching(db, f"{{high}} : ({words})", kinds))
        yield from (hit for hit in titled if hit[0] in kinds)
        yield from _matching(db, words, kinds)
    if meant.dialled:
        ways = [
            " AND ".join([*(f'"{part}"' for part in way[:-1]), f'"{way[-1]}"*'])
            for way in splits(meant.dialled)
        ]
        yield from _matching(db, " OR ".join(f"({way})" for way in ways), kinds)


def _newest_of(db: Db, clients: Sequence[Hit], kinds: Sequence[str]) -> Iterator[Hit]:
    """The newest few of each kind that each client has, of all kinds together the newest first."""
    for _client, rid in clients:
        owner, newest = lists.id_of(db, "clients", rid), list[tuple[str, Hit]]()
        for c in kinds:
            his = merged.leads_to(c, "clientId", ":owner")
            sql = f'SELECT id, rid FROM "{c}" WHERE {his} ORDER BY rid DESC LIMIT {_FEW}'
            newest += [(row_id, (c, int(own))) for row_id, own in db.execute(sql, {"owner": owner})]
        newest.sort(reverse=True)  # an id begins with the time it was made
        yield from (hit for _made, hit in newest)


def _numbered(db: Db, meant: Meaning, kinds: Sequence[str]) -> Iterator[Hit]:
    """Documents that were given such a count in their series."""
    exact = search.exact_number(meant.words)
    documents = [kind for kind in kinds if kind in ("invoices", "quotes", "projects")]
    if exact is not None and documents:
        yield from _matching(db, f"{{high}} : ({exact})", documents)


def _amounting(db: Db, meant: Meaning, kinds: Sequence[str]) -> Iterator[Hit]:
    """Documents of that very amount, the newest first; then a few of those that come to some pence more."""
    paid = [kind for kind in _PAID if kind in kinds]
    for condition, most in (
        ("total = :low ORDER BY rid DESC", _OF_A_KIND),
        ("total > :low AND total < :stop ORDER BY total, rid", _FEW),
    ):
        for c, span in product(paid, meant.amounts):
            sql = f'SELECT rid FROM "{c}" WHERE {condition} LIMIT {most}'
            found = db.execute(sql, {"low": span.start, "stop": span.stop})
            yield from ((c, rid) for (rid,) in found)


def _named(db: Db, words: str, kinds: Sequence[str]) -> Iterator[Hit]:
    if not words:
        return
    low = sort_key(words)
    for c in [kind for kind in _NAMED if kind in kinds]:
        sql = (
            f'SELECT rid FROM "{c}" WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key LIMIT {_OF_A_KIND}'
        )
        yield from ((c, rid) for (rid,) in db.execute(sql, (low, low + "\U0010ffff")))


def _matching(db: Db, query: str, kinds: Collection[str]) -> Iterator[Hit]:
    sql = f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT {_LOOKED_AT}"
    names = list(columns.CODES)
    found: dict[str, list[int]] = {kind: [] for kind in kinds}
    for (of_row,) in db.execute(sql, (query,)):
        key = int(of_row)
        rids = found.get(names[key % search.SPAN])
        if rids is not None and len(rids) < _OF_A_KIND:
            rids.append(key // search.SPAN)
    for kind in kinds:
        yield from ((kind, rid) for rid in found[kind])
