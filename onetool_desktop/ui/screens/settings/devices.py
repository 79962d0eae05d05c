"""The computers of the team: whose each is, what it is called, when the cloud last saw it, who took its access away.

Promises: a computer is renamed in place by whoever may change people, and anyone else reads why not; what only the
cloud knows is said as soon as it is known; no access is taken away by one press, and none of the computer one sits at.
May not know: how the cloud is asked.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.team import withdrawal_barred
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.store.queries import people
from onetool_desktop.store.queries.people import Device
from onetool_desktop.store.regained import regained
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.facts import LABEL_CHARS, Fact
from onetool_desktop.ui.widgets.sure_button import SureButton
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_DEVICES = "devices"
_SHOWN = 50


class DeviceName(Fact):
    """What a computer is called; `label` says whose it is."""

    def __init__(self, work: Workplace, device: str, *, label: str) -> None:
        super().__init__(COLLECTIONS[_DEVICES].by_name["name"], look=work.look, name=label)
        self._work = work
        self._device = device
        self.edited.connect(self._rename)
        if not work.replica.principal.may("people", "modify"):
            self.lock(_("Only an owner or administrator renames a computer."))
        self.show_now()

    def show_now(self) -> None:
        """Shows what it is called now."""
        row = self._work.replica.reads().row(_DEVICES, self._device)
        waiting = "name" in unsettled_fields(self._work, _DEVICES, self._device)
        self.show_value(row.f.get("name") if row is not None else None, waiting=waiting)

    def _rename(self, name: str, value: Any) -> None:
        fields = {name: value}
        call = partial(records.edit, self._work.replica, c=_DEVICES, id=self._device, fields=fields)
        save_fact(self._work, self, call)


class Devices(QWidget):
    """All of them, by name."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.names: dict[str, DeviceName] = {}
        self.ways: dict[str, SureButton] = {}
        self._remarks: dict[str, Text] = {}
        self._seen: Mapping[str, int] = {}
        self._none = Paragraph(
            _("This business is on this computer only."), look=work.look, voice=Voice.QUIET
        )
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(work.look.measures.step(0.5))
        self._rows.addWidget(self._none)
        self.said = Paragraph("", look=work.look, voice=Voice.CAPTION)
        self.said.hide()
        self._rows.addWidget(self.said)

    def show_seen(self, seen: Mapping[str, int]) -> None:
        """Says when the cloud last saw each, in ms UTC by device."""
        self._seen = seen
        self.show_now()

    def remark_of(self, device: str) -> str:
        """What stands under the name of a computer."""
        return self._remarks[device].text()

    def show_now(self) -> None:
        """Shows those that are there now."""
        found = people.devices(self._work.replica.reads().db)[:_SHOWN]
        for device in found:
            if device.id not in self.names:
                self._add(device)
            self.names[device.id].show_now()
            self._remarks[device.id].setText(self._remark(device))
            self.ways[device.id].setVisible(self._may_withdraw(device))
        self._none.setVisible(not found)

    @property
    def _regained(self) -> Collection[str]:
        """Computers that have access again only because the cloud was restored."""
        return regained(self._work.replica.reads().db).devices

    def _add(self, device: Device) -> None:
        look = self._work.look
        self.names[device.id] = name = DeviceName(self._work, device.id, label=device.person or _("Nobody"))
        self._remarks[device.id] = remark = Text("", look=look, voice=Voice.CAPTION)
        self.ways[device.id] = way = SureButton(
            _("Take its access away…"),
            sure=_("Yes, it is lost: take its access away now"),
            look=look,
            icon="x-circle",
        )
        way.setAccessibleDescription(device.name)
        way.confirmed.connect(partial(self._withdraw, device.id))
        line = QHBoxLayout()
        line.setContentsMargins(
            look.measures.char * LABEL_CHARS + look.measures.step(2), 0, 0, look.measures.step(2)
        )
        line.setSpacing(look.measures.step(2))
        line.addWidget(remark)
        line.addWidget(way)
        line.addStretch(1)
        self._rows.addWidget(name)
        self._rows.addLayout(line)

    def _remark(self, device: Device) -> str:
        series = _("series {series}").format(series=device.series) if device.series else _("no number series")
        if device.withdrawn is not None:
            said = _("access taken away by {person}, {when}").format(
                person=device.withdrawn_by or "–", when=self._work.formats.instant(device.withdrawn)
            )
            return f"{series} · {said}"
        if device.id == self._work.replica.identity.device:
            return f"{_('This computer')} · {series}"
        if device.id in self._regained:
            said = _("access taken away before the cloud was restored from a backup; it has it again")
            return f"{series} · {said}"
        at = self._seen.get(device.id)
        if at is None:
            return series
        when = _("last seen {when}").format(when=self._work.formats.instant(at))
        return f"{series} · {when}"

    def _may_withdraw(self, device: Device) -> bool:
        """Whether this person may take the access of this computer away, from here and now."""
        if device.withdrawn is not None or device.id == self._work.replica.identity.device:
            return False
        principal = self._work.replica.principal
        barred = withdrawal_barred(principal, user=device.user_id, has=device.role)
        return self._work.computer.people is not None and barred is None

    def _withdraw(self, device: str) -> None:
        people = self._work.computer.people
        if people is not None:
            self.ways[device].setEnabled(False)
            done = _("Done. It holds as soon as this computer has heard it from the cloud.")
            self._work.operations.ask(
                self,
                partial(people.withdraw, device),
                then=lambda _answer: self._say(device, done),
                failed=lambda error: self._say(device, told(error).text),
            )

    def _say(self, device: str, words: str) -> None:
        self.ways[device].setEnabled(True)
        self.said.setText(words)
        self.said.show()
