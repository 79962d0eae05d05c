"""A cloud of one organisation in plain dictionaries: the least `decide` can be asked of, for tests of the rules."""

from collections.abc import Sequence
from dataclasses import replace

from onetool_desktop.changes.decide import Site, decide
from onetool_desktop.changes.stamp import HybridClock
from onetool_desktop.changes.values import Change, Effects, Group, Issue, Refusal, Row, RowKey
from onetool_desktop.domain.permissions import Principal

ORG = "0190aaaa-0000-7000-8000-000000000001"
OFFICE = "aaaa0001"
FIELD = "bbbb0002"
THIRD = "cccc0003"
USERS = {who: f"0190aaaa-0000-7000-8000-00000000000{who[0]}" for who in (OFFICE, FIELD, THIRD)}


def uid(n: int) -> str:
    """A readable id."""
    return f"0190aaaa-0000-7000-8000-{n:012x}"


class Rows:
    """A reader over dictionaries; `main` gives numbers of the main series when set."""

    def __init__(self, *, gives_numbers: bool = True) -> None:
        self.rows: dict[RowKey, Row] = {}
        self.hidden: set[RowKey] = set()
        self.counters: dict[tuple[str, str], int] = {}
        self.seq = 0
        self.rights: dict[str, Principal] = {}
        self.log: dict[str, tuple[str, str]] = {}
        self._gives = gives_numbers

    def get(self, c: str, id: str) -> Row | None:
        return self.rows.get((c, id))

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        return [
            row for (name, _), row in self.rows.items() if name == c and row.live and row.f.get(field) == id
        ]

    def count(self, c: str, field: str, id: str) -> int:
        return len(self.children(c, field, id))

    def sees(self, c: str, id: str) -> bool:
        return (c, id) not in self.hidden

    def buried(self, gid: str) -> Sequence[tuple[str, Row]]:
        return [(c, row) for (c, _), row in self.rows.items() if row.deleted == gid]

    def author_user(self, author: str) -> str | None:
        return USERS.get(author)

    def rights_of(self, user_id: str) -> Principal | None:
        return self.rights.get(user_id, Principal(ORG, user_id, "00000000"))

    def written_by(self, seq: str) -> tuple[str, str] | None:
        return self.log.get(seq)

    def next_number(self, kind: str, series: str) -> int | None:
        return self.counters.get((kind, series), 0) + 1 if self._gives else None

    def numbered(self, kind: str, series: str, no: int) -> str | None:
        for (c, row_id), row in self.rows.items():
            if c == "issued" and (row.f["kind"], row.f["series"], row.f["no"]) == (kind, series, no):
                return row_id
        return None

    def accept(self, effects: Effects) -> None:
        """Write the effects under one seq."""
        self.seq += 1
        for key, row in effects.rows.items():
            self.rows[key] = replace(row, seq=f"{self.seq:012d}")
        for series, no in effects.counters.items():
            self.counters[series] = max(no, self.counters.get(series, 0))


class Author:
    """Someone at a device, who makes groups; time moves a second with each."""

    def __init__(self, author: str, role: str = "owner", start_ms: int = 1_800_000_000_000) -> None:
        self.principal = Principal(ORG, USERS[author], author, role)
        self._clock = HybridClock(author)
        self._now = start_ms
        self._n = 0

    def group(self, *changes: Change, commands: tuple[Issue, ...] = (), ms: int | None = None) -> Group:
        """A group of these changes, stamped."""
        self._now = ms if ms is not None else self._now + 1000
        self._n += 1
        stamp, self._clock = self._clock.tick(self._now)
        gid = f"0190bbbb-{int(self.principal.author, 16) & 0xFFFF:04x}-7000-8000-{self._n:012x}"
        return Group(n=self._n, gid=gid, action="test", h=stamp, changes=changes, commands=commands)


def send(rows: Rows, author: Author, group: Group) -> Effects | Refusal:
    """Decide in the cloud and write what is accepted."""
    answer = decide(rows, author.principal, group, site=Site.CLOUD)
    if isinstance(answer, Effects):
        rows.accept(answer)
        rows.log[f"{rows.seq:012d}"] = (author.principal.user_id, group.h)
    return answer
