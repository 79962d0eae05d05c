"""Rows that were merged into another, as SQL: the same rule as `changes.merged`, for lists of many rows.

Promises: pieces of SQL without values, for a collection whose declaration names such a reference; what was merged into
nothing, nearly every row, costs one look by key. May not know: nouns.
"""

from onetool_desktop.domain.collections import COLLECTIONS


def standing(c: str) -> str:
    """The condition of the rows that stand for themselves; '' where none is ever merged. A deleted row stands for none,
    nor does one that is not here, or one that leads back.
    """
    into = COLLECTIONS[c].merged
    if not into:
        return ""
    end = _last(c, f'"{c}"."{into}"')
    return f'("{into}" IS NULL OR NOT EXISTS ({end}))'


def is_merged(c: str, id: str) -> str:
    """The condition that the row whose id the expression `id` is was merged; `id` names no column of `c` itself."""
    into = COLLECTIONS[c].merged
    return f'(SELECT "{into}" FROM "{c}" WHERE id = {id}) IS NOT NULL' if into else "0"


def survivor(c: str, id: str) -> str:
    """The id of the row that stands for the one whose id the expression `id` is; `id` as in `is_merged`."""
    if not COLLECTIONS[c].merged:
        return id
    return f"CASE WHEN {is_merged(c, id)} THEN coalesce(({_last(c, id)}), {id}) ELSE {id} END"


def way(c: str, id: str) -> str:
    """The ids of the row whose id the expression `id` is, and of all that it leads to, here or not."""
    into = COLLECTIONS[c].merged
    return f"""WITH RECURSIVE way(id) AS (
        SELECT {id} UNION SELECT at."{into}" FROM way CROSS JOIN "{c}" AS at ON at.id = way.id)
        SELECT id FROM way"""


def together(c: str, id: str) -> str:
    """The ids of the row whose id the expression `id` is, and of all that lead to it."""
    into = COLLECTIONS[c].merged
    return f"""WITH RECURSIVE one(id) AS (
        SELECT {id} UNION SELECT it.id FROM one CROSS JOIN "{c}" AS it ON it."{into}" = one.id)
        SELECT id FROM one"""


def leads_to(c: str, field: str, id: str) -> str:
    """The condition of rows of `c` whose reference `field` is the row whose id the expression `id` is, or one that was
    merged into it.
    """
    ref = COLLECTIONS[c].by_name[field].ref
    if ref is None or not COLLECTIONS[ref.collection].merged:
        return f'"{field}" = {id}'
    return f'"{field}" IN ({together(ref.collection, id)})'


def _last(c: str, id: str) -> str:
    """The id of the row where the way ends that begins at this one; none where it is not here, or leads in a ring."""
    into = COLLECTIONS[c].merged
    return f"""SELECT last.id FROM ({way(c, id)}) AS way CROSS JOIN "{c}" AS last ON last.id = way.id
        LEFT JOIN "{c}" AS target ON target.id = last."{into}" WHERE target.id IS NULL"""
