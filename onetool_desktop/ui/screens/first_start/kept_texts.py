"""Keeps what is typed at the first start while it is typed, and brings it back at the start after a crash.

Promises: half a second after the last key the texts stand in the memory of this computer; they go when their form is
put away or a business is open. A password, a key and an invitation are never kept. May not know: what the answers make.

Why not where other half-typed texts are: those lie sealed in the business, and here there is none yet. What stands in
the plain instead is no more than the names of a firm, its owner and a first client, for as long as they are typed.
"""

import json
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLineEdit

from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from onetool_desktop.ui.screens.first_start.window import FirstStart

_REST_MS = 500
_FACT = "first-start"


class KeptTexts(QObject):
    """Watches the forms of one first start."""

    def __init__(self, first: FirstStart, *, memory: WindowMemory, operations: Operations) -> None:
        super().__init__(first)
        self._first, self._memory, self._operations = first, memory, operations
        self._form = ""  # which one is typed into
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._keep)
        self._closed = QTimer(
            self, singleShot=True, interval=0
        )  # a form tells its answers just after it closed
        self._closed.timeout.connect(self._put_away)

    def begin(self, *, bring_back: bool) -> None:
        """Shows again what a run that ended early left, if it did; from now on what is typed is kept."""
        form, texts = self._kept()
        if bring_back and texts:
            self._form = form
            self._first.bring_back(form, texts)
        for name, panel in self._first.forms.items():
            for edit in self._edits(name).values():
                edit.textChanged.connect(partial(self._typed, name))
            panel.closed.connect(self._closed.start)
        self._first.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: the window goes, and with it the lanes: what was typed last is written at once."""
        if watched is self._first and event.type() in (QEvent.Type.Close, QEvent.Type.Hide):
            self._closed.stop()
            if self._rest.isActive():
                self._rest.stop()
                self._memory.keep({_FACT: self._fact()})
        return False

    def forget(self) -> None:
        """What was typed is a business now, or nobody's any more."""
        self._rest.stop()
        self._form = ""
        self._write("")

    def _edits(self, form: str) -> Mapping[str, QLineEdit]:
        edits = self._first.forms[form].edits
        return {key: edits[key] for key in self._first.kept_of(form)}

    def _typed(self, form: str, _text: str) -> None:
        self._form = form
        self._rest.start()

    def _keep(self) -> None:
        self._write(self._fact())

    def _fact(self) -> str:
        texts = {key: edit.text() for key, edit in self._edits(self._form).items() if edit.text()}
        return json.dumps([self._form, texts]) if texts else ""

    def _put_away(self) -> None:
        """A form was closed: given, and then its answers may come back refused; or given up."""
        if self._form and not self._first.forms[self._form].is_last_used:
            self.forget()

    def _write(self, fact: str) -> None:
        if self._memory.load().get(_FACT, "") != fact:
            self._operations.write(self, partial(self._memory.keep, {_FACT: fact}))

    def _kept(self) -> tuple[str, dict[str, str]]:
        try:
            form, texts = json.loads(self._memory.load().get(_FACT) or "[]")
            found = {str(key): str(text) for key, text in texts.items() if key in self._first.kept_of(form)}
        except (ValueError, AttributeError, KeyError, TypeError):
            return "", {}  # damaged, or of another version: nothing comes back
        return str(form), found
