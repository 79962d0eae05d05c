"""Which computers have lost their access to the cloud, and whether it went on to serve one.

Promises: from the cloud's word on nothing is answered to the computer that was named, nor under the sign-in with which
it fetched last, unless that is the one of whoever took the access away.
May not know: what is in an answer.
"""

from dataclasses import dataclass, field

from onetool_desktop.sync.calls import Call


@dataclass
class Access:
    """`by` says who took it from which device, `wrong` what was answered all the same."""

    by: dict[str, str] = field(default_factory=dict[str, str])
    wrong: str = ""
    _under: dict[str, str] = field(default_factory=dict[str, str])
    _ended: set[str] = field(default_factory=set[str])

    def answered(self, call: Call, bearer: str | None) -> None:
        """The cloud did what it was asked under this sign-in."""
        device = str(call.args.get("device", ""))
        if bearer in self._ended:
            self.wrong = self.wrong or f"{call.path} was answered under the sign-in of a lost computer"
        elif device in self.by and call.path.startswith("sync:"):
            self.wrong = self.wrong or f"{call.path} was answered to {device}, which is none any more"
        elif call.path == "sync:pull" and bearer is not None:
            self._under[device] = bearer

    def withdrawn(self, device: str, *, by: str, own: bool) -> None:
        """A person took away the access of a device; his `own` may come under the sign-in that he goes on under."""
        self.by.setdefault(device, by)
        if not own and device in self._under:
            self._ended.add(self._under[device])

    def start_over(self) -> None:
        """The cloud is another one, which may know of nothing that happened."""
        self.by.clear()
        self._ended.clear()
        self._under.clear()
