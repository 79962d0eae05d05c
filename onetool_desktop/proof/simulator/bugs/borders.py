"""Mistakes that let something of one organisation into another: statements of the cloud that forget which is meant."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# A mistake is made with values whose types it does not care for.

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from onetool_desktop.cloud.database import Connection


def a_row_is_found_by_its_id_alone() -> Iterator[None]:
    """What a group changes is looked up by its id, in whichever organisation there is one."""
    before = "WHERE org_id = ? AND id = ?"
    with _forgetting(before, "WHERE (org_id = ? OR 1) AND id = ? ORDER BY org_id", "SELECT body, root"):
        yield


def a_row_is_written_by_its_id_alone() -> Iterator[None]:
    """A row that changes is written wherever there is one of its id."""
    with _forgetting("WHERE org_id = ? AND id = ?", "WHERE (org_id = ? OR 1) AND id = ?", "UPDATE c_"):
        yield


def a_page_holds_rows_by_their_ids_alone() -> Iterator[None]:
    """A page is filled with whatever has the ids that belong on it."""
    with _forgetting("WHERE org_id = ? AND id IN", "WHERE (org_id = ? OR 1) AND id IN", "SELECT id, body"):
        yield


def the_index_is_moved_in_every_organisation() -> Iterator[None]:
    """A row's place in the order moves for everybody who has one of its id."""
    with _forgetting("WHERE org_id = ? AND c = ?", "WHERE (org_id = ? OR 1) AND c = ?", "UPDATE row_index"):
        yield


def a_group_is_known_by_its_gid_in_any_organisation() -> Iterator[None]:
    """A group is answered as one of the same gid was answered elsewhere."""
    with _forgetting(
        "WHERE org_id = ? AND gid IN", "WHERE (org_id = ? OR 1) AND gid IN", "SELECT gid, user_id"
    ):
        yield


def whoever_belongs_to_one_belongs_to_all() -> Iterator[None]:
    """A caller is a member of the organisation he names if he is one of any."""
    before = "WHERE org_id = ? AND account = ?"
    with _forgetting(before, "WHERE (org_id = ? OR 1) AND account = ?", "SELECT user_id, role"):
        yield


def a_persons_sums_are_those_of_all_his_organisations() -> Iterator[None]:
    """What one person sees is summed up once, wherever he belongs."""
    before = "FROM sums WHERE org_id = ? AND user_id = ?"
    with _forgetting(
        before, "FROM sums WHERE (org_id = ? OR 1) AND user_id = ? ORDER BY org_id", "SELECT body"
    ):
        yield


def whoever_loses_by_it_is_told_everywhere() -> Iterator[None]:
    """A notice stands in every organisation that its person belongs to."""
    with _forgetting("FROM c_notices t WHERE t.org_id = ?", "FROM c_notices t WHERE (t.org_id = ? OR 1)", ""):
        yield


@contextmanager
def _forgetting(org: str, nothing: str, of: str) -> Generator[None]:
    """Statements that begin with `of` forget the organisation: `org` in them becomes `nothing`."""
    run = Connection.run

    def wrong(self: Any, sql: str, values: Any = ()) -> Any:
        return run(self, sql.replace(org, nothing) if sql.startswith(of) else sql, values)

    with patch.object(Connection, "run", wrong):
        yield


ALL = (
    a_row_is_found_by_its_id_alone,
    a_row_is_written_by_its_id_alone,
    a_page_holds_rows_by_their_ids_alone,
    the_index_is_moved_in_every_organisation,
    a_group_is_known_by_its_gid_in_any_organisation,
    whoever_belongs_to_one_belongs_to_all,
    a_persons_sums_are_those_of_all_his_organisations,
    whoever_loses_by_it_is_told_everywhere,
)
