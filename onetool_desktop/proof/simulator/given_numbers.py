"""Which document each number of the main series stands on, in every cloud there was: the one and the restored ones.

Promises: says when the cloud gave a number while its series were closed, or one that stands on another document's
paper; what is on paper already and is only recorded is not asked. A number that no computer reported when the series
were released is forgotten: its paper is known to nobody.
May not know: how the cloud counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onetool_desktop.domain.numbering import MAIN


@dataclass
class GivenNumbers:
    """`closed` while the cloud may give none, `wrong` what it did; `skips` once one may be missing for good: in a cloud
    that was brought back, of a paper whose author's computer was put back as well, or when it is told to go on above.
    """

    closed: bool = False
    skips: bool = False
    wrong: str = ""
    _hasty: bool = False
    _given: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])

    def see(self, paper: Mapping[str, Any], command: Mapping[str, Any]) -> None:
        """A paper that the cloud recorded, and the command that made it."""
        if paper["series"] != MAIN:
            return
        key, document = (paper["kind"], paper["no"]), str(paper.get("quoteId") or paper.get("invoiceId"))
        stands = self._given.setdefault(key, document)
        if command.get("no") is not None:
            return
        if self.closed:
            self.wrong = f"{paper['number']} was given while the series were closed"
        elif stands != document and not self._hasty:
            self.wrong = f"{paper['number']} is on paper for {stands}, and was given to {document}"

    def restored(self, *, hasty: bool) -> None:
        """The cloud came from a backup; under a hasty operator it goes on counting from there."""
        self.closed, self.skips = not hasty, True
        self._hasty = self._hasty or hasty

    def released(self, above: Mapping[str, int]) -> None:
        """The cloud may give numbers above these."""
        self.closed = False
        self._given = {key: document for key, document in self._given.items() if key[1] <= above[key[0]]}
